"""The fiscal side of a deal: one attempt at a receipt, and the fact that follows from it."""

from __future__ import annotations

from dataclasses import replace

from drivers.contracts import errors as device
from drivers.contracts import receipt as device_receipt
from drivers.contracts.ffd.fields import FIELDS
from drivers.contracts.ffd.tags import Tag
from drivers.contracts.ffd.text import fitted
from drivers.contracts.receipt import Cashier, RegistrarLine, RegistrarReceipt
from drivers.contracts.registrar import DocumentKind, DocumentMade, ShiftState
from drivers.contracts.terminal import CardResult
from fiscal.domain.attempt import Baseline, Expected, OutcomeState
from fiscal.domain.condition import Allowed, ConditionKind
from fiscal.usecases import settle as fiscal
from fiscal.usecases.condition import conditions
from fiscal.usecases.settle import Outcome
from pos.domain.basket import BasketState
from pos.domain.buyer import Buyer
from pos.domain.deal import Attempt, AttemptKind, Deal, DealKind
from pos.domain.ports import Work
from pos.domain.pricing import Priced, priced
from pos.errors import ReceiptUnlawful
from pos.usecases import corrected, later_end, laws, portions
from pos.usecases.attempts import detail_of, error_of, intent, pack, settled, unpack
from pos.usecases.counter import Counter
from pos.usecases.receipt_facts import OPERATION, fact_of, mark_of, tenders_of

LONGEST_NAME = FIELDS[Tag.ITEM_NAME].size
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
        kind=DocumentKind.CORRECTION if receipt.correction else DocumentKind.RECEIPT,
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
            _refuse(work, deal)
        work.commit()
    if outcome.document is None:
        raise error_of(outcome)


def _refuse(work: Work, deal: Deal) -> None:
    if deal.correction is not None:
        corrected.refused(work, deal)
        return
    to = _when_refused(deal)
    if deal.later is not None and to is BasketState.OPEN:
        later_end.given_up(work, deal, deal.later)
        return
    basket = deal.basket.moved(to)
    if basket.state is BasketState.OPEN:
        basket = portions.gathered(work, basket)
    work.shelf.put_deal(replace(deal, basket=basket))


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
    cards = charged if deal.correction is None else corrected.cards_of(work, deal)
    fact = fact_of(deal, mark, document, tenders_of(deal, cards))
    work.record(fact, counter.now(), deal.basket.basket)
    if deal.correction is not None:
        corrected.told(work, deal, mark)
    if deal.later is not None:
        later_end.registered(work, deal.later)


def wanted(counter: Counter, deal: Deal) -> RegistrarReceipt:
    """The receipt that a deal is to become."""
    with counter.till.work() as work:
        return of_deal(work, deal)


def of_deal(work: Work, deal: Deal) -> RegistrarReceipt:
    """The same within a transaction."""
    user = work.people.get(deal.user)
    receipt = RegistrarReceipt(
        operation=OPERATION[deal.kind],
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
    return receipt if deal.correction is None else corrected.marked(receipt, deal.correction)


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
