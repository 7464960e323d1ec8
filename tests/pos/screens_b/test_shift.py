"""Opening a shift, X and Z."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from drivers.contracts.errors import PaperOut
from inventory.values.money import Money
from pos.domain.views import TillView
from pos.errors import ShiftFound
from pos.ui.kit.trouble import Situation
from pos.ui.shift.opening import OpenShiftScreen
from pos.ui.shift.reports import CloseShiftScreen, XReportScreen
from tests.fakes.acts import FakeActs, LateLane, NowLane, demo_shop, demo_user
from tests.fakes.screens import Heard, desk_of, press

ENTER, ESCAPE, F8, F9 = (
    Qt.Key.Key_Return,
    Qt.Key.Key_Escape,
    Qt.Key.Key_F8,
    Qt.Key.Key_F9,
)


def opening(acts: FakeActs, lane: NowLane | None = None) -> tuple[OpenShiftScreen, Heard]:
    made = OpenShiftScreen(desk_of(acts, lane or NowLane()))
    made.show()
    made.entered(TillView(shop=demo_shop(), user=demo_user("cashier")))
    return made, Heard(made)


def test_one_key_opens_the_shift_with_no_fund() -> None:
    acts = FakeActs()
    page, heard = opening(acts)
    press(page, ENTER)
    assert acts.done == [("open_shift", Money(0))]
    assert heard.views[0].shift is not None


def test_a_typed_fund_goes_into_the_shift() -> None:
    acts = FakeActs()
    page, _ = opening(acts)
    press(page, "1500,5", ENTER)
    assert acts.done == [("open_shift", Money(150_050))]


def test_enter_twice_opens_one_shift() -> None:
    acts, lane = FakeActs(), LateLane()
    page, _ = opening(acts, lane)
    press(page, ENTER, ENTER)
    lane.go()
    assert len(acts.done) == 1


def test_a_register_in_trouble_leaves_the_page_ready_for_another_try() -> None:
    acts = FakeActs(trouble=PaperOut("no paper"))
    page, heard = opening(acts)
    press(page, ENTER)
    assert [situation for _, situation in heard.troubles] == [Situation.SHIFT]
    press(page, ENTER)
    assert acts.done == [("open_shift", Money(0))]


def test_escape_gives_the_till_to_another_cashier() -> None:
    acts = FakeActs(now=TillView(shop=demo_shop(), user=demo_user("cashier")))
    page, heard = opening(acts)
    press(page, ESCAPE)
    assert [view.user for view in heard.views] == [None]


FOUND = ShiftFound(7, datetime(2026, 11, 24, 8, 2), 48_650, expired=False)  # noqa: DTZ001
EXPIRED = ShiftFound(7, datetime(2026, 11, 22, 8, 2), 48_650, expired=True)  # noqa: DTZ001


def found(error: ShiftFound) -> tuple[FakeActs, OpenShiftScreen, Heard]:
    """The page after Enter, where the register has a shift open; other troubles are over."""
    acts = FakeActs(trouble=error)
    page, heard = opening(acts)
    press(page, ENTER)
    acts.trouble = None
    acts.done.clear()
    return acts, page, heard


def test_a_shift_of_the_register_is_shown_with_its_number_moment_and_cash() -> None:
    _, page, heard = found(FOUND)
    assert heard.troubles == []
    told = " ".join(
        part.accessibleName() for part in page.findChildren(QWidget) if part.isVisible()
    )
    for part in ("7", "24.11.2026 08:02", "486,50", "F8", "F9"):
        assert part in told
    assert "Продолжите её" in page.said


def test_f8_goes_on_with_the_shift_that_was_found() -> None:
    acts, page, heard = found(FOUND)
    press(page, F8)
    assert acts.done == [("take_over_shift",)]
    assert [view.shift is not None for view in heard.views] == [True]


def test_f9_closes_the_shift_that_was_found_and_a_new_one_can_be_opened() -> None:
    acts, page, heard = found(FOUND)
    press(page, F9)
    assert acts.done == [("close_found_shift",)]
    assert "откройте новую смену" in page.said
    assert [view.shift for view in heard.views] == [None]
    press(page, ENTER)
    assert acts.done[1:] == [("open_shift", Money(0))]


def test_a_shift_older_than_a_day_is_only_closed() -> None:
    acts, page, _ = found(EXPIRED)
    press(page, F8)
    assert acts.done == []
    assert "больше 24 часов" in page.said
    press(page, F9)
    assert acts.done == [("close_found_shift",)]


def test_enter_decides_nothing_and_escape_leaves_the_shift_as_it_is() -> None:
    acts, page, _ = found(FOUND)
    press(page, ENTER, ESCAPE)
    assert acts.done == []
    press(page, ENTER)
    assert acts.done == [("open_shift", Money(0))]


def test_a_z_of_a_found_shift_that_fails_is_told_and_the_view_asked_for() -> None:
    acts, page, heard = found(FOUND)
    acts.trouble = PaperOut("no paper")
    press(page, F9)
    assert [type(error) for error, _ in heard.troubles] == [PaperOut]
    assert heard.views == [acts.now]


def test_x_prints_on_f9_and_closes_nothing(acts: FakeActs) -> None:
    page = XReportScreen(desk_of(acts, NowLane()))
    page.show()
    page.entered(acts.now)
    press(page, F9)
    assert acts.done == [("x_report",)]
    assert page.said == "X-отчёт напечатан."
    assert acts.now.shift is not None


class Browser:
    """Remembers what it was asked to show."""

    def __init__(self, *, works: bool = True) -> None:
        self.shown: list[str] = []
        self._works = works

    def __call__(self, address: str) -> bool:
        self.shown.append(address)
        return self._works


def closed_by(acts: FakeActs, role: str, browser: Browser, office: str) -> CloseShiftScreen:
    """The page after the Z of somebody in that role."""
    acts.now = replace(acts.now, user=demo_user(role))
    made = CloseShiftScreen(desk_of(acts, NowLane()), lambda: office, browser)
    made.show()
    made.entered(acts.now)
    press(made, F8)  # nothing to print before the Z
    press(made, F9)
    return made


def test_the_owner_goes_from_the_z_to_the_day_on_paper(acts: FakeActs) -> None:
    browser = Browser()
    page = closed_by(acts, "owner", browser, "http://127.0.0.1:8040/")
    press(page, F8)
    assert browser.shown == ["http://127.0.0.1:8040/day/2026-11-24.pdf"]
    assert "Отчёт открыт в браузере" in page.said


def test_without_a_browser_the_address_is_told(acts: FakeActs) -> None:
    page = closed_by(acts, "owner", Browser(works=False), "http://127.0.0.1:8040")
    press(page, F8)
    assert page.said.endswith("http://127.0.0.1:8040/day/2026-11-24.pdf")


@pytest.mark.parametrize(("role", "office"), [("cashier", "http://127.0.0.1:1"), ("owner", "")])
def test_who_cannot_read_the_day_is_not_led_to_it(acts: FakeActs, role: str, office: str) -> None:
    browser = Browser()
    press(closed_by(acts, role, browser, office), F8)
    assert browser.shown == []


def closing(acts: FakeActs, lane: NowLane | None = None) -> tuple[CloseShiftScreen, Heard]:
    made = CloseShiftScreen(desk_of(acts, lane or NowLane()))
    made.show()
    made.entered(acts.now)
    return made, Heard(made)


def test_enter_does_not_close_the_shift(acts: FakeActs) -> None:
    page, _ = closing(acts)
    press(page, ENTER)
    assert acts.done == []


def test_z_shows_what_to_hand_over_before_the_page_goes(acts: FakeActs) -> None:
    page, heard = closing(acts)
    press(page, F9)
    assert acts.done == [("close_shift",)]
    assert page.said == "Z-отчёт напечатан. Сдайте деньги из ящика."
    assert (heard.left, heard.views) == (0, [])
    press(page, ENTER)
    assert heard.left == 1
    assert [view.shift for view in heard.views] == [None]


def test_a_scan_does_not_take_the_sums_away(acts: FakeActs) -> None:
    page, _ = closing(acts)
    assert not page.scanned("2900000110014")
    press(page, F9)
    assert page.scanned("2900000110014")


def test_a_z_that_is_under_way_cannot_be_left(acts: FakeActs) -> None:
    lane = LateLane()
    page, heard = closing(acts, lane)
    press(page, F9, ESCAPE, F9)
    assert (heard.left, lane.waiting) == (0, 1)


def test_after_a_failed_z_the_view_is_asked_for_again(acts: FakeActs) -> None:
    acts.trouble = PaperOut("no paper")
    page, heard = closing(acts)
    press(page, F9)
    assert [type(error) for error, _ in heard.troubles] == [PaperOut]
    assert heard.views == [acts.now]
