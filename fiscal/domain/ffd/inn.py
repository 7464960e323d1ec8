"""Control digits of an ИНН."""

from __future__ import annotations

_TEN = (2, 4, 10, 3, 5, 9, 4, 6, 8)
_ELEVENTH = (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
_TWELFTH = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)


def inn_valid(inn: str) -> bool:
    """Whether the control digits agree: 10 digits for a company, 12 for a person."""
    if not (inn.isascii() and inn.isdigit()) or inn.startswith("00"):  # there is no region 00
        return False
    if len(inn) == 10:
        return _control(inn, _TEN) == int(inn[9])
    if len(inn) == 12:
        return _control(inn, _ELEVENTH) == int(inn[10]) and _control(inn, _TWELFTH) == int(inn[11])
    return False


def person_inn_valid(inn: str) -> bool:
    """The same for somebody who can only be a person, as a cashier is."""
    return len(inn) == 12 and inn_valid(inn)


def _control(inn: str, weights: tuple[int, ...]) -> int:
    return sum(int(d) * w for d, w in zip(inn, weights, strict=False)) % 11 % 10
