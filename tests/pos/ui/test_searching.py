"""Finding a good by its name: digits, Enter, fingers, and what to do when nothing is found."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from inventory.values.money import Money
from pos.ui.till.search import is_name
from tests.fakes.counter import GOODS
from tests.fakes.hands import Hands, hands
from tests.fakes.qt import pump

__all__ = ["hands"]
ENTER, INSERT = Qt.Key.Key_Return, Qt.Key.Key_Insert
# With "ар" the fake catalogue finds «Заречное», «нарезка» and «Арабика».


def codes(hands: Hands) -> list[str]:
    return [line.code for line in hands.window.cashier.view.basket.lines]


def search(hands: Hands, text: str) -> None:
    hands.type(text)
    pump(lambda: hands.page.found.isVisible())


def test_a_digit_after_a_letter_takes_that_line(hands: Hands) -> None:
    search(hands, "ар")
    hands.type("2")
    hands.wait()
    assert codes(hands) == [GOODS[1].code]
    assert (hands.page.entry.text, hands.page.found.isVisible()) == ("", False)


def test_a_digit_after_a_space_belongs_to_the_name(hands: Hands) -> None:
    search(hands, "вода")
    hands.type(" 5")
    hands.wait()
    assert (hands.page.entry.text, codes(hands)) == ("вода 5", [])


def test_a_digit_beyond_the_list_is_typed(hands: Hands) -> None:
    search(hands, "ар")
    hands.type("7")
    assert hands.page.entry.text == "ар7"


def test_enter_waits_for_the_list_of_what_is_typed(hands: Hands) -> None:
    """A fast typist presses Enter before the answer: the old list's first good is not his."""
    search(hands, "хле")
    hands.type("б")
    hands.press(Qt.Key.Key_Backspace)
    for _ in range(3):
        hands.press(Qt.Key.Key_Backspace)
    hands.type("сыр")
    hands.press(ENTER)
    hands.wait()
    assert codes(hands) == [GOODS[3].code]


def test_a_finger_takes_the_line_it_touches(hands: Hands) -> None:
    search(hands, "ар")
    at = QPoint(60, hands.page.found.sizeHint().height() - 8)
    QTest.mouseClick(hands.page.found, Qt.MouseButton.LeftButton, pos=at)
    hands.wait()
    assert codes(hands) == [GOODS[4].code]


def test_the_list_is_read_aloud_with_price_and_unit(hands: Hands) -> None:
    search(hands, "яблоки")
    assert hands.page.found.accessibleName() == "1. Яблоки Гала, вес, 149,00 / кг"


def test_what_is_not_found_is_sold_by_its_price_under_the_typed_name(hands: Hands) -> None:
    search(hands, "самовар")
    assert hands.page.found.nothing
    hands.press(INSERT)
    hands.type("2500")
    hands.press(ENTER)
    assert hands.desk.calls == ["sell_by_price 2500 самовар"]
    assert hands.window.cashier.view.basket.total == Money(250_000)


def test_a_finger_on_nothing_found_sells_by_price_too(hands: Hands) -> None:
    search(hands, "самовар")
    QTest.mouseClick(hands.page.found, Qt.MouseButton.LeftButton, pos=QPoint(60, 20))
    hands.type("10")
    hands.press(ENTER)
    assert hands.desk.calls == ["sell_by_price 10 самовар"]


def test_a_sum_and_ins_sell_at_once(hands: Hands) -> None:
    hands.type("15,50")
    hands.press(INSERT)
    assert hands.desk.calls == ["sell_by_price 15,50"]


def test_a_code_is_no_price(hands: Hands) -> None:
    hands.type("4600000000015")
    hands.press(INSERT)
    assert (hands.desk.calls, bool(hands.strip)) == ([], True)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("мо", True),
        ("vjkjrj", True),
        ("[kt,", True),
        ("м", False),
        ("4600", False),
        ("12,50", False),
        ("a1", False),
        ("", False),
    ],
)
def test_what_is_searched_has_letters_in_some_layout(text: str, name: bool) -> None:
    assert is_name(text) is name
