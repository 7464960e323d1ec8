"""Our CD5220 commands against bytes that others send to real displays."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from drivers.displays.cd5220 import codec
from drivers.displays.cd5220.codec import Command, Kind

FRAMES: dict[str, bytes] = {
    frame["name"]: bytes.fromhex(frame["hex"])
    for frame in json.loads(Path(__file__).with_name("frames.json").read_text("utf-8"))
}
UPPER, LOWER = "0123456789ABCDEFGHIJ", "KLMNOPQRSTUVWXYZ[\\]_"


OURS = {
    "initialise": codec.INITIALISE,
    "clear": codec.CLEAR,
    "cursor off": codec.cursor(shown=False),
    "full light": codec.brightness(4),
    "upper line": codec.line(1, codec.cells(UPPER, "cp866")),
    "lower line": codec.line(2, codec.cells(LOWER, "cp866")),
    "russian text": codec.cells("Привет", "cp866").rstrip(),
    "russian text in cp1251": codec.cells("Привет", "cp1251").rstrip(),
    "french set": codec.international("F"),
}

READ = {
    "initialise": Command(Kind.INITIALISE),
    "clear": Command(Kind.CLEAR),
    "cursor off": Command(Kind.OTHER, data=b"\x1b_\x00"),
    "full light": Command(Kind.OTHER, data=b"\x1b*\x04"),
    "upper line": Command(Kind.LINE, row=1, data=UPPER.encode()),
    "lower line": Command(Kind.LINE, row=2, data=LOWER.encode()),
    "russian text": Command(Kind.CHARACTERS, data="Привет".encode("cp866")),
    "russian text in cp1251": Command(Kind.CHARACTERS, data="Привет".encode("cp1251")),
    "french set": Command(Kind.OTHER, data=b"\x1bfF"),
}


@pytest.mark.parametrize("name", FRAMES)
def test_we_send_the_bytes_that_others_send(name: str) -> None:
    assert OURS[name] == FRAMES[name]


@pytest.mark.parametrize("name", FRAMES)
def test_the_emulator_reads_the_bytes_that_others_send(name: str) -> None:
    assert codec.split(FRAMES[name]) == ([READ[name]], b"")
