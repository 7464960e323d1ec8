"""Commands of the CD5220 customer display; pure.

User's Manual CD5220 (Partner Tech), the command table; bytes taken from outside stand in
tests/contracts/cd5220. Columns and rows count from 1, as in the manual.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from drivers.displays.cd5220.latin import latin
from drivers.text import readable

WIDTH, HEIGHT = 20, 2
ESC, CR = 0x1B, 0x0D

INITIALISE = b"\x1b@"
CLEAR = b"\x0c"
CLEAR_LINE = b"\x18"
HOME = b"\x0b"

# In place of a code page: Russian in Latin letters.
LATIN = "latin"

# A scrolled message has at most 40 characters; longer is no command but noise.
MAX_STRING = 40


class Kind(Enum):
    """What a command does."""

    INITIALISE = "initialise"
    CLEAR = "clear"
    CLEAR_LINE = "clear line"
    HOME = "home"
    MOVE = "move"
    LINE = "line"
    CHARACTERS = "characters"
    OTHER = "other"  # brightness, code tables, glyphs: nothing the cells show


@dataclass(frozen=True, slots=True)
class Command:
    """One command; `row` and `column` count from 1, `data` are bytes of the code page."""

    kind: Kind
    row: int = 0
    column: int = 0
    data: bytes = b""


# How many bytes follow ESC and the letter (manual, command table).
_ARGUMENTS = {
    0x40: 0,  # @ initialise
    0x11: 0,  # overwrite mode
    0x12: 0,  # vertical scroll
    0x13: 0,  # horizontal scroll
    0x5B: 1,  # [ cursor keys
    0x6C: 2,  # l x y
    0x5F: 1,  # _ cursor
    0x2A: 1,  # * brightness
    0x63: 1,  # c code table
    0x66: 1,  # f international set
    0x74: 1,  # t code page, Epson's; many clones take it
    0x3D: 1,  # = pass-through
    0x25: 1,  # % user characters
    0x3F: 1,  # ? forget a user character
    0x73: 1,  # s store them
    0x57: 4,  # W window
}
_STRING = 0x51  # Q A, Q B: whole line; Q C, Q D: scrolled
_ROWS = {0x41: 1, 0x42: 2}
_CONTROLS = {0x0C: Kind.CLEAR, 0x18: Kind.CLEAR_LINE, 0x0B: Kind.HOME}


def line(row: int, cells: bytes) -> bytes:
    """ESC Q A/B: write a whole line at once. Cursor commands are deaf after it, until `CLEAR`."""
    return bytes([ESC, _STRING, 0x40 + row]) + cells + bytes([CR])


def move(column: int, row: int) -> bytes:
    """ESC l x y."""
    return bytes([ESC, 0x6C, column, row])


def cursor(shown: bool) -> bytes:
    """ESC _ n."""
    return bytes([ESC, 0x5F, shown])


def brightness(quarters: int) -> bytes:
    """ESC * n, 1 to 4 quarters of full light."""
    return bytes([ESC, 0x2A, quarters])


def code_table(letter: str) -> bytes:
    """ESC c n: R for Russia, L for Slavonic; units differ."""
    return bytes([ESC, 0x63]) + letter.encode("ascii")


def international(letter: str) -> bytes:
    """ESC f n: the set of a country, R for Russia on units that have it."""
    return bytes([ESC, 0x66]) + letter.encode("ascii")


def code_page(number: int) -> bytes:
    """ESC t n: Epson's command, taken by clones; the number of CP866 is 17 on many of them."""
    return bytes([ESC, 0x74, number])


def cells(text: str, encoding: str) -> bytes:
    """Exactly one line of the display: what it cannot show is made readable, the rest is cut.

    No control character comes through: a CR inside would end the command.
    """
    if encoding == LATIN:
        text, encoding = latin(readable(text, "cp866")), "ascii"
    return readable(text, encoding).encode(encoding)[:WIDTH].ljust(WIDTH)


def split(data: bytes) -> tuple[list[Command], bytes]:
    """The whole commands at the start of `data`, and the bytes of the one that is not whole."""
    commands: list[Command] = []
    while data:
        size = _size(data)
        if not size:
            break
        commands.append(_command(data[:size]))
        data = data[size:]
    return commands, data


def _size(data: bytes) -> int:
    """Of the first command; 0 while it is not whole."""
    if data[0] != ESC:
        return _run(data)
    if len(data) < 2:
        return 0
    if data[1] == _STRING:
        end = data.find(bytes([CR]), 3)
        if end < 0:
            return 2 if len(data) > 3 + MAX_STRING else 0
        return end + 1
    size = 2 + _ARGUMENTS.get(data[1], 0)
    return size if len(data) >= size else 0


def _run(data: bytes) -> int:
    if data[0] < 0x20:
        return 1
    return next((n for n, byte in enumerate(data) if byte < 0x20), len(data))


def _command(data: bytes) -> Command:
    if data[0] >= 0x20:
        return Command(Kind.CHARACTERS, data=data)
    if data[0] in _CONTROLS:
        return Command(_CONTROLS[data[0]])
    if data == INITIALISE:
        return Command(Kind.INITIALISE)
    if data[:2] == b"\x1bl":
        return Command(Kind.MOVE, column=data[2], row=data[3])
    if data[:2] == b"\x1bQ" and len(data) > 3 and data[2] in _ROWS:
        return Command(Kind.LINE, row=_ROWS[data[2]], data=data[3:-1])
    return Command(Kind.OTHER, data=data)
