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


# A command with something typed acts at once; without, it asks.
ASKS = {
    Command.PRICE_CHECK: Prompt.PRICE_CHECK,
    Command.QUANTITY: Prompt.QUANTITY,
    Command.PRICE: Prompt.PRICE,
    Command.LINE_DISCOUNT: Prompt.LINE_DISCOUNT,
    Command.DISCOUNT: Prompt.DISCOUNT,
    Command.CONTACT: Prompt.CONTACT,
    Command.MIXED: Prompt.MIXED,
}
# These act on a line and mean nothing without one.
ON_LINE = frozenset({Prompt.QUANTITY, Prompt.PRICE, Prompt.LINE_DISCOUNT})
