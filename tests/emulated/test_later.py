"""Money in advance and on credit reaches emulated drives of each FFD by its tags, once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from inventory.values.money import Money
from pos.domain.later import LaterKind
from pos.usecases import later, pay, shift
from pos.usecases.later import Wish
from sync.messages.facts import SaleClosed, ShiftClosed
from tests.fakes.emulated import FORMATS, NAMES, Counter
from tests.fakes.selling import BREAD, MILK, only
from tests.fakes.till import make_shop


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop that was set up and has sold nothing."""
    folder = tmp_path_factory.mktemp("template")
    make_shop(folder)
    return folder


@pytest.fixture(params=FORMATS, ids=NAMES)
def counter(request: pytest.FixtureRequest, tmp_path: Path, template: Path) -> Iterator[Counter]:
    made = Counter(tmp_path, template, request.param)
    yield made
    made.close()


def make(counter: Counter, wish: Wish, *codes: str) -> SaleClosed:
    """Scan, begin, carry out, and give the fact."""
    if codes:
        counter.shop.scan(*codes)
    later.begin(counter.shop.counter, wish)
    pay.carry_out(counter.shop.counter)
    fact = counter.shop.facts("SaleClosed")[-1]
    assert isinstance(fact, SaleClosed)
    return fact


def item(counter: Counter) -> dict[str, object]:
    """Tags of the first item of the last document."""
    found = counter.tags()["1059"]
    first = found[0] if isinstance(found, list) else found
    assert isinstance(first, dict)
    return first


def test_a_prepayment_and_its_goods(counter: Counter) -> None:
    first = make(counter, Wish(LaterKind.PREPAID), MILK)
    assert (item(counter)["1214"], item(counter)["1199"]) == (1, 4)
    make(counter, Wish(LaterKind.SETTLED, sale=first.sale))
    assert (item(counter)["1214"], item(counter)["1199"]) == (4, 2)
    assert (counter.tags()["1215"], counter.tags()["1031"]) == (9490, 0)
    assert counter.faults() == []


def test_an_advance_and_a_part_paid_by_it(counter: Counter) -> None:
    first = make(counter, Wish(LaterKind.ADVANCE, Money(5000), Money(5000)))
    assert (item(counter)["1214"], item(counter)["1212"]) == (3, 10)
    make(counter, Wish(LaterKind.SETTLED, sale=first.sale), MILK)
    assert (counter.tags()["1215"], counter.tags()["1031"]) == (5000, 4490)
    assert counter.faults() == []


def test_a_credit_and_its_payment(counter: Counter) -> None:
    first = make(counter, Wish(LaterKind.CREDIT, Money(1000)), BREAD)
    owed = later.claim(counter.shop.counter, first.sale).left
    assert (item(counter)["1214"], counter.tags()["1216"]) == (5, owed.kopecks)
    make(counter, Wish(LaterKind.REPAID, sale=first.sale))
    assert (item(counter)["1214"], counter.tags()["1031"]) == (7, owed.kopecks)
    assert counter.faults() == []
    shift.close_shift(counter.shop.counter)
    closed = only(counter.shop.facts(), ShiftClosed)
    assert closed.registrar["cash"] == closed.drawer
    assert closed.registrar["sale_cash"] == closed.sale_cash
