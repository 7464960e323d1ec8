"""PINs: kept as Argon2id hashes, never simple ones.

The library is imported on first use: the first frame does not wait for it.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from pos.errors import PinTaken

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST, LONGEST = 4, 8


def need_good(pin: str) -> None:
    """Raises PinTaken for a PIN that is too short, too long or too simple."""
    if not (pin.isascii() and pin.isdigit() and SHORTEST <= len(pin) <= LONGEST):
        raise PinTaken("a PIN has 4 to 8 digits")
    steps = {int(b) - int(a) for a, b in pairwise(pin)}
    if len(steps) == 1 and steps <= {0, 1, -1}:
        raise PinTaken("a PIN is no row of equal or neighbouring digits")


def hashed(pin: str) -> str:
    """Argon2id hash of a PIN."""
    return _hasher().hash(pin)


def matches(pin: str, digest: str) -> bool:
    """Whether the hash is of that PIN."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(digest, pin)
    except (VerificationError, InvalidHashError):
        return False


def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    # OWASP's smallest recommended setting: a PIN is checked against every user of the till.
    return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
