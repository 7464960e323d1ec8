"""Putting baskets aside and taking them up again, by key, digit and finger."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.fakes.hands import BREAD, MILK, SHIFT, Hands, at_the_till, hands

__all__ = ["hands"]
F4, ENTER, ESC, DOWN = (
    Qt.Key.Key_F4,
    Qt.Key.Key_Return,
    Qt.Key.Key_Escape,
    Qt.Key.Key_Down,
)


def park(hands: Hands, *codes: str, name: str = "") -> None:
    hands.scan(*codes)
    hands.press(F4)
    hands.type(name)
    hands.press(ENTER)


def test_f4_and_enter_put_the_basket_aside(hands: Hands) -> None:
    park(hands, MILK, BREAD)
    assert (hands.lines, [name for _, name in hands.desk.aside]) == (0, [""])
    assert hands.page.tenders._park.text() == "Отложен 1"


def test_a_name_typed_before_or_after_f4_goes_with_it(hands: Hands) -> None:
    park(hands, MILK, name="Пётр")
    hands.scan(BREAD)
    hands.type("Анна")
    hands.press(F4)
    assert [name for _, name in hands.desk.aside] == ["Пётр", "Анна"]


def test_a_number_key_takes_that_basket_up(hands: Hands) -> None:
    park(hands, MILK)
    park(hands, BREAD, name="Анна")
    hands.press(F4)
    assert hands.page.listing
    assert hands.page.head.accessibleName() == "Отложенные чеки"
    hands.type("2")
    hands.wait()
    assert [line.code for line in hands.window.cashier.view.basket.lines] == [BREAD]
    assert not hands.page.listing
    assert "«Анна»" in hands.strip
    assert "2 ч 10 мин" in hands.strip


def test_arrows_and_enter_choose_as_well(hands: Hands) -> None:
    park(hands, MILK)
    park(hands, BREAD)
    hands.press(F4)
    hands.press(DOWN)
    hands.press(ENTER)
    assert [line.code for line in hands.window.cashier.view.basket.lines] == [BREAD]


def test_a_finger_chooses_too(hands: Hands) -> None:
    park(hands, MILK)
    hands.page.tenders._park.click()
    hands.wait()
    QTest.mouseClick(hands.page.parked, Qt.MouseButton.LeftButton, pos=QPoint(60, 20))
    hands.wait()
    assert hands.lines == 1


def test_a_recalled_basket_says_of_when_its_prices_are(hands: Hands) -> None:
    park(hands, MILK)
    hands.press(F4)
    hands.type("1")
    hands.wait()
    assert "12:22" in hands.page.total._sum.note


def test_a_scan_while_the_list_is_open_begins_a_new_basket(hands: Hands) -> None:
    park(hands, MILK)
    hands.press(F4)
    hands.scan(BREAD)
    assert (hands.page.listing, hands.lines, len(hands.desk.aside)) == (False, 1, 1)


def test_escape_closes_the_list_and_takes_nothing(hands: Hands) -> None:
    park(hands, MILK)
    hands.press(F4)
    hands.press(ESC)
    assert (hands.page.listing, hands.lines, len(hands.desk.aside)) == (False, 0, 1)


def test_with_nothing_aside_and_nothing_scanned_the_key_is_dimmed(hands: Hands) -> None:
    assert not hands.page.tenders._park.isEnabled()
    hands.press(F4)
    assert not hands.page.listing


def test_the_list_follows_the_choice_beyond_its_height() -> None:
    with at_the_till() as hands:
        for _ in range(14):
            park(hands, MILK)
        hands.press(F4)
        for _ in range(13):
            hands.press(DOWN)
        shown = hands.page.parked
        assert shown.accessibleName().startswith("14.")
        assert shown._first + shown._fitting() >= 14
        hands.press(F4, SHIFT)
        assert hands.page.listing
