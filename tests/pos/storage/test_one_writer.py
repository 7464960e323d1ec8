"""One program writes a data folder; the end of that program, however it ends, frees it."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from inventory.values.money import Money
from pos.errors import AlreadyRunning, JournalUnreadable
from pos.storage.database import open_reader
from pos.storage.till import TillStore
from pos.usecases import look
from tests.fakes.selling import MILK
from tests.fakes.till import KEY, Shop

ROOT = Path(__file__).parents[3]
HOLD = """
import sys
from pathlib import Path
from pos.errors import AlreadyRunning
from pos.storage.till import TillStore
try:
    store = TillStore(Path(sys.argv[1]), lambda place: b"")
except AlreadyRunning:
    print("running already", flush=True)
    sys.exit(1)
print("held", flush=True)
sys.stdin.read()
store.close()
"""


@contextmanager
def another_program(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A process of its own that opens the folder; what it said."""
    with subprocess.Popen(  # noqa: S603 — our own interpreter
        [sys.executable, "-c", HOLD, str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            yield process, process.stdout.readline().strip()
        finally:
            process.kill()


def test_a_second_store_in_this_program_is_refused(tmp_path: Path) -> None:
    with closing(TillStore(tmp_path, KEY.sign_head)) as store:
        with pytest.raises(AlreadyRunning):
            TillStore(tmp_path, KEY.sign_head)
        with store.work() as work:
            work.set_setting("key", "value")
            work.commit()
    TillStore(tmp_path, KEY.sign_head).close()


def test_another_program_is_refused_while_this_one_writes(tmp_path: Path) -> None:
    with (
        closing(TillStore(tmp_path, KEY.sign_head)),
        another_program(tmp_path) as (process, said),
    ):
        assert said == "running already"
        assert process.wait() == 1


def test_a_killed_program_frees_the_folder(tmp_path: Path) -> None:
    with another_program(tmp_path) as (process, said):
        assert said == "held"
        with pytest.raises(AlreadyRunning):
            TillStore(tmp_path, KEY.sign_head)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        TillStore(tmp_path, KEY.sign_head).close()


def test_a_damaged_file_leaves_no_lock_behind(tmp_path: Path) -> None:
    (tmp_path / "journal.db").write_bytes(b"no database at all" * 100)
    for _ in range(2):
        with pytest.raises(JournalUnreadable):
            TillStore(tmp_path, KEY.sign_head)


def test_a_reader_never_writes_and_is_never_in_the_way(shop: Shop) -> None:
    shop.begin_day()
    with closing(open_reader(shop.folder)) as db:
        assert db.execute("SELECT count(*) FROM basket_lines").fetchone() == (0,)
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            db.execute("DELETE FROM journal")
        shop.scan(MILK)
        shop.store.rest()
        shop.store.tidy()
        assert db.execute("SELECT count(*) FROM basket_lines").fetchone() == (1,)


def test_what_is_not_committed_is_rolled_back(shop: Shop) -> None:
    with shop.store.work() as work:
        work.set_setting("shop.name", "другой")
    with pytest.raises(ZeroDivisionError), shop.store.work() as work:
        work.set_setting("shop.name", str(1 // 0))
    with shop.store.work() as work:
        assert work.setting("shop.name") == "Магазин «Утро»"


class ReadingDisplay:
    """A customer display that looks into the file while it is told what to show."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.seen: list[list[tuple[str, int]]] = []

    def show(self, upper: str, lower: str) -> None:
        """Note the lines that a reader finds at this moment."""
        with closing(open_reader(self.folder)) as db:
            rows = db.execute("SELECT item, quantity FROM basket_lines ORDER BY line")
            self.seen.append([(str(item), int(quantity)) for item, quantity in rows])

    def clear(self) -> None:
        """See the contract."""

    def close(self) -> None:
        """See the contract."""


def test_a_line_is_on_disk_before_anybody_sees_it(shop: Shop) -> None:
    shop.begin_day()
    display = ReadingDisplay(shop.folder)
    shop.counter = type(shop.counter)(
        till=shop.store,
        catalogue=shop.catalogue,
        registrar=shop.registrar,
        terminal=None,
        display=display,
        now=shop.clock,
    )
    shop.scan(MILK, f"3*{MILK}")
    assert display.seen == [[("milk", 1000)], [("milk", 4000)]]


def test_an_open_basket_is_there_after_the_next_start(shop: Shop) -> None:
    shop.begin_day()
    before = shop.scan(MILK, "0,284*104")
    shop.reopen()
    after = look.view(shop.counter)
    assert after.basket == before.basket
    assert after.basket.total == Money(9490 + 25_557)
    assert (after.shift, after.user) == (before.shift, before.user)
