"""A day at the real window, over emulated devices, and what the books say of it."""

from __future__ import annotations

from typing import Final

from pos.ui.demo.world import CardAnswer, Plug
from pos.ui.menu.cash import CashScreen
from pos.ui.menu.home import MenuHome
from pos.ui.menu.tile import Tile
from pos.ui.sales.listing import SalesList
from pos.ui.sales.returning import ReturnScreen
from pos.ui.shift.opening import OpenShiftScreen
from pos.ui.shift.reports import CloseShiftScreen
from pos.ui.start.login import LoginScreen
from sync.messages.facts import SaleClosed, SaleReturned, ShiftClosed
from tests.emulated.window import books
from tests.emulated.window.hands import Hands, Key
from tests.emulated.window.place import Place

MILK, BREAD, BAG = "2900000110014", "2900000120013", "2900000200340"
CHOCOLATE, COFFEE = "2900000160019", "2900000170292"
ANNA: Final = "4271"
FIRST = 94_90 + 57_00 + 22_80  # milk, bread, three bags less 5 %


def test_the_books_of_a_day_agree(place: Place) -> None:
    """Every step is a promise; the last ones hold all the books against each other."""
    hands = place.open()
    log_in_and_open_the_shift(place, hands)
    sell_with_discounts_for_cash(place, hands)
    pay_by_a_card_that_is_declined_and_then_lost(place, hands)
    pay_in_two_ways(hands)
    return_a_part(place, hands)
    void_a_line_and_cancel_a_basket(hands)
    take_cash_out(hands)
    ask_for_x_without_the_right(hands)
    print_a_copy(place, hands)
    close_the_shift(place, hands)
    hold_the_books_together(place, hands)


def log_in_and_open_the_shift(place: Place, hands: Hands) -> None:
    hands.until_page(LoginScreen)
    hands.enter(ANNA)
    hands.until_page(OpenShiftScreen)
    hands.enter("1500")
    hands.rest()
    assert hands.view.shift is not None
    assert hands.view.shift.drawer.kopecks == 1500_00
    assert any("1500.00" in line for line in place.panel.printed), "the change fund is on paper"


def sell_with_discounts_for_cash(place: Place, hands: Hands) -> None:
    hands.scan(MILK, BREAD)
    hands.enter(f"3*{BAG}")
    hands.write("5")
    hands.press(Key.Key_F2)
    assert hands.view.basket.total.kopecks == FIRST
    hands.write("50")
    hands.press(Key.Key_F2, shift=True)
    assert "Нужно право" in hands.strip
    assert hands.view.basket.total.kopecks == FIRST
    hands.cash("500")
    assert hands.view.finished is not None
    assert hands.view.finished.change.kopecks == 500_00 - FIRST
    hands.until(lambda: place.shown == ("СДАЧА         325.30", "СПАСИБО ЗА ПОКУПКУ"))


def pay_by_a_card_that_is_declined_and_then_lost(place: Place, hands: Hands) -> None:
    hands.scan(CHOCOLATE)
    place.world.card(CardAnswer.DECLINE)
    hands.pay_with(Key.Key_Slash)
    hands.rest()
    assert "Карта отклонена" in hands.strip
    assert hands.codes == [CHOCOLATE]
    place.world.card(CardAnswer.LOSE)
    hands.pay_with(Key.Key_Slash)
    hands.until_sold()
    place.world.card(CardAnswer.APPROVE)
    assert [charge["amount"] for charge in books.charges(place.folder)] == [129_90]


def pay_in_two_ways(hands: Hands) -> None:
    hands.scan(COFFEE)
    hands.pay_with(Key.Key_Slash, "1000")
    hands.cash()
    assert hands.view.finished is not None
    assert hands.view.finished.card.kopecks == 1000_00


