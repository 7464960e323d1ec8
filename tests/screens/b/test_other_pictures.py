"""The pages beside selling and the demo panel, as pictures a person has looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from inventory.values.money import Money
from pos.demo import content
from pos.domain.later import ClaimView
from pos.domain.views import TillView
from pos.domain.weighing import PanState, PanView
from pos.errors import ShiftFound
from pos.ui.demo.panel import DemoPanel
from pos.ui.demo.world import CardAnswer, Plug
from pos.ui.kit.look import Look as DressedAs
from pos.ui.kit.paint import Health
from pos.ui.kit.screen import Page, Screen
from pos.ui.kit.theme import Theme
from pos.ui.kit.words import Words
from pos.ui.menu.connect_wire import Wires
from pos.ui.menu.desk import Desk
from pos.ui.menu.look import LookScreen
from pos.ui.menu.screen import Facts, MenuScreen
from pos.ui.menu.shop import DeviceState
from pos.ui.quick.screen import QuickScreen
from pos.ui.sales.screen import SalesScreen
from pos.ui.shift.opening import OpenShiftScreen
from pos.ui.start.first import FirstStart, FirstStartScreen
from pos.ui.start.login import LoginScreen
from pos.ui.till.quick_pages import QuickKey, QuickPage
from tests.fakes.acts import (
    REGISTER_CLOCK,
    FakeActs,
    NowLane,
    a_days_sales,
    a_register,
    busy_shift,
    demo_shop,
    demo_user,
    milk_and_bread,
)
from tests.fakes.counter import FakeDesk
from tests.fakes.qt import application, window
from tests.fakes.quick import FakeQuick
from tests.fakes.screens import desk_of, press
from tests.screens.golden import check, check_look, differences, render
from tests.screens.looks import LOOKS, Look

FOLDER = Path(__file__).parent / "pictures"
ENTER, DOWN = Qt.Key.Key_Return, Qt.Key.Key_Down
SCANNER = "scanner+serial:///dev/ttyACM0?baud=9600&suffix=cr"
SCALE = "massa-k+serial:///dev/ttyUSB1?baud=57600"
WIRES = {"scanner": SCANNER, "scale": SCALE}
APPLES = "коробка зелёных яблок"

NOBODY = TillView(shop=demo_shop())
FRESH = replace(NOBODY, user=demo_user("cashier"))
BUSY = replace(NOBODY, user=demo_user("owner"), shift=busy_shift())
WITH_GOODS = replace(BUSY, basket=milk_and_bread())
CASHIER = replace(BUSY, user=demo_user("cashier"))


def first_start(desk: Desk) -> Screen:
    first = FirstStart(
        begin=lambda draft: NOBODY,
        probe=lambda url: "ШТРИХ-М-01Ф № 0000000000012345 · ФФД 1.2",
        ports=lambda: ("/dev/ttyS0",),
        zone="Asia/Omsk",
    )
    return FirstStartScreen(desk, first)


def login(desk: Desk) -> Screen:
    return LoginScreen(desk, content.people())


def menu(desk: Desk) -> Screen:
    devices = [
        DeviceState("register", "shtrih+tcp://192.168.1.31:7778", Health.OK, "ФФД 1.2"),
        DeviceState("terminal", "emulated+tcp://127.0.0.1:7790", Health.STOP),
        DeviceState("display", "", Health.OFF),
        DeviceState("scanner", SCANNER, Health.OK),
        DeviceState("scale", SCALE, Health.OK),
        DeviceState("office", "http://192.168.1.20:8080", Health.ATTENTION),
    ]
    facts = Facts(
        version="0.1.0",
        data_folder="/home/kassa/.local/share/prilavok",
        office_url=lambda: "http://192.168.1.20:8080",
        devices=lambda: devices,
        probe=lambda url: url,
        ports=lambda: (),
        connect=lambda url: None,
        wires=Wires(lambda name: WIRES.get(name, "")),
    )
    return MenuScreen(desk, facts)


def a_scanner_is_connected(screen: Screen) -> None:
    press(screen, "7", Qt.Key.Key_F3, "2", Qt.Key.Key_F9)


def scales_are_connected(screen: Screen) -> None:
    press(screen, "7", Qt.Key.Key_F3, "4")
    screen.weighed(PanView(PanState.READY, 744))


def a_register_in_trouble(screen: Screen) -> None:
    assert isinstance(screen, MenuScreen)
    assert isinstance(screen._desk.acts, FakeActs)
    screen._desk.acts.probe = a_register(
        unsent=42,
        oldest_unsent=REGISTER_CLOCK - timedelta(days=27, hours=3),
        drive_until=REGISTER_CLOCK + timedelta(days=12),
        clock=REGISTER_CLOCK + timedelta(minutes=7),
    )
    screen.open("register")


def a_correction(screen: Screen) -> None:
    press(screen, DOWN, DOWN, DOWN, Qt.Key.Key_F6)
    assert isinstance(screen, SalesScreen)
    screen._correct.type("reason", "пробито картой, заплатили наличными")
    screen._correct.type("card", "0")


def a_credit(screen: Screen) -> None:
    assert isinstance(screen, SalesScreen)
    screen.entered(WITH_GOODS)
    press(screen, Qt.Key.Key_F7, Qt.Key.Key_F3, "50")


def a_settlement(screen: Screen) -> None:
    assert isinstance(screen, SalesScreen)
    assert isinstance(screen._list._desk.acts, FakeActs)
    owed = ClaimView("sale-0148-0054", "0148-0054", False, Money(11_490))
    screen._list._desk.acts.owed = owed
    screen.entered(WITH_GOODS)
    press(screen, DOWN, DOWN, DOWN, Qt.Key.Key_F7)


def an_unregistered_sale(screen: Screen) -> None:
    assert isinstance(screen, SalesScreen)
    screen.entered(WITH_GOODS)
    press(screen, DOWN, DOWN, DOWN, Qt.Key.Key_F6, Qt.Key.Key_F2, Qt.Key.Key_F7, Qt.Key.Key_F9)


def look_page(desk: Desk) -> Screen:
    return LookScreen(desk, DressedAs("dark", 125), lambda look: None)


def weight_codes(screen: Screen) -> None:
    assert isinstance(screen, MenuScreen)
    screen.open("codes")
    press(screen.page, DOWN, DOWN)


def arranging(desk: Desk) -> Screen:
    quick = FakeQuick(
        tuple(
            QuickPage(page["name"], tuple(QuickKey(k["item"], k["label"]) for k in page["items"]))
            for page in content.quick_keys()
        )
    )
    return QuickScreen(desk, quick)


def an_apple_is_searched(screen: Screen) -> None:
    assert isinstance(screen, QuickScreen)
    screen._choose(2)
    screen.entered(BUSY)
    press(screen, "ар")


def typed(*keys: Qt.Key | str) -> Callable[[Screen], None]:
    return lambda screen: press(screen, *keys)


def over_a_shift_of_the_register(screen: Screen) -> None:
    assert isinstance(screen, OpenShiftScreen)
    assert isinstance(screen._desk.acts, FakeActs)
    since = datetime(2026, 11, 24, 8, 2)  # noqa: DTZ001 — a register's clock has no zone
    screen._desk.acts.trouble = ShiftFound(148, since, 1_240_050, expired=False)
    press(screen, ENTER)


def to_the_shop(screen: Screen) -> None:
    press(screen, "Ольга", ENTER, "7096", ENTER, "7096", ENTER)
    press(screen, "olga", ENTER, APPLES, ENTER, APPLES, ENTER)
    press(screen, "Лавка на Лесной", ENTER, "7707083894", ENTER)


def to_the_register(screen: Screen) -> None:
    to_the_shop(screen)
    for line in screen.findChildren(QLineEdit):
        if line.text() == "7707083894":
            line.setText("7707083893")
    press(screen, ENTER, Qt.Key.Key_F5)


@dataclass(frozen=True)
class Picture:
    """A page over a view, and the keys pressed on it."""

    make: Callable[[Desk], Screen]
    view: TillView
    base: Page | None = None
    then: Callable[[Screen], None] = field(default=lambda screen: None)


PICTURES = {
    "first-start-owner": Picture(
        first_start, TillView(), Page.FIRST_START, typed("Ольга", ENTER, "1234", ENTER, "12", ENTER)
    ),
    "first-start-shop": Picture(first_start, TillView(), Page.FIRST_START, to_the_shop),
    "first-start-register": Picture(first_start, TillView(), Page.FIRST_START, to_the_register),
    "login-demo": Picture(login, NOBODY, Page.LOGIN, typed("1212", ENTER, "42")),
    "login": Picture(LoginScreen, NOBODY, Page.LOGIN, typed("1212", ENTER)),
    "shift-open": Picture(OpenShiftScreen, FRESH, Page.SHIFT_OPEN),
    "shift-found": Picture(OpenShiftScreen, FRESH, Page.SHIFT_OPEN, over_a_shift_of_the_register),
    "menu": Picture(menu, BUSY),
    "menu-of-a-cashier": Picture(menu, CASHIER),
    "cash-out": Picture(menu, BUSY, then=typed("2", "5000", Qt.Key.Key_F2)),
    "drawer": Picture(menu, BUSY, then=typed("3")),
    "x-report": Picture(menu, BUSY, then=typed("5", Qt.Key.Key_F9)),
    "z-report": Picture(menu, BUSY, then=typed("6")),
    "z-done": Picture(menu, BUSY, then=typed("6", Qt.Key.Key_F9)),
    "shop": Picture(menu, BUSY, then=typed("7")),
    "connect": Picture(menu, BUSY, then=typed("7", Qt.Key.Key_F3)),
    "connect-scanner": Picture(menu, BUSY, then=a_scanner_is_connected),
    "connect-display": Picture(menu, BUSY, then=typed("7", Qt.Key.Key_F3, "3")),
    "connect-scale": Picture(menu, BUSY, then=scales_are_connected),
    "about": Picture(menu, BUSY, then=typed("8")),
    "register": Picture(menu, BUSY, then=typed("7", Qt.Key.Key_F7)),
    "register-in-trouble": Picture(menu, BUSY, then=a_register_in_trouble),
    "look": Picture(look_page, BUSY),
    "codes": Picture(menu, BUSY, then=weight_codes),
    "quick": Picture(arranging, BUSY, then=an_apple_is_searched),
    "sales": Picture(SalesScreen, BUSY),
    "sales-none-found": Picture(SalesScreen, BUSY, then=typed("9999", ENTER)),
    "correction": Picture(SalesScreen, BUSY, then=a_correction),
    "correction-unregistered": Picture(SalesScreen, WITH_GOODS, then=an_unregistered_sale),
    "later": Picture(SalesScreen, WITH_GOODS, then=a_credit),
    "later-settled": Picture(SalesScreen, WITH_GOODS, then=a_settlement),
    "return": Picture(
        SalesScreen, BUSY, then=typed(Qt.Key.Key_F8, "1", DOWN, DOWN, "0,5", Qt.Key.Key_F2)
    ),
}
CASES = [(name, look) for name in PICTURES for look in LOOKS]


@pytest.mark.parametrize(("name", "look"), CASES, ids=lambda part: getattr(part, "name", part))
def test_the_page_looks_as_it_did(name: str, look: Look) -> None:
    picture, theme, language = PICTURES[name], look.theme, look.language
    application(theme).setCursorFlashTime(0)  # a blinking caret is no picture
    acts = FakeActs(now=picture.view, sales=a_days_sales())
    desk = desk_of(acts, NowLane(), language, theme)
    made: list[Screen] = []

    def build() -> Screen:
        made.append(picture.make(desk))
        return made[-1]

    pages = {picture.base: build} if picture.base else {}
    selling = FakeDesk(picture.view)
    demo = name == "login-demo"
    with window(selling, language=language, theme=theme, pages=pages, demo=demo) as till:
        till.resize(*look.sizes[0])
        till.show()
        if not made:
            till.show_screen(build())
        picture.then(made[-1])
        check_look(till, name, look, FOLDER)


RECEIPT = """\
          * ЭМУЛЯТОР *
       ЛАВКА НА ЛЕСНОЙ
        ИНН 8299000016
