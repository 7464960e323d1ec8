"""The register itself: what it is and how it is, its header, its clock, a test print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from drivers.contracts.errors import Refused
from drivers.contracts.registrar import RegistrarStatus
from fiscal.domain.condition import Condition
from fiscal.usecases.condition import conditions
from fiscal.usecases.probe import Probe, probe
from pos.domain.people import Right
from pos.usecases.counter import Counter, cashier

WIDTH = 32  # of a register that does not tell its own


def look_at(counter: Counter) -> Probe:
    """Ask the register all it knows of itself. Blocks on the register."""
    return probe(counter.registrar, lambda: local(counter))


def met(counter: Counter, status: RegistrarStatus) -> tuple[Condition, ...]:
    """What that status means for the cashier."""
    return conditions(status, local(counter))


def set_header(counter: Counter, lines: Sequence[str]) -> Probe:
    """Other lines above each receipt; needs the right to the settings. Blocks on the register."""
    _need_settings(counter)
    registrar = counter.registrar
    registrar.change_setup(replace(registrar.setup(), header=tuple(lines)))
    return look_at(counter)


def set_clock(counter: Counter) -> Probe:
    """The till's time for the register, between shifts. Blocks on the register."""
    _need_settings(counter)
    counter.registrar.set_clock(local(counter))
    return look_at(counter)


def print_trial(counter: Counter) -> None:
    """A few plain lines, no document: does it print, cut, and show Cyrillic?"""
    _need_settings(counter)
    with counter.till.work() as work:
        shop, till = work.setting("shop.name"), work.setting("till.name")
    counter.registrar.print_text(trial_lines(shop, till, local(counter), _width(counter)))


def trial_lines(shop: str, till: str, at: datetime, width: int) -> tuple[str, ...]:
    """What a test prints: a ruler as wide as the paper shows where a line ends."""
    ruler = ("1234567890" * (width // 10 + 1))[:width]
    alphabet = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ"
    return (
        "ПРОБНАЯ ПЕЧАТЬ".center(width).rstrip(),
        "НЕ ФИСКАЛЬНЫЙ ДОКУМЕНТ".center(width).rstrip(),
        shop[:width],
        f"{till}  {at:%d.%m.%Y %H:%M}"[:width],
        ruler,
        alphabet[:width],
    )


def local(counter: Counter) -> datetime:
    """The till's clock as a register's: naive, in the shop's zone."""
    zone = counter.till.setting("shop.zone") or "UTC"
    return counter.now().astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def _width(counter: Counter) -> int:
    try:
        return counter.registrar.setup().width or WIDTH
    except Refused:
        return WIDTH


def _need_settings(counter: Counter) -> None:
    with counter.till.work() as work:
        cashier(work).need(Right.SETTINGS)
