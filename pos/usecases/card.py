"""The card side of a deal: charge, refund, reverse, each an attempt of its own."""

from __future__ import annotations

from dataclasses import replace

from drivers.contracts.errors import CardDeclined, DeviceError
from drivers.contracts.terminal import CardOperation, CardOrder, CardResult, CardTerminal
from fiscal.domain.attempt import OutcomeState
from inventory.values.money import Money
from pos.domain.basket import BasketState
from pos.domain.deal import Attempt, AttemptKind, Deal, DealKind
from pos.domain.ports import Work
from pos.errors import CardStands, NoTerminal, ReceiptUnlawful
from pos.usecases import later_end, portions, receipt
from pos.usecases.attempts import intent, pack, unpack
from pos.usecases.counter import Counter
from sync.messages.facts import CardReversed, Tender

_OPERATION = {
    AttemptKind.CARD_PAY: CardOperation.PAY,
    AttemptKind.CARD_REFUND: CardOperation.REFUND,
    AttemptKind.CARD_REVERSAL: CardOperation.REVERSAL,
}


def settle(counter: Counter, deal: Deal) -> tuple[CardResult, ...]:
    """Move the deal's card money, once; what an earlier run moved is found on disk.

    Raises CardStands when it was declined (the basket is open again) or is unknown. No card
    is charged for a receipt the register cannot take: its DeviceError, ReceiptUnlawful, or
    NoTerminal, is raised before anything moves.
    """
    # A reversal that was declined says nothing about the charge it was to undo.
    undone = AttemptKind.CARD_REVERSAL if deal.kind is not DealKind.RETURN else None
    attempts = [a for a in _card_attempts(counter, deal) if a.kind is not undone]
    last = attempts[-1] if attempts else None
    if last is None or last.state is OutcomeState.NOT_DONE:
        _need_ready(counter, deal)
        last = _begin(counter, deal)
        last = _run(counter, deal, last)
    elif last.state is not OutcomeState.DONE:
        last = _ask(counter, deal, last)
    return (unpack(last.result, CardResult),)


def reverse(counter: Counter, deal: Deal) -> None:
    """Give the card its money back; then the basket is open again, and a fact tells it."""
    attempts = _card_attempts(counter, deal)
    paid = [a for a in attempts if a.kind is AttemptKind.CARD_PAY and a.state is OutcomeState.DONE]
    if not paid:
        _reopen(counter, deal, None, None)
        return
    charge = unpack(paid[-1].result, CardResult)
    last = attempts[-1]
    if last.kind is not AttemptKind.CARD_REVERSAL or last.state is OutcomeState.NOT_DONE:
        last = intent(
            AttemptKind.CARD_REVERSAL,
            {"amount": charge.amount, "of_rrn": charge.rrn},
            counter.now,
            basket=deal.basket.basket,
        )
        _put(counter, last)
        last = _run(counter, deal, last)
    elif last.state is not OutcomeState.DONE:
        last = _ask(counter, deal, last)
    _reopen(counter, deal, charge, last)


def _reopen(
    counter: Counter, deal: Deal, charge: CardResult | None, reversal: Attempt | None
) -> None:
    with counter.till.work() as work:
        if deal.later is not None:
            later_end.given_up(work, deal, deal.later)
        else:
            basket = portions.gathered(work, deal.basket.moved(BasketState.OPEN))
            work.shelf.put_deal(replace(deal, basket=basket, reversing=False))
        if charge is not None and reversal is not None:
            fact = CardReversed(
                basket=deal.basket.basket,
                user=deal.user,
                ref=reversal.attempt,
                of_ref=charge.ref,
                rrn=charge.rrn,
                amount=charge.amount,
            )
            work.record(fact, counter.now(), reversal.attempt)
        work.attempts.drop_of(deal.basket.basket)
        work.commit()


def begun(counter: Counter, deal: Deal) -> bool:
    """Whether a terminal was asked to move the deal's money, be it gone by now."""
    return bool(_card_attempts(counter, deal))


def _need_ready(counter: Counter, deal: Deal) -> None:
    try:
        receipt.ready(counter, receipt.wanted(counter, deal))
        _need_terminal(counter)
    except (DeviceError, NoTerminal, ReceiptUnlawful):
        with counter.till.work() as work:
            put_back(work, deal)
            work.commit()
        raise


def _need_terminal(counter: Counter) -> None:
    """A terminal that is gone before it was asked leaves nothing unknown."""
    try:
        able = _terminal(counter).status().ready
    except DeviceError as error:
        raise NoTerminal(str(error)) from error
    if not able:
        raise NoTerminal("the terminal is not ready")


