"""The fiscal side of a deal: one attempt at a receipt, and the fact that follows from it."""

from __future__ import annotations

from dataclasses import replace

from msgspec import UNSET, UnsetType

from drivers.contracts import errors as device
from drivers.contracts import receipt as device_receipt
from drivers.contracts.ffd.fields import FIELDS
from drivers.contracts.ffd.tags import Tag
from drivers.contracts.ffd.text import fitted
from drivers.contracts.receipt import Cashier, Operation, RegistrarLine, RegistrarReceipt
from drivers.contracts.registrar import DocumentKind, DocumentMade, ShiftState
from drivers.contracts.terminal import CardResult
from fiscal.domain.attempt import Baseline, Expected, OutcomeState
from fiscal.domain.condition import Allowed, ConditionKind
from fiscal.usecases import settle as fiscal
from fiscal.usecases.condition import conditions
from fiscal.usecases.settle import Outcome
from pos.domain import contact
from pos.domain.basket import BasketState
from pos.domain.buyer import Buyer
from pos.domain.deal import Attempt, AttemptKind, Deal, DealKind
from pos.domain.ports import Work
from pos.domain.pricing import Priced, priced
from pos.errors import ReceiptUnlawful
from pos.usecases import laws
from pos.usecases.attempts import detail_of, error_of, intent, pack, settled, unpack
from pos.usecases.counter import Counter
from sync.messages.facts import Fact, FiscalMark, SaleClosed, SaleReturned, SoldLine, Tender

LONGEST_NAME = FIELDS[Tag.ITEM_NAME].size
_OPERATION = {
    DealKind.SALE: Operation.SALE,
    DealKind.RETURN: Operation.SALE_RETURN,
    DealKind.PURCHASE: Operation.PURCHASE,
}
# What stands in a sale's way, as the register itself would refuse it.
_STOPS: dict[ConditionKind, type[device.DeviceError]] = {
    ConditionKind.NO_PAPER: device.PaperOut,
    ConditionKind.COVER_OPEN: device.CoverOpen,
    ConditionKind.DRIVE_FAILED: device.DriveExhausted,
    ConditionKind.SHIFT_EXPIRED: device.ShiftExpired,
    ConditionKind.UNSENT_TOO_OLD: device.UnsentTooOld,
    ConditionKind.DRIVE_ENDED: device.DriveExhausted,
}


def settle(counter: Counter, deal: Deal, charged: tuple[CardResult, ...]) -> None:
    """Register the receipt once. Raises the DeviceError in the way, NotRegistered, ReceiptUnlawful.

    An attempt of an earlier run is asked for first; only when the register knows nothing of
    it is a new one begun.
    """
    with counter.till.work() as work:
        attempt, receipt = _last(work, deal), of_deal(work, deal)
    if attempt is not None and not attempt.settled and attempt.before:
        outcome = _reconcile(counter, deal, attempt)
    else:
        attempt, outcome = _attempt(counter, deal, receipt)
    _learn(counter, deal, attempt, outcome, charged)


def _attempt(counter: Counter, deal: Deal, receipt: RegistrarReceipt) -> tuple[Attempt, Outcome]:
    try:
        before = ready(counter, receipt)
    except (device.DeviceError, ReceiptUnlawful) as error:
        # Nothing was begun, so nothing needs asking: the receipt is simply refused.
        attempt = intent(AttemptKind.RECEIPT, None, counter.now, basket=deal.basket.basket)
        why, detail = type(error).__name__, detail_of(error)
        return attempt, Outcome(OutcomeState.NOT_DONE, None, why, detail)
    attempt = intent(
        AttemptKind.RECEIPT,
        replace(receipt, contact="", buyer=None),
        counter.now,
        basket=deal.basket.basket,
    )
    attempt = replace(attempt, before=pack(before))
    with counter.till.work() as work:
        work.attempts.put(attempt)
        work.commit()
    outcome = fiscal.perform(
        lambda: counter.registrar.register(receipt),
        registrar=counter.registrar,
        expected=_expected(receipt),
        before=before,
    )
    return attempt, outcome


