"""Several processes serve one office; the end of any of them is nothing a till notices."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import msgspec
import pytest

from backoffice.bootstrap import clock, open_store
from backoffice.usecases.verify import verify
from sync.messages.wire import Batch, Head, Row
from tests.backoffice.conftest import packed
from tests.backoffice.signed import SignedBy
from tests.backoffice.test_commands import first_run, serving
from tests.backoffice.trade import GOODS, Till, sold_line

AT_ONCE = 7  # rows in a batch


def journal(sales: int) -> list[Row]:
    till = Till()
    till.open_shift()
    for n in range(sales):
        till.sell(sold_line(1, GOODS[n % len(GOODS)], 1000))
    return till.rows


@dataclass
class Link:
    """A till's link: it asks for the head, sends what is behind it, and asks again."""

    url: str
    till: str
    acknowledged: list[int] = field(default_factory=list)
    broken: int = 0

    def push(self, rows: list[Row]) -> None:
        """Until the office has all of them."""
        with httpx.Client(base_url=self.url, auth=SignedBy(self.till, clock), timeout=20) as client:
            while (head := self._head(client)) < len(rows):
                self._send(client, rows[head : head + AT_ONCE])

    def _head(self, client: httpx.Client) -> int:
        while True:
            try:
                answer = client.get("/api/journal/head")
            except httpx.TransportError:
                self.broken += 1
                continue
            assert answer.is_success, answer.text
            return msgspec.msgpack.decode(answer.content, type=Head).seq

    def _send(self, client: httpx.Client, rows: list[Row]) -> None:
        try:
            answer = client.post("/api/journal", content=packed(Batch(rows)))
        except httpx.TransportError:
            self.broken += 1
            return
        if answer.is_success:
            self.acknowledged.append(msgspec.msgpack.decode(answer.content, type=Head).seq)


@pytest.fixture
def office(db: str) -> Iterator[tuple[subprocess.Popen[str], Link, str]]:
    """An office with two workers, and the link of its first till."""
    with two_workers(db) as (process, line):
        with httpx.Client(base_url=line["listening"]) as client:
            till = first_run(client, line["first_run_code"])
        yield process, Link(line["listening"], till.till), db


@contextmanager
def two_workers(db: str) -> Iterator[tuple[subprocess.Popen[str], dict[str, str]]]:
    with serving(db, "--workers", "2") as served:
        yield served


def workers(process: subprocess.Popen[str]) -> list[int]:
    """Processes that this one started and that still live."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return [int(child) for child in children if _lives(int(child))]


def _lives(pid: int) -> bool:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"


def held(db: str) -> list[Row]:
    """What the office has, after its own check of the chain."""
    with open_store(db) as store:
        assert verify(store).ok
        with store.look() as work:
            return [row for _, row in work.ledger.rows()]


def test_two_links_of_one_till_leave_each_row_once(
    office: tuple[subprocess.Popen[str], Link, str],
) -> None:
    _, link, db = office
    rows = journal(120)
    links = [Link(link.url, link.till) for _ in range(3)]
    threads = [threading.Thread(target=one.push, args=(rows,)) for one in links]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert held(db) == rows


def test_a_worker_killed_in_the_middle_of_batches_loses_and_doubles_nothing(
    office: tuple[subprocess.Popen[str], Link, str],
) -> None:
    process, link, db = office
    rows = journal(200)
    pushing = threading.Thread(target=link.push, args=(rows,))
    pushing.start()
    killed = set[int]()
    while pushing.is_alive():
        pushing.join(0.15)
        living = [pid for pid in workers(process) if pid not in killed]
        if living and len(killed) < 6:
            killed.add(living[0])
            os.kill(living[0], signal.SIGKILL)
    assert len(killed) >= 2
    assert held(db) == rows
    assert link.acknowledged == sorted(link.acknowledged)


def test_workers_end_with_the_server_that_started_them(
    office: tuple[subprocess.Popen[str], Link, str],
) -> None:
    process, _, _ = office
    started = workers(process)
    assert len(started) == 2
    process.kill()
    process.wait(20)
    for pid in started:
        assert _ended(pid), pid


def _ended(pid: int) -> bool:
    """Whether it ends without being told by anybody; waits for it."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], 30)[0])
    finally:
        os.close(handle)
