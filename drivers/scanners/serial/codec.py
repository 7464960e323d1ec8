"""Bytes of a scanner on a wire ↔ codes; pure.

A message is prefix, AIM identifier (ISO/IEC 15424: `]`, a letter, a modifier), data, suffix; all
but the data are chosen at the scanner. GS (1Dh) separates fields of a GS1 code and RS, EOT those
of ISO/IEC 15434: they are data and end nothing.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from drivers.contracts.scanner import Heard, Scanned, Unread

# What ends a message; the longest is tried first. "auto" is how scanners leave the factory.
SUFFIXES: dict[str, tuple[bytes, ...]] = {
    "auto": (b"\r\n", b"\r", b"\n"),
    "cr": (b"\r",),
    "lf": (b"\n",),
    "crlf": (b"\r\n",),
    "tab": (b"\t",),
    "none": (),
}
AIM = re.compile(rb"\][A-Za-z][0-9A-Za-z]")
LONGEST = 7089  # digits in the largest QR code (ISO/IEC 18004); longer is no code
SEPARATORS = frozenset("\x04\x1c\x1d\x1e\x1f")
GS = "\x1d"
ENDLESS = f"more than {LONGEST} bytes without an end"
HALF = "the message has no end"


@dataclass(frozen=True, slots=True)
class Form:
    """How one scanner was set up. Without ends a pause ends a message."""

    prefix: bytes = b""
    ends: tuple[bytes, ...] = SUFFIXES["auto"]
    encoding: str = "utf-8"

    @classmethod
    def parse(cls, prefix: str = "", suffix: str = "auto", encoding: str = "utf-8") -> Form:
        """From words of a person: a suffix is a name of `SUFFIXES` or control characters.

        ValueError for anything else; its text is for the person.
        """
        if not prefix.isascii():
            raise ValueError(f"a prefix is ASCII, not {prefix!r}")
        return cls(prefix.encode("ascii"), _ends(suffix), _encoding(encoding))


class Messages:
    """Cuts a stream into messages; half a message waits for the rest or for a pause."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._waiting = b""
        self._is_flood = False
        ends = sorted(form.ends, key=len, reverse=True)
        self._end = re.compile(b"|".join(map(re.escape, ends)) or rb"(?!)")

    @property
    def waiting(self) -> bool:
        """Whether a message has begun and has no end yet."""
        return bool(self._waiting) or self._is_flood

    def feed(self, data: bytes) -> list[Heard]:
        """Take bytes, however they are cut; what has become whole comes out."""
        *whole, self._waiting = self._end.split(self._waiting + data)
        heard = [one for raw in whole if (one := self._told(raw)) is not None]
        if len(self._waiting) > LONGEST:
            self._waiting, self._is_flood = b"", True
        return heard

    def pause(self) -> Heard | None:
        """Nothing came for a while: the end of a message without a suffix, else half of one."""
        raw, self._waiting = self._waiting, b""
        if self._form.ends and raw and not self._is_flood:
            return Unread(raw, HALF)
        return self._told(raw)

    def _told(self, raw: bytes) -> Heard | None:
        """None for what is empty: LF after CR, a line feed on its own."""
        if self._is_flood:  # this is the tail of it
            self._is_flood = False
            return Unread(raw, ENDLESS)
        return read(raw, self._form) if raw else None


def _ends(suffix: str) -> tuple[bytes, ...]:
    if suffix in SUFFIXES:
        return SUFFIXES[suffix]
    if suffix and all(char < " " for char in suffix) and GS not in suffix:
        return (suffix.encode("ascii"),)
    names = ", ".join(SUFFIXES)
    raise ValueError(f"a suffix is {names} or control characters but GS, not {suffix!r}")


def _encoding(name: str) -> str:
    """One in which digits are digits, else no GTIN would be found."""
    try:
        if "0]".encode(name) == b"0]":
            return codecs.lookup(name).name
    except (LookupError, ValueError):
        pass
    raise ValueError(f"a scanner has a code page with plain digits, not {name!r}")


def read(raw: bytes, form: Form) -> Heard:
    """A whole message without its suffix. What stands before the prefix is noise of the wire."""
    _noise, prefix, body = raw.partition(form.prefix) if form.prefix else (b"", b"", raw)
    if prefix != form.prefix:
        return Unread(raw, f"the prefix {form.prefix.hex(' ')} is missing")
    found = AIM.match(body)
    symbology = found.group().decode("ascii") if found else ""
    try:
        text = body[len(symbology) :].decode(form.encoding)
    except UnicodeError:
        return Unread(raw, f"this is no {form.encoding}")
    if not text.strip() or any(map(_is_noise, text)):
        return Unread(raw, "this is no code")
    return Scanned(body, text, symbology)


def _is_noise(char: str) -> bool:
    return (char < " " and char not in SEPARATORS) or char == "\x7f"


def write(code: Scanned, form: Form) -> bytes:
    """The message a scanner of that form sends for a code; `raw` is not looked at."""
    end = form.ends[0] if form.ends else b""
    data = code.symbology.encode("ascii") + code.text.encode(form.encoding)
    return form.prefix + data + end
