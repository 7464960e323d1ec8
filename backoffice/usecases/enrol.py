"""A till enters the office by a one-time code and is known by its own key afterwards."""

from __future__ import annotations

import uuid

from backoffice.domain.office import Till
from backoffice.domain.ports import Code, Store
from backoffice.errors import UnknownShop, WrongCode
from backoffice.usecases import secrets
from backoffice.usecases.known_till import check_key
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
    """Know a new till by the key it shows; the code is spent. Raises WrongCode, BadEntry."""
    check_key(ask.key)
    with store.work() as work:
        code = work.access.code(secrets.code_hash(ask.code))
        if code is None or code.purpose != "enrol" or code.expires <= now:
            raise WrongCode("this code is unknown, used or too old; ask the office for another")
        shop = next(one for one in work.places.shops() if one.shop == code.shop)
        name = ask.till.strip() or "Касса"
        till = Till(str(uuid.uuid4()), shop.shop, name, shop.zone, key=ask.key)
        work.places.add_till(till, secrets.token_hash(secrets.new_token()))
        work.access.drop_code(code.code_hash)
        return Enrolled(till=till.till, token="", shop=shop.name)
