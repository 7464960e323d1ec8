"""First start: the owner, the shop, the till. There is no default PIN or password."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import available_timezones

from fiscal.domain.ffd.inn import inn_valid
from pos.domain.people import MAX_DISCOUNT
from pos.domain.ports import Clock, Till
from pos.errors import BadInput
from pos.usecases import pins
from pos.usecases.counter import FOLDER_KIND
from sync.journal.rows import uuid7
from sync.messages.facts import EpochBegan
from sync.messages.feed import UserChanged


@dataclass(frozen=True, slots=True)
class Setup:
    """What the first start asks. Device addresses are URLs, empty for none."""

    owner: str
    pin: str
    shop: str
    inn: str
    till_name: str
    tax_system: int  # 1055, one bit
    zone: str  # IANA name
    registrar: str = ""
    terminal: str = ""
    display: str = ""


def set_up(till: Till, setup: Setup, now: Clock) -> UserChanged:
    """Write the shop down and begin the journal; the owner is returned for the office."""
    pins.need_good(setup.pin)
    if not setup.shop.strip() or not setup.owner.strip() or not inn_valid(setup.inn):
        raise BadInput("shop, owner and a valid INN are needed")
    if setup.zone not in available_timezones():
        raise BadInput(f"{setup.zone!r} is no time zone")
    owner = UserChanged(
        user=uuid7(int(now().timestamp() * 1000)),
        name=setup.owner.strip(),
        role="owner",
        pin_hash=pins.hashed(setup.pin),
        max_discount=MAX_DISCOUNT["owner"],
    )
    found(till, setup, now, [owner])
    return owner


def found(
    till: Till, setup: Setup, now: Clock, people: Sequence[UserChanged], kind: str = ""
) -> None:
    """Write a shop and its people down as they are, and begin the journal's first epoch.

    `kind` marks a folder whose devices are emulated: "demo" or "training".
    """
    at = now()
    till_id = uuid7(int(at.timestamp() * 1000))
    with till.work() as work:
        for key, value in _settings(setup, till_id, kind).items():
            work.set_setting(key, value)
        for one in people:
            work.people.put(one)
        work.begin_epoch(EpochBegan(till=till_id, reason="new"), 1, at)
        work.commit()


def _settings(setup: Setup, till_id: str, kind: str) -> dict[str, str]:
    return {
        FOLDER_KIND: kind,
        "shop.name": setup.shop.strip(),
        "shop.inn": setup.inn,
        "shop.zone": setup.zone,
        "shop.tax_system": str(setup.tax_system),
        "till.name": setup.till_name.strip(),
        "till.id": till_id,
        "devices.registrar": setup.registrar,
        "devices.terminal": setup.terminal,
        "devices.display": setup.display,
    }
