"""Codes, tokens and passwords: made here, kept only as hashes."""

from __future__ import annotations

import hashlib
import secrets
from functools import cache
from typing import TYPE_CHECKING

from backoffice.domain.office import Owner, Session
from backoffice.domain.ports import Access

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SESSION_LIVES_MS = 14 * 24 * 3600 * 1000
HALF_LIVES_MS = 10 * 60 * 1000  # of a session that waits for its second factor

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", " ": ""})
_CODE_LENGTH = 12  # 60 bits


def new_code() -> str:
    """A one-time code for people to read out: "7K3M-9QXT-40AB"."""
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH))
    return "-".join(letters[start : start + 4] for start in range(0, _CODE_LENGTH, 4))


def code_hash(code: str) -> bytes:
    """What is kept of a code; dashes, spaces, case and look-alike letters do not matter."""
    return hashlib.sha256(code.upper().translate(_LOOKALIKES).encode()).digest()


def new_token() -> str:
    """A secret of 256 bits for a till or a browser."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> bytes:
    """What is kept of a token. It has 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).digest()


def open_session(access: Access, owner: Owner, now: int, *, half: bool = False) -> str:
    """The token of a new session; a half one waits for the second factor."""
    token = new_token()
    stage, lives = ("code", HALF_LIVES_MS) if half else ("", SESSION_LIVES_MS)
    session = Session(owner.owner, owner.login, new_token(), stage)
    access.add_session(token_hash(token), session, now + lives)
    return token


def hash_password(password: str) -> str:
    """Argon2id hash of a password."""
    return _hasher().hash(password)


def hash_pin(pin: str) -> str:
    """Argon2id hash of a PIN: cheaper, since a till tries a PIN on every person (OWASP's least)."""
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1).hash(pin)


def matches(secret_hash: str, secret: str) -> bool:
    """Whether the secret is the one of that hash. An empty hash costs the same time and is no."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(secret_hash or _nobody(), secret) and bool(secret_hash)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _hasher() -> PasswordHasher:
    # Imported late: the till waits for the server to start, and no hash is needed for that.
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _nobody() -> str:
    return hash_password(new_token())
