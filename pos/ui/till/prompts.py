"""Questions the input field asks: what is typed next, and which key answers."""

from __future__ import annotations

from enum import Enum

from pos.ui.kit.keys import Command


class Prompt(Enum):
    """NONE is the usual input: a code, a name, `3*CODE`."""

    NONE = "none"
    PRICE_CHECK = "price_check"
    QUANTITY = "quantity"
    PRICE = "price"
    LINE_DISCOUNT = "line_discount"
    DISCOUNT = "discount"
    CONTACT = "contact"
    WEIGHT = "weight"
    MIXED = "mixed"
    PARK = "park"
    RECALL = "recall"
    BY_PRICE = "by_price"
    NEW_NAME = "new_name"
    NEW_PRICE = "new_price"
    NEW_VAT = "new_vat"
    NEW_UNIT = "new_unit"
    REASON = "reason"
    PIN = "pin"


# A command with something typed acts at once; without, it asks.
ASKS = {
    Command.PRICE_CHECK: Prompt.PRICE_CHECK,
    Command.QUANTITY: Prompt.QUANTITY,
    Command.PRICE: Prompt.PRICE,
    Command.LINE_DISCOUNT: Prompt.LINE_DISCOUNT,
    Command.DISCOUNT: Prompt.DISCOUNT,
    Command.CONTACT: Prompt.CONTACT,
    Command.MIXED: Prompt.MIXED,
    Command.PARK: Prompt.PARK,
    Command.BY_PRICE: Prompt.BY_PRICE,
}
# Enter alone answers these: no contact, no name.
MAY_BE_EMPTY = frozenset({Prompt.CONTACT, Prompt.PARK})
# These act on a line and mean nothing without one.
ON_LINE = frozenset({Prompt.QUANTITY, Prompt.PRICE, Prompt.LINE_DISCOUNT})
