"""Corrections count where the register counts them, and the owner reads why they were made."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from backoffice.domain.derived import Counter, Event, Place, Sale
from backoffice.domain.reduce import derive
from sync.messages import facts as f
from tests.backoffice.trade import GOODS, Till, moment, sold_line

PLACE = Place(till="t", shop="s", epoch=1, seq=9, at=1, day="2026-11-24", hour=12)
WHY = f.CorrectionMark(
    cause=0, settled_on="2026-11-23", reason="не той оплатой", of_number="0147-0009"
)


def sale() -> f.SaleClosed:
    till = Till(at=moment("2026-11-24 09:00"))
    till.open_shift()
    return till.sell(sold_line(1, GOODS[0], 1000))


def shift(corrections: dict[str, int], registrar: dict[str, int]) -> f.ShiftClosed:
    till = Till(at=moment("2026-11-24 09:00"))
    till.open_shift()
    closed = till.close_shift(1000, registrar)
    return replace(closed, sale_cash=1000, corrections=corrections)


def test_a_correction_counts_as_what_it_registers_and_says_why() -> None:
    rows = derive(replace(sale(), correction=WHY), PLACE)
    (counted,) = (row for row in rows if isinstance(row, Sale))
    (event,) = (row for row in rows if isinstance(row, Event))
    assert (counted.kind, counted.total, event.kind) == ("sale", event.amount, "correction")
    assert event.text == "0147-0009: не той оплатой"


def test_a_correction_of_a_return_says_why_too() -> None:
    till = Till(at=moment("2026-11-24 09:00"))
    till.open_shift()
    back = till.take_back(till.sell(sold_line(1, GOODS[0], 1000)))
    rows = derive(replace(back, correction=replace(WHY, of_number="")), PLACE)
    assert [row.text for row in rows if isinstance(row, Event)] == ["не той оплатой"]


def test_an_ordinary_sale_is_no_event() -> None:
    assert not [row for row in derive(sale(), PLACE) if isinstance(row, Event)]


@pytest.mark.parametrize(
    ("told", "held"),
    [(1000, 1000), (700, 1000), (699, 699), (1300, 1300)],
    ids=["counted", "kept apart", "short", "over"],
)
def test_a_register_that_keeps_corrections_apart_makes_no_difference(told: int, held: int) -> None:
    rows = derive(shift({"sale_cash": 300}, {"sale_cash": told}), PLACE)
    (counter,) = (row for row in rows if isinstance(row, Counter))
    assert (counter.ours, counter.registrar) == (1000, held)
