"""Faults on demand: those of every emulator, and a register's own."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from drivers.emulation.faults import FaultKind, Faults

KINDS = (
    FaultKind.DROP_REQUEST,
    FaultKind.DROP_REPLY,
    FaultKind.DELAY,
    FaultKind.GARBAGE,
    FaultKind.DIE_BEFORE,
    FaultKind.DIE_AFTER,
)


class Mishap(Enum):
    """What only a register suffers, `kind@N` like the others."""

    PAPER_OUT = "paper-out"
    REBOOT_BEFORE = "reboot-before"  # power blinks: not done, the line drops
    REBOOT_AFTER = "reboot-after"  # done, the line drops and the answer is gone for good


@dataclass(frozen=True, slots=True)
class Trouble:
    """What goes wrong with one command, if anything does."""

    kind: FaultKind | None = None
    delay_s: float = 0.0
    mishap: Mishap | None = None


class Plan:
    """Counts commands from 1, over all clients, and names the trouble of each."""

    def __init__(self, faults: Faults, mishaps: dict[int, Mishap]) -> None:
        self._faults, self._mishaps = faults, mishaps
        self._count = 0

    @classmethod
    def parse(cls, spec: str) -> Plan:
        """Read a comma list of `kind@N`, `delay@N:ms`, `random:SEED:RATE`.

        `BadFaults` for what neither the common faults nor a register's own know.
        """
        mishaps: dict[int, Mishap] = {}
        others: list[str] = []
        for word in spec.split(","):
            name, _, number = word.strip().partition("@")
            mishap = next((each for each in Mishap if each.value == name), None)
            if mishap is not None and number.isascii() and number.isdigit():
                mishaps[int(number)] = mishap
            else:
                others.append(word)
        return cls(Faults.parse(",".join(others), KINDS), mishaps)

    def next(self) -> Trouble:
        """The trouble of the command that has just arrived."""
        self._count += 1
        fault = self._faults.next()
        mishap = self._mishaps.get(self._count)
        if fault is None:
            return Trouble(mishap=mishap)
        return Trouble(fault.kind, fault.delay_s, mishap)
