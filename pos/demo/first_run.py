"""What the demo's back office is filled with at its first run."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from pos.demo import content
from pos.domain.people import MAX_DISCOUNT, ROLES
from sync.messages.feed import ItemChanged, SettingChanged, UserChanged

QUICK_KEYS = "quick_keys"


@dataclass(frozen=True, slots=True)
class FirstRun:
    """Feed records of a whole shop, ready to be published."""

    items: list[ItemChanged]
    users: list[UserChanged]
    quick_keys: SettingChanged


def demo_first_run(hash_pin: Callable[[str], str]) -> FirstRun:
    """The demo shop's goods, people and quick keys. `hash_pin` makes an Argon2id hash."""
    return FirstRun(
        items=[_item(good) for good in content.goods()],
        users=[_user(person, hash_pin) for person in content.people()],
        quick_keys=SettingChanged(
            key=QUICK_KEYS, value=json.dumps(content.quick_keys(), ensure_ascii=False)
        ),
    )


def _item(good: content.Good) -> ItemChanged:
    return ItemChanged(
        item=good.item,
        article=good.article,
        name=good.name,
        unit=int(good.unit),
        vat=int(good.vat),
        price=good.price.kopecks,
        group=good.group,
        codes=(good.code,),
        subject=good.subject,
    )


def _user(person: content.Person, hash_pin: Callable[[str], str]) -> UserChanged:
    rights = ROLES[person.role]
    return UserChanged(
        user=person.user,
        name=person.name,
        role=person.role,
        pin_hash=hash_pin(person.pin),
        rights=tuple(sorted(right.value for right in rights)),
        max_discount=MAX_DISCOUNT[person.role],
    )
