"""A command while a till runs: handed over to it, since only the till may write."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Client
from pathlib import Path

import pytest

from pos.bootstrap import commands, doorbell
from pos.bootstrap.doorbell import Doorbell, Emit, ring
from pos.bootstrap.headless import Addresses, opened
from pos.errors import AlreadyRunning, ShiftOpenHere
from tests.emulated.day import CARD
from tests.emulated.harness import Shop


class FakeTill:
    """Answers a command with its name, its parameters and the code it was told."""

    def __init__(self, code: int = 0, error: Exception | None = None) -> None:
        self.code, self.error = code, error
        self.threads: list[str] = []

    def __call__(self, name: str, params: dict[str, str], emit: Emit) -> int:
        self.threads.append(threading.current_thread().name)
        emit(name.encode())
        if self.error:
            raise self.error
        for key, value in params.items():
            emit(f"{key}={value}".encode())
        return self.code


@contextmanager
def listening(folder: Path, till: FakeTill) -> Iterator[None]:
    """A doorbell in that folder."""
    bell = Doorbell(folder, till)
    try:
        yield
    finally:
        bell.close()


def test_lines_and_exit_code_come_back_in_order(tmp_path: Path) -> None:
    told: list[bytes] = []
    with listening(tmp_path, FakeTill(code=7)):
        answer = ring(tmp_path, "shift", {"action": "x", "b": "2"}, told.append)
    assert told == [b"shift", b"action=x", b"b=2"]
    assert (answer.exit, answer.trouble) == (7, "")


def test_one_caller_after_another_is_answered(tmp_path: Path) -> None:
    till = FakeTill()
    with listening(tmp_path, till):
        assert [ring(tmp_path, "x", {}, _ignore).exit for _ in range(3)] == [0, 0, 0]
    assert till.threads == ["doorbell"] * 3


@pytest.mark.parametrize(("lang", "word"), [("ru", "смена"), ("en", "shift")])
def test_an_error_of_the_till_comes_back_in_words_of_the_caller(
    lang: str, word: str, tmp_path: Path
) -> None:
    with listening(tmp_path, FakeTill(error=ShiftOpenHere("the drawer is busy"))):
        answer = ring(tmp_path, "shift", {}, _ignore, lang)
        again = ring(tmp_path, "shift", {}, _ignore, lang)
    assert answer == again
    assert answer.exit == 1
    assert word in answer.trouble.lower()
    assert answer.trouble.endswith("[ShiftOpenHere: the drawer is busy]")
    assert "\n" not in answer.trouble


def test_nobody_answers_where_no_till_listens(tmp_path: Path) -> None:
    with listening(tmp_path, FakeTill()):
        pass
    assert not (tmp_path / doorbell.NAME).exists()
    with pytest.raises(AlreadyRunning):
        ring(tmp_path, "shift", {}, _ignore)


def test_a_port_of_a_till_that_is_gone_is_no_answer(tmp_path: Path) -> None:
    with listening(tmp_path, FakeTill()):
        left = (tmp_path / doorbell.NAME).read_bytes()
    (tmp_path / doorbell.NAME).write_bytes(left)
    with pytest.raises(AlreadyRunning):
        ring(tmp_path, "shift", {}, _ignore)


def test_who_does_not_know_the_key_is_not_heard_and_the_next_one_is(tmp_path: Path) -> None:
    till = FakeTill()
    with listening(tmp_path, till):
        file = tmp_path / doorbell.NAME
        right = file.read_bytes()
        address = json.loads(right)
        file.write_text(json.dumps(address | {"key": "AAAAAAAAAAAAAAAAAAAAAA=="}))
        with pytest.raises(AlreadyRunning):
            ring(tmp_path, "shift", {}, _ignore)
        assert till.threads == []
        file.write_bytes(right)
        assert ring(tmp_path, "shift", {}, _ignore).exit == 0


def test_a_call_that_is_no_command_does_not_end_the_listening(tmp_path: Path) -> None:
    with listening(tmp_path, FakeTill()):
        address = doorbell.address_in(tmp_path)
        with Client((doorbell.HERE, address.port), authkey=address.key) as line:
            line.send_bytes(b"nonsense")
        assert ring(tmp_path, "shift", {}, _ignore).exit == 0


def test_the_key_is_for_its_user_alone(tmp_path: Path) -> None:
    with listening(tmp_path, FakeTill()):
        assert (tmp_path / doorbell.NAME).stat().st_mode & 0o777 == 0o600


def test_commands_reach_a_till_that_runs(shop: Shop) -> None:
    with running(shop):
        shift = shop.run("shift", "x")
        sold = shop.run("replay", str(shop.write([CARD])))
        refused = shop.run("shift", "open")
    assert (shift.code, shift.answer["sales"]) == (0, 2)
    assert (sold.code, sold.answer["status"]) == (0, "done")
    assert refused.code == 1
    assert "ShiftOpenHere" in refused.words
    assert refused.words.count("\n") == 1
    assert shop.run_here("verify").answer["ok"]


def test_a_till_that_does_not_answer_is_told_in_one_line_and_nothing_is_written(
    shop: Shop,
) -> None:
    facts = shop.facts()
    with opened(shop.data, Addresses(shop.register, shop.terminal)):
        ran = shop.run("shift", "close")
        rebuilt = shop.run("rebuild")
    for one in (ran, rebuilt):
        assert (one.code, one.answers) == (1, [])
        assert "AlreadyRunning" in one.words
        assert one.words.count("\n") == 1
    assert shop.facts() == facts


@contextmanager
def running(shop: Shop) -> Iterator[None]:
    """A till without a window that answers the doorbell."""
    with opened(shop.data, Addresses(shop.register, shop.terminal)) as counter:
        bell = Doorbell(
            shop.data, lambda name, params, emit: commands.run(counter, name, params, emit)
        )
        try:
            yield
        finally:
            bell.close()


def _ignore(_line: bytes) -> None:
    """Output nobody reads."""
