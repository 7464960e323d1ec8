"""Tasks under a uuid: handed in, looked for, waited for; never one of them done twice.

An order has one uuid for ever. Where the answer to its POST got lost the server is asked for that
uuid, and only where it has never heard of it, and the drive has not moved either, the same POST is
sent again. What nobody could settle stays kept, and the next question settles it first.
"""

from __future__ import annotations

import contextlib
import logging
import time
import uuid
from collections.abc import Callable, Sequence

from drivers.contracts.errors import (
    BadFrame,
    Busy,
    DeviceError,
    NoAnswer,
    NoLink,
    Refused,
)
from drivers.registrars.atol import codec
from drivers.registrars.atol.codec import Reply, Status, Task
from drivers.registrars.atol.fields import Fields
from drivers.registrars.atol.kept import Keeper, Order
from drivers.registrars.atol.refusals import refusal
from drivers.registrars.atol.settings import Settings
from drivers.registrars.atol.web import Said, Web

UNKNOWN_UUID, TAKEN_UUID = 404, 409
# "Not now": the server or the register behind it; whether the task was taken is asked for.
UNCLEAR = frozenset({408, *range(500, 600)})
GROWTH = 1.5  # of the pause between two looks
QUESTION: Task = {"type": "getShiftStatus"}  # the smallest there is

_log = logging.getLogger(__name__)


