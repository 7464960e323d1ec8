"""The number of a good inside a longer code: GS1 element strings and marks of cigarette packs.

GS1 General Specifications 3.3.3 (identifier 01) and 5.6 (DataMatrix); a pack of cigarettes bears
29 characters without identifiers, its GTIN first.
"""

from __future__ import annotations

from inventory.codes import ean

_SYMBOLOGY = 3  # "]d2": a bracket, a letter, a digit
_IDENTIFIER = "01"
_SIZE = 14
_PACK = 29


def within(text: str) -> str:
    """The GTIN-14 that such a code begins with; empty for any other text, a bare number too."""
    code = text[_SYMBOLOGY:] if text.startswith("]") else text
    code = code.strip()  # FNC1 in first place is a separator, 1Dh
    if code.startswith(_IDENTIFIER) and len(code) > len(_IDENTIFIER) + _SIZE:
        return _checked(code[len(_IDENTIFIER) :])
    return _checked(code) if len(code) == _PACK else ""


def _checked(code: str) -> str:
    number = code[:_SIZE]
    return number if ean.valid(number) else ""
