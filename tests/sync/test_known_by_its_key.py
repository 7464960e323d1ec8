"""A till and its office over the real programs: keys, clocks, and a till that was taken out."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from backoffice.bootstrap import open_store
from backoffice.usecases import secrets
from backoffice.usecases.tills import take_out
from pos.bootstrap import known as knowing
from pos.bootstrap import link
from pos.bootstrap.folder import now, open_till
from pos.bootstrap.known import known, public_key
from sync.errors import RowsSetAside, TillRevoked
from sync.messages.facts import EpochBegan
from sync.storage import office
from sync.usecases.link import LinkState
from tests.fakes.journals import sale
from tests.sync.offices import ROOT, OfficeProcess

DAY_MS = 86_400_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "till"


@pytest.fixture
def served(tmp_path: Path, folder: Path) -> Iterator[OfficeProcess]:
    process = OfficeProcess(tmp_path / "office.db")
    process.enrol(folder)
    yield process
    process.kill()


def sell(folder: Path, n: int) -> None:
    with closing(open_till(folder)) as till, till.work() as work:
        if work.head().epoch == 0:
            work.begin_epoch(EpochBegan(till="till", reason="new"), 1, now())
        work.record(sale(n), now())
        work.commit()


def once(folder: Path) -> LinkState:
    with link.standing_alone(folder, "") as talk:
        return talk.once()


def test_a_till_of_before_shows_its_key_and_forgets_its_token(
    served: OfficeProcess, folder: Path
) -> None:
    token = secrets.new_token()
    there = known(folder)
    with open_store(served.db) as store, store.work() as work:
        work.places.renew_token(there.till, secrets.token_hash(token))
    office.save(folder / office.NAME, msgspec.structs.replace(there, token=token))
    sell(folder, 1)
    assert once(folder).unsent == 0
    assert known(folder).token == ""
    with open_store(served.db) as store, store.look() as work:
        till = work.places.till(there.till)
        assert till is not None
        assert till.key == public_key(folder)
    assert once(folder).trouble is None


@pytest.mark.parametrize("ms", [-DAY_MS, DAY_MS])
def test_a_till_with_a_wrong_clock_is_heard(
    served: OfficeProcess, folder: Path, monkeypatch: pytest.MonkeyPatch, ms: int
) -> None:
    right = knowing.clock
    monkeypatch.setattr(knowing, "clock", lambda: right() + ms)
    sell(folder, 1)
    state = once(folder)
    assert (state.trouble, state.unsent) == (None, 0)


def test_a_till_that_was_taken_out_is_told_and_sells_on(
    served: OfficeProcess, folder: Path
) -> None:
    sell(folder, 1)
    assert once(folder).trouble is None
    with open_store(served.db) as store:
        take_out(store, known(folder).till)
    sell(folder, 2)
    told = once(folder).told
    assert [type(one) for one in told] == [TillRevoked, RowsSetAside]
    said = subprocess.run(  # noqa: S603 — our own program
        [sys.executable, "-m", "sync", "run", "--once", "--data", str(folder)],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (said.returncode, "Касса исключена из офиса" in said.stderr) == (1, True)
    sell(folder, 3)
    assert len(served.rows()) == 2, "what it sends is kept apart"
    with open_store(served.db) as store:
        take_out(store, known(folder).till, out=False)
    assert once(folder).trouble is None
