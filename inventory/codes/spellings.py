"""The same number written otherwise: what a scanner adds or leaves out of a GTIN.

GS1 General Specifications 2.1.4, 4.12 and 5.2.3: UPC-A is EAN-13 with a leading zero, a GTIN-14
with a leading zero names the same trade item, and an add-on of 2 or 5 digits (issue, price) is
no part of the number. A marking code holds the number of its good (see gtin).
"""

from __future__ import annotations

from inventory.codes import ean, gtin

_ADD_ONS = (5, 2)
_MAIN = (13, 12)  # EAN-13, UPC-A


def spellings(text: str) -> list[str]:
    """Other ways the number in that text may be kept, likeliest first; none for other texts."""
    digits = text.strip()
    return list(dict.fromkeys([*_of_number(digits), *_of_mark(digits)]))


def _of_number(digits: str) -> list[str]:
    if not (digits.isascii() and digits.isdigit()):
        return []
    found = _padded(digits)
    for main in _without_add_on(digits):
        found += [main, *_padded(main)]
    return found


def _of_mark(code: str) -> list[str]:
    number = gtin.within(code)
    return [*_padded(number), *_short(number), number] if number else []


def _padded(digits: str) -> list[str]:
    """UPC-A, EAN-13 and GTIN-14 of one number differ by zeros in front."""
    if len(digits) not in (12, 13, 14) or not ean.valid(digits):
        return []
    bare = digits.lstrip("0")
    return [padded for size in (13, 12, 14) if (padded := bare.zfill(size)) != digits
            and len(padded) == size]  # fmt: skip


def _short(gtin14: str) -> list[str]:
    """EAN-8, padded to 14 digits like the others."""
    bare = gtin14.lstrip("0").zfill(8)
    return [bare] if len(bare) == 8 else []


def _without_add_on(digits: str) -> list[str]:
    mains = (digits[:main] for main in _MAIN for extra in _ADD_ONS if len(digits) == main + extra)
    return [main for main in mains if ean.valid(main)]
