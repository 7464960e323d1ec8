"""Goods whose catalogue price is nothing: sold by the same keys, never by a slip of typing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from inventory.values.money import ZERO
from inventory.values.quantity import pieces
from pos.domain.basket import EMPTY
from pos.domain.views import Plan
from tests.fakes.counter import FakeDesk, item
from tests.fakes.hands import PAD, Hands, at_the_till

GIFT = item("2900000000094", "Пробник крема", 0)


@pytest.fixture
def gift() -> Iterator[Hands]:
    """A basket with a gift alone."""
    with at_the_till(FakeDesk()) as hands:
        basket = replace(EMPTY, basket="b1").add(GIFT, pieces(1), GIFT.code)
        hands.desk.state = replace(hands.desk.state, basket=basket)
        hands.window.cashier.refresh()
        hands.wait()
        yield hands


def test_a_gift_is_closed_by_the_cash_key(gift: Hands) -> None:
    gift.press(Qt.Key.Key_Plus, PAD)
    assert gift.desk.began == [Plan(card=ZERO, received=ZERO)]
    view = gift.window.cashier.view
    assert view.finished is not None
    assert view.finished.total == ZERO


def test_a_price_of_nothing_is_not_typed(gift: Hands) -> None:
    gift.type("0")
    gift.press(Qt.Key.Key_Insert)
    assert gift.desk.calls == []


def test_an_empty_basket_has_nothing_to_close(gift: Hands) -> None:
    gift.desk.state = replace(gift.desk.state, basket=EMPTY)
    gift.window.cashier.refresh()
    gift.wait()
    gift.press(Qt.Key.Key_Plus, PAD)
    assert gift.desk.began == []
