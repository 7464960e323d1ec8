"""Names as a search sees them: words without case, ё and punctuation."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
_SIGN = re.compile(r"[^\w\x00-\x7f]")
# Stands before a word once more, so that names can be asked for that are to come first with it. No
# word holds it: it is no letter.
_BEGIN = "·"


def words(text: str) -> list[str]:
    """The words of a name or of a question: "Сыр «Тёртый» 1,5 %" → сыр, тертый, 1, 5."""
    return _WORD.findall(_plain(text))


def indexed(name: str, *, first: bool = False) -> str:
    """A name's words as the index of names keeps them. Changing this asks for a new catalog.db.

    A name comes first with the word it begins with; one that is `first`, with each of its words.
    The index parts words at signs of ASCII by itself; only names with others are taken apart here.
    """
    plain = _plain(name)
    if _SIGN.search(plain):
        plain = " ".join(_WORD.findall(plain))
    if first:
        return " ".join([plain, *(_BEGIN + word for word in dict.fromkeys(_WORD.findall(plain)))])
    begin = _WORD.search(plain)
    return f"{plain} {_BEGIN}{begin[0]}" if begin else ""


def _plain(text: str) -> str:
    composed = text if text.isascii() else unicodedata.normalize("NFC", text)
    return composed.lower().replace("ё", "е")


def to_come_first(word: str) -> str:
    """The word of the index that names have which come first with that word."""
    return _BEGIN + word
