"""An attempt at the register: what was wanted, what was known before, what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class OutcomeState(Enum):
    """Unknown is a state with its own path: the register is asked before anything else."""

    INTENT = "intent"
    DONE = "done"
    NOT_DONE = "not_done"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Baseline:
    """The register just before a command: what tells afterwards whether it happened."""

    serial: str  # of the register, 1013
    fn: str  # 1041
    last_fd: int  # 1040
    ins: int = 0  # operation register 155, cash-in documents
    outs: int = 0  # operation register 156
    cash: int = 0  # money register 241, kopecks


@dataclass(frozen=True, slots=True)
class Expected:
    """The document a command is to leave in the drive."""

    kind: int  # FFD document code; 0 for a cash move, which leaves none
    operation: int = 0  # 1054
    total: int = 0  # kopecks
    electronic: int = 0  # kopecks, 1081
    lines: int = 0
    cash: int = 0  # of a cash move: positive in, negative out, kopecks
