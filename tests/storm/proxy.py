"""A proxy that stands between tills and their office, and does to each question what is planned."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from random import Random

import msgspec

from sync.messages.wire import Head
from tests.storm import wire
from tests.storm.plan import AT_A_PUSH, KILLS, Fault, Plan
from tests.storm.wire import Hung, Message

_ANSWER_S = 20.0
Strike = Callable[[Fault, str], None]  # kills what the fault says; the till that asked


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A head that the office told behind a push: from then on these rows must stay."""

    till: str
    head: Head


class Proxy:
    """Listens until closed. Faults come by the number of the question; behind them all is well."""

    def __init__(self, plan: Plan, office: tuple[str, int], strike: Strike) -> None:
        self._plan, self._office, self._strike = plan, office, strike
        self._lock = threading.Lock()
        self._asked = 0
        self._late: list[tuple[int, Message]] = []  # behind which question; the question
        self._due: list[Fault] = []  # wait for a push
        self._open = set[socket.socket]()
        self._threads: list[threading.Thread] = []
        self.acknowledged: list[Acknowledged] = []
        self.happened: list[Fault] = []
        self.failed: list[str] = []  # answers of the office that only a fault of its own explains
        self._door = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        self._in_thread(self._welcome)

    @property
    def is_over(self) -> bool:
        """Whether all that was planned has happened."""
        with self._lock:
            return self._asked >= len(self._plan.faults)

    def settle(self) -> None:
        """What is still on its way arrives."""
        with self._lock:
            late, self._late = [one for _, one in self._late], []
        for question in late:
            self._deliver(question)

    def close(self) -> None:
        """Close the door and every connection, and wait for what is under way."""
        with suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        with self._lock:
            for pipe in self._open:
                with suppress(OSError):
                    pipe.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()

    def _in_thread(self, call: Callable[..., object], *args: object) -> threading.Thread:
        thread = threading.Thread(target=call, args=args, name="proxy")
        self._threads.append(thread)
        thread.start()
        return thread

    def _welcome(self) -> None:
        while True:
            try:
                pipe, _ = self._door.accept()
            except OSError:
                return
            with self._lock:
                self._open.add(pipe)
            self._in_thread(self._serve, pipe)

    def _serve(self, pipe: socket.socket) -> None:
        with closing(pipe), suppress(Hung, OSError):
            while self._play(pipe, wire.read(pipe)):
                pass
        with self._lock:
            self._open.discard(pipe)

    def _play(self, pipe: socket.socket, question: Message) -> bool:
        """Whether the connection is of use afterwards."""
        number, fault, late = self._next(question)
        told = self._answer(number, fault, question)
        for one in late:
            self._deliver(one)
        if told:
            pipe.sendall(told)
        return bool(told) and fault not in (Fault.CUT_ANSWER, Fault.NOISE)

    def _next(self, question: Message) -> tuple[int, Fault, list[Message]]:
        with self._lock:
            number = self._asked
            self._asked += 1
            over = number >= len(self._plan.faults)
            fault = Fault.NONE if over else self._plan.faults[number]
            if fault in AT_A_PUSH:
                self._due.append(fault)
                fault = Fault.NONE
            if question.is_push and self._due:
                fault = self._due.pop(0)
            self.happened.append(fault)
            late = [one for when, one in self._late if when <= number]
            self._late = [(when, one) for when, one in self._late if when > number]
        return number, fault, late

    def _answer(self, number: int, fault: Fault, question: Message) -> bytes:
        """What the till gets; nothing: its connection is closed."""
        chance = self._plan.chance(number)
        if fault in KILLS:
            return self._kill(fault, question, chance)
        if rubbish := _rubbish(fault, chance):
            return rubbish
        match fault:
            case Fault.LOST:
                return b""
            case Fault.LATE:
                self._hold(number + chance.randint(1, 6), question)
                return b""
            case Fault.UNANSWERED:
                self._deliver(question)
                return b""
            case Fault.SLOW:
                time.sleep(chance.uniform(0.05, 0.4))
            case Fault.DOUBLED:
                self._deliver(question)
            case Fault.AT_ONCE:
                return self._twice(question)
            case Fault.CUT:
                self._send(question.cut)
                return b""
            case Fault.DAMAGED:
                return self._deliver(_damaged(question, chance))
            case Fault.CUT_ANSWER:
                told = self._deliver(question)
                return told[: chance.randrange(len(told))] if told else b""
        return self._deliver(question)

    def _twice(self, question: Message) -> bytes:
        twin = self._in_thread(self._deliver, question)
        told = self._deliver(question)
        twin.join()
        return told

    def _hold(self, until: int, question: Message) -> None:
        with self._lock:
            self._late.append((until, question))

    def _kill(self, fault: Fault, question: Message, chance: Random) -> bytes:
        told: list[bytes] = []
        asking = self._in_thread(lambda: told.append(self._deliver(question)))
        if fault is Fault.KILL_BEHIND:
            asking.join()
        else:
            time.sleep(chance.uniform(0, 0.03))
        self._strike(fault, question.till)
        asking.join()
        return told[0] if chance.random() < 0.5 else b""

    def _deliver(self, question: Message) -> bytes:
        """The office's answer; nothing when it gives none."""
        with suppress(Hung, OSError), closing(self._connect()) as pipe:
            pipe.sendall(question.whole)
            told = wire.read(pipe)
            if told.status == 500:
                self.failed.append(question.head.decode("latin-1").splitlines()[0])
            if question.is_push and told.status == 200:
                head = msgspec.msgpack.decode(told.body, type=Head)
                with self._lock:
                    self.acknowledged.append(Acknowledged(question.till, head))
            return told.whole
        return b""

    def _send(self, piece: bytes) -> None:
        with suppress(OSError), closing(self._connect()) as pipe:
            pipe.sendall(piece)

    def _connect(self) -> socket.socket:
        return socket.create_connection(self._office, timeout=_ANSWER_S)


def _rubbish(fault: Fault, chance: Random) -> bytes:
    """What comes back without the office; nothing where it is asked."""
    match fault:
        case Fault.ERROR:
            return wire.answer("500 Internal Server Error", b"Internal Server Error")
        case Fault.BUSY:
            refused = wire.answer("503 Service Unavailable", b"too much to do\n")
            return refused.replace(b"\r\n", b"\r\nRetry-After: 1\r\n", 1)
        case Fault.GARBAGE:
            return wire.answer("200 OK", chance.randbytes(chance.randrange(300)))
        case Fault.NOISE:
            return chance.randbytes(200)
    return b""


def _damaged(question: Message, chance: Random) -> Message:
    """The same with one bit of the body turned over; of the target where there is no body."""
    if question.body:
        return replace(question, body=_turned(question.body, chance.randrange(len(question.body))))
    return replace(question, head=question.head.replace(b"/api/", b"/apl/", 1))


def _turned(content: bytes, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 0x20]) + content[at + 1 :]
