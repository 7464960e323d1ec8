"""The correction wizard: what is told becomes a wish, and what is missing is said at its field."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt

from drivers.contracts.errors import NoAnswer
from inventory.values.money import ZERO, Money
from pos.domain.correction import CorrectionCause, CorrectionRight
from pos.domain.views import TillView
from pos.errors import BadInput
from pos.ui.sales.correcting import CorrectScreen
from pos.ui.sales.mending import Made, Mending
from pos.ui.sales.screen import SalesScreen
from pos.usecases.correct import Wish
from tests.fakes.acts import (
    FakeActs,
    NowLane,
    a_days_sales,
    a_register,
    busy_shift,
    demo_shop,
    demo_user,
    milk_and_bread,
)
from tests.fakes.screens import Heard, desk_of, press

F1, F2, F3, F4, F5, F6, F7, F8, F9 = (Qt.Key(Qt.Key.Key_F1 + n) for n in range(9))
VIEW = TillView(shop=demo_shop(), user=demo_user("owner"), shift=busy_shift())
GOODS = replace(VIEW, basket=milk_and_bread())
SALE = a_days_sales()[3]  # 114,90 by card, nothing came back
TODAY = date(2026, 11, 24)


def wizard(acts: FakeActs, view: TillView = VIEW, sale: bool = True) -> CorrectScreen:
    screen = CorrectScreen(desk_of(acts, NowLane()))
    screen.begin(SALE if sale else None, view)
    return screen


def asked(acts: FakeActs) -> list[Wish]:
    """What was begun."""
    return [what[1] for what in acts.done if isinstance(what[-1], Wish)]  # type: ignore[misc]


def made(screen: CorrectScreen) -> str:
    return screen._made.accessibleName()


def test_a_wrong_payment_is_told_in_four_keys_and_a_reason() -> None:
    acts = FakeActs(now=VIEW)
    screen = wizard(acts)
    heard = Heard(screen)
    screen.type("card", "0")
    screen.type("reason", "  не та   оплата ")
    press(screen, F9)
    assert asked(acts) == [
        Wish(CorrectionCause.OWN, TODAY, "не та оплата", sale=SALE.sale, card=ZERO)
    ]
    assert (heard.left, len(heard.views)) == (1, 1)


def test_the_wrong_receipt_fills_in_what_is_known_of_it() -> None:
    screen = wizard(FakeActs(now=VIEW))
    assert (screen._fields["card"].value, screen._fields["day"].value) == ("114,90", "24.11.2026")
    assert SALE.number in screen._total.accessibleName()
    assert "возврат прихода" in made(screen)
    assert screen.focusWidget() is screen._fields["reason"].line


def test_ffd_1_05_shows_plain_receipts_that_name_the_wrong_one() -> None:
    screen = wizard(FakeActs(now=VIEW, probe=a_register(ffd="1.05")))
    assert "Чек, возврат прихода, с ФП ошибочного" in made(screen)
    assert "Чек коррекции" not in made(screen)


def test_what_was_never_registered_is_the_open_basket() -> None:
    acts = FakeActs(now=GOODS)
    screen = wizard(acts, GOODS)
    press(screen, F2, F7)
    assert (screen._fields["card"].value, screen._right.isEnabled()) == ("", False)
    screen.type("number", "17-08/42")
    screen.type("reason", "касса не работала")
    screen.type("day", "23.11.26")
    press(screen, F9)
    wish = Wish(CorrectionCause.ORDER, date(2026, 11, 23), "касса не работала", "17-08/42")
    assert asked(acts) == [wish]


def test_without_goods_and_without_a_receipt_nothing_can_be_made() -> None:
    acts = FakeActs(now=VIEW)
    screen = wizard(acts, sale=False)
    screen.type("reason", "что-то")
    press(screen, F1, F9)
    assert asked(acts) == []
    assert "отсканируйте" in screen._how.text()


def test_goods_of_the_basket_may_be_the_right_ones() -> None:
    acts = FakeActs(now=GOODS)
    screen = wizard(acts, GOODS)
    press(screen, F4)
    screen.type("reason", "не те товары")
    press(screen, F9)
    assert asked(acts)[0].right is CorrectionRight.BASKET
    assert asked(acts)[0].card == SALE.card


def test_a_receipt_that_should_not_be_is_undone_alone() -> None:
    acts = FakeActs(now=VIEW)
    screen = wizard(acts)
    press(screen, F5)
    screen.type("reason", "пробит дважды")
    assert made(screen).count("Чек коррекции") == 1
    press(screen, F9)
    assert (asked(acts)[0].right, asked(acts)[0].card) == (CorrectionRight.NONE, ZERO)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("day", "25.11.2026", "Прошедший день"),
        ("day", "вчера", "Прошедший день"),
        ("card", "114,91", "не больше"),
        ("card", "сто", "не больше"),
        ("reason", " ", "Без причины"),
    ],
)
def test_what_is_missing_is_said_at_its_field(name: str, text: str, said: str) -> None:
    acts = FakeActs(now=VIEW)
    screen = wizard(acts)
    screen.type("reason", "не та оплата")
    screen.type(name, text)
    press(screen, F9)
    assert asked(acts) == []
    assert said in screen._fields[name].fault


def test_an_order_needs_its_number() -> None:
    acts = FakeActs(now=VIEW)
    screen = wizard(acts)
    screen.type("reason", "не та оплата")
    press(screen, F7, F9)
    assert "предписания" in screen._fields["number"].fault
    press(screen, F6, F9)
    assert len(asked(acts)) == 1


def test_a_refusal_keeps_the_page_and_what_was_told() -> None:
    acts = FakeActs(now=VIEW)
    screen = wizard(acts)
    heard = Heard(screen)
    screen.type("reason", "не та оплата")
    acts.trouble = NoAnswer("silent")
    press(screen, F9)
    assert isinstance(heard.troubles[0][0], NoAnswer)
    assert (heard.left, screen._fields["reason"].value) == (0, "не та оплата")


def test_the_memo_is_printed_once_more() -> None:
    acts = FakeActs(now=VIEW)
    screen = wizard(acts)
    press(screen, F8)
    assert acts.done[-1] == ("print_memo",)
    assert "напечатана" in screen.said


@pytest.mark.parametrize(("role", "may"), [("cashier", False), ("senior", True)])
def test_f6_leads_there_from_the_sales_by_right(role: str, may: bool) -> None:
    view = replace(VIEW, user=demo_user(role))
    sales = SalesScreen(desk_of(FakeActs(now=view, sales=a_days_sales()), NowLane()))
    sales.entered(view)
    press(sales, F6)
    assert (sales._stack.currentWidget() is sales._correct) is may


def test_a_sale_of_which_some_came_back_is_not_offered() -> None:
    screen = CorrectScreen(desk_of(FakeActs(now=GOODS), NowLane()))
    screen.begin(a_days_sales()[0], GOODS)
    assert not screen._what.value
    press(screen, F1)
    assert not screen._what.value


def test_documents_follow_from_the_answers() -> None:
    mending = Mending(TODAY, Money(500), SALE)
    assert [one.words for one in mending.documents] == [
        "correct.return_itemised",
        "correct.sale_itemised",
    ]
    mending.wrong, mending.is_itemised = False, False
    assert mending.documents == (Made("correct.sale_totals", Money(500)),)
    mending.texts = {"day": "24.11.2026", "reason": "х" * 201}
    with pytest.raises(BadInput):
        assert mending.wish