def return_a_part(place: Place, hands: Hands) -> None:
    hands.press(Key.Key_F8)
    hands.until_page(SalesList)
    hands.enter("0001-0001")
    page = hands.part(SalesList)
    hands.until(lambda: page.front == "0001-0001")
    hands.press(Key.Key_F8)
    hands.until_page(ReturnScreen)
    hands.write("1")
    hands.press(Key.Key_F9)
    hands.until_sold()
    assert hands.view.finished is not None
    assert hands.view.finished.is_return
    assert hands.view.finished.total.kopecks == 94_90
    hands.until(lambda: place.shown == ("ВОЗВРАТ        94.90", ""))


def void_a_line_and_cancel_a_basket(hands: Hands) -> None:
    hands.scan(MILK, BREAD)
    hands.press(Key.Key_Delete)
    assert hands.codes == [MILK]
    hands.press(Key.Key_F10, Key.Key_F10)
    assert hands.codes == []


def take_cash_out(hands: Hands) -> None:
    hands.press(Key.Key_F12)
    hands.until_page(MenuHome)
    hands.write("2")
    hands.until_page(CashScreen)
    hands.write("100")
    hands.press(Key.Key_F9)
    hands.rest()
    hands.press(Key.Key_Escape)
    hands.until_page(MenuHome)


def ask_for_x_without_the_right(hands: Hands) -> None:
    tile = hands.part(Tile, "X-отчёт")
    assert not tile.isEnabled()
    hands.write("5")
    assert hands.parts(MenuHome), "the menu stays in front"


def print_a_copy(place: Place, hands: Hands) -> None:
    hands.write("4")
    hands.until_page(SalesList)
    page = hands.part(SalesList)
    hands.until(lambda: page.front)
    printed = len(place.panel.printed)
    hands.press(Key.Key_F11)
    hands.rest()
    hands.until(lambda: any("КОПИЯ" in line for line in place.panel.printed[printed:]))
    hands.press(Key.Key_Escape)


def close_the_shift(place: Place, hands: Hands) -> None:
    hands.press(Key.Key_F12)
    hands.until_page(MenuHome)
    hands.write("6")
    hands.until_page(CloseShiftScreen)
    hands.press(Key.Key_F9)
    hands.rest()
    hands.enter()
    hands.until_page(OpenShiftScreen)
    assert hands.view.shift is None
    hands.until(lambda: place.shown == ("", ""))


def hold_the_books_together(place: Place, hands: Hands) -> None:
    facts = books.facts(place.folder)
    sold = sum(fact.total for fact in facts if isinstance(fact, SaleClosed))
    back = sum(fact.total for fact in facts if isinstance(fact, SaleReturned))
    z = next(fact for fact in facts if isinstance(fact, ShiftClosed))
    assert (sold, back) == (FIRST + 129_90 + 1590_00, 94_90)

    receipts = books.receipts(place.folder)
    assert sum(one.total for one in receipts if one.operation == 1) == sold
    assert sum(one.total for one in receipts if one.operation == 2) == back
    assert sum(charge["amount"] for charge in books.charges(place.folder)) == z.sale_card

    hands.until(lambda: books.unsent(place.folder) == 0)
    verdict = books.verify(
        place.folder,
        place.address(Plug.REGISTER),
        place.address(Plug.TERMINAL),
        place.program.back_room.url,
    )
    assert verdict.ok, verdict.faults
    assert verdict.unsent == 0

    report = books.day_report(place.folder, place.today)
    assert report["revenue"] == sold - back
    assert report["receipts"] == 4
    tenders = {flow["name"]: (flow["sales"], flow["returns"]) for flow in report["tenders"]}
    assert tenders["card"] == (z.sale_card, 0)
    assert tenders["cash"] == (z.sale_cash, z.return_cash)
    assert report["cash_expected"] == z.drawer
    assert report["sales"]["discount"] == 1_20
    marked = {one["kind"] for one in report["attention"]}
    assert {"void", "cancel"} <= marked
