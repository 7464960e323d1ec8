"""Faults on demand: which command an emulator spoils, and how."""

from __future__ import annotations

import os
import random
import threading
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from drivers.emulation.control import BadWord


class FaultKind(Enum):
    """How a command goes wrong; "die" is the end of the emulator's process."""

    DROP_REQUEST = "drop-request"  # never arrived: no effect, no answer
    DROP_REPLY = "drop-reply"  # took effect, the answer got lost
    DELAY = "delay"  # takes effect, answers late
    GARBAGE = "garbage"  # took effect, answers with noise
    DIE_BEFORE = "die-before"  # ends before the effect
    DIE_AFTER = "die-after"  # ends after the effect, before the answer
    DECLINE = "decline"  # the bank declines this one


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault; `delay_s` counts for DELAY only."""

    kind: FaultKind
    delay_s: float = 0.0


FaultKinds = Collection[FaultKind]
# "random" ends no process and declines nothing: a link goes wrong, not the world behind it.
LINK_FAULTS = (
    Fault(FaultKind.DROP_REQUEST),
    Fault(FaultKind.DROP_REPLY),
    Fault(FaultKind.DELAY, 0.05),
    Fault(FaultKind.GARBAGE),
)


class BadFaults(BadWord):
    """A SPEC of faults that cannot be read; the text lists what can."""


def die() -> None:
    """End the process as a power cut does: nothing is flushed, nobody is told."""
    os._exit(137)


class Faults:
    """Counts commands from 1, over all clients, and names the fault of each, if it has one."""

    def __init__(self, planned: dict[int, Fault], chance: Iterator[Fault | None]) -> None:
        self._planned, self._chance = planned, chance
        self._count = 0
        self._lock = threading.Lock()

    @classmethod
    def none(cls) -> Faults:
        """A device that never fails."""
        return cls({}, iter(()))

    @classmethod
    def parse(cls, spec: str, kinds: FaultKinds = tuple(FaultKind)) -> Faults:
        """Read a comma list of `kind@N`, `delay@N:ms`, `random:SEED:RATE`.

        `kinds` are those the emulator knows; another one, or nonsense, raises `BadFaults`.
        """
        planned: dict[int, Fault] = {}
        chance: Iterator[Fault | None] = iter(())
        for word in filter(None, (part.strip() for part in spec.split(","))):
            if word.startswith("random:"):
                chance = _random(word, kinds)
            else:
                number, fault = _planned(word, kinds)
                planned[number] = fault
        return cls(planned, chance)

    def next(self) -> Fault | None:
        """The fault of the command that has just arrived."""
        with self._lock:
            self._count += 1
            return self._planned.get(self._count) or next(self._chance, None)


def _planned(word: str, kinds: FaultKinds) -> tuple[int, Fault]:
    name, _, rest = word.partition("@")
    number, _, milliseconds = rest.partition(":")
    kind = next((kind for kind in kinds if kind.value == name), None)
    is_delay = kind is FaultKind.DELAY
    if kind is None or not _counts(number) or bool(milliseconds) != is_delay:
        raise _bad(word, kinds)
    if is_delay and not _counts(milliseconds):
        raise _bad(word, kinds)
    return int(number), Fault(kind, int(milliseconds or 0) / 1000)


def _random(word: str, kinds: FaultKinds) -> Iterator[Fault | None]:
    _, _, rest = word.partition(":")
    seed, _, rate = rest.partition(":")
    try:
        chance = float(rate)
    except ValueError:
        raise _bad(word, kinds) from None
    choice = [fault for fault in LINK_FAULTS if fault.kind in kinds]
    if not seed or not 0 <= chance <= 1 or not choice:
        raise _bad(word, kinds)
    return _throws(seed, chance, choice)


def _throws(seed: str, chance: float, choice: Sequence[Fault]) -> Iterator[Fault | None]:
    dice = random.Random(seed)  # noqa: S311 - the same seed must give the same faults
    while True:
        yield dice.choice(choice) if dice.random() < chance else None


def _counts(text: str) -> bool:
    return text.isascii() and text.isdigit() and int(text) > 0


def _bad(word: str, kinds: FaultKinds) -> BadFaults:
    known = ", ".join(
        f"{kind.value}@N:ms" if kind is FaultKind.DELAY else f"{kind.value}@N" for kind in kinds
    )
    return BadFaults(f"cannot read the fault {word!r}; known are {known}, random:SEED:RATE")
