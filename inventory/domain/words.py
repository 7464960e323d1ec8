"""Names as a search sees them: words without case, ё and punctuation."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
_SIGN = re.compile(r"[^\w\x00-\x7f]")
# Stands before a name's first word once more, so that names that begin so can be asked for. No
# word holds it: it is no letter.
_BEGIN = "·"


def words(text: str) -> list[str]:
    """The words of a name or of a question: "Сыр «Тёртый» 1,5 %" → сыр, тертый, 1, 5."""
    return _WORD.findall(_plain(text))


def indexed(name: str) -> str:
    """A name's words as the index of names keeps them. Changing this asks for a new catalog.db.

    The index parts words at signs of ASCII by itself; only names with others are taken apart here.
    """
    plain = _plain(name)
    if _SIGN.search(plain):
        plain = " ".join(_WORD.findall(plain))
    first = _WORD.search(plain)
    return f"{plain} {_BEGIN}{first[0]}" if first else ""


def _plain(text: str) -> str:
    composed = text if text.isascii() else unicodedata.normalize("NFC", text)
    return composed.lower().replace("ё", "е")


def begins(word: str) -> str:
    """The word of the index that names beginning with that word have."""
    return _BEGIN + word
