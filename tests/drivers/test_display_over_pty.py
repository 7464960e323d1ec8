"""A customer display on a serial cable: code pages, halves, noise, a pulled plug, a killed unit."""

from __future__ import annotations

import json
import queue
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from drivers import registry
from drivers.displays.cd5220 import codec
from drivers.displays.cd5220.codec import WIDTH
from drivers.displays.cd5220.emulator import Cd5220Emulator
from drivers.supervisor import DeviceState, Health, SupervisedDisplay
from tests.drivers.wires import PATIENCE_S, Cable

NOON = datetime(2026, 3, 1, 9, tzinfo=UTC)
TEXT = ("Щёлк, съешь", "ИТОГО 45.00")


class Till:
    """The display as the program holds it, and how it is."""

    def __init__(self, url: str) -> None:
        self._states: queue.SimpleQueue[Health] = queue.SimpleQueue()
        self.display = SupervisedDisplay(
            "display",
            lambda: registry.open_display(url),
            clock=lambda: NOON,
            on_change=self._states.put,
            probe_every_s=0.2,
        )

    def waits_for(self, state: DeviceState) -> Health:
        while (health := self._states.get(timeout=PATIENCE_S)).state is not state:
            continue
        return health

    def close(self) -> None:
        self.display.close()


@pytest.fixture
def cable(tmp_path: Path) -> Iterator[Cable]:
    made = Cable(tmp_path / "display")
    yield made
    made.pull()


@contextmanager
def till_at(cable: Cable, options: str = "") -> Iterator[Till]:
    with closing(Till(f"cd5220+serial://{cable.path}?baud=9600{options}")) as till:
        yield till


def line_of(row: int, cells: bytes) -> bytes:
    """A whole line as the command table of the manual has it."""
    return b"\x1bQ" + b" AB"[row : row + 1] + cells.ljust(WIDTH) + b"\r"


@pytest.mark.parametrize(
    ("options", "alphabet", "upper"),
    [
        # "Щёлк" in each page: bytes of the pages themselves, not of our encoder.
        ("&encoding=cp866", b"\x1bcR", b"\x99\xf1\xab\xaa"),
        ("&encoding=cp1251&table=", b"", b"\xd9\xb8\xeb\xea"),
        ("&encoding=cp855&table=&set=R", b"\x1bfR", b"\xfa\x84\xd0\xc6"),
        ("&encoding=cp866&table=&page=17", b"\x1bt\x11", b"\x99\xf1\xab\xaa"),
        ("&encoding=latin&table=", b"", b"Shchelk"),
    ],
)
def test_each_unit_gets_its_own_code_page(
    options: str, alphabet: bytes, upper: bytes, cable: Cable
) -> None:
    with till_at(cable, options) as till:
        till.display.show("Щёлк", "45.00")
        sent = cable.received(line_of(1, upper) + line_of(2, b"45.00"))
        assert sent.startswith(codec.CLEAR + codec.INITIALISE + alphabet + b"\x1b_\x00\x1bQA")


def test_a_unit_that_gets_its_bytes_one_by_one_shows_the_same(cable: Cable) -> None:
    unit = Cd5220Emulator("cp866")
    receive = unit.session()
    with till_at(cable) as till:
        till.display.show(*TEXT)
        for byte in cable.received(line_of(2, TEXT[1].encode("cp866"))):
            receive(bytes([byte]))
        assert unit.lines == tuple(text.ljust(WIDTH) for text in TEXT)


def test_noise_from_the_unit_disturbs_nothing(cable: Cable) -> None:
    with till_at(cable) as till:
        till.display.show(*TEXT)
        cable.received(b"\r")
        cable.send(b"\x06\x15\xff\x00" * 40)
        till.display.show("Сыр", "")
        cable.received(line_of(1, "Сыр".encode("cp866")))
        assert till.display.health.failures == 0


def test_noise_before_a_text_is_gone_after_the_next_start(cable: Cable) -> None:
    unit = Cd5220Emulator("cp866")
    receive = unit.session()
    receive(bytes(range(0x20, 0x100)) + b"\x1bQA half a li")
    with till_at(cable) as till:
        till.display.show(*TEXT)
        receive(cable.received(line_of(2, TEXT[1].encode("cp866"))))
    assert unit.lines == tuple(text.ljust(WIDTH) for text in TEXT)


def test_a_plug_pulled_in_the_middle_is_told_and_the_latest_text_is_there_afterwards(
    cable: Cable,
) -> None:
    with till_at(cable) as till:
        till.display.show(*TEXT)
        cable.received(b"\x1bQA")  # half a line is out
        cable.pull()
        assert "NoLink" in till.waits_for(DeviceState.OFFLINE).last_error
        till.display.show("Сыр", "90.00")
        cable.plug()
        started = cable.received(line_of(2, b"90.00"))
        assert started.startswith(codec.CLEAR + codec.INITIALISE)
        assert line_of(1, "Сыр".encode("cp866")) in started
        till.waits_for(DeviceState.ONLINE)


class Unit:
    """`python -m drivers emulate display` in a process of its own."""

    def __init__(self, port: Path) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", "drivers", "emulate", "display", "--listen", f"pty:{port}"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.url = str(self._line()["listening"])

    def shows(self, upper: str) -> None:
        while True:
            told = self._line()["display"]
            assert isinstance(told, list)
            if told[0].strip() == upper:
                return

    def end(self, how: signal.Signals) -> None:
        self._process.send_signal(how)
        self._process.communicate(timeout=PATIENCE_S)

    def _line(self) -> dict[str, object]:
        assert self._process.stdout is not None
        line = json.loads(self._process.stdout.readline())
        assert isinstance(line, dict)
        return line


def test_a_unit_that_is_killed_and_started_again_shows_the_latest_text(tmp_path: Path) -> None:
    first = Unit(tmp_path / "display")
    with closing(Till(first.url)) as till:
        till.display.show(*TEXT)
        first.shows(TEXT[0])
        first.end(signal.SIGKILL)
        till.waits_for(DeviceState.OFFLINE)
        till.display.show("Сыр", "")
        second = Unit(tmp_path / "display")
        second.shows("Сыр")
        second.end(signal.SIGTERM)
