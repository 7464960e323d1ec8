"""Names as a search sees them: words without case, ё and punctuation."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
# Stands before a name's first word once more, so that names that begin so can be asked for. No
# word holds it: it is no letter.
_BEGIN = "·"


def words(text: str) -> list[str]:
    """The words of a name or of a question: "Сыр «Тёртый» 1,5 %" → сыр, тертый, 1, 5."""
    plain = text if text.isascii() else unicodedata.normalize("NFC", text)
    return _WORD.findall(plain.lower().replace("ё", "е"))


def indexed(name: str) -> str:
    """A name's words as the index of names keeps them. Changing this asks for a new catalog.db."""
    found = words(name)
    return f"{' '.join(found)} {_BEGIN}{found[0]}" if found else ""


def begins(word: str) -> str:
    """The word of the index that names beginning with that word have."""
    return _BEGIN + word
