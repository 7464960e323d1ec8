"""Edit one good or one person in the office; the change goes out by the feed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from backoffice.domain import typed
from backoffice.domain.ports import Store, Work
from backoffice.errors import BadEntry
from backoffice.usecases import secrets
from inventory.values.quantity import Unit
from inventory.values.vat import VatRate
from sync.messages.feed import ItemChanged, UserChanged

RIGHTS = (
    "discount",
    "price",
    "void",
    "cancel",
    "return",
    "return_without_receipt",
    "cash",
    "drawer",
    "x",
    "shift",
    "copy",
    "card_decision",
    "correct",
    "later",
    "receive",
    "new_good",
    "settings",
)
ROLES = ("cashier", "senior", "owner")
NAME_LIMIT = 128  # tag 1030
_SUBJECT_OF_GOODS = 1  # 1212


def save_item(store: Store, item_id: str, form: Mapping[str, str], today: date) -> ItemChanged:
    """Publish a good as it was typed; an empty id makes a new one. Raises BadEntry.

    Its purchase price stays in the office, and holds from today on.
    """
    with store.work() as work:
        known = _item(work, item_id)
        subject = known.subject if known else _SUBJECT_OF_GOODS
        item = typed_item(work, item_id or str(uuid.uuid4()), form, subject)
        publish_item(work, item, form, today)
        return item


def typed_item(
    work: Work, name: str, form: Mapping[str, str], subject: int = _SUBJECT_OF_GOODS
) -> ItemChanged:
    """A good of that id as it was typed. Raises BadEntry."""
    return ItemChanged(
        item=name,
        article=typed.line(form.get("article", ""), "article", limit=64, needed=False)
        or work.feed.next_article(),
        name=typed.line(form.get("name", ""), "name", limit=NAME_LIMIT),
        unit=_one_of(form.get("unit", ""), Unit, "unit"),
        vat=_one_of(form.get("vat", ""), VatRate, "vat"),
        price=typed.money(form.get("price", ""), "price"),
        group=typed.line(form.get("group", ""), "group", limit=255, needed=False),
        codes=typed.codes(form.get("codes", ""), "codes"),
        subject=subject,
    )


def publish_item(work: Work, item: ItemChanged, form: Mapping[str, str], today: date) -> None:
    """Tell the tills, and keep its purchase price. Raises BadEntry for a code of another good."""
    _check_unique(work, item)
    work.feed.put([item])
    cost = form.get("cost", "").strip()
    work.costs.put({item.item: typed.money(cost, "cost") if cost else None}, today.isoformat())


def take_off_sale(store: Store, item_id: str) -> None:
    """Tell the tills that the good is gone. An unknown id raises BadEntry."""
    with store.work() as work:
        known = _item(work, item_id)
        if known is None:
            raise BadEntry("item", "unknown")
        work.feed.put([_gone(known)])


def _gone(item: ItemChanged) -> ItemChanged:
    return msgspec.structs.replace(item, gone=True)


def _item(work: Work, item_id: str) -> ItemChanged | None:
    if not item_id:
        return None
    known = work.feed.record("item", item_id)
    if not isinstance(known, ItemChanged):
        raise BadEntry("item", "unknown")
    return known


def _one_of(text: str, kind: type[Unit] | type[VatRate], field: str) -> int:
    try:
        return int(kind(int(text)))
    except ValueError as error:
        raise BadEntry(field, "choose") from error


def _check_unique(work: Work, item: ItemChanged) -> None:
    """A scan must name one good: no code or article of another good."""
    fields = dict.fromkeys(item.codes, "codes") | {item.article: "article"}
    for code, field in fields.items():
        if work.feed.goods_named(code) - {item.item}:
            raise BadEntry(field, "taken")


def save_user(
    store: Store, user_id: str, form: Mapping[str, str], rights: Sequence[str]
) -> UserChanged:
    """Publish a person as typed; an empty PIN keeps the old one. Raises BadEntry."""
    pin = form.get("pin", "")
    pin_hash = _new_pin(store, user_id, typed.pin(pin, "pin")) if pin else ""
    with store.work() as work:
        known = _user(work, user_id)
        if not pin_hash and known is None:
            raise BadEntry("pin", "pin")
        user = UserChanged(
            user=user_id or str(uuid.uuid4()),
            name=typed.line(form.get("name", ""), "name", limit=64),
            role=_role(form.get("role", "")),
            pin_hash=pin_hash or (known.pin_hash if known else ""),
            rights=tuple(right for right in RIGHTS if right in rights),
            max_discount=typed.percent(form.get("max_discount", "") or "0", "max_discount"),
            inn=typed.person_inn(form.get("inn", ""), "inn"),
            active=form.get("active", "") == "1",
        )
        _check_owner_stays(work, user)
        work.feed.put([user])
        return user


def _new_pin(store: Store, user_id: str, pin: str) -> str:
    """The hash of a PIN nobody else has: at the till the PIN alone says who it is."""
    with store.look() as work:
        others = [one.pin_hash for one in work.feed.users() if one.user != user_id]
    if any(secrets.matches(other, pin) for other in others):
        raise BadEntry("pin", "taken")
    return secrets.hash_pin(pin)


def _user(work: Work, user_id: str) -> UserChanged | None:
    if not user_id:
        return None
    known = work.feed.record("user", user_id)
    if not isinstance(known, UserChanged):
        raise BadEntry("user", "unknown")
    return known


def _role(text: str) -> str:
    if text not in ROLES:
        raise BadEntry("role", "choose")
    return text


def _check_owner_stays(work: Work, user: UserChanged) -> None:
    """Somebody must be able to change the till's settings."""
    others = (one for one in work.feed.users() if one.user != user.user)
    if _is_owner(user) or any(_is_owner(one) for one in others):
        return
    known = work.feed.record("user", user.user)
    if isinstance(known, UserChanged) and _is_owner(known):
        raise BadEntry("role", "last_owner")


def _is_owner(user: UserChanged) -> bool:
    return user.active and user.role == "owner"
