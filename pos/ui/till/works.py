"""Which commands can work now. What cannot is dimmed on the screen and deaf on the keyboard."""

from __future__ import annotations

from collections.abc import Set

from pos.domain.people import Right
from pos.domain.views import PendingStage, TillView
from pos.ui.kit.keys import UNKNOWN_ONLY, Command
from pos.ui.till.story import reversible

ALWAYS = frozenset(
    {
        Command.ACCEPT,
        Command.BACK,
        Command.ERASE,
        Command.UP,
        Command.DOWN,
        Command.PRICE_CHECK,
        Command.BY_PRICE,
        Command.RETURN,
        Command.MENU,
    }
)
WITH_GOODS = frozenset(
    {
        Command.PARK,
        Command.DISCOUNT,
        Command.LINE_DISCOUNT,
        Command.QUANTITY,
        Command.PRICE,
        Command.VOID,
        Command.CANCEL,
        Command.CONTACT,
    }
)
# While a good is being made what is typed is its name or its price, never a sum or a quantity.
WHILE_MAKING = frozenset(
    {
        Command.ACCEPT,
        Command.BACK,
        Command.ERASE,
        Command.UP,
        Command.DOWN,
        Command.MENU,
    }
)
CASH = frozenset({Command.CASH, Command.HOT_1, Command.HOT_2, Command.HOT_3})
CARD = frozenset({Command.CARD, Command.MIXED})
WAYS_OUT = {Command.HOT_1: Command.TRY_AGAIN, Command.HOT_3: Command.REVERSE}
DECISIONS = {Command.HOT_1: Command.MOVED, Command.HOT_3: Command.NOT_MOVED}


def refused(view: TillView) -> bool:
    """A card is approved and its receipt refused: a decision is due."""
    return view.pending is not None and view.pending.stage is PendingStage.REFUSED


def card_unknown(view: TillView) -> bool:
    """Nobody knows what became of a card: the terminal is asked, or a person decides."""
    return view.pending is not None and view.pending.stage is PendingStage.CARD_UNKNOWN


def meant(command: Command, view: TillView) -> Command:
    """F5 and F7 decide while a decision is due; F4 takes up what was put aside when it can."""
    if command is Command.PARK and not view.basket.lines:
        return Command.RECALL
    second = WAYS_OUT if refused(view) else DECISIONS if card_unknown(view) else {}
    return second.get(command, command)


def works(view: TillView, *, free: bool, dead: Set[str]) -> frozenset[Command]:
    """`free`: nothing hangs between bank, register and disk, no scan is on its way to disk."""
    able = ALWAYS | (WITH_GOODS if view.basket.lines else frozenset())
    if view.basket.lines and view.basket.contact:
        able |= {Command.PAPERLESS}
    if view.parked and not view.basket.lines:
        able |= {Command.RECALL}
    if view.user is not None and Right.LATER in view.user.rights and free:
        able |= {Command.LATER}
    if refused(view):
        able |= {Command.TRY_AGAIN} | ({Command.REVERSE} if _reversible(view) else set())
    if card_unknown(view):
        able |= UNKNOWN_ONLY
    # A basket of gifts is registered as well: a receipt over nothing, if the register takes it.
    if free and view.basket.lines and "register" not in dead:
        able |= CASH | (CARD if "terminal" not in dead else frozenset())
    return frozenset(able)


def _reversible(view: TillView) -> bool:
    return view.pending is not None and reversible(view.pending)
