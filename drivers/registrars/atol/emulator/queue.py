"""The server's queue: tasks one after another, each known by its uuid for ever.

Orders are in the file as soon as they are taken in, and at each step after that. Questions, which
may be asked again, are not: the file of a long life would hold little else.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from dataclasses import dataclass
from typing import Any

from drivers.emulation.faults import FaultKind, die
from drivers.registrars.atol import words
from drivers.registrars.atol.codec import Posted, Queued, Reply, Status
from drivers.registrars.atol.emulator import told
from drivers.registrars.atol.emulator.failures import Failure, Why
from drivers.registrars.atol.emulator.faults import Mishap, Trouble
from drivers.registrars.atol.emulator.machine import Machine
from drivers.registrars.atol.emulator.store import Job, Store
from drivers.registrars.atol.fields import Fields

LOOK_AROUND_S = 0.1
MOST_RESULTS = 1000  # kept to be looked at; of older ones only the uuid is remembered
_NO_ERROR = "Ошибок нет"


class UuidUsed(Exception):
    """Tasks under that uuid are known already."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How long things take, seconds."""

    task_s: float = 0.0  # half of it waiting, half at work
    finds_out_s: float = 0.3  # until a server that lost its register knows what became of a task


class Queue:
    """A thread that works through the jobs."""

    def __init__(self, machine: Machine, store: Store, pace: Pace) -> None:
        self._machine, self._store, self.pace = machine, store, pace
        self._troubles: dict[str, Trouble] = {}
        self._blocked_by = ""
        self._held = False  # blocked by a person who plays the world
        self._ending = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="atol queue", daemon=True)
        self._jobs, self._used = dict(store.jobs), set(store.jobs)
        undecided = [job for job in store.jobs.values() if not _is_over(job)]
        self._cut_off = [job for job in undecided if _is_at_work(job)]
        self._waiting = deque(job for job in undecided if not _is_at_work(job))
        self._thread.start()

    def post(self, posted: Posted, trouble: Trouble) -> Queued:
        """Take tasks in; `UuidUsed` for those it has."""
        with self._changed:
            if posted.uuid in self._used:
                raise UuidUsed(posted.uuid)
            raw = [dict(task.raw) for task in posted.tasks]
            job = Job(posted.uuid, raw, [_reply(Status.WAIT) for _ in raw])
            self._take_in(job, trouble)
            return Queued(len(self._waiting), self._blocked_by)

    def results(self, uuid: str) -> list[Reply] | None:
        """How far tasks have come; None for an unknown uuid.

        Behind a blocked task everything is blocked.
        """
        with self._changed:
            job = self._jobs.get(uuid)
            if job is None:
                return None
            stopped = bool(self._blocked_by) or self._held
            return [_read(reply, stopped) for reply in job.replies]

    def cancel(self, uuid: str) -> bool | None:
        """Take tasks back that wait; False for those that were begun, None for unknown ones."""
        with self._changed:
            job = self._jobs.get(uuid)
            if job is None:
                return None
            if any(reply["status"] != Status.WAIT.value for reply in job.replies):
                return False
            job.replies[:] = [_reply(Status.CANCELED) for _ in job.replies]
            self._keep(job)
            return True

    def hold(self, held: bool) -> None:
        """Stop the queue, or let it go on."""
        with self._changed:
            self._held = held
            self._changed.notify_all()

    def forget(self) -> None:
        """As after a start anew that lost everything it was told; what is at work is done."""
        with self._changed:
            for kept in (self._jobs, self._used, self._waiting):
                kept.clear()
            self._store.forget()

    def close(self) -> None:
        """End the thread."""
        with self._changed:
            self._ending = True
            self._changed.notify_all()
        self._thread.join()

    def _take_in(self, job: Job, trouble: Trouble) -> None:
        self._used.add(job.uuid)
        self._jobs[job.uuid] = job
        self._troubles[job.uuid] = trouble
        self._keep(job)
        self._waiting.append(job)
        if len(self._jobs) > MOST_RESULTS:
            oldest = next(iter(self._jobs))
            if _is_over(self._jobs[oldest]):
                del self._jobs[oldest]
        self._changed.notify_all()

    def _run(self) -> None:
        for job in self._cut_off:
            self._find_out(job)
        while (next_ := self._next()) is not None:
            self._work(next_)

    def _next(self) -> Job | None:
        with self._changed:
            while not self._ending:
                if self._waiting and not self._held:
                    return self._waiting.popleft()
                self._changed.wait(LOOK_AROUND_S)
        return None

    def _work(self, job: Job) -> None:
        time.sleep(self.pace.task_s / 2)
        trouble = self._troubles.pop(job.uuid, Trouble())
        for number, task in enumerate(job.tasks):
            with self._changed:
                if _is_over(job):  # Taken back in the meantime.
                    return
                self._put(job, number, _reply(Status.IN_PROGRESS))
            time.sleep(self.pace.task_s / 2)
            if not self._one(job, number, Fields(task), trouble):
                return

    def _one(self, job: Job, number: int, task: Fields, trouble: Trouble) -> bool:
        """One task of a job; whether the next one may be done."""
        if trouble.kind is FaultKind.DIE_BEFORE:
            die()
        if trouble.mishap is Mishap.REBOOT_BEFORE:
            self._find_out(job)
            return False
        if trouble.mishap is Mishap.PAPER_OUT:
            self._machine.printer.runs_out = True
        try:
            result = self._machine.execute(task, job.uuid, number)
        except Failure as failure:
            self._fail(job, number, failure)
            return False
        if trouble.kind is FaultKind.DIE_AFTER:
            die()
        if trouble.mishap is Mishap.REBOOT_AFTER:
            self._find_out(job)
            return False
        self._put(job, number, _reply(Status.READY, result=result))
        return True

    def _find_out(self, job: Job) -> None:
        """Block the queue, look into the drive, and tell what became of a task."""
        number = next(at for at, one in enumerate(job.replies) if _at_work(one))
        with self._changed:
            self._blocked_by = job.uuid
            self._put(job, number, _reply(Status.BLOCKED))
            self._changed.wait_for(lambda: self._ending, self.pace.finds_out_s)
            if self._ending:
                return
            self._blocked_by = ""
            result = self._left(job, number)
            if result is not None:
                self._put(job, number, _reply(Status.READY, result=result))
            else:
                self._fail(job, number, Failure(_cut_off(str(job.tasks[number].get("type", "")))))

    def _left(self, job: Job, number: int) -> dict[str, Any] | None:
        """What the task left behind, None where it left nothing."""
        done = self._store.done.get(job.uuid)
        if done is None or done.task != number:
            return None
        if done.fd is None:
            return {}
        state = self._machine.state
        receipts = sum(state.totals.receipts.values())
        document = self._machine.documents[done.fd - 1]
        return told.fiscal(document, state.plate, receipts, printed=not state.unprinted)

    def _fail(self, job: Job, number: int, failure: Failure) -> None:
        self._put(job, number, _reply(Status.ERROR, failure.why, failure.words))
        for after in range(number + 1, len(job.replies)):
            self._put(job, after, _reply(Status.INTERRUPTED))

    def _put(self, job: Job, number: int, reply: dict[str, Any]) -> None:
        with self._changed:
            job.replies[number] = reply
            self._keep(job)

    def _keep(self, job: Job) -> None:
        if not all(_is_question(task) for task in job.tasks):
            self._store.keep(job)


