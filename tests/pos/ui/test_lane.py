"""Calls go in order to one thread and come home to ours."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel
from shiboken6 import delete

from pos.ui.kit.lane import Lane
from tests.fakes.qt import pump


@pytest.fixture
def lane() -> Iterator[Lane]:
    made = Lane("test lane")
    yield made
    assert made.close()


class Home(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.answers: list[tuple[object, str]] = []
        self.errors: list[Exception] = []

    def done(self, answer: object) -> None:
        self.answers.append((answer, threading.current_thread().name))

    def failed(self, error: Exception) -> None:
        self.errors.append(error)


def test_answers_come_in_order_on_the_thread_that_asked(lane: Lane) -> None:
    home = Home()
    for number in range(50):
        lane.run(lambda number=number: number, done=home.done)  # type: ignore[misc]
    pump(lambda: not lane.busy)
    assert [answer for answer, _ in home.answers] == list(range(50))
    assert {name for _, name in home.answers} == {threading.current_thread().name}


def test_the_work_is_done_on_another_thread(lane: Lane) -> None:
    home = Home()
    lane.run(lambda: threading.current_thread().name, done=home.done)
    pump(lambda: not lane.busy)
    assert home.answers[0][0] == "test lane"


def test_a_failure_comes_home_too_and_the_lane_goes_on(lane: Lane) -> None:
    home = Home()
    lane.run(lambda: 1 // 0, done=home.done, failed=home.failed)
    lane.run(lambda: 7, done=home.done)
    pump(lambda: not lane.busy)
    assert isinstance(home.errors[0], ZeroDivisionError)
    assert home.answers[0][0] == 7


def test_a_late_answer_finds_a_closed_page_and_does_nothing(
    lane: Lane, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults: list[object] = []
    monkeypatch.setattr(sys, "excepthook", lambda *fault: faults.append(fault))
    label = QLabel("before")
    slow = threading.Event()
    lane.run(lambda: (slow.wait(5) and "after") or "", done=label.setText)
    delete(label)
    slow.set()
    pump(lambda: not lane.busy)
    assert faults == []


def test_closing_does_not_wait_for_a_device_for_ever() -> None:
    stuck, begun, release = Lane("stuck"), threading.Event(), threading.Event()

    def hang() -> None:
        begun.set()
        release.wait()

    stuck.run(hang)
    assert begun.wait(5)
    assert stuck.close(timeout_s=0.05) is False
    release.set()
    assert stuck.close(timeout_s=5)


def test_a_closed_lane_takes_no_more_calls() -> None:
    lane, calls = Lane("closed"), list[int]()
    assert lane.close()
    lane.run(lambda: calls.append(1))
    assert (lane.busy, calls) == (False, [])
