"""Text as documents take it: CP866, with a reading-alike for what that page lacks."""

from __future__ import annotations

from drivers.contracts.ffd.tlv import TEXT
from drivers.text import UNKNOWN, readable

# What names of goods are full of, read as `readable` reads it, in one pass.
_USUAL = str.maketrans(
    {"«": '"', "»": '"', "“": '"', "”": '"', "„": '"', "’": "'", "—": "-", "–": "-", "\xa0": " "}
)


def legible(text: str) -> str:
    """The text in CP866, « as " and ₽ as руб.; as it was where a character has nothing alike."""
    if encodable(text) and text.isprintable():
        return text
    usual = text.translate(_USUAL)
    if encodable(usual) and usual.isprintable():
        return usual
    told = readable(text, TEXT)
    return text if told.count(UNKNOWN) > text.count(UNKNOWN) else told


def encodable(text: str) -> bool:
    """Whether CP866 has all of its characters."""
    if text.isascii():
        return True
    try:
        text.encode(TEXT)
    except UnicodeEncodeError:
        return False
    return True


def stranger(text: str) -> str:
    """The first character that CP866 lacks, empty for none."""
    return next((one for one in text if not encodable(one)), "")


def fitted(text: str, size: int) -> str:
    """A text that a document takes: itself where it can be, else with ? and cut at the end."""
    told = legible(text)
    if len(told) <= size and encodable(told):
        return text
    return readable(text, TEXT)[:size].rstrip()
