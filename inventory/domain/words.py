"""Names as a search sees them: words without case, ё and punctuation."""

from __future__ import annotations

import re
import unicodedata

# What FTS5's unicode61 takes for a word too: letters and digits.
_WORD = re.compile(r"[^\W_]+")


def words(text: str) -> list[str]:
    """The words of a name or of a question: "Сыр «Тёртый» 1,5 %" → сыр, тертый, 1, 5."""
    plain = unicodedata.normalize("NFC", text).lower().replace("ё", "е")
    return _WORD.findall(plain)