def ready(counter: Counter, receipt: RegistrarReceipt) -> Baseline:
    """Questions before an intent: is the register able, is the receipt lawful, what is held.

    Raises the DeviceError or the ReceiptUnlawful that stands in the way; nothing was begun.
    """
    status = counter.registrar.status()
    for found in conditions(status):
        if found.allowed is not Allowed.SELL:
            raise _STOPS[found.kind](f"the register is in {found.kind.value}")
    if status.shift is ShiftState.CLOSED:
        raise device.ShiftNotOpen("the register's shift is closed")
    laws.need_lawful(receipt, laws.under(counter, status))
    return fiscal.baseline(counter.registrar)


def _reconcile(counter: Counter, deal: Deal, attempt: Attempt) -> Outcome:
    receipt = unpack(attempt.request, RegistrarReceipt)
    before = unpack(attempt.before, Baseline)
    return fiscal.reconcile(counter.registrar, _expected(receipt), before)


def _expected(receipt: RegistrarReceipt) -> Expected:
    return Expected(
        kind=DocumentKind.RECEIPT,
        operation=receipt.operation,
        total=receipt.total,
        electronic=receipt.electronic,
        lines=len(receipt.lines),
    )


def _learn(
    counter: Counter,
    deal: Deal,
    attempt: Attempt,
    outcome: Outcome,
    charged: tuple[CardResult, ...],
) -> None:
    with counter.till.work() as work:
        work.attempts.put(settled(attempt, outcome))
        if outcome.document is not None:
            before = unpack(attempt.before, Baseline)
            _close(work, counter, deal, outcome.document, before, charged)
        elif outcome.state is OutcomeState.NOT_DONE:
            to = _when_refused(deal)
            work.shelf.put_deal(replace(deal, basket=deal.basket.moved(to)))
        work.commit()
    if outcome.document is None:
        raise error_of(outcome)


def _when_refused(deal: Deal) -> BasketState:
    """Money that moved waits for a decision; a sale for cash is simply open again."""
    if deal.kind is DealKind.SALE and not deal.plan.card:
        return BasketState.OPEN
    return BasketState.REFUSED


def _close(
    work: Work,
    counter: Counter,
    deal: Deal,
    document: DocumentMade,
    before: Baseline,
    charged: tuple[CardResult, ...],
) -> None:
    work.shelf.forget_closed()
    closed = replace(deal, basket=deal.basket.moved(BasketState.CLOSED))
    work.shelf.put_deal(closed)
    mark = mark_of(document, before)
    fact = _fact(deal, mark, document, _tenders(deal, charged))
    work.record(fact, counter.now(), deal.basket.basket)


def mark_of(document: DocumentMade, before: Baseline) -> FiscalMark:
    """Where the drive keeps the document."""
    return FiscalMark(
        registrar=before.serial,
        fn=before.fn,
        fd=document.fd,
        sign=document.sign,
        at=document.at.isoformat() if document.at else "",
        shift=document.shift,
        number=document.number,
    )


def _fact(
    deal: Deal, mark: FiscalMark, document: DocumentMade, tenders: tuple[Tender, ...]
) -> Fact:
    vat = {str(code): kopecks for code, kopecks in sorted(document.vat.items())}
    number = f"{mark.shift:04}-{mark.number:04}"
    if deal.kind is DealKind.RETURN:
        return SaleReturned(
            sale=deal.basket.basket,
            number=number,
            of_sale=deal.of_sale,
            of_number=deal.of_number,
            shift=deal.shift,
            user=deal.user,
            lines=_sold(deal),
            tenders=tenders,
            total=deal.total.kopecks,
            vat=vat,
            tax_system=deal.tax_system,
            fiscal=mark,
            reason=deal.reason,
            contact=contact.kind(deal.basket.contact),
            rounding=deal.rounding.kopecks or UNSET,
        )
    return SaleClosed(
        sale=deal.basket.basket,
        number=number,
        shift=deal.shift,
        user=deal.user,
        lines=_sold(deal),
        tenders=tenders,
        total=deal.total.kopecks,
        discount=deal.basket.saved.kopecks,
        received=deal.plan.received.kopecks,
        change=deal.change.kopecks,
        vat=vat,
        tax_system=deal.tax_system,
        fiscal=mark,
        contact=contact.kind(deal.basket.contact),
        begun_at=deal.basket.begun_at,
        buyer=_kind(deal.basket.buyer),
        operation=_OPERATION[deal.kind],
        rounding=deal.rounding.kopecks or UNSET,
    )


