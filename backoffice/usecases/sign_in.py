"""The owner signs in and out of the office's pages."""

from __future__ import annotations

from backoffice.domain.office import Session
from backoffice.domain.ports import Access, Store
from backoffice.errors import TooManyAttempts, WrongPassword
from backoffice.usecases import secrets

SESSION_LIVES_MS = 14 * 24 * 3600 * 1000
WINDOW_MS = 15 * 60 * 1000
LOGIN_LIMIT = 5  # wrong passwords of a login within the window
ADDRESS_LIMIT = 30  # and of an address, over all logins


def sign_in(store: Store, login: str, password: str, address: str, now: int) -> str:
    """A token for the browser. Raises WrongPassword, TooManyAttempts.

    The attempt is counted before the password is looked at, so guesses sent side by side are
    all counted; a right password clears the count.
    """
    login = login.strip()
    who = (f"login:{login}", f"address:{address}")
    with store.work() as work:
        _check_limit(work.access, who[0], LOGIN_LIMIT, now)
        _check_limit(work.access, who[1], ADDRESS_LIMIT, now)
        work.access.add_failure(who, now, now - WINDOW_MS)
        owner = work.access.owner(login)
    if not secrets.matches(owner.password_hash if owner else "", password) or owner is None:
        raise WrongPassword("login and password do not match")
    token = secrets.new_token()
    with store.work() as work:
        session = Session(owner.owner, owner.login, secrets.new_token())
        work.access.forget_failures(who)
        work.access.add_session(secrets.token_hash(token), session, now + SESSION_LIVES_MS)
    return token


def _check_limit(access: Access, who: str, limit: int, now: int) -> None:
    failures = access.failures([who], now - WINDOW_MS)
    if len(failures) >= limit:
        # The wait ends when so many have grown old that one more attempt fits.
        free_at = failures[len(failures) - limit] + WINDOW_MS
        raise TooManyAttempts(max(1, (free_at - now + 999) // 1000))


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
