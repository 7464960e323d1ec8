"""What people type into forms, read strictly: whole numbers out, never a float between."""

from __future__ import annotations

import re
from itertools import pairwise

from backoffice.errors import BadEntry

_SPACES = str.maketrans("", "", " \u00a0\u2009\u202f")
_MONEY = re.compile(r"(\d{1,9})(?:[.,](\d{1,2}))?", re.ASCII)
_PERCENT = re.compile(r"(\d{1,3})(?:[.,](\d{1,2}))?", re.ASCII)
_CODE = re.compile(r"[\x21-\x7e]{1,64}")


def money(text: str, field: str) -> int:
    """Kopecks of "94,90", "94.9", "1 094"; raises BadEntry for anything else."""
    return _hundredths(text.translate(_SPACES).removesuffix("₽"), _MONEY, field, "money")


def percent(text: str, field: str) -> int:
    """1/100 of a per cent of "5" or "12,5", up to 100; raises BadEntry."""
    hundredths = _hundredths(text.translate(_SPACES).removesuffix("%"), _PERCENT, field, "percent")
    if hundredths > 10_000:
        raise BadEntry(field, "percent")
    return hundredths


def _hundredths(text: str, shape: re.Pattern[str], field: str, why: str) -> int:
    found = shape.fullmatch(text)
    if found is None:
        raise BadEntry(field, why)
    whole, rest = found.groups(default="")
    return int(whole) * 100 + int(rest.ljust(2, "0"))


def line(text: str, field: str, *, limit: int, needed: bool = True) -> str:
    """One line of text without outer spaces; raises BadEntry when empty or longer than that."""
    clean = " ".join(text.split())
    if needed and not clean:
        raise BadEntry(field, "empty")
    if len(clean) > limit:
        raise BadEntry(field, "long")
    return clean


def codes(text: str, field: str) -> tuple[str, ...]:
    """Codes with spaces, commas or line ends between, each once; raises BadEntry."""
    found = tuple(dict.fromkeys(re.split(r"[\s,;]+", text.strip()))) if text.strip() else ()
    if not all(_CODE.fullmatch(code) for code in found):
        raise BadEntry(field, "code")
    return found


def pin(text: str, field: str) -> str:
    """A PIN of 4 to 8 digits, no row of equal or neighbouring ones; raises BadEntry."""
    if not re.fullmatch(r"\d{4,8}", text, re.ASCII):
        raise BadEntry(field, "pin")
    steps = {int(b) - int(a) for a, b in pairwise(text)}
    if steps in ({0}, {1}, {-1}):
        raise BadEntry(field, "pin_simple")
    return text


def person_inn(text: str, field: str) -> str:
    """A person's ИНН: nothing, or 12 digits whose last two check the rest; raises BadEntry."""
    clean = text.translate(_SPACES)
    if clean and not _checks(clean):
        raise BadEntry(field, "inn")
    return clean


def _checks(inn: str) -> bool:
    if not re.fullmatch(r"\d{12}", inn, re.ASCII):
        return False
    digits = [int(digit) for digit in inn]
    weights = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
    # The weights of the eleventh digit are those of the twelfth without the first.
    return all(
        sum(w * d for w, d in zip(weights[1 - n :], digits, strict=False)) % 11 % 10
        == digits[10 + n]
        for n in (0, 1)
    )
