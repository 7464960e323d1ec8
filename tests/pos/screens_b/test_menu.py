"""The menu, money in and out, the drawer, the shop."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices

from drivers.contracts.errors import NoAnswer
from inventory.values.money import Money
from pos.domain.views import TillView
from pos.ui.kit.paint import Health
from pos.ui.kit.screen import Page
from pos.ui.kit.trouble import Situation
from pos.ui.menu.about import AboutScreen
from pos.ui.menu.cash import CashScreen
from pos.ui.menu.connect import ConnectScreen
from pos.ui.menu.drawer import DrawerScreen
from pos.ui.menu.home import MenuHome
from pos.ui.menu.screen import Facts, MenuScreen
from pos.ui.menu.shop import DeviceList, DeviceState, ShopScreen
from pos.ui.menu.tile import Tile
from pos.ui.shift.reports import CloseShiftScreen, XReportScreen
from tests.fakes.acts import FakeActs, LateLane, NowLane, demo_user
from tests.fakes.screens import Heard, desk_of, press

ESCAPE, F9 = Qt.Key.Key_Escape, Qt.Key.Key_F9


def facts(connected: list[str]) -> Facts:
    states = [DeviceState("register", "shtrih+tcp://127.0.0.1:7778", Health.OK, "ФФД 1.2")]
    return Facts(
        version="0.1.0",
        data_folder="/data",
        office_url=lambda: "http://127.0.0.1:8080",
        devices=lambda: states,
        probe=lambda url: url,
        ports=lambda: (),
        connect=connected.append,
    )


def menu(
    acts: FakeActs, lane: NowLane | None = None, connected: list[str] | None = None
) -> tuple[MenuScreen, Heard]:
    made = MenuScreen(
        desk_of(acts, lane or NowLane()), facts([] if connected is None else connected)
    )
    made.show()
    made.entered(acts.now)
    return made, Heard(made)


@pytest.mark.parametrize(
    ("digit", "page"),
    [
        ("1", CashScreen),
        ("2", CashScreen),
        ("3", DrawerScreen),
        ("5", XReportScreen),
        ("6", CloseShiftScreen),
        ("7", ShopScreen),
        ("8", AboutScreen),
    ],
)
def test_digits_open_pages_and_escape_comes_back(acts: FakeActs, digit: str, page: type) -> None:
    page_, heard = menu(acts)
    press(page_, digit)
    assert type(page_.page) is page
    press(page_, ESCAPE)
    assert type(page_.page) is MenuHome
    press(page_, ESCAPE)
    assert heard.left == 1


def test_sales_take_the_place_of_the_menu(acts: FakeActs) -> None:
    page, heard = menu(acts)
    press(page, "4")
    assert (heard.left, heard.wanted) == (1, [Page.SALES])


def test_nine_logs_out(acts: FakeActs) -> None:
    page, heard = menu(acts)
    press(page, "9")
    assert heard.left == 1
    assert [view.user for view in heard.views] == [None]


def tiles(page: MenuScreen) -> list[str]:
    return [tile.accessibleName() for tile in page.findChildren(Tile) if not tile.isEnabled()]


def test_what_a_cashier_may_not_do_is_dimmed_and_says_why(acts: FakeActs) -> None:
    acts.now = replace(acts.now, user=demo_user("cashier"))
    page, _ = menu(acts)
    assert tiles(page) == [
        "3: Открыть ящик, Нужны права старшего",
        "5: X-отчёт, Нужны права старшего",
    ]
    press(page, "3")
    assert type(page.page) is MenuHome


def test_without_a_shift_money_does_not_move(acts: FakeActs) -> None:
    acts.now = replace(acts.now, shift=None)
    page, _ = menu(acts)
    dimmed = [name[0] for name in tiles(page)]
    assert dimmed == ["1", "2", "3", "5", "6"]


def test_after_the_z_f8_leads_the_owner_to_the_day_on_paper(
    acts: FakeActs, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []

    def show(url: QUrl) -> bool:
        shown.append(url.toString())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", show)
    acts.now = replace(acts.now, user=demo_user("owner"))
    page, _ = menu(acts)
    press(page, "6", F9, Qt.Key.Key_F8)
    assert shown == ["http://127.0.0.1:8080/day/2026-11-24.pdf"]


def cash(acts: FakeActs, direction: str, lane: NowLane | None = None) -> tuple[CashScreen, Heard]:
    made = CashScreen(desk_of(acts, lane or NowLane()), direction)
    made.show()
    made.entered(acts.now)
    return made, Heard(made)


def test_money_goes_out_with_a_reason_on_f9(acts: FakeActs) -> None:
    page, heard = cash(acts, "out")
    press(page, "1000", Qt.Key.Key_F2, F9)
    assert acts.done == [("move_cash", "out", Money(100_000), "Поставщику")]
    assert "1\u202f000,00" in page.said
    assert len(heard.views) == 1


def test_enter_moves_no_money(acts: FakeActs) -> None:
    page, _ = cash(acts, "in")
    press(page, "1000", Qt.Key.Key_Return)
    assert acts.done == []


def test_more_than_the_drawer_holds_is_refused_before_the_register_hears_of_it(
    acts: FakeActs,
) -> None:
    page, _ = cash(acts, "out")
    press(page, "9999999", F9)
    assert acts.done == []
    assert page.said == "В ящике только 27\u202f601,45."


def test_a_sum_of_nothing_is_no_sum(acts: FakeActs) -> None:
    page, _ = cash(acts, "in")
    press(page, F9)
    assert acts.done == []
    assert page.said.startswith("Это не сумма")


def test_a_lost_answer_goes_to_the_strip_and_the_view_is_asked_for(acts: FakeActs) -> None:
    acts.trouble = NoAnswer("silence")
    page, heard = cash(acts, "in")
    press(page, "500", F9)
    assert [situation for _, situation in heard.troubles] == [Situation.CASH]
    assert heard.views == [acts.now]


def test_a_scan_does_not_take_the_page_from_a_running_errand(acts: FakeActs) -> None:
    lane = LateLane()
    page, _ = cash(acts, "in", lane)
    press(page, "500")
    assert not page.scanned("2900000110014")
    press(page, F9, F9)
    assert page.scanned("2900000110014")
    assert lane.waiting == 1


def test_the_drawer_opens_with_a_reason(acts: FakeActs) -> None:
    page = DrawerScreen(desk_of(acts, NowLane()))
    page.show()
    press(page, Qt.Key.Key_F2, F9)
    assert acts.done == [("open_drawer", "Пересчёт денег")]


def test_only_the_owner_connects_another_register(acts: FakeActs) -> None:
    page, _ = menu(acts)
    press(page, "7", Qt.Key.Key_F3)
    assert not isinstance(page.page, ConnectScreen)
    acts.now = replace(acts.now, user=demo_user("owner"))
    page.entered(acts.now)
    press(page, Qt.Key.Key_F3)
    assert isinstance(page.page, ConnectScreen)


def test_another_register_is_kept_on_f9(acts: FakeActs) -> None:
    kept: list[str] = []
    acts.now = replace(acts.now, user=demo_user("owner"))
    page, _ = menu(acts, connected=kept)
    press(page, "7", Qt.Key.Key_F3, F9)
    assert kept == ["shtrih+tcp://192.168.137.111:7778"]


def test_the_shop_page_tells_how_each_device_is(acts: FakeActs) -> None:
    page, _ = menu(acts)
    press(page, "7")
    named = [part.accessibleName() for part in page.page.findChildren(DeviceList)]
    assert named == ["register shtrih+tcp://127.0.0.1:7778 ФФД 1.2"]


def test_a_menu_before_any_login_opens_nothing() -> None:
    acts = FakeActs(now=TillView())
    page, _ = menu(acts)
    press(page, "1")
    assert type(page.page) is MenuHome
