"""The emulated scanner: what it sends, what it obeys, how it fails."""

from __future__ import annotations

from typing import Any

import pytest

from drivers.contracts.scanner import Scanned, Unread
from drivers.emulation.control import BadWord
from drivers.emulation.faults import Faults
from drivers.scanners.serial.codec import Form, Messages
from drivers.scanners.serial.emulator import FAULTS, ScannerEmulator

MILK = "4601234567890"


class Counter:
    """A scanner on a counter, whose cable ends here."""

    def __init__(self, form: Form | None = None, faults: str = "") -> None:
        self.events: list[Any] = []
        self.sent: list[bytes] = []
        self.is_plugged = True
        self.scanner = ScannerEmulator(
            form or Form(), Faults.parse(faults, FAULTS), self.events.append, self._send, self._die
        )

    def _send(self, data: bytes) -> bool:
        self.sent.append(data)
        return self.is_plugged

    def _die(self) -> None:
        raise Ended


class Ended(Exception):
    """The emulator's process is over."""


def test_a_code_is_sent_as_a_scanner_of_that_form_sends_it() -> None:
    counter = Counter(Form.parse(prefix="\x02", suffix="tab"))
    counter.scanner.obey({"scan": MILK, "symbology": "]E0"})
    assert counter.sent == [b"\x02]E04601234567890\t"]
    assert counter.events == [{"sent": counter.sent[0].hex(), "heard": True}]


def test_a_code_without_a_cable_is_told_to_be_lost() -> None:
    counter = Counter()
    counter.is_plugged = False
    counter.scanner.obey({"scan": MILK})
    assert counter.events[0]["heard"] is False


def test_a_scanner_nobody_connected_loses_what_it_reads() -> None:
    events: list[Any] = []
    ScannerEmulator(emit=events.append).obey({"scan": MILK})
    assert events[0]["heard"] is False


def test_any_bytes_can_be_sent() -> None:
    counter = Counter()
    counter.scanner.obey({"bytes": "34 36 ff"})
    assert counter.sent == [b"46\xff"]


def test_it_takes_no_orders_over_the_cable() -> None:
    assert Counter().scanner.session()(b"\x16T\r") == b""


def test_nothing_to_obey_is_no_mistake() -> None:
    counter = Counter()
    counter.scanner.obey({})
    assert counter.sent == []


@pytest.mark.parametrize(
    "word",
    [
        {"scan": ""},
        {"scan": 46},
        {"scan": MILK, "symbology": "E0"},
        {"scan": MILK, "symbology": 0},
        {"scan": MILK, "colour": "red"},
        {"scan": "\ud800"},
        {"bytes": "xyz"},
        {"faults": "drop-request@1"},
        {"faults": 1},
        {"paper": False},
    ],
)
def test_a_word_that_a_scanner_does_not_know_is_told(word: dict[str, object]) -> None:
    with pytest.raises(BadWord, match=r"know|symbology|said in|hex"):
        Counter().scanner.obey(word)


def test_a_code_can_get_lost_or_be_spoilt_and_the_next_one_is_whole() -> None:
    counter = Counter()
    counter.scanner.obey({"faults": "drop-reply@1,garbage@2"})
    for _ in range(3):
        counter.scanner.obey({"scan": MILK})
    messages = Messages(Form())
    spoilt, whole = (one for data in counter.sent for one in messages.feed(data))
    assert isinstance(spoilt, Unread)
    assert whole == Scanned(MILK.encode(), MILK)


@pytest.mark.parametrize(("faults", "sent"), [("die-before@1", 0), ("die-after@1", 1)])
def test_its_end_comes_before_or_after_the_code(faults: str, sent: int) -> None:
    counter = Counter(faults=faults)
    with pytest.raises(Ended):
        counter.scanner.obey({"scan": MILK})
    assert len(counter.sent) == sent