class Conversation:
    """Questions and orders, one at a time."""

    def __init__(self, web: Web, settings: Settings, keeper: Keeper) -> None:
        self._web, self._settings, self._keeper = web, settings, keeper

    def ask(self, *tasks: Task) -> list[Fields]:
        """What the register says to those questions, in order.

        `Busy` while an order kept from before is not decided: whatever the register said now
        might be another thing a moment later.
        """
        self._settle()
        return self.look(*tasks)

    def look(self, *tasks: Task) -> list[Fields]:
        """The same without a glance at what is kept: to look around in the middle of an order."""
        if self._settings.batch:
            return _told(self._questions(_new_uuid(), tasks), tasks)
        return [_told(self._questions(_new_uuid(), (task,)), (task,))[0] for task in tasks]

    def order(self, task: Task, unmoved: Callable[[], bool]) -> Reply:
        """Have it done once, and tell how it ended.

        `unmoved` looks whether the register is as it was before the order; only then it is
        handed in again. `NoLink`, `Refused`: nothing was taken. `NoAnswer`: unknown, and kept.
        """
        self._settle()
        order = Order(_new_uuid(), str(task["type"]))
        try:
            self._keeper.write(order)
        except OSError as error:
            raise Refused(f"nothing was sent: its number cannot be kept: {error}") from error
        try:
            reply = self._carried_out(order, task, unmoved)
        except (NoLink, Refused):
            self._keeper.clear()
            raise
        self._keeper.clear()
        return reply

    def close(self) -> None:
        """Give the connection back."""
        self._web.close()

    def _settle(self) -> None:
        """Nothing once no earlier order is in the way; else `Busy`, or what a look raises."""
        order = self._keeper.read()
        if order is not None:
            if not self._has_ended(order):
                self._take_its_place(order)
            self._keeper.clear()

    def _has_ended(self, order: Order) -> bool:
        """False where the server has never heard of it; `Busy` where it is still in the queue.

        A server that once had it and has forgotten it was started anew: nothing more will come
        of the order, and what did come the drive tells.
        """
        try:
            replies = self._awaited(order.uuid, self._settings.question_s / 2)
        except _Unheard:
            return order.accepted
        if all(reply.decided for reply in replies):
            return True
        status = replies[0].status.value
        raise Busy(f"{order.kind} sent earlier is still in the queue of the server ({status})")

    def _take_its_place(self, order: Order) -> None:
        """Use its uuid for a question: should its POST come late, its uuid is used already."""
        said = self._web.post(codec.request(order.uuid, (QUESTION,)))
        if said.code == TAKEN_UUID:
            # It came after all. A server that knows the uuid and not its result is done with it.
            self._has_ended(order)
        elif not said.taken:
            raise NoAnswer(f"HTTP {_why(said)}")

    def _questions(self, name: str, tasks: Sequence[Task]) -> list[Reply]:
        within_s = self._settings.question_s
        self._hand_in(name, tasks, lambda: True)
        try:
            replies = self._awaited(name, within_s)
        except _Unheard as error:
            raise NoAnswer(f"the server has forgotten a question: {error}") from error
        if all(reply.decided for reply in replies):
            return replies
        self._take_back(name)  # Nobody waits for it any more.
        states = ", ".join(sorted({reply.status.value for reply in replies}))
        raise Busy(f"the server did not get to a question within {within_s} s ({states})")

    def _carried_out(self, order: Order, task: Task, unmoved: Callable[[], bool]) -> Reply:
        self._hand_in(order.uuid, (task,), unmoved)
        self._note(Order(order.uuid, order.kind, accepted=True))
        within_s = self._settings.document_s
        try:
            reply = self._awaited(order.uuid, within_s)[0]
            if reply.status is Status.WAIT and self._settings.withdraw:
                self._take_back(order.uuid)
                reply = self._awaited(order.uuid, 0)[0]
        except _Unheard as error:
            raise NoAnswer(f"the server has forgotten {order.kind}: {error}") from error
        if reply.decided:
            return reply
        raise NoAnswer(f"{order.kind} is {reply.status.value} after {within_s} s")

    def _note(self, order: Order) -> None:
        try:
            self._keeper.write(order)
        except OSError as error:  # It is kept already, only without this.
            _log.warning("the order is not noted as accepted: %s", error)

    def _take_back(self, name: str) -> None:
        """DELETE; whether it helped is seen in the queue."""
        with contextlib.suppress(NoLink, NoAnswer):
            self._web.delete(name)

    def _hand_in(self, name: str, tasks: Sequence[Task], unmoved: Callable[[], bool]) -> None:
        """POST until the server has it, the same body under the same uuid every time."""
        body, sent = codec.request(name, tasks), False
        for _ in range(self._settings.attempts):
            try:
                said = self._web.post(body)
            except NoLink:
                if not sent:
                    raise
            except NoAnswer:
                sent = True
            else:
                sent = True
                if said.taken or said.code == TAKEN_UUID:
                    return
                if said.code not in UNCLEAR:
                    raise Refused(
                        f"the server does not take the task: {_why(said)}", str(said.code)
                    )
            if self._is_there(name):
                return
            if not _looks(unmoved):
                raise NoAnswer("the drive has moved, and the server does not know why")
        raise NoAnswer(f"the server did not take the task in {self._settings.attempts} attempts")

    def _is_there(self, name: str) -> bool:
        try:
            self._awaited(name, self._settings.poll_longest_s, until_heard_of=True)
        except _Unheard:
            return False
        return True

    def _awaited(self, name: str, within_s: float, *, until_heard_of: bool = False) -> list[Reply]:
        """Results of a uuid once all are decided, or as they are when the time is over.

        `_Unheard` where the server does not know it, `NoAnswer` where it did not tell once.
        """
        until, pause_s = time.monotonic() + within_s, self._settings.poll_s
        known: list[Reply] = []
        silence: DeviceError = NoAnswer("not asked")
        while True:
            try:
                known = self._results(name)
            except (NoLink, NoAnswer, BadFrame) as error:
                silence = error
            if known and (until_heard_of or all(reply.decided for reply in known)):
                return known
            if time.monotonic() + pause_s > until:
                break
            time.sleep(pause_s)
            pause_s = min(pause_s * GROWTH, self._settings.poll_longest_s)
        if not known:
            raise NoAnswer(f"the server does not tell what became of a task: {silence}")
        return known

    def _results(self, name: str) -> list[Reply]:
        said = self._web.get(name)
        if said.code == UNKNOWN_UUID:
            raise _Unheard(_why(said))
        if not said.taken:
            raise NoAnswer(f"HTTP {_why(said)}")
        return codec.replies(said.body)


class _Unheard(Exception):
    """The server does not know the uuid."""


def ended(reply: Reply, asked: str) -> DeviceError:
    """The error of a task that did not end `ready`."""
    if reply.status is Status.INTERRUPTED:
        return Refused(f"{asked}: not begun, the task before it failed", str(reply.code))
    if reply.status is Status.CANCELED:
        return Refused(f"{asked}: taken back before it was begun", str(reply.code))
    return refusal(reply.code, asked, reply.description)


def _told(replies: Sequence[Reply], tasks: Sequence[Task]) -> list[Fields]:
    for reply, task in zip(replies, tasks, strict=False):
        if reply.status is not Status.READY:
            raise ended(reply, str(task["type"]))
    if len(replies) != len(tasks):
        raise BadFrame(f"{len(tasks)} questions, {len(replies)} answers")
    return [reply.result for reply in replies]


def _looks(unmoved: Callable[[], bool]) -> bool:
    try:
        return unmoved()
    except DeviceError as error:
        raise NoAnswer(f"nobody can tell what became of the order: {error}") from error


def _why(said: Said) -> str:
    return f"{said.code} {said.body[:200].decode(errors='replace')}".strip()


def _new_uuid() -> str:
    return str(uuid.uuid4())