def _reply(
    status: Status, code: int = 0, words_: str = "", result: dict[str, Any] | None = None
) -> dict[str, Any]:
    told_ = words_ or (_NO_ERROR if status is Status.READY else "")
    return {"status": status.value, "code": code, "description": told_, "result": result}


def _read(raw: dict[str, Any], stopped: bool) -> Reply:
    status = Status(raw["status"])
    if stopped and status is Status.WAIT:
        status = Status.BLOCKED
    return Reply(status, raw["code"], raw["description"], Fields(raw["result"] or {}))


def _is_question(task: dict[str, Any]) -> bool:
    kind = str(task.get("type", ""))
    return kind.startswith("get") or kind == "ofdExchangeStatus"


def _is_over(job: Job) -> bool:
    return all(Reply(Status(reply["status"])).decided for reply in job.replies)


def _at_work(reply: dict[str, Any]) -> bool:
    return reply["status"] in (Status.IN_PROGRESS.value, Status.BLOCKED.value)


def _is_at_work(job: Job) -> bool:
    return any(_at_work(reply) for reply in job.replies)


def _cut_off(kind: str) -> Why:
    """The error of a task that was begun and left nothing."""
    if kind in ("openShift", "closeShift"):
        return Why.CUT_OFF_OPENING
    is_receipt = kind.removesuffix(words.CORRECTION) in words.OPERATIONS.values()
    return Why.CUT_OFF_RECEIPT if is_receipt else Why.LINK_LOST
