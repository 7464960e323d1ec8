"""A scanner on a serial cable, as the program listens to it: halves, noise, a pulled plug."""

from __future__ import annotations

import json
import queue
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from drivers import registry
from drivers.contracts.scanner import Heard, Scanned, Unread
from drivers.supervisor import DeviceState, Health, SupervisedScanner
from tests.drivers.wires import PATIENCE_S, Cable

NOON = datetime(2026, 3, 1, 9, tzinfo=UTC)
MILK, BREAD = "4601234567890", "4600439931256"


class Ear:
    """Listens to a scanner and keeps what it hears, and how the scanner is."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._heard: queue.SimpleQueue[Heard] = queue.SimpleQueue()
        self._states: queue.SimpleQueue[Health] = queue.SimpleQueue()
        self.scanner = SupervisedScanner(
            "scanner",
            lambda: registry.open_scanner(self.url),
            on_heard=self._heard.put,
            clock=lambda: NOON,
            on_change=self._states.put,
        )

    def hears(self) -> Heard:
        return self._heard.get(timeout=PATIENCE_S)

    def reads(self) -> str:
        heard = self.hears()
        assert isinstance(heard, Scanned), heard
        return heard.text

    def waits_for(self, state: DeviceState) -> Health:
        while (health := self._states.get(timeout=PATIENCE_S)).state is not state:
            continue
        return health

    @property
    def is_silent(self) -> bool:
        return self._heard.empty()

    def close(self) -> None:
        self.scanner.close()


@pytest.fixture
def cable(tmp_path: Path) -> Iterator[Cable]:
    made = Cable(tmp_path / "scanner")
    yield made
    made.pull()


@contextmanager
def ear_on(cable: Cable, options: str = "") -> Iterator[Ear]:
    with closing(Ear(f"scanner+serial://{cable.path}?baud=9600{options}")) as ear:
        ear.waits_for(DeviceState.ONLINE)
        yield ear


def test_codes_come_by_themselves_in_order(cable: Cable) -> None:
    with ear_on(cable) as ear:
        cable.send(f"{MILK}\r\n{BREAD}\r\n".encode())
        assert [ear.reads(), ear.reads()] == [MILK, BREAD]


def test_the_same_code_within_the_set_time_is_heard_once(cable: Cable) -> None:
    with ear_on(cable, "&repeat_ms=60000") as ear:
        cable.send(f"{MILK}\r{MILK}\r{MILK}\r{BREAD}\r".encode())
        assert [ear.reads(), ear.reads()] == [MILK, BREAD]
        assert ear.is_silent


def test_repeats_are_heard_where_the_setting_says_so(cable: Cable) -> None:
    with ear_on(cable, "&repeat_ms=0") as ear:
        cable.send(f"{MILK}\r{MILK}\r".encode())
        assert [ear.reads(), ear.reads()] == [MILK, MILK]


def test_prefix_suffix_symbology_and_gs_are_as_the_address_says(cable: Cable) -> None:
    with ear_on(cable, "&prefix=%02&suffix=%03") as ear:
        cable.send(b"\x02]d20104600439931256215abc\x1d93dGVz\x03")
        assert ear.hears() == Scanned(
            b"]d20104600439931256215abc\x1d93dGVz", "0104600439931256215abc\x1d93dGVz", "]d2"
        )


def test_without_a_suffix_a_pause_ends_a_code(cable: Cable) -> None:
    with ear_on(cable, "&suffix=none&idle_ms=50") as ear:
        cable.send(MILK.encode())
        assert ear.reads() == MILK
        cable.send(BREAD.encode())
        assert ear.reads() == BREAD


def test_half_a_code_is_told_and_is_no_part_of_the_next_one(cable: Cable) -> None:
    with ear_on(cable) as ear:
        cable.send(b"460123")
        assert isinstance(ear.hears(), Unread)
        cable.send(f"{MILK}\r".encode())
        assert ear.reads() == MILK


def test_noise_is_told_and_the_port_stays_open(cable: Cable) -> None:
    with ear_on(cable) as ear:
        cable.send(bytes(range(0x80, 0x100)) + b"\x00\r")
        assert isinstance(ear.hears(), Unread)
        cable.send(f"{MILK}\r".encode())
        assert ear.reads() == MILK
        assert ear.scanner.health.failures == 0


@pytest.mark.parametrize("encoding", ["cp866", "cp1251"])
def test_cyrillic_is_read_in_the_code_page_of_the_address(cable: Cable, encoding: str) -> None:
    with ear_on(cable, f"&encoding={encoding}") as ear:
        cable.send("Скидка-15\r".encode(encoding))
        assert ear.reads() == "Скидка-15"


def test_a_pulled_plug_is_told_and_the_scanner_is_heard_again_when_it_is_back(
    cable: Cable,
) -> None:
    with ear_on(cable) as ear:
        cable.send(b"460123")
        cable.pull()
        assert "NoLink" in ear.waits_for(DeviceState.OFFLINE).last_error
        cable.plug()
        ear.waits_for(DeviceState.ONLINE)
        cable.send(f"{MILK}\r".encode())
        while isinstance(heard := ear.hears(), Unread):
            continue
        assert heard.text == MILK


def test_another_address_is_taken_without_a_restart(cable: Cable, tmp_path: Path) -> None:
    other = Cable(tmp_path / "other")
    with ear_on(cable) as ear:
        ear.url = f"scanner+serial://{other.path}"
        ear.scanner.reconnect()
        while ear.is_silent:  # bytes from before the port was open are lost
            other.send(f"{BREAD}\r".encode())
            time.sleep(0.05)
        assert ear.reads() == BREAD
        cable.send(f"{MILK}\r".encode())
        other.send(f"{BREAD[:-1]}\r".encode())
        assert ear.reads() == BREAD[:-1]
    other.pull()


def test_a_scanner_that_never_was_there_is_heard_when_it_comes(tmp_path: Path) -> None:
    with closing(Ear(f"scanner+serial://{tmp_path}/scanner")) as ear:
        ear.waits_for(DeviceState.OFFLINE)
        cable = Cable(tmp_path / "scanner")
        ear.waits_for(DeviceState.ONLINE)
        cable.send(f"{MILK}\r".encode())
        assert ear.reads() == MILK
    cable.pull()


class Emulator:
    """`python -m drivers emulate scanner` in a process of its own."""

    def __init__(self, listen: str) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", "drivers", "emulate", "scanner", "--listen", listen],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.url = str(self._line()["listening"])

    def scan(self, code: str) -> None:
        """Until the cable has carried it: a client may still be at the door."""
        assert self._process.stdin is not None
        heard: object = False
        while not heard:
            print(json.dumps({"scan": code}), file=self._process.stdin, flush=True)
            heard = self._line()["heard"]

    def end(self, how: signal.Signals) -> None:
        self._process.send_signal(how)
        self._process.communicate(timeout=PATIENCE_S)

    def _line(self) -> dict[str, object]:
        assert self._process.stdout is not None
        line = json.loads(self._process.stdout.readline())
        assert isinstance(line, dict)
        return line


@pytest.mark.parametrize("carrier", ["pty", "tcp"])
def test_an_emulator_that_is_killed_and_started_again_is_heard_again(
    carrier: str, tmp_path: Path
) -> None:
    first = Emulator(f"pty:{tmp_path}/scanner" if carrier == "pty" else "tcp:127.0.0.1:0")
    with closing(Ear(first.url)) as ear:
        ear.waits_for(DeviceState.ONLINE)
        first.scan(MILK)
        assert ear.reads() == MILK
        first.end(signal.SIGKILL)
        ear.waits_for(DeviceState.OFFLINE)
        port = first.url.rpartition(":")[2]
        again = f"pty:{tmp_path}/scanner" if carrier == "pty" else f"tcp:127.0.0.1:{port}"
        second = Emulator(again)
        ear.waits_for(DeviceState.ONLINE)
        second.scan(BREAD)
        assert ear.reads() == BREAD
        second.end(signal.SIGTERM)
