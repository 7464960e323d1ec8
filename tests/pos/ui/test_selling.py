"""The selling page over a till in memory: keys and scans in, sales out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from drivers.contracts.errors import PaperOut
from inventory.values.money import ZERO, Money
from pos.domain.views import PendingStage, Plan, TillView
from pos.domain.weighing import PanState, PanView
from pos.errors import CardStands, DiskFull
from pos.ui.kit.keys import Command
from pos.ui.kit.screen import Page, Screen
from pos.ui.kit.widgets import Health
from pos.ui.till.showing import Face
from tests.fakes.counter import ANNA, GOODS, SHOP, FakeDesk, shift
from tests.fakes.hands import APPLES, BREAD, CHEESE, MILK, PAD, SHIFT, Hands, at_the_till, hands
from tests.fakes.qt import pump

__all__ = ["hands"]


def total(hands: Hands) -> Money:
    return hands.window.cashier.view.basket.total


def test_scans_fill_the_basket_and_the_last_good_is_big(hands: Hands) -> None:
    hands.scan(MILK, MILK, BREAD)
    assert (hands.lines, total(hands)) == (2, Money(2 * 9490 + 5700))
    assert "Хлеб" in hands.page.head.accessibleName()
    assert hands.page.total.amount == "246,80"


def test_a_quantity_typed_before_a_scan_goes_with_it(hands: Hands) -> None:
    hands.type("3*")
    hands.scan(BREAD)
    assert hands.desk.scans == [(f"3*{BREAD}", False)]
    assert (total(hands), hands.page.entry.text) == (Money(3 * 5700), "")


def test_a_typed_code_is_taken_by_enter(hands: Hands) -> None:
    hands.type(f"2*{MILK}")
    hands.press(Qt.Key.Key_Return)
    assert hands.desk.scans == [(f"2*{MILK}", False)]
    assert total(hands) == Money(2 * 9490)


def test_a_name_is_searched_and_enter_adds_the_best(hands: Hands) -> None:
    hands.type("сыр")
    pump(lambda: hands.page.found.current is not None)
    hands.press(Qt.Key.Key_Return)
    assert hands.window.cashier.view.basket.lines[0].code == CHEESE
    assert not hands.page.found.isVisible()


def test_a_good_sold_by_weight_asks_for_it(hands: Hands) -> None:
    hands.scan(APPLES)
    assert "вес" in hands.strip
    hands.type("0,5")
    hands.press(Qt.Key.Key_Return)
    assert (total(hands), hands.strip) == (Money(7450), "")


def test_the_scales_are_seen_in_the_field_and_enter_takes_what_they_bear(hands: Hands) -> None:
    hands.desk.pan = PanState.EMPTY.value
    hands.scan(APPLES)
    assert not hands.strip
    for state, words in (
        (PanState.EMPTY, "положите на весы"),
        (PanState.MOVING, "весы качаются"),
        (PanState.TAKEN, "освободите весы"),
        (PanState.SILENT, "наберите вес"),
        (PanState.READY, "на весах 0,744"),
    ):
        hands.window.set_pan(PanView(state, 744))
        assert words in hands.page.entry.hint
    hands.desk.pan_grams = 744
    hands.press(Qt.Key.Key_Return)
    assert hands.desk.scans[-1] == (APPLES, True)
    assert hands.window.cashier.view.basket.lines[0].quantity.thousandths == 744


def test_without_scales_enter_alone_takes_no_weight(hands: Hands) -> None:
    hands.scan(APPLES)
    hands.press(Qt.Key.Key_Return)
    assert hands.lines == 0


def test_a_quick_key_takes_the_quantity_typed_before_it(hands: Hands) -> None:
    hands.type("3")
    hands.page.quick.chosen.emit(GOODS[1].item)
    hands.wait()
    assert (total(hands), hands.page.entry.text) == (Money(3 * 5700), "")


def test_an_unknown_code_stays_on_the_strip_until_the_next_scan(hands: Hands) -> None:
    hands.scan("4600000000000")
    assert "4600000000000" in hands.strip
    hands.scan(MILK)
    assert (hands.strip, hands.lines) == ("", 1)


def test_enter_never_takes_money(hands: Hands) -> None:
    hands.scan(MILK)
    for _ in range(3):
        hands.press(Qt.Key.Key_Return)
        hands.press(Qt.Key.Key_Enter, PAD)
    hands.type("1000")
    hands.press(Qt.Key.Key_Return)
    assert hands.desk.began == []


def test_exact_cash_is_one_key(hands: Hands) -> None:
    hands.scan(MILK)
    hands.press(Qt.Key.Key_Plus, PAD)
    assert hands.desk.began == [Plan()]
    assert hands.page.face is Face.DONE


def test_the_plus_above_the_letters_is_typing(hands: Hands) -> None:
    hands.scan(MILK)
    hands.type("+")
    assert (hands.desk.began, hands.page.entry.text) == ([], "+")


def test_a_card_is_one_key(hands: Hands) -> None:
    hands.scan(MILK)
    hands.press(Qt.Key.Key_Slash, PAD)
    assert hands.desk.began == [Plan(card=Money(9490))]


def test_typed_cash_shows_the_change(hands: Hands) -> None:
    hands.scan(MILK)
    hands.type("500")
    hands.press(Qt.Key.Key_Plus, PAD)
    assert hands.desk.began == [Plan(received=Money(50_000))]
    assert hands.page.story._big.amount == "405,10"


def test_a_code_and_the_cash_key_take_no_money(hands: Hands) -> None:
    hands.scan(MILK)
    hands.type("46012345")
    hands.press(Qt.Key.Key_Plus, PAD)
    assert hands.desk.began == []
    assert hands.strip


def test_a_likely_note_is_one_key(hands: Hands) -> None:
    hands.scan(MILK)
    hands.press(Qt.Key.Key_F6)
    assert hands.desk.began == [Plan(received=Money(50_000))]


def test_card_and_cash_are_split_by_the_typed_sum(hands: Hands) -> None:
    hands.scan(MILK)
    hands.type("40")
    hands.press(Qt.Key.Key_F11)
    assert (hands.desk.began, hands.page.total.amount) == ([], "54,90")
    hands.press(Qt.Key.Key_Plus, PAD)
    assert hands.desk.began == [Plan(card=Money(4000), received=ZERO)]


def test_escape_forgets_the_card_part(hands: Hands) -> None:
    hands.scan(MILK)
    hands.press(Qt.Key.Key_F11)
    hands.type("40")
    hands.press(Qt.Key.Key_Return)
    assert (hands.desk.began, hands.page.total.amount) == ([], "54,90")
    hands.press(Qt.Key.Key_Escape)
    assert hands.page.total.amount == "94,90"


def test_discounts_quantity_and_price_act_on_the_selected_line(hands: Hands) -> None:
    hands.scan(MILK, BREAD)
    hands.press(Qt.Key.Key_Up)
    hands.type("10")
    hands.press(Qt.Key.Key_F2)
    hands.press(Qt.Key.Key_F3)
    hands.type("2")
    hands.press(Qt.Key.Key_Return)
    first, second = hands.window.cashier.view.basket.lines
    assert (first.discount, first.quantity.thousandths) == (1000, 2000)
    hands.press(Qt.Key.Key_Down)
    hands.type("50")
    hands.press(Qt.Key.Key_F3, SHIFT)
    assert hands.window.cashier.view.basket.lines[1].price == Money(5000)
    assert second.discount == 0


def test_a_trouble_is_over_when_the_next_change_succeeds(hands: Hands) -> None:
    hands.scan(MILK)
    hands.type("500")
    hands.press(Qt.Key.Key_F2)
    assert hands.strip.startswith("Такой скидки")
    hands.type("5")
    hands.press(Qt.Key.Key_F2)
    assert (hands.strip, hands.window.cashier.view.basket.lines[0].discount) == ("", 500)


def test_shift_and_f2_discount_the_whole_receipt(hands: Hands) -> None:
    hands.scan(MILK)
    hands.type("50")
    hands.press(Qt.Key.Key_F2, SHIFT)
    assert total(hands) == Money(4745)


def test_del_takes_the_selected_line_out(hands: Hands) -> None:
    hands.scan(MILK, BREAD)
    hands.press(Qt.Key.Key_Up)
    hands.press(Qt.Key.Key_Delete)
    assert [line.code for line in hands.window.cashier.view.basket.lines] == [BREAD]


def test_cancelling_a_basket_is_asked_twice_without_a_window(hands: Hands) -> None:
    hands.scan(MILK)
    hands.press(Qt.Key.Key_F10)
    assert "94,90" in hands.strip
    hands.type("1")
    hands.press(Qt.Key.Key_Escape)
    hands.press(Qt.Key.Key_F10)
    assert hands.desk.calls == []
    hands.press(Qt.Key.Key_F10)
    assert (hands.desk.calls, hands.lines) == (["cancel_basket"], 0)


def test_a_price_check_adds_nothing(hands: Hands) -> None:
    hands.press(Qt.Key.Key_F1)
    hands.scan(APPLES)
    assert "149,00 за кг" in hands.strip
    assert "Цена с" not in hands.strip
    assert hands.lines == 0


def test_a_price_check_tells_since_when_the_price_holds(hands: Hands) -> None:
    apples = hands.desk.price_of(APPLES)
    since = datetime(2026, 11, 23, 22, 5, tzinfo=UTC)
    hands.desk.price_of = lambda text: replace(  # type: ignore[method-assign]
        apples, price_from=int(since.timestamp() * 1000)
    )
    hands.press(Qt.Key.Key_F1)
    hands.scan(APPLES)
    assert "Цена с 24.11.2026 01:05." in hands.strip


def test_a_contact_is_asked_and_shown_masked(hands: Hands) -> None:
    hands.scan(MILK)
    hands.press(Qt.Key.Key_F9)
    hands.type("9161234821")
    hands.press(Qt.Key.Key_Return)
    assert hands.window.cashier.view.basket.contact == "+79161234821"
    assert "916" not in hands.page.total._sum.note


def test_scans_on_their_way_to_disk_keep_the_payment_keys_deaf(hands: Hands) -> None:
    hands.scan(MILK)
    hands.desk.gate.clear()
    hands.window.scan(BREAD)
    QTest.keyClick(hands.window.selling, Qt.Key.Key_Plus, PAD)
    hands.desk.gate.set()
    hands.wait()
    assert (hands.desk.began, hands.lines) == ([], 2)


def test_the_next_customer_is_scanned_while_the_last_receipt_is_unsettled() -> None:
    def lost(desk: FakeDesk) -> None:
        desk.stage(PendingStage.RECEIPT_UNKNOWN, "NoAnswer")
        raise CardStands("unknown")

    with at_the_till(FakeDesk(carry=lost)) as hands:
        hands.scan(MILK)
        hands.press(Qt.Key.Key_Plus, PAD)
        assert hands.page.face is Face.PAYING
        hands.scan(BREAD)
        assert (hands.page.face, hands.lines) == (Face.BOTH, 1)
        hands.press(Qt.Key.Key_Plus, PAD)
        assert len(hands.desk.began) == 1


def test_a_disk_that_fills_up_in_a_payment_is_told_once_and_the_till_ends_it_by_itself() -> None:
    tries: list[str] = []

    def full(desk: FakeDesk) -> None:
        tries.append("")
        if len(tries) < 4:
            raise DiskFull("no room")
        desk.finish()

    with at_the_till(FakeDesk(carry=full)) as hands:
        told: list[Exception] = []
        hands.window.cashier.failed.connect(lambda error, _situation: told.append(error))
        hands.window.cashier._retry.setInterval(1)
        hands.scan(MILK)
        hands.press(Qt.Key.Key_Plus, PAD)
        assert hands.strip.startswith("Диск больше не принимает данные")
        assert "Второй раз не проводите" in hands.strip
        pump(lambda: hands.page.face is Face.DONE)
        assert (len(tries), len(told), hands.strip) == (4, 1, "")
        assert len(hands.desk.began) == 1


def test_a_declined_card_leaves_the_basket_and_says_so() -> None:
    def declined(desk: FakeDesk) -> None:
        desk.reopen()
        raise CardStands("CardDeclined")

    with at_the_till(FakeDesk(carry=declined)) as hands:
        hands.scan(MILK)
        hands.press(Qt.Key.Key_Slash, PAD)
        assert (hands.lines, hands.page.face) == (1, Face.SELLING)
        assert hands.strip.startswith("Карта отклонена")


def test_a_paid_card_is_never_called_uncharged_when_the_receipt_is_refused() -> None:
    def refuse(desk: FakeDesk) -> None:
        desk.stage(PendingStage.REFUSED, "PaperOut")
        raise PaperOut("no paper")

    with at_the_till(FakeDesk(carry=refuse)) as hands:
        hands.scan(MILK)
        hands.press(Qt.Key.Key_Slash, PAD)
        said = f"{hands.strip} {hands.page.story._state.accessibleName()}"
        assert "не списаны" not in said
        assert "уже списаны" in said


def test_a_receipt_refused_without_a_card_opens_the_basket_and_says_why() -> None:
    def refuse(desk: FakeDesk) -> None:
        desk.reopen()
        raise PaperOut("no paper")

    with at_the_till(FakeDesk(carry=refuse)) as hands:
        hands.scan(MILK)
        hands.press(Qt.Key.Key_Plus, PAD)
        assert hands.lines == 1
        assert hands.strip.startswith("Кончилась бумага. Чек не пробит")


@pytest.mark.parametrize(
    ("key", "call"), [(Qt.Key.Key_F5, "try_again"), (Qt.Key.Key_F7, "reverse_card")]
)
def test_a_refused_receipt_has_two_ways_out(key: Qt.Key, call: str) -> None:
    tries: list[int] = []

    def refuse_once(desk: FakeDesk) -> None:
        tries.append(1)
        if len(tries) == 1:
            desk.stage(PendingStage.REFUSED, "PaperOut")

    with at_the_till(FakeDesk(carry=refuse_once)) as hands:
        hands.scan(MILK)
        hands.press(Qt.Key.Key_Slash, PAD)
        assert "Кончилась бумага" in hands.page.story._state.accessibleName()
        hands.press(key)
        assert (hands.desk.calls, len(tries)) == ([call], 2)


def test_without_a_terminal_the_card_key_is_dimmed_and_dead(hands: Hands) -> None:
    hands.scan(MILK)
    hands.window.set_health("terminal", Health.STOP)
    hands.press(Qt.Key.Key_Slash, PAD)
    assert (hands.desk.began, hands.page.tenders._card.isEnabled()) == ([], False)
    assert hands.strip.startswith("Терминал не отвечает")
    hands.window.set_health("terminal", Health.OK)
    assert (hands.strip, hands.page.tenders._card.isEnabled()) == ("", True)


def test_unfinished_work_is_settled_at_the_start() -> None:
    desk = FakeDesk()
    desk.scan(MILK, scanned=True)
    desk.begin(Plan())
    with at_the_till(desk) as hands:
        pump(lambda: hands.page.face is Face.DONE)


def test_the_page_at_the_bottom_follows_the_view() -> None:
    made: list[Page] = []

    def build(page: Page) -> Screen:
        made.append(page)
        return Screen()

    pages = {page: lambda page=page: build(page) for page in Page}
    with at_the_till(FakeDesk(TillView()), pages=pages) as hands:
        assert made == [Page.FIRST_START]
        for step in (
            TillView(shop=SHOP),
            TillView(shop=SHOP, user=ANNA),
            TillView(shop=SHOP, user=ANNA, shift=shift()),
        ):
            hands.desk.state = step
            hands.window.cashier.refresh()
            hands.wait()
        assert made == [Page.FIRST_START, Page.LOGIN, Page.SHIFT_OPEN]
        hands.scan(MILK)
        assert hands.lines == 1


class Counting(Screen):
    """A page that counts how often it was told a view."""

    times = 0

    def entered(self, view: TillView) -> None:
        self.times += 1


def test_a_view_that_tells_nothing_new_does_not_begin_a_page_anew() -> None:
    page = Counting()
    pages = dict.fromkeys(Page, lambda: page)
    with at_the_till(FakeDesk(TillView(shop=SHOP)), pages=pages) as hands:
        before = page.times
        hands.window.cashier.refresh()
        hands.wait()
        assert page.times == before
        hands.desk.state = TillView(shop=SHOP, catching_up=True)
        hands.window.cashier.refresh()
        hands.wait()
        assert page.times == before + 1


def test_a_scan_before_the_login_is_refused_in_words() -> None:
    pages = dict.fromkeys(Page, Screen)
    with at_the_till(FakeDesk(TillView(shop=SHOP)), pages=pages) as hands:
        hands.scan(MILK)
        assert (hands.desk.scans, bool(hands.strip)) == ([], True)


def test_a_page_on_top_goes_away_with_escape_and_with_a_scan() -> None:
    with at_the_till(pages={Page.MENU: Screen}) as hands:
        hands.press(Qt.Key.Key_F12)
        assert hands.window._front() is not hands.window.selling
        QTest.keyClick(hands.window, Qt.Key.Key_Escape)
        assert hands.window._front() is hands.window.selling
        hands.press(Qt.Key.Key_F12)
        hands.scan(MILK)
        assert (hands.window._front() is hands.window.selling, hands.lines) == (True, 1)


def test_every_key_on_the_screen_is_a_command_that_exists(hands: Hands) -> None:
    assert {Command(command.value) for command in hands.page.functions._keys}
    hands.scan(MILK)
    hands.page.tenders._card.click()
    hands.wait()
    assert hands.desk.began == [Plan(card=Money(9490))]


def test_an_older_view_of_another_page_does_not_stay(hands: Hands) -> None:
    """A page's answer may have waited on the errand lane while goods were scanned."""
    older = hands.window.cashier.view
    hands.scan(MILK)
    hands.window.cashier.take(older)
    pump(lambda: hands.lines == 1)
    assert total(hands) == Money(9490)


