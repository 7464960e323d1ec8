"""Faults on demand: those of every emulator, and those of a register behind a server."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from drivers.emulation.faults import Fault, FaultKind, Faults

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
    # Power of the register blinks: the server does not know what became of the task, and blocks
    # its queue until it has found out.
    REBOOT_BEFORE = "reboot-before"  # not done
    REBOOT_AFTER = "reboot-after"  # done


@dataclass(frozen=True, slots=True)
class Trouble:
    """What goes wrong with one request, if anything does."""

    fault: Fault | None = None
    mishap: Mishap | None = None

    @property
    def kind(self) -> FaultKind | None:
        """The common fault."""
        return self.fault.kind if self.fault else None


class Plan:
    """Counts POSTs from 1, over all clients; what is random befalls every request."""

    def __init__(self, faults: Faults, chance: Faults, mishaps: dict[int, Mishap]) -> None:
        self._faults, self._chance, self._mishaps = faults, chance, mishaps
        self._count = 0

    @classmethod
    def parse(cls, spec: str) -> Plan:
        """Read a comma list of `kind@N`, `delay@N:ms`, `random:SEED:RATE`.

        `BadFaults` for what neither the common faults nor a register's own know.
        """
        mishaps: dict[int, Mishap] = {}
        planned, chance = [], ""
        for word in filter(None, (part.strip() for part in spec.split(","))):
            name, _, number = word.partition("@")
            mishap = next((each for each in Mishap if each.value == name), None)
            if mishap is not None and number.isascii() and number.isdigit():
                mishaps[int(number)] = mishap
            elif word.startswith("random:"):
                chance = word
            else:
                planned.append(word)
        faults = Faults.parse(",".join(planned), KINDS)
        return cls(faults, Faults.parse(chance, KINDS), mishaps)

    def posted(self) -> Trouble:
        """The trouble of the tasks that have just arrived."""
        self._count += 1
        return Trouble(self._faults.next() or self._chance.next(), self._mishaps.get(self._count))

    def asked(self) -> Trouble:
        """The trouble of a look at a result."""
        return Trouble(self._chance.next())
