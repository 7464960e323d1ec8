"""Everything a register tells of itself, in one look. Questions only, repeatable."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from drivers.contracts.errors import Refused
from drivers.contracts.registrar import (
    FiscalRegistrar,
    RegistrarSetup,
    RegistrarStatus,
    Registration,
)
from fiscal.domain.condition import Condition
from fiscal.usecases.condition import conditions

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Probe:
    """`registration` is None of a register that never was entered, `setup` where it has none."""

    status: RegistrarStatus
    registration: Registration | None
    setup: RegistrarSetup | None
    till_clock: datetime  # naive local, of the moment the status came
    conditions: tuple[Condition, ...]


def probe(registrar: FiscalRegistrar, clock: Callable[[], datetime]) -> Probe:
    """Ask it. `clock` gives naive local time, as the register's own. Raises DeviceError leaves."""
    status = registrar.status()
    now = clock()
    return Probe(
        status=status,
        registration=_if_it_has(registrar.registration),
        setup=_if_it_has(registrar.setup),
        till_clock=now,
        conditions=conditions(status, now),
    )


def _if_it_has(question: Callable[[], Answer]) -> Answer | None:
    try:
        return question()
    except Refused:
        return None
