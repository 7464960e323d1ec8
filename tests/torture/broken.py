"""Faults planted in the till on purpose: a run that does not find them proves nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from drivers.contracts.errors import DeviceError
from fiscal.domain.attempt import OutcomeState
from fiscal.usecases import settle as fiscal
from fiscal.usecases.settle import NOT_REGISTERED, Outcome
from pos.usecases import card, errand
from pos.usecases.attempts import intent


def second_receipt() -> None:
    """A lost answer is taken for a refusal: the receipt is registered once more."""

    def believed(*_: Any, **__: Any) -> Outcome:
        return Outcome(OutcomeState.NOT_DONE, None, NOT_REGISTERED)

    fiscal.reconcile = believed


def second_charge() -> None:
    """A terminal that keeps silent is asked to charge again, under another number."""
    run = card._run

    def again(counter: Any, deal: Any, attempt: Any) -> Any:
        try:
            card._terminal(counter).run(card.order_of(attempt))
        except DeviceError:
            anew = intent(attempt.kind, None, counter.now).attempt
            return run(counter, deal, replace(attempt, attempt=anew))
        return run(counter, deal, attempt)

    card._run = again


def kopeck() -> None:
    """Cash that is put in is written down with a kopeck too much."""
    moved = errand._moved

    def off(work: Any, counter: Any, attempt: Any) -> None:
        record = work.record

        def more(fact: Any, at: Any, fact_id: str = "") -> None:
            record(type(fact)(**{**_fields(fact), "amount": fact.amount + 1}), at, fact_id)

        work.record = more
        try:
            moved(work, counter, attempt)
        finally:
            work.record = record

    errand._moved = off


def _fields(fact: Any) -> dict[str, Any]:
    return {name: getattr(fact, name) for name in fact.__struct_fields__}


LIES: dict[str, Callable[[], None]] = {
    "": lambda: None,
    "second receipt": second_receipt,
    "second charge": second_charge,
    "a kopeck": kopeck,
}


def plant(lie: str) -> None:
    """In the till's own process."""
    LIES[lie]()
