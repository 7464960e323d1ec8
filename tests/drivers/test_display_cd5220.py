"""The CD5220 display: its codec, its device and its emulator."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.contracts.display import PortChecked
from drivers.contracts.errors import NoLink
from drivers.displays.cd5220 import codec
from drivers.displays.cd5220.codec import WIDTH, Kind
from drivers.displays.cd5220.device import Cd5220Display, Settings
from drivers.displays.cd5220.emulator import FAULTS, Cd5220Emulator
from drivers.emulation.control import BadWord
from drivers.emulation.faults import Faults
from drivers.emulation.server import EmulatorServer, Listen
from drivers.transports.loopback import LoopbackTransport
from drivers.transports.serial import SerialTransport
from drivers.transports.tcp import TcpTransport

AT_ONCE = Settings(start_s=0, gap_s=0)
COMMANDS = st.sampled_from(
    [
        codec.INITIALISE,
        codec.CLEAR,
        codec.CLEAR_LINE,
        codec.HOME,
        codec.move(3, 2),
        codec.cursor(shown=True),
        codec.code_table("R"),
        codec.line(1, codec.cells("Хлеб", "cp866")),
        codec.line(2, codec.cells("45.00", "cp866")),
        b"\x1bQDscrolled\r",
        b"\x1bW\x01\x01\x14\x02",
        b"\x1bZ",
    ]
)


class Counter:
    """A display of a counter with nobody behind a port."""

    def __init__(self, settings: Settings = AT_ONCE) -> None:
        self.events: list[Any] = []
        self.emulator = Cd5220Emulator(settings.encoding, emit=self.events.append)
        self.written = bytearray()
        self._session = self.emulator.session()
        self.pauses: list[float] = []
        self.display = Cd5220Display(LoopbackTransport(self._take), settings, self.pauses.append)

    def _take(self, data: bytes) -> bytes:
        self.written += data
        return self._session(data)


def test_two_lines_are_shown_padded_to_the_width() -> None:
    counter = Counter()
    counter.display.show("Хлеб Бородинский", "2 × 45.00 = 90.00")
    assert counter.emulator.lines == ("Хлеб Бородинский    ", "2 x 45.00 = 90.00   ")


def test_a_long_line_is_cut_to_the_width() -> None:
    counter = Counter()
    counter.display.show("0123456789" * 3, "")
    assert counter.emulator.lines == ("0123456789" * 2, " " * WIDTH)


def test_characters_outside_the_code_page_stay_readable() -> None:
    counter = Counter()
    counter.display.show("«Ёлка» — 5 ₽", "Chá ½")
    assert counter.emulator.lines == ('"Ёлка" - 5 руб.     ', "Cha 1/2             ")


@given(st.text(max_size=60), st.sampled_from(["cp866", "cp1251", "cp855", "koi8-r"]))
def test_any_text_is_exactly_one_line_without_control_characters(text: str, encoding: str) -> None:
    cells = codec.cells(text, encoding)
    assert len(cells) == WIDTH
    assert min(cells) >= 0x20


def test_a_display_with_another_code_page_is_sent_its_own() -> None:
    counter = Counter(Settings(encoding="cp1251", code_table="", start_s=0, gap_s=0))
    counter.display.show("Сыр", "")
    assert "Сыр".encode("cp1251") in counter.written
    assert b"\x1bc" not in counter.written


def test_a_display_hears_how_its_page_is_called_the_way_it_wants() -> None:
    counter = Counter(Settings("cp855", "", "R", 17, start_s=0, gap_s=0))
    counter.display.show("Сыр", "")
    assert b"\x1bfR\x1bt\x11" in counter.written
    assert counter.emulator.lines[0].strip() == "Сыр"


def test_a_display_without_cyrillic_is_sent_latin_letters() -> None:
    assert codec.cells("Щи с йогуртом «Ёж»", "latin") == b'Shchi s iogurtom "Ez'
    assert codec.cells("Съешь 5 ₽", "latin").rstrip() == b"Sieesh 5 rub."


def test_a_display_just_opened_is_reset_first_and_once() -> None:
    counter = Counter()
    counter.display.show("а", "б")
    counter.display.show("в", "г")
    assert counter.written.startswith(codec.CLEAR + codec.INITIALISE + codec.code_table("R"))
    assert counter.written.count(codec.INITIALISE) == 1


def test_a_display_is_given_the_time_that_real_ones_need() -> None:
    counter = Counter(Settings(start_s=0.2, gap_s=0.01))
    counter.display.show("а", "б")
    assert counter.pauses == [0.2, 0.01, 0.01, 0.01]


def test_clear_blanks_both_lines() -> None:
    counter = Counter()
    counter.display.show("а", "б")
    counter.display.clear()
    assert counter.emulator.lines == (" " * WIDTH, " " * WIDTH)


def test_the_world_is_told_what_the_customer_sees_when_it_changes() -> None:
    counter = Counter()
    counter.display.show("ИТОГО", "90.00")
    counter.display.show("ИТОГО", "90.00")
    upper, lower = "ИТОГО".ljust(WIDTH), "90.00".ljust(WIDTH)
    assert counter.events == [{"display": [upper, " " * WIDTH]}, {"display": [upper, lower]}]


def test_a_line_command_makes_the_display_deaf_to_the_cursor_until_cleared() -> None:
    emulator = Cd5220Emulator()
    receive = emulator.session()
    receive(codec.line(1, codec.cells("ИТОГО", "cp866")) + codec.move(1, 2) + b"X")
    assert emulator.lines == ("ИТОГО".ljust(WIDTH), " " * WIDTH)
    receive(codec.CLEAR + codec.move(20, 2) + b"XY" + codec.HOME)
    assert emulator.lines == ("Y".ljust(WIDTH), "X".rjust(WIDTH))
    receive(codec.CLEAR_LINE)
    assert emulator.lines == (" " * WIDTH, "X".rjust(WIDTH))


@pytest.mark.parametrize("place", [(0, 1), (21, 1), (1, 3), (1, 0)])
def test_a_place_outside_the_display_is_no_place(place: tuple[int, int]) -> None:
    emulator = Cd5220Emulator()
    emulator.session()(codec.move(*place) + b"X")
    assert emulator.lines[0].startswith("X")


@given(st.lists(COMMANDS, max_size=8), st.data())
def test_commands_are_read_alike_however_the_bytes_are_cut(
    sent: list[bytes], data: st.DataObject
) -> None:
    whole = b"".join(sent)
    cut = data.draw(st.integers(0, len(whole)))
    first, rest = codec.split(whole[:cut])
    second, left = codec.split(rest + whole[cut:])
    assert (first + second, left) == codec.split(whole)
    assert len(first + second) == len(sent)


@given(st.binary(max_size=300))
def test_noise_shows_something_and_breaks_nothing(noise: bytes) -> None:
    emulator = Cd5220Emulator()
    receive = emulator.session()
    receive(noise)
    receive(b"\r" * 8)  # Ends whatever the noise has begun.
    receive(codec.line(1, codec.cells("жива", "cp866")))
    assert [len(line) for line in emulator.lines] == [WIDTH, WIDTH]
    assert emulator.lines[0].startswith("жива")


def test_a_line_that_never_ends_is_noise() -> None:
    commands, rest = codec.split(b"\x1bQA" + b"x" * 100)
    assert commands[0].kind is Kind.OTHER
    assert rest == b""


def test_a_display_can_lose_a_command() -> None:
    counter = Counter()
    counter.display.show("а", "б")
    counter.emulator.obey({"faults": "drop-request@1"})
    counter.display.show("в", "г")
    assert [line.strip() for line in counter.emulator.lines] == ["а", "г"]


@pytest.mark.parametrize("word", [{"faults": "garbage@1"}, {"faults": 1}, {"paper": False}])
def test_a_word_that_a_display_does_not_know_is_told(word: dict[str, object]) -> None:
    with pytest.raises(BadWord, match="known"):
        Cd5220Emulator().obey(word)


@pytest.mark.parametrize(("spec", "shown"), [("die-before@1", ""), ("die-after@1", "а")])
def test_the_end_of_a_display_comes_before_or_after_the_effect(spec: str, shown: str) -> None:
    class Ended(Exception):
        pass

    def die() -> None:
        raise Ended

    emulator = Cd5220Emulator(faults=Faults.parse(spec, FAULTS), die=die)
    with pytest.raises(Ended):
        emulator.session()(codec.line(1, codec.cells("а", "cp866")))
    assert emulator.lines[0].strip() == shown


def test_a_display_over_tcp_that_was_unplugged_is_noticed_and_reset_when_it_is_back() -> None:
    emulator = Cd5220Emulator()
    server = EmulatorServer(emulator, "cd5220", Listen("127.0.0.1"))
    port = int(server.start().rpartition(":")[2])
    with closing(Cd5220Display(TcpTransport("127.0.0.1", port), AT_ONCE)) as display:
        display.show("до", "")
        server.stop()
        with pytest.raises(NoLink):
            display.show("во время", "")
        server.start()
        display.check()
        display.show("после", "")
    server.stop()


def test_a_display_on_a_serial_port_is_written_to(tmp_path: Path) -> None:
    server = EmulatorServer(Cd5220Emulator(), "cd5220", Listen(path=str(tmp_path / "port")))
    server.start()
    with closing(Cd5220Display(SerialTransport(str(tmp_path / "port"), 9600), AT_ONCE)) as display:
        assert isinstance(display, PortChecked)
        display.check()
        display.show("а", "б")
    server.stop()


def test_a_display_that_babbles_all_the_time_is_shown_a_text_nevertheless() -> None:
    class Babbler(LoopbackTransport):
        def read(self, size: int, timeout_s: float) -> bytes:
            return b"\x06" * size

    emulator = Cd5220Emulator()
    display = Cd5220Display(Babbler(emulator.session()), AT_ONCE)
    display.show("до", "")
    display.show("после", "")
    assert emulator.lines[0].strip() == "после"


def test_a_port_that_is_not_there_is_no_link(tmp_path: Path) -> None:
    display = Cd5220Display(SerialTransport(str(tmp_path / "none"), 9600), AT_ONCE)
    with pytest.raises(NoLink):
        display.check()
