"""Nobody knows what became of a card: the keys of a decision, asked twice, with reason and PIN."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from pos.domain.views import PendingStage
from pos.errors import CardStands, NotAllowed
from tests.fakes.counter import FakeDesk
from tests.fakes.hands import BREAD, MILK, PAD, Hands, at_the_till

F5, F7, ENTER, ESCAPE = (
    Qt.Key.Key_F5,
    Qt.Key.Key_F7,
    Qt.Key.Key_Return,
    Qt.Key.Key_Escape,
)


def lost(desk: FakeDesk) -> None:
    """The terminal does not answer until somebody has decided."""
    pending = desk.state.pending
    if pending is None or any(call.startswith("decide") for call in desk.calls):
        desk.finish()
        return
    desk.stage(PendingStage.CARD_UNKNOWN, "NoLink")
    raise CardStands("unknown")


@pytest.fixture
def unknown() -> Iterator[Hands]:
    """A milk is paid by a card of which nobody knows."""
    with at_the_till(FakeDesk(carry=lost)) as hands:
        hands.scan(MILK)
        hands.press(Qt.Key.Key_Slash, PAD)
        yield hands


def story(hands: Hands) -> str:
    """What the card beside the basket says."""
    return hands.page.story._state.accessibleName()


def test_the_story_tells_who_decides_where_the_terminal_stays_away(unknown: Hands) -> None:
    assert "решает старший" in story(unknown)
    keys = [key.text() for key in unknown.page.story._keys.values() if key.isVisible()]
    assert keys == ["Деньги списаны", "Деньги не списаны"]


@pytest.mark.parametrize(("key", "moved"), [(F5, True), (F7, False)])
def test_a_decision_is_asked_twice_then_why_and_by_whom(
    unknown: Hands, key: Qt.Key, moved: bool
) -> None:
    unknown.press(key)
    assert "94,90" in unknown.strip
    assert unknown.page.entry.accessibleName() != "Почему:"
    unknown.press(key)
    assert unknown.page.entry.accessibleName() == "Почему:"
    unknown.type("в выписке есть")
    unknown.press(ENTER)
    unknown.type("7319")
    assert unknown.desk.calls == []
    unknown.press(ENTER)
    assert unknown.desk.calls == [f"decide_card {moved} 7319 в выписке есть"]
    view = unknown.window.cashier.view
    assert view.pending is None
    assert bool(view.finished) is moved
    assert unknown.lines == (0 if moved else 1)


def test_the_pin_is_dots_to_eye_and_ear(unknown: Hands) -> None:
    unknown.press(F5)
    unknown.press(F5)
    unknown.type("звонок в банк")
    unknown.press(ENTER)
    unknown.type("7319")
    entry = unknown.page.entry
    assert (entry.shown, entry.accessibleDescription()) == ("••••", "••••")
    unknown.press(ESCAPE)
    unknown.type("12")
    assert entry.shown == "12"


def test_another_key_between_makes_the_next_press_a_first_one(unknown: Hands) -> None:
    unknown.press(F5)
    unknown.press(F7)
    unknown.press(F5)
    assert unknown.page.entry.accessibleName() != "Почему:"
    unknown.press(ESCAPE)
    unknown.press(F5)
    assert unknown.page.entry.accessibleName() != "Почему:"


def test_enter_alone_gives_no_reason(unknown: Hands) -> None:
    unknown.press(F5)
    unknown.press(F5)
    unknown.press(ENTER)
    assert unknown.page.entry.accessibleName() == "Почему:"


def test_a_scan_goes_to_the_next_customer_while_the_reason_is_asked(unknown: Hands) -> None:
    unknown.press(F5)
    unknown.press(F5)
    unknown.scan(BREAD)
    assert unknown.window.cashier.view.basket.lines[0].code == BREAD
    assert unknown.page.entry.accessibleName() == "Почему:"


def test_nobody_is_asked_any_more_once_the_terminal_has_answered(unknown: Hands) -> None:
    unknown.press(F5)
    unknown.press(F5)
    unknown.desk.carry = FakeDesk.finish
    unknown.window.cashier.settle()
    unknown.wait()
    assert unknown.page.entry.accessibleName() != "Почему:"


def test_who_has_no_right_is_told_so_and_the_question_stays_open(unknown: Hands) -> None:
    def refuse(*, moved: bool, pin: str, reason: str) -> None:
        raise NotAllowed("card_decision")

    unknown.desk.decide_card = refuse  # type: ignore[assignment,method-assign]
    unknown.press(F7)
    unknown.press(F7)
    unknown.type("так сказали")
    unknown.press(ENTER)
    unknown.type("2580")
    unknown.press(ENTER)
    assert "решить за терминал" in unknown.strip
    pending = unknown.window.cashier.view.pending
    assert pending is not None
    assert pending.stage is PendingStage.CARD_UNKNOWN


@pytest.mark.parametrize(
    ("is_return", "reversing", "title", "key"),
    [
        (True, False, "Неизвестно, вернулись ли деньги", "Деньги вернулись"),
        (False, True, "Неизвестно, вернулись ли деньги", "Деньги вернулись на карту"),
    ],
)
def test_money_that_goes_back_is_named_so(
    unknown: Hands, is_return: bool, reversing: bool, title: str, key: str
) -> None:
    pending = unknown.desk.state.pending
    assert pending is not None
    changed = replace(pending, is_return=is_return, reversing=reversing)
    unknown.desk.state = replace(unknown.desk.state, pending=changed)
    unknown.window.cashier.refresh()
    unknown.wait()
    assert title in unknown.page.story._big.accessibleName()
    assert key in [one.text() for one in unknown.page.story._keys.values() if one.isVisible()]
    unknown.press(F5)
    assert "вернулись на карту" in unknown.strip
