"""Pure parts of the selling page: typed sums, likely notes, rows, what works."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.values.money import ZERO, Money
from inventory.values.quantity import pieces
from pos.domain.basket import Basket
from pos.domain.views import PendingStage, PendingView, TillView
from pos.errors import BadInput, NotEnoughPaid, TooMuchByCard
from pos.ui.kit.keys import TAKES_MONEY, Command
from pos.ui.till import sums
from pos.ui.till.hot_cash import KEYS, hot_cash
from pos.ui.till.rows import rows_of
from pos.ui.till.works import meant, works
from tests.fakes.counter import GOODS


@pytest.mark.parametrize(
    ("kopecks", "roubles"),
    [
        (258262, [2600, 3000, 5000]),
        (5700, [100, 500, 1000]),
        (800, [50, 100, 500]),
        (500_000, []),
        (100_000, [5000]),
    ],
)
def test_hot_keys_are_the_notes_a_customer_gives(kopecks: int, roubles: list[int]) -> None:
    assert [amount.kopecks // 100 for amount in hot_cash(Money(kopecks))] == roubles


@given(st.integers(1, 10**9))
def test_hot_keys_rise_above_the_total(kopecks: int) -> None:
    """None only where the exact sum is a pile of the largest notes."""
    found = hot_cash(Money(kopecks))
    assert bool(found) or kopecks % 500_000 == 0
    assert len(found) <= KEYS
    assert all(amount > Money(kopecks) for amount in found)
    assert list(found) == sorted(set(found))


def test_nothing_to_pay_has_no_hot_keys() -> None:
    assert hot_cash(ZERO) == ()


def test_a_code_typed_by_mistake_is_never_cash() -> None:
    with pytest.raises(BadInput):
        sums.received("46012345", Money(5700))


def test_cash_is_what_was_typed_and_never_less_than_the_total() -> None:
    assert sums.received("100", Money(5700)) == Money(10_000)
    with pytest.raises(NotEnoughPaid):
        sums.received("50", Money(5700))


@pytest.mark.parametrize("text", ["0", "57", "100"])
def test_the_card_takes_a_real_part_of_the_total(text: str) -> None:
    with pytest.raises(TooMuchByCard):
        sums.card_part(text, Money(5700))


def test_marked_pieces_share_a_row_and_stay_apart_in_the_basket() -> None:
    basket = Basket("b")
    for code in ("x", "y"):
        basket = basket.add(GOODS[0], pieces(1), GOODS[0].code, code)
    basket = basket.add(GOODS[1], pieces(1), GOODS[1].code)
    rows = rows_of(basket.lines)
    assert [len(row.lines) for row in rows] == [2, 1]
    assert (rows[0].quantity, rows[0].amount) == (pieces(2), Money(2 * 9490))
    assert [line.item_codes for line in rows[0].lines] == [("x",), ("y",)]


FULL = TillView(basket=Basket("b").add(GOODS[0], pieces(1), GOODS[0].code))


def pending(stage: PendingStage, *, is_return: bool = False, card: Money = ZERO) -> PendingView:
    return PendingView(FULL.basket, stage, is_return, Money(9490), ZERO, ZERO, card)


def test_an_empty_basket_takes_no_money() -> None:
    assert not works(TillView(), free=True, dead=set()) & TAKES_MONEY


def test_nothing_is_paid_while_something_is_under_way() -> None:
    assert not works(FULL, free=False, dead=set()) & TAKES_MONEY


def test_without_terminal_only_cash_works_and_without_register_nothing() -> None:
    assert Command.CASH in works(FULL, free=True, dead={"terminal"})
    assert Command.CARD not in works(FULL, free=True, dead={"terminal"})
    assert not works(FULL, free=True, dead={"register"}) & TAKES_MONEY


def test_a_refused_receipt_offers_two_ways_and_no_third() -> None:
    view = replace(FULL, pending=pending(PendingStage.REFUSED, card=Money(9490)))
    able = works(view, free=False, dead=set())
    assert able & TAKES_MONEY == {Command.TRY_AGAIN, Command.REVERSE}
    assert meant(Command.HOT_1, view) is Command.TRY_AGAIN
    assert meant(Command.HOT_3, view) is Command.REVERSE
    assert meant(Command.HOT_1, FULL) is Command.HOT_1


def test_a_return_whose_money_is_on_the_card_can_only_be_tried_again() -> None:
    back = pending(PendingStage.REFUSED, is_return=True, card=Money(9490))
    able = works(replace(FULL, pending=back), free=False, dead=set())
    assert able & TAKES_MONEY == {Command.TRY_AGAIN}
