"""Shapes of attempts on disk: what was asked of a device, and what it answered."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

import msgspec

from drivers.contracts import errors as device
from fiscal.domain.attempt import OutcomeState
from fiscal.errors import UnlawfulDocument
from fiscal.usecases.settle import NOT_REGISTERED, OTHER_DRIVE, Outcome
from pos.domain.deal import Attempt, AttemptKind
from pos.domain.ports import Clock
from pos.errors import NotRegistered, OtherDrive, ReceiptUnlawful, SaleError
from sync.journal.rows import uuid7

T = TypeVar("T")


class ShiftWish(msgspec.Struct, frozen=True):
    """A shift to open or close; `fund` is the change fund to end up with, kopecks.

    None is what the register counts in the drawer.
    """

    shift: str
    user: str
    fund: int | None = None
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


def error_of(outcome: Outcome) -> SaleError | device.DeviceError:
    """What stands behind an outcome that is not DONE, for the screen.

    Where the outcome is unknown, why it could not be asked for is no news: a lost link found
    then says nothing of the command that was sent before.
    """
    text = outcome.detail or "the register does not know this document"
    if outcome.why == NOT_REGISTERED:
        return NotRegistered(text)
    if outcome.why == OTHER_DRIVE:
        return OtherDrive(text)
    if outcome.why == ReceiptUnlawful.__name__:
        return ReceiptUnlawful(UnlawfulDocument(**msgspec.json.decode(outcome.detail)))
    if outcome.state is OutcomeState.UNKNOWN:
        return device.NoAnswer(text)
    kind: type[device.DeviceError] = getattr(device, outcome.why, device.NoAnswer)
    return kind(text)


def detail_of(error: device.DeviceError | ReceiptUnlawful) -> str:
    """What an outcome keeps of an error, for `error_of`."""
    if isinstance(error, ReceiptUnlawful):
        return msgspec.json.encode(error.fault.told).decode()
    return str(error)


def settled(attempt: Attempt, outcome: Outcome) -> Attempt:
    """The attempt with what came of it."""
    return replace(
        attempt,
        state=outcome.state,
        result=pack(outcome.document) if outcome.document else b"",
        why=outcome.why,
        detail=outcome.detail,
    )
