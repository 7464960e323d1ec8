"""A new shop: from an empty folder to a sold receipt that its owner sees."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest

from pos.bootstrap.child import Child
from pos.bootstrap.folder import KIND, open_till
from pos.bootstrap.window import Program
from pos.ui.shift.opening import OpenShiftScreen
from pos.ui.start.first import FirstStartScreen
from pos.ui.start.login import LoginScreen
from tests.backoffice.browser import token_in
from tests.emulated.window import books
from tests.emulated.window.hands import Hands, Key
from tests.fakes.qt import application, free_what_is_closed, no_qt_warnings

OLGA = "7096"
PASSWORD = "korobka yablok"  # noqa: S105  # typed in the test's own shop


@contextmanager
def program_in(folder: Path) -> Iterator[Hands]:
    """The window of a folder that belongs to nobody's demo."""
    program = Program(application(), folder, open_till(folder), "ru")
    hands = Hands(program)
    program.start()
    try:
        hands.until(lambda: hands.is_ready)
        yield hands
    finally:
        program.close()
        free_what_is_closed()


@pytest.fixture
def register(tmp_path: Path) -> Iterator[str]:
    """Host and port of an emulated register."""
    state = str(tmp_path / "register.state")
    arguments = ["fiscal", "emulate", "shtrih", "--listen", "tcp:127.0.0.1:0", "--state", state]
    child = Child("register", [*arguments, "--inn", "7707083893", "--attached"])
    yield str(child.listening()["listening"]).partition("://")[2]
    child.stop()


def first_start(hands: Hands, register: str) -> None:
    """All five steps by keyboard."""
    hands.until_page(FirstStartScreen)
    page = hands.part(FirstStartScreen)
    for answer in ("Ольга", OLGA, OLGA, "olga", PASSWORD, PASSWORD, "Лавка", "7707083893"):
        hands.enter(answer)
    hands.until(lambda: page.at == 3)
    hands.enter()
    host, _, port = register.partition(":")
    for old, new in ((15, host), (4, port)):
        hands.press(*[Key.Key_Backspace] * old)
        hands.enter(new)


def test_a_new_shop_sells_its_first_good_and_its_owner_sees_it(
    tmp_path: Path, register: str
) -> None:
    folder = tmp_path / "shop"
    folder.mkdir()
    with no_qt_warnings():
        with program_in(folder) as hands:
            first_start(hands, register)
            hands.enter()
            hands.until_page(LoginScreen)
            refuse_an_emulator(hands)
        with closing(open_till(folder)) as till, till.work() as work:
            work.set_setting(KIND, "training")
            work.commit()
        with program_in(folder) as hands:
            hands.until_page(OpenShiftScreen)
            hands.enter()
            hands.rest()
            hands.write("100")
            hands.press(Key.Key_Insert)
            hands.cash()
            hands.until(lambda: books.unsent(folder) == 0)
            sees_the_day(hands.program.back_room.url)


def refuse_an_emulator(hands: Hands) -> None:
    """In a real shop a register made of software opens no shift, and the strip says why."""
    hands.enter(OLGA)
    hands.until_page(OpenShiftScreen)
    hands.enter()
    hands.rest()
    assert hands.view.shift is None
    assert "Это устройство ненастоящее." in hands.strip


def sees_the_day(url: str) -> None:
    """The owner comes in with the password of the first start."""
    with httpx.Client(base_url=url, headers={"Accept-Language": "ru"}) as browser:
        csrf = token_in(browser.get("/login").text)
        form = {"csrf": csrf, "login": "olga", "password": PASSWORD}
        assert browser.post("/login", data=form).status_code == 303
        assert "100,00" in browser.get("/").text.replace(" ", " ")
