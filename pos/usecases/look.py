"""What the till shows now."""

from __future__ import annotations

from inventory.values.money import ZERO, Money, total
from pos.domain import contact
from pos.domain.basket import Basket, BasketState
from pos.domain.deal import Attempt, AttemptKind, Deal, DealKind
from pos.domain.people import User
from pos.domain.ports import Work
from pos.domain.views import (
    FinishedView,
    PendingStage,
    PendingView,
    ShiftView,
    ShopView,
    TillView,
)
from pos.errors import SaleUnknown
from pos.usecases.counter import SESSION, Counter, usual_rate


def view(counter: Counter) -> TillView:
    """A snapshot for the screen; no device is asked."""
    with counter.till.work() as work:
        return _view(work, work.shelf.current(), _user(work), work.books.open_shift())


def after(work: Work, basket: Basket, user: User, shift: ShiftView) -> TillView:
    """The snapshot that holds once this work is committed; who has those at hand asks for less."""
    return _view(work, basket, user, shift)


def _user(work: Work) -> User | None:
    return work.people.get(work.setting(SESSION))


def _view(work: Work, basket: Basket, user: User | None, shift: ShiftView | None) -> TillView:
    errand, pending = work.attempts.unsettled_errand(), _pending(work)
    return TillView(
        shop=_shop(work),
        user=user,
        shift=shift,
        basket=basket,
        pending=pending,
        finished=None if basket.lines or pending else _finished(work),
        parked=work.shelf.parked_count(),
        errand=errand.kind.value if errand else "",
        errand_trouble=errand.why if errand else "",
        catching_up=work.lagging,
    )


def _shop(work: Work) -> ShopView | None:
    name = work.setting("shop.name")
    if not name:
        return None
    return ShopView(
        name=name,
        inn=work.setting("shop.inn"),
        till=work.setting("till.name"),
        zone=work.setting("shop.zone"),
        tax_system=int(work.setting("shop.tax_system") or 1),
        usual_vat=usual_rate(work),
    )


def _pending(work: Work) -> PendingView | None:
    deal = work.shelf.unsettled()
    if deal is None:
        return None
    attempts = work.attempts.of_basket(deal.basket.basket)
    latest = attempts[-1] if attempts else None
    last = _trouble(deal, latest)
    together = _together(work, deal)
    return PendingView(
        basket=deal.basket,
        stage=_stage(deal, latest),
        is_return=deal.kind is DealKind.RETURN,
        total=total(one.total for one in together),
        received=total(one.plan.received for one in together),
        change=total(one.change for one in together),
        card=total(one.plan.card for one in together),
        trouble=last.why if last else "",
        detail=last.detail if last else "",
        reversing=deal.reversing,
        correction=deal.correction is not None,
    )


def _together(work: Work, deal: Deal) -> list[Deal]:
    """What the customer is paying for now: receipts to come with it; a decision is of one alone."""
    alone = deal.basket.state is not BasketState.PAYING or deal.reversing or deal.correction
    return [deal] if alone else [deal, *work.shelf.waiting(deal.basket.basket)]


def _trouble(deal: Deal, last: Attempt | None) -> Attempt | None:
    """What the last attempt met; of a settled one it is news only while a decision waits."""
    if last is None or (last.settled and deal.basket.state is not BasketState.REFUSED):
        return None
    return last if last.why else None


def _stage(deal: Deal, last: Attempt | None) -> PendingStage:
    if deal.basket.state is BasketState.REFUSED:
        return PendingStage.REFUSED
    unknown = last is not None and not last.settled and bool(last.why)
    if deal.reversing:
        return PendingStage.CARD_UNKNOWN if unknown else PendingStage.REVERSING
    if last is None:
        by_card = deal.plan.card and deal.correction is None
        return PendingStage.CARD if by_card else PendingStage.RECEIPT
    if last.kind is AttemptKind.RECEIPT or last.settled:
        return PendingStage.RECEIPT_UNKNOWN if unknown else PendingStage.RECEIPT
    return PendingStage.CARD_UNKNOWN if unknown else PendingStage.CARD


def _finished(work: Work) -> FinishedView | None:
    deal = work.shelf.latest_closed()
    if deal is None:
        return None
    try:
        number, fd = work.books.numbers(deal.basket.basket)
    except SaleUnknown:
        return None  # derived tables lag; the receipt itself is in the journal
    return FinishedView(
        basket=deal.basket,
        number=number,
        is_return=deal.kind is DealKind.RETURN,
        total=deal.total,
        received=deal.plan.received,
        change=deal.change if deal.plan.received else ZERO,
        card=Money(deal.plan.card.kopecks),
        fd=fd,
        contact=contact.masked(deal.basket.contact),
        sale=deal.basket.basket,
        correction=deal.correction is not None,
    )