def _kind(named: Buyer | None) -> str | UnsetType:
    """That a business bought, never which: a sole trader is a person."""
    if named is None:
        return UNSET
    return "trader" if named.is_person else "company"


def _sold(deal: Deal) -> tuple[SoldLine, ...]:
    return tuple(
        SoldLine(
            line=number,
            basket_line=part.source.line,
            item=part.source.item,
            code=part.source.code,
            name=part.source.name,
            unit=int(part.quantity.unit),
            quantity=part.quantity.thousandths,
            list_price=part.source.list_price.kopecks,
            price=part.price.kopecks,
            amount=part.amount.kopecks,
            vat=int(part.source.vat),
            subject=part.source.subject,
            method=part.source.method,
            item_codes=part.item_codes,
            of_line=part.source.of_line,
        )
        for number, part in enumerate(priced(deal.basket), 1)
    )


def _tenders(deal: Deal, charged: tuple[CardResult, ...]) -> tuple[Tender, ...]:
    by_card = tuple(
        Tender(kind="card", amount=c.amount, ref=c.ref, rrn=c.rrn, card=c.card) for c in charged
    )
    if deal.plan.card and not charged:  # a terminal of its own, not wired to the till
        by_card = (Tender(kind="card", amount=deal.plan.card.kopecks),)
    named = (
        ("cash", deal.cash),
        ("prepaid", deal.prepaid),
        ("credit", deal.credit),
        ("provision", deal.provision),
    )
    others = tuple(Tender(kind=kind, amount=sum_.kopecks) for kind, sum_ in named if sum_)
    return by_card + others


def wanted(counter: Counter, deal: Deal) -> RegistrarReceipt:
    """The receipt that a deal is to become."""
    with counter.till.work() as work:
        return of_deal(work, deal)


def of_deal(work: Work, deal: Deal) -> RegistrarReceipt:
    """The same within a transaction."""
    user = work.people.get(deal.user)
    return RegistrarReceipt(
        operation=_OPERATION[deal.kind],
        lines=tuple(_line(part) for part in priced(deal.basket)),
        cashier=Cashier(user.name if user else "", user.inn if user else ""),
        cash=deal.cash.kopecks,
        electronic=deal.plan.card.kopecks,
        prepaid=deal.prepaid.kopecks,
        credit=deal.credit.kopecks,
        provision=deal.provision.kopecks,
        tax_system=deal.tax_system,
        contact=deal.basket.contact,
        buyer=_buyer(deal.basket.buyer),
        is_printed=not (deal.basket.contact and deal.basket.paperless),
        cash_received=deal.plan.received.kopecks if deal.kind is DealKind.SALE else 0,
        rounding=deal.rounding.kopecks,
    )


def _buyer(named: Buyer | None) -> device_receipt.Buyer | None:
    return device_receipt.Buyer(named.name, named.inn) if named else None


def _line(part: Priced) -> RegistrarLine:
    return RegistrarLine(
        name=fitted(part.source.name, LONGEST_NAME),
        price=part.price.kopecks,
        quantity=part.quantity.thousandths,
        amount=part.amount.kopecks,
        vat=int(part.source.vat),
        subject=part.source.subject,
        method=part.source.method,
        measure=int(part.quantity.unit),
        item_code=part.item_codes[0] if part.item_codes else "",
    )


def _last(work: Work, deal: Deal) -> Attempt | None:
    attempts = work.attempts.of_basket(deal.basket.basket)
    receipts = [attempt for attempt in attempts if attempt.kind is AttemptKind.RECEIPT]
    return receipts[-1] if receipts else None
