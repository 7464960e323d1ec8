"""A second factor of the owner: a code that an application counts out every 30 s (RFC 6238)."""

from __future__ import annotations

import logging
from hmac import compare_digest

from backoffice.domain.office import Owner, Session
from backoffice.domain.ports import Access, Store
from backoffice.errors import WrongFactor
from backoffice.usecases import secrets
from backoffice.usecases.guesses import Guess, counted, forgiven

log = logging.getLogger(__name__)

ISSUER = "Prilavok"
STEP_S = 30
RECOVERY_CODES = 8
SECRET_LENGTH = 32  # of base 32: 160 bits (RFC 4226, 4)
CODE_LIMIT = 5  # wrong codes of an owner within the window
_BASE32 = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")


def new_secret() -> str:
    """A secret for an application, base 32."""
    import pyotp

    return pyotp.random_base32(SECRET_LENGTH)


def address_of(secret: str, login: str) -> str:
    """What an application reads from a picture: otpauth://…"""
    import pyotp

    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)


def is_on(store: Store, session: Session) -> bool:
    """Whether the owner is asked for a second factor."""
    with store.look() as work:
        owner = work.access.owner(session.login)
    return bool(owner and owner.totp)


def turn_on(store: Store, session: Session, secret: str, code: str, now: int) -> list[str]:
    """Ask for a code from now on; recovery codes, shown once. Raises WrongFactor.

    The first code proves that the application has the secret. Other sessions of the owner end.
    """
    step = _step(secret, code, now) if _is_secret(secret) else 0
    with store.work() as work:
        owner = work.access.owner(session.login)
        if not step or owner is None or owner.totp:
            raise WrongFactor("the code does not fit; scan the picture and type the newest code")
        codes = [secrets.new_code() for _ in range(RECOVERY_CODES)]
        work.access.set_factor(owner.owner, secret, step)
        work.access.put_recovery(owner.owner, [secrets.code_hash(code) for code in codes])
        work.access.end_sessions(owner.owner, but=session.csrf)
    return codes


def turn_off(store: Store, session: Session, code: str, address: str, now: int) -> None:
    """Ask for the password alone again. Raises WrongFactor, TooManyAttempts."""
    owner = _proved(store, session, code, address, now)
    with store.work() as work:
        work.access.set_factor(owner.owner, "", 0)
        work.access.put_recovery(owner.owner, [])


def pass_second(store: Store, session: Session, code: str, address: str, now: int) -> str:
    """A token of a whole session for one whose password was right; the half one ends.

    Takes a code of the application, or a recovery code, which is spent. Raises WrongFactor,
    TooManyAttempts.
    """
    owner = _proved(store, session, code, address, now)
    with store.work() as work:
        work.access.end_session_of(session.csrf)
        return secrets.open_session(work.access, owner, now)


def seal_factors(store: Store) -> None:
    """Secrets that an earlier program kept as they were are sealed, where a key can be kept."""
    with store.look() as work:
        if not work.access.open_factors():
            return
    try:
        with store.work() as work:
            work.access.seal_factors()
    except OSError:
        log.exception("a second factor lies unsealed: its key cannot be kept")


def _proved(store: Store, session: Session, code: str, address: str, now: int) -> Owner:
    guess = Guess(f"code:{session.owner}", f"address:{address}", CODE_LIMIT)
    with store.work() as work:
        counted(work.access, guess, now)
    with store.work() as work:
        owner = work.access.owner(session.login)
        if owner is None or not _fits(work.access, owner, code, now):
            raise WrongFactor("the code does not fit")
        forgiven(work.access, guess)
    return owner


def _fits(access: Access, owner: Owner, code: str, now: int) -> bool:
    """Whether it is a code of now, which counts once, or a recovery code, which is spent."""
    if step := _step(owner.totp, code, now):
        if step <= owner.totp_step:
            return False
        access.set_factor(owner.owner, owner.totp, step)
        return True
    return access.use_recovery(owner.owner, secrets.code_hash(code))


def _step(secret: str, code: str, now: int) -> int:
    """The step a code is of, a step of the clock's error either way; zero for none."""
    if not _is_secret(secret):
        return 0  # sealed, and its key is not here
    import pyotp

    typed = "".join(code.split()).encode()
    here = now // 1000 // STEP_S
    totp = pyotp.TOTP(secret, interval=STEP_S)
    fits = [n for n in (here - 1, here, here + 1) if compare_digest(_at(totp.at, n), typed)]
    return fits[-1] if fits else 0


def _at(code_at: object, step: int) -> bytes:
    assert callable(code_at)  # noqa: S101 — for the types
    return str(code_at(step * STEP_S)).encode()


def _is_secret(secret: str) -> bool:
    return len(secret) == SECRET_LENGTH and set(secret) <= _BASE32
