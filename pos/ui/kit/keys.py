"""Which key does what: one table. Keys stay where they are on every page."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent


class Command(Enum):
    """What a cashier can ask for on the selling page."""

    ACCEPT = "accept"
    BACK = "back"
    ERASE = "erase"
    UP = "up"
    DOWN = "down"
    PRICE_CHECK = "price_check"
    LINE_DISCOUNT = "line_discount"
    DISCOUNT = "discount"
    QUANTITY = "quantity"
    PRICE = "price"
    BY_PRICE = "by_price"
    NEW_GOOD = "new_good"
    PARK = "park"
    RECALL = "recall"
    VOID = "void"
    CANCEL = "cancel"
    CONTACT = "contact"
    PAPERLESS = "paperless"
    RETURN = "return"
    MENU = "menu"
    CASH = "cash"
    CARD = "card"
    HOT_1 = "hot_1"
    HOT_2 = "hot_2"
    HOT_3 = "hot_3"
    MIXED = "mixed"
    LATER = "later"
    TRY_AGAIN = "try_again"
    REVERSE = "reverse"
    MOVED = "moved"
    NOT_MOVED = "not_moved"


@dataclass(frozen=True, slots=True)
class Key:
    """A physical key: Qt's name, whether Shift is held, whether it is on the numeric pad."""

    key: Qt.Key
    cap: str
    shift: bool = False
    pad: bool = False


KEYS: dict[Command, tuple[Key, ...]] = {
    # Scanners end with Enter, so Enter accepts what was typed and never takes money.
    Command.ACCEPT: (Key(Qt.Key.Key_Return, "Enter"), Key(Qt.Key.Key_Enter, "Enter", pad=True)),
    Command.BACK: (Key(Qt.Key.Key_Escape, "Esc"),),
    Command.ERASE: (Key(Qt.Key.Key_Backspace, "⌫"),),
    Command.UP: (Key(Qt.Key.Key_Up, "↑"),),
    Command.DOWN: (Key(Qt.Key.Key_Down, "↓"),),
    Command.PRICE_CHECK: (Key(Qt.Key.Key_F1, "F1"),),
    Command.LINE_DISCOUNT: (Key(Qt.Key.Key_F2, "F2"),),
    Command.DISCOUNT: (Key(Qt.Key.Key_F2, "⇧F2", shift=True),),
    Command.QUANTITY: (Key(Qt.Key.Key_F3, "F3"),),
    Command.PRICE: (Key(Qt.Key.Key_F3, "⇧F3", shift=True),),
    Command.BY_PRICE: (Key(Qt.Key.Key_Insert, "Ins"),),
    # Only while a code was not found, and by who has the right.
    Command.NEW_GOOD: (Key(Qt.Key.Key_Insert, "⇧Ins", shift=True),),
    Command.PARK: (Key(Qt.Key.Key_F4, "F4"),),
    Command.RECALL: (Key(Qt.Key.Key_F4, "F4"),),  # only while the basket is empty
    Command.VOID: (Key(Qt.Key.Key_Delete, "Del"),),
    Command.CANCEL: (Key(Qt.Key.Key_F10, "F10"),),
    Command.CONTACT: (Key(Qt.Key.Key_F9, "F9"),),
    Command.PAPERLESS: (Key(Qt.Key.Key_F9, "⇧F9", shift=True),),
    Command.RETURN: (Key(Qt.Key.Key_F8, "F8"),),
    Command.MENU: (Key(Qt.Key.Key_F12, "F12"),),
    Command.CASH: (Key(Qt.Key.Key_Plus, "Num +", pad=True),),
    Command.CARD: (Key(Qt.Key.Key_Slash, "Num /", pad=True),),
    Command.HOT_1: (Key(Qt.Key.Key_F5, "F5"),),
    Command.HOT_2: (Key(Qt.Key.Key_F6, "F6"),),
    Command.HOT_3: (Key(Qt.Key.Key_F7, "F7"),),
    Command.MIXED: (Key(Qt.Key.Key_F11, "F11"),),
    # Takes no money itself: it opens a page.
    Command.LATER: (Key(Qt.Key.Key_F11, "⇧F11", shift=True),),
    # Only while a card is approved and its receipt refused; the hot cash keys are off then.
    Command.TRY_AGAIN: (Key(Qt.Key.Key_F5, "F5"),),
    Command.REVERSE: (Key(Qt.Key.Key_F7, "F7"),),
    # Only while nobody knows what became of a card.
    Command.MOVED: (Key(Qt.Key.Key_F5, "F5"),),
    Command.NOT_MOVED: (Key(Qt.Key.Key_F7, "F7"),),
}
PAYING = frozenset(
    {Command.CASH, Command.CARD, Command.HOT_1, Command.HOT_2, Command.HOT_3, Command.MIXED}
)
REFUSED_ONLY = frozenset({Command.TRY_AGAIN, Command.REVERSE})
UNKNOWN_ONLY = frozenset({Command.MOVED, Command.NOT_MOVED})
TAKES_MONEY = PAYING | REFUSED_ONLY | UNKNOWN_ONLY
# They lie on a key whose first meaning is another: the page says which one is meant.
SECOND = REFUSED_ONLY | UNKNOWN_ONLY | {Command.RECALL}

_BY_KEY = {
    (key.key, key.shift, key.pad): command
    for command, keys in KEYS.items()
    if command not in SECOND
    for key in keys
}


def cap(command: Command) -> str:
    """What is printed on the key."""
    return KEYS[command][0].cap


def command_of(event: QKeyEvent) -> Command | None:
    """The command of a key press, or None for what is typed."""
    modifiers = event.modifiers()
    if modifiers & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
        return None
    shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
    pad = bool(modifiers & Qt.KeyboardModifier.KeypadModifier)
    key = Qt.Key(event.key())
    found = _BY_KEY.get((key, shift, pad))
    # The arrows and Del of the numeric pad are arrows and Del; its + and / are keys of their own.
    return found or (_BY_KEY.get((key, shift, False)) if pad else None)
