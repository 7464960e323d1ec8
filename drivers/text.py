"""Text for devices that know one old code page and nothing else."""

from __future__ import annotations

import unicodedata

# What a person reads in place of a character that the code page lacks.
_INSTEAD = {
    "«": '"',
    "»": '"',
    "„": '"',
    "“": '"',
    "”": '"',
    "‟": '"',
    "″": '"',
    "‘": "'",
    "’": "'",
    "‚": "'",
    "′": "'",
    "‹": "'",
    "›": "'",
    "`": "'",
    "—": "-",
    "–": "-",
    "‒": "-",
    "―": "-",
    "‐": "-",
    "‑": "-",
    "−": "-",
    "№": "N",
    "…": "...",
    "₽": "руб.",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "©": "(c)",
    "®": "(r)",
    "™": "(tm)",
    "•": "*",
    "·": "*",
    "×": "x",
    "÷": ":",
    "±": "+/-",
    "≈": "~",
    "≤": "<=",
    "≥": ">=",
    "°": "гр.",
    "½": "1/2",
    "¼": "1/4",
    "¾": "3/4",
    "ё": "е",
    "Ё": "Е",
    "ø": "o",
    "Ø": "O",
    "ß": "ss",
    "æ": "ae",
    "Æ": "AE",
    "ł": "l",
    "Ł": "L",
    "đ": "d",
    "ı": "i",
    "і": "i",
    "І": "I",
    "ў": "у",
    "Ў": "У",
    "ґ": "г",
    "Ґ": "Г",
    "є": "е",
    "Є": "Е",
}
UNKNOWN = "?"


def readable(text: str, encoding: str) -> str:
    """The same text in characters that `encoding` (cp866, cp1251, …) has.

    Characters it has stay, ё and № of CP866 too. The others become what a person reads the
    same way (« → ", ₽ → руб., é → e), at last "?": none is dropped but marks that nobody sees.
    """
    composed = unicodedata.normalize("NFC", text)
    return "".join(_character(character, encoding) for character in composed)


def _character(character: str, encoding: str) -> str:
    if character in "\t\r\n\x0b\x0c\x85\u2028\u2029":
        return " "  # a line of paper is one line
    if character == "\xa0" or unicodedata.category(character) == "Zs":
        return " "
    if unicodedata.category(character) in ("Cc", "Cf", "Mn"):
        return ""  # soft hyphens, joiners, directions, lone accents
    if _has(encoding, character):
        return character
    if character in _INSTEAD:
        return _known(_INSTEAD[character], encoding)
    return _known(unicodedata.normalize("NFKD", character), encoding)


def _known(text: str, encoding: str) -> str:
    kept = [c for c in text if not unicodedata.combining(c)]
    return "".join(c if _has(encoding, c) else UNKNOWN for c in kept) or UNKNOWN


def _has(encoding: str, character: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
