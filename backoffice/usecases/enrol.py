"""A till enters the office by a one-time code and is known by its token afterwards."""

from __future__ import annotations

import uuid

from backoffice.domain.office import Till
from backoffice.domain.ports import Code, Store
from backoffice.errors import UnknownShop, UnknownTill, WrongCode
from backoffice.usecases import secrets
from sync.messages.wire import Enrol, Enrolled

CODE_LIVES_MS = 3600 * 1000


def offer_code(store: Store, shop_name: str, now: int) -> str:
    """A one-time code for a till of that shop, good for an hour. Raises UnknownShop."""
    with store.work() as work:
        shop = work.places.shop_named(shop_name)
        if shop is None:
            names = ", ".join(one.name for one in work.places.shops()) or "none yet"
            raise UnknownShop(f"no shop is named {shop_name!r}; there are: {names}")
        code = secrets.new_code()
        lives = now + CODE_LIVES_MS
        work.access.put_code(Code(secrets.code_hash(code), "enrol", lives, shop.shop))
        return code


def enrol(store: Store, ask: Enrol, now: int) -> Enrolled:
    """Give a new till its token; the code is spent. Raises WrongCode."""
    with store.work() as work:
        code = work.access.code(secrets.code_hash(ask.code))
        if code is None or code.purpose != "enrol" or code.expires <= now:
            raise WrongCode("this code is unknown, used or too old; ask the office for another")
        shop = next(one for one in work.places.shops() if one.shop == code.shop)
        till = Till(str(uuid.uuid4()), shop.shop, ask.till.strip() or "Касса", shop.zone)
        token = secrets.new_token()
        work.places.add_till(till, secrets.token_hash(token))
        work.access.drop_code(code.code_hash)
        return Enrolled(till=till.till, token=token, shop=shop.name)


def till_of(store: Store, token: str) -> Till:
    """The till a token names. Raises UnknownTill."""
    with store.look() as work:
        till = work.places.till_of_token(secrets.token_hash(token))
    if till is None:
        raise UnknownTill("this token names no till; enrol the till again")
    return till
