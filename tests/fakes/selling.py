"""Selling in one line, for tests that are about something else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from pos.domain.views import Plan
from pos.usecases import pay
from sync.messages.facts import SaleClosed
from tests.fakes.till import Shop

T = TypeVar("T")
MILK, BREAD, SOAP = "4600000000015", "4600000000022", "4600000000039"


def only(facts: Sequence[object], kind: type[T]) -> T:
    """The one fact of that kind."""
    found = [fact for fact in facts if isinstance(fact, kind)]
    assert len(found) == 1
    return found[0]


def sell(shop: Shop, plan: Plan, *codes: str) -> SaleClosed:
    """Scan, pay, and give the fact."""
    shop.scan(*codes)
    pay.begin(shop.counter, plan)
    pay.carry_out(shop.counter)
    fact = shop.facts("SaleClosed")[-1]
    assert isinstance(fact, SaleClosed)
    return fact
