"""The register's page: asked off the window's thread, its header typed and written by F9."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt

from drivers.contracts.errors import NoAnswer, ShiftAlreadyOpen
from drivers.contracts.registrar import RegistrarSetup
from pos.domain.views import TillView
from pos.ui.menu.register import RegisterScreen
from tests.fakes.acts import HEADER, REGISTER_CLOCK, FakeActs, LateLane, NowLane, a_register
from tests.fakes.screens import Heard, desk_of, press

F5, F6, F7, F9, ESC = (
    Qt.Key.Key_F5,
    Qt.Key.Key_F6,
    Qt.Key.Key_F7,
    Qt.Key.Key_F9,
    Qt.Key.Key_Escape,
)


def page(acts: FakeActs) -> RegisterScreen:
    screen = RegisterScreen(desk_of(acts, NowLane()))
    screen.entered(TillView())
    return screen


def told(screen: RegisterScreen) -> str:
    return screen._figures.accessibleName()


def test_the_page_asks_when_it_is_entered_and_shows_what_it_is() -> None:
    acts = FakeActs()
    screen = page(acts)
    assert acts.done == [("register",)]
    for part in ("0000000000012345", "9999078900001234", "402 дня", "ОСН, Патент", "Такском"):
        assert part in told(screen)
    assert screen.header == HEADER[:2]
    assert "в порядке" in screen._state.text()


def test_the_window_does_not_wait_for_the_answer() -> None:
    acts, lane = FakeActs(), LateLane()
    screen = RegisterScreen(desk_of(acts, lane))
    screen.entered(TillView())
    assert (acts.done, screen.said, lane.waiting) == ([], "Спрашиваю регистратор…", 2)
    press(screen, F7)
    lane.go()
    assert acts.done == [("register",)]
    assert screen.said == ""


def test_unsent_documents_say_since_when_and_how_long_it_may_last() -> None:
    acts = FakeActs(probe=a_register(unsent=42, oldest_unsent=REGISTER_CLOCK - timedelta(days=27)))
    screen = page(acts)
    assert "ещё 3 дня 42, с 28.10 14:32" in told(screen)
    assert "До остановки кассы: 3 дня" in screen._state.text()


def test_f9_writes_the_header_and_shows_what_was_read_back() -> None:
    acts = FakeActs()
    screen = page(acts)
    screen.set_header(("ЛАВКА", "ждём вас"))
    press(screen, F9)
    assert acts.done[-1] == ("set_header", ("ЛАВКА", "ждём вас"))
    assert screen.header == ("ЛАВКА", "ждём вас")
    assert "записана" in screen.said


def test_a_line_wider_than_the_paper_is_told_and_not_sent() -> None:
    acts = FakeActs()
    screen = page(acts)
    screen.set_header(("ЛАВКА", "х" * 49))
    press(screen, F9)
    assert screen.said == "Строка 2 длиннее 48 знаков."
    screen.set_header(tuple("х" for _ in range(7)))
    press(screen, F9)
    assert screen.said == "Строк больше, чем мест: 6."
    assert acts.done == [("register",)]


def test_an_empty_header_may_be_written() -> None:
    acts = FakeActs()
    screen = page(acts)
    screen.set_header(("",))
    press(screen, F9)
    assert acts.done[-1] == ("set_header", ())


def test_a_view_that_comes_meanwhile_leaves_what_is_typed() -> None:
    acts = FakeActs()
    screen = page(acts)
    screen.set_header(("ЛАВКА",))
    screen.entered(TillView())
    assert (screen.header, acts.done) == (("ЛАВКА",), [("register",)])


def test_f6_sets_the_clock_and_a_refusal_is_told() -> None:
    acts = FakeActs(probe=a_register(clock=REGISTER_CLOCK + timedelta(minutes=7)))
    screen = page(acts)
    assert "спешат на 7 мин" in told(screen)
    press(screen, F6)
    assert "идут верно" in told(screen)
    heard = Heard(screen)
    acts.trouble = ShiftAlreadyOpen("between shifts")
    press(screen, F6)
    assert isinstance(heard.troubles[0][0], ShiftAlreadyOpen)


def test_f7_prints_and_says_what_to_look_for() -> None:
    acts = FakeActs()
    screen = page(acts)
    press(screen, F7)
    assert acts.done[-1] == ("print_trial",)
    assert "алфавит" in screen.said


def test_a_silent_register_leaves_the_page_without_figures() -> None:
    acts = FakeActs(trouble=NoAnswer("silent"))
    screen = page(acts)
    assert told(screen) == ""
    assert "не ответил" in screen._state.text()
    assert not screen._header.isEnabled()
    press(screen, F5)
    assert "0000000000012345" in told(screen)


def test_a_register_without_a_header_says_so() -> None:
    probe = a_register()
    acts = FakeActs(probe=type(probe)(probe.status, None, None, probe.till_clock, ()))
    screen = page(acts)
    assert not screen._header.isEnabled()
    assert "не отдаёт" in screen._hint.text()
    assert RegistrarSetup() == screen._setup


def test_esc_leaves() -> None:
    screen = page(FakeActs())
    heard = Heard(screen)
    press(screen, ESC)
    assert heard.left == 1