def _begin(counter: Counter, deal: Deal) -> Attempt:
    with counter.till.work() as work:
        kind, of_rrn = _kind(work, deal)
        request = {"amount": deal.plan.card.kopecks, "of_rrn": of_rrn}
        attempt = intent(kind, request, counter.now, basket=deal.basket.basket)
        work.attempts.put(attempt)
        work.commit()
    return attempt


def _kind(work: Work, deal: Deal) -> tuple[AttemptKind, str]:
    """Whole and in the same shift: reversal, before the bank settles; else refund."""
    if deal.kind is not DealKind.RETURN:
        return AttemptKind.CARD_PAY, ""
    paid = [tender for tender in work.books.tenders(deal.of_sale) if tender.kind == "card"]
    if not deal.of_sale or not paid:
        return AttemptKind.CARD_REFUND, ""
    whole = deal.plan.card == Money(paid[0].amount) and not _returned(work, deal)
    same_shift = work.books.shift_of(deal.of_sale) == deal.shift
    # A charge that a person vouched for has no number of the bank's to be reversed by.
    by_number = whole and same_shift and bool(paid[0].rrn)
    kind = AttemptKind.CARD_REVERSAL if by_number else AttemptKind.CARD_REFUND
    return kind, paid[0].rrn


def _returned(work: Work, deal: Deal) -> list[Tender]:
    return [tender for tender in work.books.given_back(deal.of_sale) if tender.kind == "card"]


def _run(counter: Counter, deal: Deal, attempt: Attempt) -> Attempt:
    try:
        result = _terminal(counter).run(order_of(attempt))
    except CardDeclined as error:
        _stand(counter, deal, replace(attempt, state=OutcomeState.NOT_DONE), error)
        raise CardStands(type(error).__name__) from error
    except DeviceError as error:
        unknown = replace(attempt, state=OutcomeState.UNKNOWN, why=type(error).__name__)
        _put(counter, replace(unknown, detail=str(error)))
        return _ask(counter, deal, unknown)
    return _done(counter, attempt, result)


def _ask(counter: Counter, deal: Deal, attempt: Attempt) -> Attempt:
    """The answer was lost: the terminal says what it did under our reference."""
    try:
        found = _terminal(counter).find(attempt.attempt)
    except (DeviceError, NoTerminal) as error:
        unknown = replace(attempt, state=OutcomeState.UNKNOWN, why=type(error).__name__)
        _put(counter, replace(unknown, detail=str(error)))
        raise CardStands("unknown") from error
    if found is not None:
        return _done(counter, attempt, found)
    lost = CardDeclined("the terminal knows nothing of this operation")
    _stand(counter, deal, replace(attempt, state=OutcomeState.NOT_DONE), lost)
    raise CardStands("not_done")


def _stand(counter: Counter, deal: Deal, attempt: Attempt, error: DeviceError) -> None:
    """No money moved: what stands is what stood before."""
    told = replace(attempt, why=type(error).__name__, detail=str(error))
    with counter.till.work() as work:
        work.attempts.put(told)
        put_back(work, deal)
        work.commit()


def put_back(work: Work, deal: Deal) -> None:
    """No money moved: open again, or as refused as it was; a return is given up."""
    if deal.reversing:
        to = BasketState.REFUSED
    elif deal.kind is DealKind.SALE:
        to = BasketState.OPEN
    else:
        to = BasketState.CANCELLED
    if deal.later is not None and to is BasketState.OPEN:
        later_end.given_up(work, deal, deal.later)
        return
    basket = deal.basket.moved(to)
    if to is BasketState.OPEN:
        basket = portions.gathered(work, basket)
    work.shelf.put_deal(replace(deal, basket=basket, reversing=False))
    if to is BasketState.CANCELLED:
        work.shelf.forget(deal.basket.basket)


def _done(counter: Counter, attempt: Attempt, result: CardResult) -> Attempt:
    done = replace(attempt, state=OutcomeState.DONE, result=pack(result), why="", detail="")
    _put(counter, done)
    return done


def order_of(attempt: Attempt) -> CardOrder:
    """The order of an attempt."""
    request = unpack(attempt.request, dict[str, int | str])
    return CardOrder(
        ref=attempt.attempt,
        operation=_OPERATION[attempt.kind],
        amount=int(request["amount"]),
        of_rrn=str(request["of_rrn"]),
    )


def _terminal(counter: Counter) -> CardTerminal:
    if counter.terminal is None:
        raise NoTerminal("no card terminal is set up")
    return counter.terminal


def _put(counter: Counter, attempt: Attempt) -> None:
    with counter.till.work() as work:
        work.attempts.put(attempt)
        work.commit()


def _card_attempts(counter: Counter, deal: Deal) -> list[Attempt]:
    with counter.till.work() as work:
        attempts = work.attempts.of_basket(deal.basket.basket)
    return [attempt for attempt in attempts if attempt.kind.by_card]