def test_a_company_is_given_where_the_contact_is(hands: Hands) -> None:
    hands.scan(MILK)
    hands.press(Qt.Key.Key_F9)
    hands.type("7707083893 ООО Ромашка")
    hands.press(Qt.Key.Key_Return)
    buyer = hands.window.cashier.view.basket.buyer
    assert buyer is not None
    assert buyer.inn == "7707083893"
    assert "покупатель: ООО Ромашка" in hands.page.total.accessibleDescription()


def test_shift_f9_leaves_the_paper_out_once_there_is_a_contact(hands: Hands) -> None:
    hands.scan(MILK)
    hands.press(Qt.Key.Key_F9, SHIFT)
    assert not hands.window.cashier.view.basket.paperless
    hands.press(Qt.Key.Key_F9)
    hands.type("anna@mail.ru")
    hands.press(Qt.Key.Key_Return)
    hands.press(Qt.Key.Key_F9, SHIFT)
    assert hands.window.cashier.view.basket.paperless
    assert "без бумаги" in hands.page.total.accessibleDescription()


def test_shift_f11_asks_for_advance_and_credit_by_right() -> None:
    asked: list[Page] = []
    with at_the_till() as hands:
        hands.window.selling.wanted.connect(asked.append)
        hands.press(Qt.Key.Key_F11, SHIFT)
    assert asked == [Page.LATER]
    cashier = replace(ANNA, rights=frozenset())
    with at_the_till(FakeDesk(TillView(shop=SHOP, user=cashier, shift=shift()))) as hands:
        hands.window.selling.wanted.connect(asked.append)
        hands.press(Qt.Key.Key_F11, SHIFT)
    assert asked == [Page.LATER]
