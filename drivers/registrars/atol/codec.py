"""What goes over HTTP: tasks under a uuid, and the results of them.

Both versions of the server's paths carry the same bodies but for the error: v1 has `errorCode`
and `errorDescription` beside the status, v2 an object `error`. Either is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from drivers.contracts.errors import BadFrame
from drivers.registrars.atol import exact
from drivers.registrars.atol.fields import Fields

Task = Mapping[str, Any]
V1, V2 = 1, 2
PATHS = {V1: "/requests", V2: "/api/v2/requests"}


class Status(Enum):
    """How far a task has come."""

    WAIT = "wait"
    IN_PROGRESS = "inProgress"
    READY = "ready"
    ERROR = "error"
    INTERRUPTED = "interrupted"  # never begun: one before it in the same request failed
    BLOCKED = "blocked"  # the server itself does not know, and has stopped its queue
    CANCELED = "canceled"


UNDECIDED = frozenset({Status.WAIT, Status.IN_PROGRESS, Status.BLOCKED})
_STATUSES = {status.value: status for status in Status}


@dataclass(frozen=True, slots=True)
class Reply:
    """The result of one task; `code` 0 is no error."""

    status: Status
    code: int = 0
    description: str = ""
    result: Fields = field(default_factory=lambda: Fields({}))

    @property
    def decided(self) -> bool:
        """Whether nothing will change any more."""
        return self.status not in UNDECIDED


@dataclass(frozen=True, slots=True)
class Posted:
    """Tasks as they are handed in."""

    uuid: str
    tasks: tuple[Fields, ...]


@dataclass(frozen=True, slots=True)
class Queued:
    """The server's receipt for tasks: their place in the queue, and what stops it."""

    number: int
    blocked_by: str = ""


def request(uuid: str, tasks: Iterable[Task]) -> bytes:
    """The body of a POST."""
    return exact.dumps({"uuid": uuid, "request": list(tasks)}).encode()


def posted(data: bytes) -> Posted:
    """The body of a POST, read; a single task may stand without its list."""
    fields = Fields.of(exact.loads(data), "a request")
    uuid, tasks = fields.text("uuid"), fields.raw.get("request")
    if not uuid or not tasks:
        raise BadFrame("a request has a uuid and tasks")
    listed = tasks if isinstance(tasks, list) else [tasks]
    return Posted(uuid, tuple(Fields.of(task, "a task") for task in listed))


def queued(uuid: str, told: Queued) -> bytes:
    """The body of 201."""
    said = {"number": told.number, "uuid": uuid, "isBlocked": bool(told.blocked_by)}
    return exact.dumps({**said, "blockedUUID": told.blocked_by}).encode()


def results(replies: Iterable[Reply], version: int = V2) -> bytes:
    """The body of a GET."""
    return exact.dumps({"results": [_result(reply, version) for reply in replies]}).encode()


def replies(data: bytes) -> list[Reply]:
    """The body of a GET, read; `BadFrame` unless each result has a known status."""
    found = [_reply(each) for each in Fields.of(exact.loads(data), "an answer").each("results")]
    if not found:
        raise BadFrame("an answer without results")
    return found


def _result(reply: Reply, version: int) -> dict[str, object]:
    error: dict[str, object] = {"errorCode": reply.code, "errorDescription": reply.description}
    if version == V2:
        error = {"error": {"code": reply.code, "description": reply.description}}
    return {"status": reply.status.value, **error, "result": dict(reply.result.raw) or None}


def _reply(fields: Fields) -> Reply:
    error = fields.inside("error")
    return Reply(
        status=fields.word("status", _STATUSES),
        code=fields.number("errorCode", error.number("code")),
        description=fields.text("errorDescription", error.text("description")),
        result=_told(fields),
    )


def _told(fields: Fields) -> Fields:
    """The object of a result; tasks that tell nothing have null, or some other small value."""
    value = fields.raw.get("result")
    return Fields(value) if isinstance(value, dict) else Fields({})
