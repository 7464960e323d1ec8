"""Making a good of an unknown code: offered quietly, asked for in the field, sold at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest

from pos.domain.people import CASHIER
from pos.domain.views import TillView
from pos.ui.kit.theme import SEMIBOLD, Theme
from pos.ui.till.new_good import Field, NewGoodPanel
from tests.fakes.counter import ANNA, SHOP, FakeDesk, shift
from tests.fakes.hands import MILK, SHIFT, Hands, at_the_till, hands
from tests.screens.golden import render

__all__ = ["hands"]
CODE = "4601234567893"
INS, ENTER, ESC, UP, DOWN = (
    Qt.Key.Key_Insert,
    Qt.Key.Key_Return,
    Qt.Key.Key_Escape,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
)


def panel(hands: Hands) -> NewGoodPanel:
    return hands.page.new_good


def begin(hands: Hands) -> None:
    hands.scan(CODE)
    hands.press(INS, SHIFT)


def fill(hands: Hands, *texts: str) -> None:
    for text in texts:
        hands.type(text)
        hands.press(ENTER)


def tap(hands: Hands, row: int, left: float = 0.5) -> None:
    shown = panel(hands)
    point = QPoint(int(shown.width() * left), 1 + shown._row() * row + 5)
    QTest.mouseClick(shown, Qt.MouseButton.LeftButton, pos=point)
    hands.wait()


def values(hands: Hands) -> dict[str, str]:
    return {field.value: value for field, value in panel(hands).draft.values}


def test_an_unknown_code_is_offered_and_scanning_goes_on(hands: Hands) -> None:
    hands.scan(CODE)
    assert panel(hands).isVisible()
    assert CODE in panel(hands).accessibleName()
    hands.scan(MILK)
    assert (hands.lines, panel(hands).isVisible()) == (1, False)


def test_name_price_and_three_times_enter_make_it_and_sell_it(hands: Hands) -> None:
    begin(hands)
    fill(hands, "Печенье  овсяное", "129,9", "")
    assert hands.desk.calls == []
    fill(hands, "")
    assert hands.desk.calls == [f"make_good {CODE} Печенье овсяное 129,90 PIECE VAT_22"]
    assert (hands.lines, panel(hands).isVisible(), hands.page.entry.text) == (1, False, "")


def test_rate_and_unit_are_chosen_by_digit(hands: Hands) -> None:
    begin(hands)
    fill(hands, "Печенье", "10", "2", "2")
    assert hands.desk.calls == [f"make_good {CODE} Печенье 10,00 KILOGRAM VAT_10"]


def test_a_good_by_weight_is_then_weighed(hands: Hands) -> None:
    begin(hands)
    fill(hands, "Печенье", "10", "", "2", "0,4")
    assert hands.desk.scans[-1] == (f"0,4*{CODE}", False)


def test_arrows_go_back_and_enter_keeps_what_stands_there(hands: Hands) -> None:
    begin(hands)
    fill(hands, "Печенье", "10")
    hands.press(UP)
    hands.press(UP)
    assert panel(hands).draft.asked is Field.NAME
    fill(hands, "", "12", "", "")
    assert hands.desk.calls == [f"make_good {CODE} Печенье 12,00 PIECE VAT_22"]


def test_what_is_left_out_is_asked_for_before_it_is_made(hands: Hands) -> None:
    begin(hands)
    fill(hands, "Печенье")
    for _ in range(3):
        hands.press(DOWN)
    hands.press(ENTER)
    assert (panel(hands).draft.asked, hands.desk.calls) == (Field.PRICE, [])


@pytest.mark.parametrize("price", ["", "даром", "0", "4601234567893"])
def test_what_is_no_price_is_asked_again(hands: Hands, price: str) -> None:
    begin(hands)
    fill(hands, "Печенье", price)
    assert (panel(hands).draft.asked, panel(hands).isVisible()) == (Field.PRICE, True)
    assert hands.strip


def test_an_empty_name_is_asked_again(hands: Hands) -> None:
    begin(hands)
    fill(hands, "")
    assert panel(hands).draft.asked is Field.NAME


def test_escape_clears_what_is_typed_then_closes_it(hands: Hands) -> None:
    begin(hands)
    hands.type("Печ")
    hands.press(ESC)
    assert (panel(hands).isVisible(), hands.page.entry.text) == (True, "")
    hands.press(ESC)
    assert not panel(hands).isVisible()
    hands.press(INS, SHIFT)
    assert (panel(hands).isVisible(), hands.desk.calls) == (False, [])


@pytest.mark.parametrize("leave", [lambda h: h.press(ESC), lambda h: h.type("хл")])
def test_the_offer_goes_when_something_else_is_done(
    hands: Hands, leave: Callable[[Hands], None]
) -> None:
    hands.scan(CODE)
    leave(hands)
    assert not panel(hands).isVisible()


def test_a_scan_closes_it_and_is_taken(hands: Hands) -> None:
    begin(hands)
    hands.type("Печенье")
    hands.scan(MILK)
    assert (panel(hands).isVisible(), hands.lines, hands.desk.calls) == (False, 1, [])


def test_no_key_takes_money_while_a_price_is_typed(hands: Hands) -> None:
    hands.scan(MILK)
    begin(hands)
    fill(hands, "Печенье")
    hands.type("1500")
    hands.press(Qt.Key.Key_Plus, Qt.KeyboardModifier.KeypadModifier)
    hands.press(Qt.Key.Key_F5)
    hands.press(Qt.Key.Key_F3)
    assert (hands.desk.began, panel(hands).isVisible(), hands.lines) == ([], True, 1)


def test_a_finger_does_all_of_it_but_the_typing(hands: Hands) -> None:
    hands.scan(CODE)
    tap(hands, 0)
    hands.type("Печенье")
    tap(hands, 0)
    hands.type("55")
    tap(hands, 0)
    tap(hands, 3, 0.95)
    tap(hands, 4)
    tap(hands, 4, 0.95)
    assert (values(hands)["vat"], values(hands)["unit"]) == ("без НДС", "ед.")
    tap(hands, 0)
    assert hands.desk.calls == [f"make_good {CODE} Печенье 55,00 OTHER NONE"]


@contextmanager
def without_the_right() -> Iterator[Hands]:
    view = TillView(shop=SHOP, user=replace(ANNA, rights=CASHIER), shift=shift())
    with at_the_till(FakeDesk(view)) as made:
        yield made


def test_who_has_no_right_is_offered_nothing() -> None:
    with without_the_right() as hands:
        begin(hands)
        assert not panel(hands).isVisible()
        assert CODE in hands.strip


@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_choice_fits_the_place_it_is_painted_in(language: str) -> None:
    with at_the_till(language=language) as hands:
        begin(hands)
        fill(hands, "Печенье", "10")
        for _ in range(2):
            render(hands.window, 1024, 768)
            shown, theme = panel(hands), Theme()
            places = shown._choices(shown._box(3))
            assert len(places) == 6
            for box, words in places:
                wide = QFontMetrics(theme.font(17, SEMIBOLD)).horizontalAdvance(words)
                assert theme.px(30) + wide <= box.width(), words
            hands.press(DOWN)
