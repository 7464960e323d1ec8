"""How a fiscal drive ages: what it warns of, and what it refuses at the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from drivers.contracts.registrar import NO_WARNING, DriveWarning
from drivers.registrars.shtrih.emulator.failures import Failure, Why
from drivers.registrars.shtrih.emulator.state import State

CLOCK_MAY_DIFFER_S = 300
SHIFT_CLOSE = 5


@dataclass(frozen=True, slots=True)
class Wear:
    """`refusal` is the answer to a new document; a worn drive still closes its shift."""

    warnings: DriveWarning = NO_WARNING
    refusal: Why | None = None
    closes_shift: bool = True


DRIVES: Mapping[str, Wear] = {
    "ok": Wear(),
    "ofd-silent": Wear(DriveWarning.OFD_SILENT),
    "replace-soon": Wear(DriveWarning.REPLACE_SOON),
    "replace-now": Wear(DriveWarning.REPLACE_SOON | DriveWarning.REPLACE_AT_ONCE),
    "nearly-full": Wear(DriveWarning.NEARLY_FULL),
    "full": Wear(DriveWarning.NEARLY_FULL, Why.ARCHIVE_FULL),
    "expired": Wear(DriveWarning.REPLACE_SOON | DriveWarning.REPLACE_AT_ONCE, Why.DRIVE_EXPIRED),
    "failed": Wear(DriveWarning.CRITICAL, Why.DRIVE_FAILED, closes_shift=False),
}


def admit(state: State, kind: int) -> None:
    """`Failure` where this drive makes no document of that kind any more."""
    wear, closing = DRIVES[state.drive], kind == SHIFT_CLOSE
    if wear.refusal is not None and not (closing and wear.closes_shift):
        raise Failure(wear.refusal)
    if abs(state.drift_s) > CLOCK_MAY_DIFFER_S and not closing:
        raise Failure(Why.CLOCK_DIFFERS)
