"""The ledger of the emulated terminal outlives the end of its process."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from drivers import registry
from drivers.__main__ import main
from drivers.address import Address
from drivers.contracts.errors import NoAnswer, NoLink
from drivers.contracts.terminal import CardOperation, CardOrder
from drivers.terminals.emulated.device import EmulatedTerminal, Settings
from drivers.terminals.emulated.ledger import Entry, Ledger, read_ledger

NOON = datetime(2026, 3, 1, 9, tzinfo=UTC)
ORDER = CardOrder("sale-1", CardOperation.PAY, 100)


def _entry(ref: str, amount: int = 100) -> Entry:
    return Entry(ref, "pay", amount, "999900000001", "000001", "•••• 4821", NOON, approved=True)


def test_what_was_appended_is_there_when_the_file_is_opened_again(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    for ref in ("a", "b"):
        Ledger(path).append(_entry(ref))
    assert read_ledger(path) == [_entry("a"), _entry("b")]


def test_a_line_torn_by_a_power_cut_is_cut_and_written_over(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    Ledger(path).append(_entry("a"))
    with path.open("ab") as file:
        file.write(b'{"ref":"torn","operation":"pay","amount":1234567890,"rrn":"')
    ledger = Ledger(path)
    assert ledger.by_ref("torn") is None
    ledger.append(_entry("b", amount=1))
    assert [entry.ref for entry in read_ledger(path)] == ["a", "b"]


@pytest.mark.parametrize("content", [b"hello\n", b"[]\n", b'{"ref":"a"}\n'])
def test_a_file_of_something_else_is_not_taken_for_a_ledger(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    with pytest.raises(OSError, match="is no ledger"):
        Ledger(path)
    assert path.read_bytes() == content


class Emulator:
    """`python -m drivers emulate terminal` as a process."""

    def __init__(self, state: Path, *options: str) -> None:
        command = [sys.executable, "-m", "drivers", "emulate", "terminal"]
        listen = ["--listen", "tcp:127.0.0.1:0", "--state", str(state)]
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [*command, *listen, *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.url = str(self.event()["listening"])

    def event(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        event: dict[str, Any] = json.loads(self._process.stdout.readline())
        return event

    def tell(self, word: dict[str, object]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(word) + "\n")
        self._process.stdin.flush()

    def kill(self) -> int:
        self._process.kill()
        return self.wait()

    def stop(self) -> int:
        self._process.terminate()
        return self.wait()

    def wait(self) -> int:
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(BrokenPipeError):
                    stream.close()
        return self._process.wait(10)


Start = Callable[..., Emulator]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    running: list[Emulator] = []

    def start(*options: str) -> Emulator:
        running.append(Emulator(tmp_path / "ledger.jsonl", *options))
        return running[-1]

    yield start
    for emulator in running:
        emulator.kill()


def test_a_payment_that_was_answered_outlives_a_kill(start: Start) -> None:
    first = start()
    with closing(registry.open_terminal(first.url, allow_emulators=True)) as terminal:
        paid = terminal.run(ORDER)
    first.kill()
    with closing(registry.open_terminal(start().url, allow_emulators=True)) as terminal:
        assert terminal.find(ORDER.ref) == paid


@pytest.mark.parametrize(("fault", "is_paid"), [("die-before@1", False), ("die-after@1", True)])
def test_an_end_around_the_effect_is_settled_by_asking_after_the_restart(
    start: Start, fault: str, is_paid: bool
) -> None:
    first = start("--faults", fault)
    opened = registry.open_terminal(first.url, allow_emulators=True)
    with closing(opened) as terminal, pytest.raises(NoAnswer):
        terminal.run(ORDER)
    assert first.wait() == 137
    with closing(registry.open_terminal(start().url, allow_emulators=True)) as terminal:
        assert (terminal.find(ORDER.ref) is not None) == is_paid


def test_the_person_at_the_emulator_pulls_its_plug_and_puts_it_back(start: Start) -> None:
    emulator = start()
    with closing(registry.open_terminal(emulator.url, allow_emulators=True)) as terminal:
        terminal.status()
        emulator.tell({"offline": True})
        emulator.tell({"nonsense": 1})
        assert "known are" in emulator.event()["error"]  # So the words before it are obeyed.
        with pytest.raises(NoLink):
            terminal.run(ORDER)
        emulator.tell({"offline": False, "answer": "lost"})
        emulator.tell({"nonsense": 1})
        emulator.event()
        with pytest.raises(NoAnswer):
            _impatient(emulator.url)
        assert terminal.find(ORDER.ref) is not None
    assert emulator.event()["approved"] is True


def _impatient(url: str) -> None:
    pipe = Address.parse(url).transport(baud=115200)
    with closing(EmulatedTerminal(pipe, Settings(operation_s=0.3))) as terminal:
        terminal.run(ORDER)


def test_a_second_emulator_on_the_same_ledger_is_refused(
    start: Start, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start()
    listen = ["--listen", "tcp:127.0.0.1:0", "--state", str(tmp_path / "ledger.jsonl")]
    assert main(["emulate", "terminal", *listen]) == 1
    assert "in use by another emulator" in capsys.readouterr().err


def test_an_emulator_that_is_told_to_end_ends_well(start: Start) -> None:
    assert start().stop() == 0
