"""The counter: everything a use-case may need, put together by wiring."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from inventory.values.vat import VatRate
from pos.domain.basket import BasketState
from pos.errors import NobodyLoggedIn, ShiftNotOpenHere, StillSettling

if TYPE_CHECKING:
    from drivers.contracts.display import CustomerDisplay
    from drivers.contracts.registrar import FiscalRegistrar
    from drivers.contracts.terminal import CardTerminal
    from inventory.domain.catalogue import Catalogue
    from pos.domain.people import User
    from pos.domain.ports import Clock, Till, Work
    from pos.domain.views import ShiftView
    from pos.domain.weighing import Pan


@dataclass(frozen=True, slots=True)
class Counter:
    """One till with its devices; those that may be None are where there is none."""

    till: Till
    catalogue: Catalogue
    registrar: FiscalRegistrar
    terminal: CardTerminal | None
    display: CustomerDisplay | None
    now: Clock
    pan: Pan | None = None  # of the scales


SESSION = "session.user"
USUAL_VAT = "shop.vat"  # 1199
FOLDER_KIND = "folder.kind"  # "demo", "training", or empty for a real shop


def cashier(work: Work) -> User:
    """Who is logged in; raises NobodyLoggedIn."""
    user = work.people.get(work.setting(SESSION))
    if user is None:
        raise NobodyLoggedIn("nobody is logged in")
    return user


def need_settled(work: Work) -> None:
    """Raises StillSettling while money hangs on an earlier deal or document."""
    if work.shelf.unsettled() is not None or work.attempts.unsettled_errand() is not None:
        raise StillSettling("an earlier payment is not settled yet")


def need_quiet(work: Work) -> None:
    """Raises StillSettling while a device is still to be asked.

    A refused deal waits for a person alone. What stood in its way may need a document first: Z
    where the shift has expired, cash put in where the register counts too little.
    """
    deal = work.shelf.unsettled()
    if deal is not None and deal.basket.state is BasketState.REFUSED:
        deal = None
    if deal is not None or work.attempts.unsettled_errand() is not None:
        raise StillSettling("an earlier payment is not settled yet")


def shift_of(work: Work) -> ShiftView:
    """The open shift; raises ShiftNotOpenHere."""
    shift = work.books.open_shift()
    if shift is None:
        raise ShiftNotOpenHere("open a shift first")
    return shift


def usual_rate(work: Work) -> VatRate:
    """The shop's own choice; without one 22 % in the general tax system (1055 = 1), else none."""
    chosen = work.setting(USUAL_VAT)
    if chosen.isascii() and chosen.isdigit() and int(chosen) in set(VatRate):
        return VatRate(int(chosen))
    general = (work.setting("shop.tax_system") or "1") == "1"
    return VatRate.VAT_22 if general else VatRate.NONE
