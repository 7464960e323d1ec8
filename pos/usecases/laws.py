"""Which rules of fiscal documents hold at this till: what its register is entered with."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import msgspec

from drivers.contracts.errors import DeviceError
from fiscal.domain.ffd.check import need_lawful as need_lawful_document
from fiscal.domain.ffd.version import Circumstances, version
from fiscal.errors import UnlawfulDocument
from pos.errors import ReceiptUnlawful

if TYPE_CHECKING:
    from drivers.contracts.receipt import RegistrarReceipt
    from drivers.contracts.registrar import RegistrarStatus
    from pos.domain.ports import Work
    from pos.usecases.counter import Counter

REGISTERED = "registrar.registered"  # as it was last told


class Registered(msgspec.Struct, frozen=True):
    """The registration of a drive, as it was in one of its shifts."""

    fn: str
    shift: int
    ffd: str
    tax_systems: int = 0  # 1062, bits; 0 for not told
    is_autonomous: bool = False


def need_lawful(receipt: RegistrarReceipt, under: Circumstances, *, advised: bool = False) -> None:
    """Raises ReceiptUnlawful; with `advised` for what registers take all the same, too."""
    try:
        need_lawful_document(receipt, under, advised=advised)
    except UnlawfulDocument as error:
        raise ReceiptUnlawful(error) from error


def under(counter: Counter, status: RegistrarStatus) -> Circumstances:
    """The register that answers now. Its registration is asked for once in each of its shifts."""
    known = _read(counter.till.setting(REGISTERED))
    there = (status.fn, status.shift_number, status.ffd)
    if known is None or (known.fn, known.shift, known.ffd) != there:
        known = _asked(counter, status)
    return _circumstances(known, counter.now(), counter.till.setting("shop.zone"))


def last_known(work: Work, now: datetime) -> Circumstances:
    """The register as it was when it last answered; nothing is asked."""
    known = _read(work.setting(REGISTERED))
    return _circumstances(known, now, work.setting("shop.zone"))


def _asked(counter: Counter, status: RegistrarStatus) -> Registered:
    """A register that cannot tell is judged by its status alone, and asked again next time."""
    plain = Registered(status.fn, status.shift_number, status.ffd)
    try:
        told = counter.registrar.registration()
    except DeviceError:
        return plain
    known = msgspec.structs.replace(
        plain, tax_systems=told.tax_systems, is_autonomous=told.is_autonomous
    )
    with counter.till.work() as work:
        work.set_setting(REGISTERED, msgspec.json.encode(known).decode())
        work.commit()
    return known


def _read(kept: str) -> Registered | None:
    return msgspec.json.decode(kept, type=Registered) if kept else None


def _circumstances(known: Registered | None, now: datetime, zone: str) -> Circumstances:
    day = _day(now, zone)
    if known is None:
        return Circumstances(on=day)
    return Circumstances(version(known.ffd), known.tax_systems, known.is_autonomous, on=day)


def _day(now: datetime, zone: str) -> date:
    return now.astimezone(ZoneInfo(zone or "UTC")).date()
