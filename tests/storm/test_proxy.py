"""The proxy does to a question what its plan says, and to no other."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, suppress

import msgspec
import pytest

from sync.messages.wire import Head
from tests.storm import wire
from tests.storm.plan import Fault, Plan
from tests.storm.proxy import Proxy
from tests.storm.wire import Hung, Message

ASKED = b"POST /api/journal/known HTTP/1.1\r\nContent-Length: 8\r\n\r\nquestion"
PUSH = b"POST /api/journal HTTP/1.1\r\nContent-Length: 4\r\n\r\nrows"
TOLD = wire.answer("200 OK", msgspec.msgpack.encode(Head(1, 2, "ab")))


class Office:
    """Takes down what comes, whole or not, and answers what is whole."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []
        self.came = threading.Semaphore(0)
        self._door = socket.create_server(("127.0.0.1", 0))
        self.address = ("127.0.0.1", int(self._door.getsockname()[1]))
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def close(self) -> None:
        self._door.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._door.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                pipe, _ = self._door.accept()
                with closing(pipe):
                    self._answer(pipe)

    def _answer(self, pipe: socket.socket) -> None:
        came = b""
        while came not in (ASKED, PUSH) and (piece := pipe.recv(4096)):
            came += piece
            if len(came) == len(ASKED):
                break
        self.heard.append(came)
        self.came.release()
        with suppress(OSError):
            pipe.sendall(TOLD)


@pytest.fixture
def office() -> Iterator[Office]:
    with closing(Office()) as office:
        yield office


def planned(*faults: Fault) -> Plan:
    return Plan(1, False, ((),), faults, ())


def ask(proxy: Proxy, question: bytes = ASKED) -> Message | None:
    """What comes back; None for a connection that ends before an answer is whole."""
    address = proxy.url.removeprefix("http://").split(":")
    with closing(socket.create_connection((address[0], int(address[1])))) as pipe:
        pipe.sendall(question)
        try:
            return wire.read(pipe)
        except (Hung, OSError):
            return None


@pytest.mark.parametrize(
    ("fault", "heard", "status"),
    [
        (Fault.NONE, 1, 200),
        (Fault.LOST, 0, None),
        (Fault.UNANSWERED, 1, None),
        (Fault.SLOW, 1, 200),
        (Fault.DOUBLED, 2, 200),
        (Fault.AT_ONCE, 2, 200),
        (Fault.CUT_ANSWER, 1, None),
        (Fault.ERROR, 0, 500),
        (Fault.BUSY, 0, 503),
        (Fault.GARBAGE, 0, 200),
        (Fault.NOISE, 0, None),
    ],
)
def test_a_question_meets_its_fault_and_the_next_one_none(
    office: Office, fault: Fault, heard: int, status: int | None
) -> None:
    with closing(Proxy(planned(fault), office.address, _nobody)) as proxy:
        told = ask(proxy)
        assert (told and told.status) == status
        if fault is Fault.GARBAGE:
            assert told
            assert told.whole != TOLD
        again = ask(proxy)
        assert again
        assert again.whole == TOLD
        assert proxy.happened == [fault, Fault.NONE]
    assert office.heard == [ASKED] * (heard + 1)


def test_a_late_question_comes_behind_later_ones(office: Office) -> None:
    with closing(Proxy(planned(Fault.LATE), office.address, _nobody)) as proxy:
        assert ask(proxy) is None
        assert ask(proxy, PUSH)
        assert office.heard[0] == PUSH
        while office.heard[-1:] != [ASKED]:
            ask(proxy, PUSH)
    assert len(office.heard) > 1


@pytest.mark.parametrize(("fault", "size"), [(Fault.CUT, len(ASKED) - 4), (Fault.DAMAGED, 0)])
def test_a_spoilt_question_is_not_the_one_that_was_asked(
    office: Office, fault: Fault, size: int
) -> None:
    with closing(Proxy(planned(fault), office.address, _nobody)) as proxy:
        ask(proxy)
        assert office.came.acquire(timeout=20)
    (came,) = office.heard
    assert came != ASKED
    assert len(came) == (size or len(ASKED))


def test_an_end_of_the_office_waits_for_rows_to_be_handed_over(office: Office) -> None:
    struck: list[Fault] = []
    plan = planned(Fault.KILL_BEHIND)
    with closing(Proxy(plan, office.address, lambda fault, _: struck.append(fault))) as proxy:
        ask(proxy)
        assert struck == []
        ask(proxy, PUSH)
        assert struck == [Fault.KILL_BEHIND]
        assert [one.head for one in proxy.acknowledged] == [Head(1, 2, "ab")]


def _nobody(_fault: Fault, _till: str) -> None:
    """Nothing is killed."""
