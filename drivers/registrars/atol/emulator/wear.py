"""How a fiscal drive ages: what it warns of, and what it refuses at the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from drivers.registrars.atol.emulator.drive import SHIFT_CLOSE
from drivers.registrars.atol.emulator.failures import Failure, Why
from drivers.registrars.atol.emulator.state import State

CLOCK_MAY_DIFFER_S = 300


@dataclass(frozen=True, slots=True)
class Wear:
    """`warnings` by the driver's names; a worn drive still closes its shift."""

    warnings: tuple[str, ...] = ()
    refusal: Why | None = None
    closes_shift: bool = True


DRIVES: Mapping[str, Wear] = {
    "ok": Wear(),
    "ofd-silent": Wear(("ofdTimeout",)),
    "replace-soon": Wear(("resourceExhausted",)),
    "replace-now": Wear(("resourceExhausted", "needReplacement")),
    "nearly-full": Wear(("memoryOverflow",)),
    "full": Wear(("memoryOverflow",), Why.ARCHIVE_FULL),
    "expired": Wear(("resourceExhausted", "needReplacement"), Why.DRIVE_EXPIRED),
    "failed": Wear(("criticalError",), Why.DRIVE_FAILED, closes_shift=False),
}


def admit(state: State, kind: int) -> None:
    """`Failure` where this drive makes no document of that kind any more."""
    wear, closing = DRIVES[state.drive], kind == SHIFT_CLOSE
    if wear.refusal is not None and not (closing and wear.closes_shift):
        raise Failure(wear.refusal)
    if abs(state.drift_s) > CLOCK_MAY_DIFFER_S and not closing:
        raise Failure(Why.CLOCK_DIFFERS)
