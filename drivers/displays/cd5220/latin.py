"""Russian in Latin letters, for a display that has no Cyrillic.

ICAO Doc 9303 part 3, section 6 B (transliteration of Cyrillic characters), as in passports; the
soft sign falls away.
"""

from __future__ import annotations

# A letter and what stands for it.
_PAIRS = (
    "аa бb вv гg дd еe ёe жzh зz иi йi кk лl мm нn оo пp рr сs тt уu фf хkh цts чch шsh щshch"
    " ъie ыy ь эe юiu яia"
)
_LETTERS = {pair[0]: pair[1:] for pair in _PAIRS.split()}
_TABLE = str.maketrans(
    _LETTERS | {cyrillic.upper(): latin.capitalize() for cyrillic, latin in _LETTERS.items()}
)


def latin(text: str) -> str:
    """The same text with Latin letters for the Russian ones."""
    return text.translate(_TABLE)
