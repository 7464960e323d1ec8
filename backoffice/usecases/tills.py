"""Tills as the owner sees them: who is in the office, and who was taken out."""

from __future__ import annotations

import logging

from backoffice.domain.office import Till
from backoffice.domain.ports import Store

log = logging.getLogger(__name__)


def tills_of(store: Store) -> list[tuple[Till, str]]:
    """Tills with the names of their shops, by name; branches of a journal are none."""
    with store.look() as work:
        shops = {shop.shop: shop.name for shop in work.places.shops()}
        return [(till, shops[till.shop]) for till in work.places.tills() if not till.trunk]


def take_out(store: Store, till: str, *, out: bool = True) -> None:
    """Take a till out of the office, or in again; an unknown one changes nothing.

    One that was taken out goes on selling, is told, and what it sends is kept apart.
    """
    with store.work() as work:
        work.places.revoke(till, revoked=out)
    log.warning("till %s was taken %s", till, "out" if out else "in again")
