"""The device on a wire: when it speaks up, what it keeps to itself, what a lost port costs."""

from __future__ import annotations

from collections import deque

import pytest

from drivers.contracts.errors import NoLink
from drivers.contracts.scanner import Heard, Scanned, Unread
from drivers.scanners.serial.codec import HALF, Form
from drivers.scanners.serial.device import SerialScanner, Settings

MILK, BREAD = b"4601234567890\r", b"4600439931256\r"
Event = tuple[float, bytes]


class Wire:
    """A port on which bytes arrive at moments, and the clock that goes on meanwhile."""

    def __init__(self, *arriving: Event) -> None:
        self.at = 0.0
        self.cut_at = float("inf")
        self.opened = 0
        self._arriving = deque(arriving)
        self._here = b""
        self._is_open = False

    def clock(self) -> float:
        return self.at

    def write(self, data: bytes) -> None:
        raise AssertionError("a scanner is told nothing")

    def read(self, size: int, timeout_s: float) -> bytes:
        self.opened += not self._is_open
        self._is_open = True
        until = self.at + timeout_s
        if until >= self.cut_at and not self._here and not self._comes_before(self.cut_at):
            self.at = self.cut_at
            raise NoLink("the cable was pulled")
        self._arrive(self.at)
        while len(self._here) < size and self._arriving and self._arriving[0][0] <= until:
            self.at = self._arriving[0][0]
            self._arrive(self.at)
        if len(self._here) < size:
            self.at = until
        taken, self._here = self._here[:size], self._here[size:]
        return taken

    def close(self) -> None:
        self._is_open = False
        self._here = b""

    def _comes_before(self, moment: float) -> bool:
        return bool(self._arriving) and self._arriving[0][0] < moment

    def _arrive(self, at: float) -> None:
        while self._arriving and self._arriving[0][0] <= at:
            self._here += self._arriving.popleft()[1]


def all_heard(scanner: SerialScanner, wire: Wire, until: float) -> list[Heard]:
    heard: list[Heard] = []
    while wire.at < until:
        heard += scanner.listen(0.25)
    return heard


def texts(heard: list[Heard]) -> list[str]:
    return [one.text if isinstance(one, Scanned) else one.why for one in heard]


def scanner_on(wire: Wire, settings: Settings | None = None) -> SerialScanner:
    return SerialScanner(wire, settings, wire.clock)


def test_a_code_is_told_as_soon_as_it_is_whole() -> None:
    wire = Wire((0.1, b"4601234"), (0.15, b"567890\r"))
    assert texts(list(scanner_on(wire).listen(5))) == ["4601234567890"]
    assert wire.at < 0.2


def test_silence_is_no_code_and_no_trouble() -> None:
    wire = Wire()
    assert scanner_on(wire).listen(0.25) == []
    assert wire.at == pytest.approx(0.25)


def test_two_codes_that_came_together_are_both_told_in_order() -> None:
    wire = Wire((0.1, MILK + BREAD))
    assert texts(list(scanner_on(wire).listen(1))) == ["4601234567890", "4600439931256"]


def test_a_code_seen_again_and_again_is_told_once_however_long_it_lies_there() -> None:
    wire = Wire(*((0.1 + n * 0.5, MILK) for n in range(10)))
    assert texts(all_heard(scanner_on(wire), wire, 6)) == ["4601234567890"]


def test_the_same_code_after_a_rest_is_another_piece() -> None:
    wire = Wire((0.1, MILK), (0.9, MILK))
    assert texts(all_heard(scanner_on(wire), wire, 2)) == ["4601234567890"] * 2


def test_another_code_in_between_makes_it_another_piece() -> None:
    wire = Wire((0.1, MILK), (0.2, BREAD), (0.3, MILK))
    heard = texts(all_heard(scanner_on(wire), wire, 1))
    assert heard == ["4601234567890", "4600439931256", "4601234567890"]


def test_repeats_are_all_told_when_the_setting_says_so() -> None:
    wire = Wire((0.1, MILK), (0.11, MILK))
    scanner = scanner_on(wire, Settings(repeat_s=0))
    assert texts(all_heard(scanner, wire, 1)) == ["4601234567890"] * 2


def test_half_a_code_is_told_as_half_even_when_listening_begins_anew_meanwhile() -> None:
    wire = Wire((0.24, b"460123"))
    heard = all_heard(scanner_on(wire), wire, 2)
    assert heard == [Unread(b"460123", HALF)]


def test_a_code_in_two_halves_with_a_short_break_is_whole() -> None:
    wire = Wire((0.1, b"460123"), (0.35, b"4567890\r"))
    assert texts(all_heard(scanner_on(wire), wire, 1)) == ["4601234567890"]


def test_without_a_suffix_a_pause_ends_the_code() -> None:
    settings = Settings.of(Form.parse(suffix="none"))
    wire = Wire((0.1, b"4601234567890"), (0.5, b"4600439931256"))
    heard = texts(all_heard(scanner_on(wire, settings), wire, 1))
    assert heard == ["4601234567890", "4600439931256"]


def test_noise_is_told_and_the_next_code_is_read() -> None:
    wire = Wire((0.1, b"\x00\xff\xfe\r"), (0.2, MILK))
    first, second = all_heard(scanner_on(wire), wire, 1)
    assert isinstance(first, Unread)
    assert isinstance(second, Scanned)


def test_a_lost_port_forgets_half_a_code_and_is_opened_again() -> None:
    wire = Wire((0.1, b"460123"), (0.8, MILK))
    wire.cut_at = 0.2
    scanner = scanner_on(wire)
    with pytest.raises(NoLink):
        scanner.listen(0.25)
    wire.cut_at = float("inf")
    assert texts(all_heard(scanner, wire, 1)) == ["4601234567890"]
    assert wire.opened == 2
