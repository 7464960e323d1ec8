"""A card whose outcome stays unknown because its terminal is gone for good: a person says it.

The terminal's own word comes first: where it answered meanwhile, nothing is left to decide.
"""

from __future__ import annotations

from dataclasses import replace

from drivers.contracts.terminal import CardResult
from fiscal.domain.attempt import OutcomeState
from pos.domain.deal import Attempt, Deal
from pos.domain.people import Right
from pos.domain.ports import Work
from pos.domain.views import TillView
from pos.errors import BadInput, NotAllowed
from pos.usecases import card
from pos.usecases.attempts import pack
from pos.usecases.counter import Counter, cashier
from pos.usecases.login import by_pin
from pos.usecases.look import view
from sync.messages.facts import CardDecided

LONGEST = 200


def decide_card(counter: Counter, *, moved: bool, pin: str, reason: str) -> TillView:
    """Settle the unknown card as somebody with the right says; `pay.carry_out` goes on from it.

    Runs where `carry_out` runs, one after the other: an answer of the terminal is never
    overtaken. Raises BadInput without a reason, WrongPin, TooManyTries, NotAllowed.
    """
    why = " ".join(reason.split())[:LONGEST]
    if not why:
        raise BadInput("a decision over money has a reason")
    by = by_pin(counter, pin)
    with counter.till.work() as work:
        _need_right(work, by)
        found = _unknown(work)
        if found is not None:
            deal, attempt = found
            order = card.order_of(attempt)
            fact = CardDecided(
                basket=attempt.basket,
                user=cashier(work).user,
                by=by,
                ref=attempt.attempt,
                operation=order.operation.value,
                amount=order.amount,
                moved=moved,
                reason=why,
            )
            work.record(fact, counter.now())
            _settle(work, deal, attempt, moved=moved)
            work.commit()
    return view(counter)


def _need_right(work: Work, user_id: str) -> None:
    user = work.people.get(user_id)
    if user is None:
        raise NotAllowed(Right.CARD_DECISION.value)
    user.need(Right.CARD_DECISION)


def _unknown(work: Work) -> tuple[Deal, Attempt] | None:
    deal = work.shelf.unsettled()
    attempts = work.attempts.of_basket(deal.basket.basket) if deal else []
    last = attempts[-1] if attempts else None
    if deal is None or last is None:
        return None
    unknown = last.kind.by_card and last.state is OutcomeState.UNKNOWN
    return (deal, last) if unknown else None


def _settle(work: Work, deal: Deal, attempt: Attempt, *, moved: bool) -> None:
    """As the terminal's own answer would: the money moved, or what stood before stands."""
    state = OutcomeState.DONE if moved else OutcomeState.NOT_DONE
    said = replace(attempt, state=state, why="", detail="")
    if moved:
        work.attempts.put(replace(said, result=pack(_result(attempt))))
    else:
        work.attempts.put(said)
        card.put_back(work, deal)


def _result(attempt: Attempt) -> CardResult:
    """What a person cannot know stays empty."""
    order = card.order_of(attempt)
    return CardResult(order.ref, order.operation, order.amount, "", "", "", None)
