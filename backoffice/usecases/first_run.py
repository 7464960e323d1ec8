"""Make an empty office: shop, owner, first till, first users and goods."""

from __future__ import annotations

import uuid

from backoffice.domain.office import Owner, Shop, Till
from backoffice.domain.ports import Code, Store, Work
from backoffice.errors import AlreadyMade, BadEntry, WrongCode
from backoffice.usecases import secrets
from backoffice.usecases.checks import check_zone
from backoffice.usecases.known_till import check_key
from sync.messages.wire import Enrolled, FirstRun

CODE_LIVES_MS = 24 * 3600 * 1000
PASSWORD_LENGTH = 8


def offer_code(store: Store, now: int) -> str | None:
    """A new one-time code while the office is empty, else None. It lives a day."""
    with store.work() as work:
        if work.places.made():
            return None
        code = secrets.new_code()
        work.access.put_code(Code(secrets.code_hash(code), "first-run", now + CODE_LIVES_MS))
        return code


def first_run(store: Store, ask: FirstRun, now: int) -> Enrolled:
    """Make the office, and know the first till by the key it shows.

    The till that asks again because the answer got lost, with the same code and password,
    is the same till. Raises WrongCode, AlreadyMade, BadEntry.
    """
    _check(ask)
    with store.look() as work:
        _code(work, ask, now)
    # A hash costs time and memory: not for everybody who knocks.
    password_hash = secrets.hash_password(ask.password)
    with store.work() as work:
        code = _code(work, ask, now)
        if code.till:
            return _again(work, code, ask)
        return _make(work, code, ask, password_hash, now)


def _check(ask: FirstRun) -> None:
    if len(ask.password) < PASSWORD_LENGTH:
        raise BadEntry("password", "short")
    for field in ("shop", "till", "login"):
        if not getattr(ask, field).strip():
            raise BadEntry(field, "empty")
    check_zone(ask.zone)
    check_key(ask.key)


def _code(work: Work, ask: FirstRun, now: int) -> Code:
    code = work.access.code(secrets.code_hash(ask.code))
    if code is not None and code.purpose == "first-run" and code.expires > now:
        return code
    if work.places.made():
        raise AlreadyMade("the office has an owner; ask for an enrolment code for this till")
    raise WrongCode("no such first-run code; take the one this server printed at its start")


def _make(work: Work, code: Code, ask: FirstRun, password_hash: str, now: int) -> Enrolled:
    shop = Shop(str(uuid.uuid4()), ask.shop.strip(), ask.inn, ask.zone)
    till = Till(str(uuid.uuid4()), shop.shop, ask.till.strip(), shop.zone, key=ask.key)
    work.places.make(str(uuid.uuid4()), now)
    work.places.add_shop(shop)
    work.places.add_till(till, secrets.token_hash(secrets.new_token()))
    work.access.add_owner(Owner(str(uuid.uuid4()), ask.login.strip(), password_hash))
    work.access.use_code(code.code_hash, till.till)
    work.feed.put([*ask.users, *ask.settings, *ask.items])
    return Enrolled(till=till.till, token="", shop=shop.name)


def _again(work: Work, code: Code, ask: FirstRun) -> Enrolled:
    owner = work.access.owner(ask.login.strip())
    till = work.places.till(code.till)
    if owner is None or till is None or not secrets.matches(owner.password_hash, ask.password):
        raise AlreadyMade("the office has an owner; ask for an enrolment code for this till")
    work.places.show_key(till.till, ask.key)
    return Enrolled(till=till.till, token="", shop=ask.shop.strip())
