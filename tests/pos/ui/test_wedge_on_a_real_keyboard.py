"""A wedge scanner and a person on one keyboard of a real X server, Russian layout active."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.pos.ui.xserver import ENTER, NUM_PLUS, Keyboard, Till, x_server

MILK, BREAD, TEA = "2900000000018", "2900000000025", "ABC-123"
DEAF_S = 0.3


@dataclass
class Desk:
    keyboard: Keyboard
    till: Till


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    with x_server("ru") as display:
        yield display


@pytest.fixture
def desk(display: str) -> Iterator[Desk]:
    keyboard, till = Keyboard(display), Till(display)
    keyboard.focus(till.window)
    assert till.until(lambda state: bool(state["active"]))["active"]
    yield Desk(keyboard, till)
    till.close()
    keyboard.close()


def test_a_scan_in_the_russian_layout_arrives_in_latin_with_the_focus_elsewhere(desk: Desk) -> None:
    assert desk.till.ask("elsewhere")["focused"]
    desk.keyboard.scan(TEA)
    state = desk.till.until(lambda state: bool(state["lines"]))
    assert state["scans"] == [[TEA, True]]
    assert (state["field"], state["entry"]) == ("", "")


def test_typing_with_the_focus_elsewhere_stays_where_the_focus_is(desk: Desk) -> None:
    desk.till.ask("elsewhere")
    desk.keyboard.keys("vjkjrj", 60)
    state = desk.till.until(lambda state: state["field"] == "молоко")
    assert (state["field"], state["entry"], state["scans"]) == ("молоко", "", [])


def test_a_fast_typist_is_no_scanner(desk: Desk) -> None:
    desk.keyboard.keys(MILK, 60)
    state = desk.till.until(lambda state: state["entry"] == MILK)
    assert (state["entry"], state["scans"]) == (MILK, [])
    desk.keyboard.press(ENTER, 60)
    state = desk.till.until(lambda state: bool(state["lines"]))
    assert state["scans"] == [[MILK, False]]


def test_two_keys_rolled_over_are_typing(desk: Desk) -> None:
    for pair in ("12", "34", "56"):
        desk.keyboard.press(9 + int(pair[0]), 120)
        desk.keyboard.press(9 + int(pair[1]), 8)
    state = desk.till.until(lambda state: state["entry"] == "123456")
    assert (state["entry"], state["scans"]) == ("123456", [])


def test_a_scan_amid_typing_leaves_the_typing_untouched(desk: Desk) -> None:
    desk.keyboard.keys("12", 80)
    assert desk.till.until(lambda state: state["entry"] == "12")["entry"] == "12"
    desk.keyboard.scan(BREAD)
    state = desk.till.until(lambda state: bool(state["lines"]))
    assert (state["scans"], state["entry"]) == ([[BREAD, True]], "12")


def test_a_program_that_stalls_in_the_middle_of_a_scan_types_nothing(desk: Desk) -> None:
    desk.till.ask("elsewhere")
    desk.keyboard.keys(BREAD, 12)  # the server keeps the pauses while we go on
    desk.till.tell("busy 130")
    desk.keyboard.press(ENTER, 12)
    desk.till.answer()
    state = desk.till.until(lambda state: bool(state["scans"]))
    assert (state["scans"], state["field"]) == ([[BREAD, True]], "")


def test_a_group_separator_of_a_gs1_code_is_kept(desk: Desk) -> None:
    desk.keyboard.scan("0104600000\x1d21abc")
    state = desk.till.until(lambda state: bool(state["scans"]))
    assert state["scans"] == [["0104600000\x1d21abc", True]]


def test_an_unknown_code_is_kept_on_the_strip_and_the_next_scan_works(desk: Desk) -> None:
    desk.keyboard.scan("4600000000000")
    state = desk.till.until(lambda state: "4600000000000" in str(state["strip"]))
    assert "4600000000000" in state["strip"]
    desk.keyboard.scan(MILK)
    state = desk.till.until(lambda state: bool(state["lines"]))
    assert (state["lines"], state["strip"]) == (1, "")


def test_enter_after_scans_takes_no_money(desk: Desk) -> None:
    desk.keyboard.scan(MILK)
    desk.keyboard.press(ENTER, 60)
    desk.keyboard.press(ENTER, 400)
    state = desk.till.until(lambda state: bool(state["lines"]))
    assert (state["lines"], state["began"]) == (1, 0)


def test_the_payment_key_is_deaf_right_after_a_scan_and_pays_later(desk: Desk) -> None:
    desk.keyboard.scan(MILK)
    desk.keyboard.press(NUM_PLUS, 5)
    desk.keyboard.press(NUM_PLUS, 100)
    assert desk.till.until(lambda state: bool(state["lines"]))["began"] == 0
    time.sleep(2 * DEAF_S)
    assert desk.till.ask("state")["began"] == 0
    desk.keyboard.press(NUM_PLUS)
    assert desk.till.until(lambda state: bool(state["began"]))["began"] == 1
