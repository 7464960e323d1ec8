"""What the till shows now."""

from __future__ import annotations

from inventory.values.money import ZERO, Money
from pos.domain import contact
from pos.domain.basket import BasketState
from pos.domain.deal import Attempt, AttemptKind, Deal, DealKind
from pos.domain.ports import Work
from pos.domain.views import FinishedView, PendingStage, PendingView, ShopView, TillView
from pos.errors import SaleUnknown
from pos.usecases.counter import SESSION, Counter


def view(counter: Counter) -> TillView:
    """A snapshot for the screen; no device is asked."""
    lagging = counter.till.lagging
    with counter.till.work() as work:
        return _view(work, lagging)


def _view(work: Work, lagging: bool) -> TillView:
    errand = work.attempts.unsettled_errand()
    basket = work.shelf.current()
    return TillView(
        shop=_shop(work),
        user=work.people.get(work.setting(SESSION)),
        shift=work.books.open_shift(),
        basket=basket,
        pending=_pending(work),
        finished=None if basket.lines else _finished(work),
        parked=work.shelf.parked_count(),
        errand=errand.kind.value if errand else "",
        errand_trouble=errand.why if errand else "",
        catching_up=lagging,
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
    )


def _pending(work: Work) -> PendingView | None:
    deal = work.shelf.unsettled()
    if deal is None:
        return None
    last = _last_trouble(work, deal)
    return PendingView(
        basket=deal.basket,
        stage=_stage(work, deal),
        is_return=deal.kind is DealKind.RETURN,
        total=deal.total,
        received=deal.plan.received,
        change=deal.change,
        card=deal.plan.card,
        trouble=last.why if last else "",
        detail=last.detail if last else "",
    )


def _last_trouble(work: Work, deal: Deal) -> Attempt | None:
    """What the last attempt met; of a settled one it is news only while a decision waits."""
    attempts = work.attempts.of_basket(deal.basket.basket)
    last = attempts[-1] if attempts else None
    if last is None or (last.settled and deal.basket.state is not BasketState.REFUSED):
        return None
    return last if last.why else None


def _stage(work: Work, deal: Deal) -> PendingStage:
    if deal.basket.state is BasketState.REFUSED:
        return PendingStage.REFUSED
    attempts = work.attempts.of_basket(deal.basket.basket)
    last = attempts[-1] if attempts else None
    unknown = last is not None and not last.settled and bool(last.why)
    if deal.reversing:
        return PendingStage.CARD_UNKNOWN if unknown else PendingStage.REVERSING
    if last is None:
        return PendingStage.CARD if deal.plan.card else PendingStage.RECEIPT
    if last.kind is AttemptKind.RECEIPT or last.settled:
        return PendingStage.RECEIPT_UNKNOWN if unknown else PendingStage.RECEIPT
    return PendingStage.CARD_UNKNOWN if unknown else PendingStage.CARD


def _finished(work: Work) -> FinishedView | None:
    deal = work.shelf.latest_closed()
    if deal is None:
        return None
    try:
        sale = work.books.sale(deal.basket.basket)
    except SaleUnknown:
        return None  # derived tables lag; the receipt itself is in the journal
    return FinishedView(
        basket=deal.basket,
        number=sale.number,
        is_return=sale.is_return,
        total=sale.total,
        received=deal.plan.received,
        change=deal.change if deal.plan.received else ZERO,
        card=Money(deal.plan.card.kopecks),
        fd=sale.fd,
        contact=contact.masked(deal.basket.contact),
        sale=sale.sale,
    )
