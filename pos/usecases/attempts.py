"""Shapes of attempts on disk: what was asked of a device, and what it answered."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

import msgspec

from fiscal.domain.attempt import OutcomeState
from fiscal.usecases.settle import Outcome
from pos.domain.deal import Attempt, AttemptKind
from pos.domain.ports import Clock
from sync.journal.rows import uuid7

T = TypeVar("T")


class ShiftWish(msgspec.Struct, frozen=True):
    """A shift to open or close; `fund` is the change fund to end up with, kopecks."""

    shift: str
    user: str
    fund: int = 0
    registrar: dict[str, int] = {}


class CashWish(msgspec.Struct, frozen=True):
    """Cash to move, kopecks, always positive."""

    move: str
    user: str
    amount: int
    reason: str


def pack(value: object) -> bytes:
    """JSON of a request, a baseline or a result."""
    return msgspec.json.encode(value)


def unpack(data: bytes, shape: type[T]) -> T:
    """The value again."""
    return msgspec.json.decode(data, type=shape)


def intent(kind: AttemptKind, request: object, now: Clock, *, basket: str = "") -> Attempt:
    """A new attempt, not yet on disk. Without a baseline it has not been begun."""
    at = int(now().timestamp() * 1000)
    return Attempt(
        attempt=uuid7(at),
        kind=kind,
        state=OutcomeState.INTENT,
        at=at,
        basket=basket,
        request=pack(request),
    )


def settled(attempt: Attempt, outcome: Outcome) -> Attempt:
    """The attempt with what came of it."""
    return replace(
        attempt,
        state=outcome.state,
        result=pack(outcome.document) if outcome.document else b"",
        why=outcome.why,
        detail=outcome.detail,
    )
