"""What comes down to a till: records of the change feed."""

from __future__ import annotations

import msgspec


class PriceStep(msgspec.Struct, frozen=True, array_like=True):
    """A price that holds from that moment on."""

    since: int  # ms UTC
    price: int  # kopecks per unit


class ItemChanged(msgspec.Struct, frozen=True, kw_only=True, tag="item", gc=False):
    """A good (номенклатура) as it is now; `gone` takes it off sale.

    `coming` are prices whose moment was still to come when this was told, earliest first; the
    till's own clock decides when each begins.
    """

    item: str
    article: str
    name: str
    unit: int  # 2108
    vat: int  # 1199
    price: int  # kopecks per unit
    group: str = ""
    codes: tuple[str, ...] = ()
    subject: int = 1  # 1212
    gone: bool = False
    price_from: int = 0  # ms UTC since when `price` holds; 0 for unknown
    coming: tuple[PriceStep, ...] = ()


class UserChanged(msgspec.Struct, frozen=True, kw_only=True, tag="user"):
    """A person at the till. The PIN travels as an Argon2id hash."""

    user: str
    name: str
    role: str  # "cashier", "senior", "owner"
    pin_hash: str
    rights: tuple[str, ...] = ()
    max_discount: int = 0  # 1/100 of a per cent
    inn: str = ""  # tag 1203
    active: bool = True


class SettingChanged(msgspec.Struct, frozen=True, kw_only=True, tag="setting"):
    """A setting of the shop or a till, as JSON text."""

    key: str
    value: str


MADE = "made."  # and the id of a good that a till made: the setting says what became of it
REFUSED = "null"


def stands_for(item: str, into: str) -> SettingChanged:
    """What a till made is that good of the office; an empty id: it is no good, and off sale."""
    value = msgspec.json.encode(into).decode() if into else REFUSED
    return SettingChanged(key=f"{MADE}{item}", value=value)


Record = ItemChanged | UserChanged | SettingChanged