КАССОВЫЙ ЧЕК № 57   ПРИХОД
Молоко "Заречное" 2,5 % 930 мл
   1 x 94,90        =94,90
   НДС 10 %           8,63
ИТОГО               =94,90
НАЛИЧНЫМИ          =100,00
СДАЧА                =5,10
ФН 9999078900000001 ФД 18342"""


class QuietWorld:
    """Nothing happens in it."""

    def scan(self, text: str) -> None:
        """Nothing."""

    def card(self, answer: CardAnswer) -> None:
        """Nothing."""

    def plug(self, plug: Plug, plugged: bool) -> None:
        """Nothing."""

    def paper(self, there: bool) -> None:
        """Nothing."""

    def leave(self) -> None:
        """Nothing."""


def panel(language: str, theme: Theme) -> DemoPanel:
    application(theme)
    goods, unknown = content.panel_goods(), content.unknown_code()
    return DemoPanel(QuietWorld(), Words(language), theme, goods, unknown)


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_the_panel_looks_as_it_did(look: Look) -> None:
    made = panel(look.language, look.theme)
    for line in RECEIPT.splitlines():
        made.hear({"paper": line})
    made.hear({"qr": "t=20261124T1432&s=94.90&fn=9999078900000001&i=18342&fp=0&n=1"})
    made.hear({"cut": True})
    made.hear({"display": ["ИТОГО          94,90", "СДАЧА           5,10"]})
    made.pull(Plug.TERMINAL)
    sizes = ((342, 740), (720, 1040)) if look.scale == 100 else ((513, 1080),)
    for width, height in sizes:
        name, half = f"panel-{look.name}-{width}x{height}", look.scale != 100
        check(render(made, width, height), name, FOLDER, half=half)


@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_new_panel_teaches_what_to_do(language: str) -> None:
    made = panel(language, Theme())
    check(render(made, 342, 740), f"panel-new-{language}-342x740", FOLDER)


def test_a_pulled_plug_is_seen_in_the_picture() -> None:
    made = panel("ru", Theme())
    before = render(made, 342, 740)
    made.pull(Plug.OFFICE)
    assert differences(before, render(made, 342, 740))
