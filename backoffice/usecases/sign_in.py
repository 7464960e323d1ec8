"""The owner signs in and out of the office's pages."""

from __future__ import annotations

import logging

from backoffice.domain.office import Session
from backoffice.domain.ports import Store
from backoffice.errors import WrongPassword
from backoffice.usecases import secrets
from backoffice.usecases.guesses import WINDOW_MS as WINDOW_MS
from backoffice.usecases.guesses import Guess, counted, forgiven
from backoffice.usecases.secrets import SESSION_LIVES_MS as SESSION_LIVES_MS

LOGIN_LIMIT = 5  # wrong passwords of a login within the window

log = logging.getLogger(__name__)


def sign_in(
    store: Store, login: str, password: str, address: str, now: int, *, instead_of: str = ""
) -> str:
    """A token for the browser, never one it had. Raises WrongPassword, TooManyAttempts.

    A right password clears the count of wrong ones. Whoever has a second factor gets a session
    that opens nothing but the page that asks for it.
    """
    login = login.strip()
    guess = Guess(f"login:{login}", f"address:{address}", LOGIN_LIMIT)
    with store.work() as work:
        counted(work.access, guess, now)
        owner = work.access.owner(login)
    if not secrets.matches(owner.password_hash if owner else "", password) or owner is None:
        # The name is not told: people type passwords into the wrong field.
        log.warning("a sign-in from %s was refused", address)
        raise WrongPassword("login and password do not match")
    with store.work() as work:
        forgiven(work.access, guess)
        work.access.end_session(secrets.token_hash(instead_of))
        token = secrets.open_session(work.access, owner, now, half=bool(owner.totp))
    log.info("a sign-in from %s", address)
    return token


def session_of(store: Store, token: str, now: int) -> Session | None:
    """The session of a browser's token, None when it is unknown or over."""
    if not token:
        return None
    with store.look() as work:
        return work.access.session(secrets.token_hash(token), now)


def sign_out(store: Store, token: str) -> None:
    """End the session."""
    with store.work() as work:
        work.access.end_session(secrets.token_hash(token))
