"""Login: digits and Enter, or one click in the demo."""

from __future__ import annotations

from PySide6.QtCore import Qt

from drivers.contracts.errors import NoAnswer
from pos.demo import content
from pos.domain.views import TillView
from pos.ui.start.login import LoginScreen
from pos.ui.start.people import PersonCard
from tests.fakes.acts import FakeActs, LateLane, NowLane, demo_shop
from tests.fakes.screens import Heard, desk_of, press

ENTER = Qt.Key.Key_Return


def screen(acts: FakeActs, lane: NowLane | None = None) -> tuple[LoginScreen, Heard]:
    made = LoginScreen(desk_of(acts, lane or NowLane()), content.people())
    made.show()
    made.entered(TillView(shop=demo_shop()))
    return made, Heard(made)


def nobody() -> FakeActs:
    return FakeActs(now=TillView(shop=demo_shop()))


def test_a_typed_pin_and_enter_log_in() -> None:
    login, heard = screen(nobody())
    press(login, "4271", ENTER)
    assert [view.user.name for view in heard.views if view.user] == ["Анна К."]


def test_a_click_on_a_demo_card_logs_in_with_one_input() -> None:
    login, heard = screen(nobody())
    login.findChildren(PersonCard)[1].click()
    assert [view.user.name for view in heard.views if view.user] == ["Мария П."]


def test_the_cards_say_who_and_which_pin() -> None:
    login, _ = screen(nobody())
    names = [card.accessibleName() for card in login.findChildren(PersonCard)]
    assert names == [
        "Анна К., кассир, ПИН 4271",
        "Мария П., старший кассир, ПИН 5830",
        "Ольга С., владелец, ПИН 7096",
    ]


def test_a_wrong_pin_is_said_and_the_next_try_starts_empty() -> None:
    login, heard = screen(nobody())
    press(login, "1212", ENTER)
    assert login.said == "ПИН-код не подошёл."
    assert login.typed == 0
    press(login, "4271", ENTER)
    assert len(heard.views) == 1


def test_too_many_tries_lock_the_entry_and_count_down() -> None:
    login, heard = screen(nobody())
    for _ in range(4):
        press(login, "1212", ENTER)
    assert "30" in login.said
    press(login, "4271", ENTER)
    assert heard.views == []
    for _ in range(30):
        login.count_down()
    assert login.said == ""


def test_backspace_takes_one_digit_and_escape_all() -> None:
    login, _ = screen(nobody())
    press(login, "427", Qt.Key.Key_Backspace)
    assert login.typed == 2
    press(login, Qt.Key.Key_Escape)
    assert login.typed == 0


def test_enter_without_digits_asks_nobody() -> None:
    acts = nobody()
    login, _ = screen(acts)
    press(login, ENTER)
    assert acts.wrong_tries == 0


def test_while_a_pin_is_checked_no_second_one_is_sent() -> None:
    lane = LateLane()
    login, heard = screen(nobody(), lane)
    press(login, "4271", ENTER, "4271", ENTER)
    assert lane.waiting == 1
    lane.go()
    assert len(heard.views) == 1


def test_another_error_goes_to_the_strip() -> None:
    class Broken(FakeActs):
        def log_in(self, pin: str) -> TillView:
            raise NoAnswer("for the strip")

    login, heard = screen(Broken())
    press(login, "4271", ENTER)
    assert [type(error) for error, _ in heard.troubles] == [NoAnswer]
