"""Past sales and returns by keys."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt

from drivers.contracts.errors import PaperOut
from inventory.values.quantity import pieces
from pos.errors import SaleUnknown
from pos.ui.kit.trouble import Situation
from pos.ui.sales.screen import SalesScreen
from tests.fakes.acts import FakeActs, NowLane
from tests.fakes.screens import Heard, desk_of, press

DOWN, UP, ENTER, ESCAPE = Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return, Qt.Key.Key_Escape
F5, F8, F9, F11 = Qt.Key.Key_F5, Qt.Key.Key_F8, Qt.Key.Key_F9, Qt.Key.Key_F11


def screen(acts: FakeActs) -> tuple[SalesScreen, Heard]:
    made = SalesScreen(desk_of(acts, NowLane()))
    made.show()
    made.entered(acts.now)
    return made, Heard(made)


def test_the_newest_sale_is_in_front(acts: FakeActs) -> None:
    page, _ = screen(acts)
    assert page.front == "0148-0057"


def test_arrows_walk_through_the_sales(acts: FakeActs) -> None:
    page, _ = screen(acts)
    press(page, DOWN, DOWN)
    assert page.front == "0148-0055"
    press(page, UP)
    assert page.front == "0148-0056"


def test_a_typed_number_finds_its_sale(acts: FakeActs) -> None:
    page, _ = screen(acts)
    press(page, "0055", ENTER)
    assert page.front == "0148-0055"


def test_a_number_of_nobody_leaves_no_sale_to_act_on(acts: FakeActs) -> None:
    page, _ = screen(acts)
    press(page, "9999", ENTER, F8, F11)
    assert page.front == ""
    assert acts.done == []


def test_the_qr_code_of_a_receipt_finds_its_sale(acts: FakeActs) -> None:
    page, _ = screen(acts)
    wanted = acts.sales[4]
    assert page.scanned(f"t=20261124T1432&s=94.90&fn=9999078900000001&i={wanted.fd}&fp=1&n=1")
    assert page.front == wanted.number


def test_a_qr_code_of_another_shop_is_told_on_the_strip(acts: FakeActs) -> None:
    page, heard = screen(acts)
    assert page.scanned("t=20261124T1432&s=1.00&fn=1&i=1&fp=1&n=1")
    assert [type(error) for error, _ in heard.troubles] == [SaleUnknown]


def test_the_barcode_of_a_good_is_for_the_selling_page(acts: FakeActs) -> None:
    page, _ = screen(acts)
    assert not page.scanned("2900000110014")


def test_a_copy_is_printed_on_f11(acts: FakeActs) -> None:
    page, _ = screen(acts)
    press(page, DOWN, F11)
    assert acts.done == [("print_copy", "sale-0148-0056")]


def test_a_copy_that_cannot_be_printed_is_told_and_can_be_tried_again(acts: FakeActs) -> None:
    acts.trouble = PaperOut("no paper")
    page, heard = screen(acts)
    press(page, F11)
    assert [situation for _, situation in heard.troubles] == [Situation.RETURN]
    press(page, F11)
    assert acts.done == [("print_copy", "sale-0148-0057")]


def test_a_return_takes_chosen_lines_for_a_reason(acts: FakeActs) -> None:
    page, heard = screen(acts)
    press(page, F8, "1", DOWN, Qt.Key.Key_Right, Qt.Key.Key_F2, F9)
    back = {1: pieces(1), 2: pieces(1)}
    assert acts.done == [("begin_return", "sale-0148-0057", back, "Брак")]
    assert heard.left == 1
    assert heard.views == [acts.now]


def test_f5_takes_all_that_is_left(acts: FakeActs) -> None:
    page, _ = screen(acts)
    press(page, F8, F5, F9)
    (_, _, back, _) = acts.done[0]
    assert isinstance(back, dict)
    assert sorted(back) == [1, 2, 3, 4]


def test_nothing_chosen_returns_nothing(acts: FakeActs) -> None:
    page, _ = screen(acts)
    press(page, F8, F9)
    assert acts.done == []


def test_enter_returns_nothing(acts: FakeActs) -> None:
    page, _ = screen(acts)
    press(page, F8, "1", ENTER)
    assert acts.done == []


def test_more_than_was_sold_cannot_be_sent(acts: FakeActs) -> None:
    page, _ = screen(acts)
    press(page, F8, "5", F9)
    assert acts.done == []
    assert page.said == "Столько не продавали: можно вернуть 1."


def test_escape_goes_from_the_return_to_the_list_and_then_out(acts: FakeActs) -> None:
    page, heard = screen(acts)
    press(page, F8, ESCAPE)
    assert heard.left == 0
    press(page, ESCAPE)
    assert heard.left == 1


def test_a_return_or_a_wholly_returned_sale_takes_nothing_back(acts: FakeActs) -> None:
    page, _ = screen(acts)
    press(page, DOWN, F8, F9)
    press(page, DOWN, F8, F9)
    assert page.front == "0148-0055"
    assert acts.done == []


def test_without_a_shift_nothing_comes_back(acts: FakeActs) -> None:
    acts.now = replace(acts.now, shift=None)
    page, _ = screen(acts)
    press(page, F8, F5, F9)
    assert acts.done == []


def test_without_sales_the_page_teaches_what_it_is_for() -> None:
    page, _ = screen(FakeActs())
    assert page.front == ""
    assert page.empty == "Продаж ещё не было"
