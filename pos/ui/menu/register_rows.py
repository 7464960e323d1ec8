"""What a register tells of itself, as rows of figures."""

from __future__ import annotations

from datetime import UTC, datetime

from drivers.contracts.registrar import RegistrarStatus, ShiftState
from fiscal.usecases.condition import clock_minutes, drive_days_left, ofd_days_left
from fiscal.usecases.probe import Probe
from pos.ui.kit.format import Format
from pos.ui.kit.words import Words
from pos.ui.menu.figures import Row
from pos.ui.start.lists import TAX_WORDS

_SHIFT = {
    ShiftState.OPEN: "register.shift_is_open",
    ShiftState.CLOSED: "register.shift_is_closed",
    ShiftState.EXPIRED: "register.shift_is_expired",
}


def rows_of(seen: Probe, words: Words, form: Format) -> list[Row]:
    """Twelve rows; what a register does not tell says so."""
    status, entered = seen.status, seen.registration
    unknown = words("register.not_told")
    ofd = entered.ofd_name if entered else ""
    if entered is not None and entered.is_autonomous:
        ofd = words("register.ofd_none")
    note = words("register.emulator") if status.emulated else ""
    fd = words("register.last_fd", fd=status.last_fd)
    return [
        Row(words("register.model"), status.model, note, strong=True),
        Row(words("register.serial"), status.serial),
        Row(words("register.ffd"), status.ffd or unknown),
        Row(words("register.drive"), status.fn, fd),
        _until(status, words, form),
        Row(words("register.rnm"), status.rnm or unknown),
        Row(words("register.inn"), status.inn or unknown, entered.user if entered else ""),
        Row(words("register.taxes"), _taxes(seen, words) or unknown),
        Row(words("register.ofd"), ofd or unknown),
        Row(words("register.shift"), words(_SHIFT[status.shift], number=status.shift_number)),
        _queue(status, words, form),
        _clock(seen, words, form),
    ]


def _until(status: RegistrarStatus, words: Words, form: Format) -> Row:
    left = drive_days_left(status)
    if status.drive_until is None or left is None:
        return Row(words("register.drive_until"), words("register.not_told"))
    note = words("register.days", n=left)
    return Row(words("register.drive_until"), form.date(_told(status.drive_until), "UTC"), note)


def _taxes(seen: Probe, words: Words) -> str:
    """The first part of each name: `ОСН · общая` is ОСН here."""
    bits = seen.registration.tax_systems if seen.registration else 0
    known = [words(key) for bit, key in TAX_WORDS.items() if bits & bit]
    short = [name.partition("·")[0].strip() for name in known] if len(known) > 1 else known
    return ", ".join(dict.fromkeys(short))


def _queue(status: RegistrarStatus, words: Words, form: Format) -> Row:
    name = words("register.queue")
    if not status.unsent or status.oldest_unsent is None:
        return Row(name, words("register.queue_none"))
    since = form.short(_told(status.oldest_unsent), "UTC")
    left = words("register.days", n=ofd_days_left(status))
    note = words("register.queue_left", days=left)
    return Row(name, words("register.queue_some", count=status.unsent, since=since), note)


def _clock(seen: Probe, words: Words, form: Format) -> Row:
    minutes = clock_minutes(seen.status, seen.till_clock)
    way = "ahead" if minutes > 0 else "behind"
    note = words(f"register.clock_{way if minutes else 'same'}", minutes=abs(minutes))
    return Row(words("register.clock"), form.moment(_told(seen.status.clock), "UTC"), note)


def _told(naive: datetime) -> datetime:
    """A register's clock is the shop's own: its digits are shown as they are."""
    return naive.replace(tzinfo=UTC)
