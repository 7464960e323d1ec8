"""`python -m sync` and `python -m inventory` against the real back office."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from pos.bootstrap import link
from pos.bootstrap.folder import now, open_till
from pos.bootstrap.known import client_of
from pos.storage.till import TillStore
from sync.journal.rows import Mark
from sync.messages.facts import EpochBegan
from sync.messages.feed import ItemChanged, Record, SettingChanged, UserChanged
from sync.messages.wire import FirstRun
from sync.remote.office import OfficeClient
from sync.storage import office
from sync.storage.office import Enrolment
from sync.storage.reader import reading
from tests.fakes.journals import sale

ROOT = Path(__file__).parents[2]
TEA = ItemChanged(
    item="tea", article="17", name="Чай чёрный", unit=0, vat=11, price=12900, codes=("46000012",)
)
ANNA = UserChanged(user="anna", name="Анна", role="cashier", pin_hash="$argon2id$…")
KEYS = SettingChanged(key="quick_keys", value='["tea"]')


def run(*args: str) -> subprocess.CompletedProcess[str]:
    """One of our commands, as a script runs it."""
    return subprocess.run(  # noqa: S603 — our own program
        [sys.executable, "-m", *args], cwd=ROOT, capture_output=True, text=True, check=False,
        timeout=60,
    )  # fmt: skip


def status(folder: Path) -> dict[str, object]:
    done = run("sync", "status", "--data", str(folder), "--json")
    assert done.returncode == 0, done.stderr
    told: dict[str, object] = json.loads(done.stdout)
    return told


@contextmanager
def serving(db: str) -> Iterator[tuple[str, str | None]]:
    """The back office on a free port: its address and the code of a first run."""
    with subprocess.Popen(  # noqa: S603 — our own program
        [sys.executable, "-m", "backoffice", "serve", "--db", db, "--listen", "127.0.0.1:0"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        line = json.loads(process.stdout.readline())
        try:
            yield line["listening"], line["first_run_code"]
        finally:
            process.kill()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "till"


@pytest.fixture
def db(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'office.db'}"


def make_office(url: str, code: str | None) -> str:
    """A first run with a good, a cashier and a setting; the id of its first till."""
    ask = FirstRun(
        code or "", "Касса 1", "Лавка", "7707083893", "Europe/Moscow", "owner", "a long password",
        [ANNA], items=[TEA], settings=[KEYS], key=bytes(32),
    )  # fmt: skip
    with closing(OfficeClient(url)) as client:
        return client.first_run(ask).till


def enrol(folder: Path, db: str, url: str) -> None:
    code = json.loads(run("backoffice", "enrol", "--db", db, "--shop", "Лавка", "--json").stdout)
    done = run("sync", "enrol", "--data", str(folder), "--office", url, "--code", code["code"])
    assert done.returncode == 0, done.stderr


def sell(folder: Path, numbers: range) -> None:
    """Facts as a till appends them, one commit each."""
    with closing(open_till(folder)) as till:
        for n in numbers:
            with till.work() as work:
                if work.head().epoch == 0:
                    work.begin_epoch(EpochBegan(till="till", reason="new"), 1, now())
                work.record(sale(n), now())
                work.commit()


def head(folder: Path) -> Mark:
    with reading(folder / "journal.db") as journal:
        return journal.head()


def once(folder: Path, url: str) -> subprocess.CompletedProcess[str]:
    return run("sync", "run", "--data", str(folder), "--office", url, "--once")


def test_facts_go_up_once_and_goods_people_and_settings_come_down(folder: Path, db: str) -> None:
    with serving(db) as (url, code):
        make_office(url, code)
        enrol(folder, db, url)
        sell(folder, range(1, 4))
        assert status(folder)["unsent"] == 4
        done = once(folder, url)
        assert done.returncode == 0, done.stderr
        told = status(folder)
        assert (told["journal_seq"], told["acknowledged"], told["unsent"]) == (4, 4, 0)
        assert (told["office"], told["last_error"], told["unsent_since"]) == (url, None, None)
        assert told["catalog_cursor"] != 0
        assert str(told["last_contact"]).endswith("Z")
    with closing(open_till(folder)) as till, till.work() as work:
        anna = work.people.get("anna")
        assert anna is not None
        assert anna.name == "Анна"
        assert work.setting("quick_keys") == '["tea"]'
    found = run("inventory", "find", "черный чай", "--data", str(folder), "--json")
    assert json.loads(found.stdout)["price_kop"] == 12900
    assert found.returncode == 0


def test_an_office_that_was_killed_and_came_back_misses_nothing(folder: Path, db: str) -> None:
    with serving(db) as (url, code):
        make_office(url, code)
        enrol(folder, db, url)
        sell(folder, range(1, 6))
        assert once(folder, url).returncode == 0
    sell(folder, range(6, 260))
    away = once(folder, url)
    assert away.returncode == 1
    assert "OfficeUnreachable" in away.stderr
    assert len(away.stderr.splitlines()) == 1
    told = status(folder)
    assert told["unsent"] == 254
    assert told["last_error"]
    with serving(db) as (again, _):
        assert once(folder, again).returncode == 0
        assert once(folder, again).returncode == 0
        with closing(client_of(folder, url=again)) as client:
            held = client.head()
    assert (held.epoch, held.seq, held.hash) == (1, 260, head(folder).hash.hex())
    assert held.quarantined == 0
    kept = run("backoffice", "verify", "--db", db, "--json")
    assert kept.returncode == 0, kept.stdout


def test_a_refilled_office_gets_the_whole_journal_again(
    folder: Path, db: str, tmp_path: Path
) -> None:
    with serving(db) as (url, code):
        make_office(url, code)
        enrol(folder, db, url)
        sell(folder, range(1, 4))
        assert once(folder, url).returncode == 0
    fresh = f"sqlite:///{tmp_path / 'fresh.db'}"
    with serving(fresh) as (url, code):
        make_office(url, code)
        enrol(folder, fresh, url)
        assert once(folder, url).returncode == 0
        told = status(folder)
        assert (told["acknowledged"], told["unsent"]) == (4, 0)


def test_a_running_till_keeps_the_link_itself(folder: Path) -> None:
    with closing(open_till(folder)):
        office.save(folder / office.NAME, Enrolment("http://127.0.0.1:1", "t", "till", "shop"))
        done = once(folder, "")
    assert done.returncode == 1
    assert "AlreadyRunning" in done.stderr


def test_without_an_office_a_till_says_what_to_do(folder: Path) -> None:
    done = once(folder, "")
    assert done.returncode == 1
    assert "NotEnrolled" in done.stderr
    assert not (folder / "journal.db").exists()


def test_a_wrong_code_enrols_nothing(folder: Path, db: str) -> None:
    with serving(db) as (url, code):
        make_office(url, code)
        done = run("sync", "enrol", "--data", str(folder), "--office", url, "--code", "wrong")
    assert done.returncode == 1
    assert "OfficeRefused" in done.stderr
    assert not (folder / office.NAME).exists()


def test_status_of_nothing_makes_nothing(folder: Path) -> None:
    told = status(folder)
    assert (told["journal_seq"], told["unsent"], told["office"]) == (0, 0, None)
    assert not folder.exists()


def test_run_ends_by_sigterm(folder: Path, db: str) -> None:
    with serving(db) as (url, code):
        make_office(url, code)
        enrol(folder, db, url)
        sell(folder, range(1, 3))
        with subprocess.Popen(  # noqa: S603 — our own program
            [sys.executable, "-m", "sync", "run", "--data", str(folder), "--office", url],
            cwd=ROOT,
        ) as process:
            while status(folder)["unsent"] != 0:
                assert process.poll() is None
            process.send_signal(signal.SIGTERM)
            assert process.wait(30) == 0


def test_a_feed_leaves_alone_what_is_the_till_s_own(folder: Path) -> None:
    with closing(open_till(folder)) as till:
        _take(till, SettingChanged(key="session.user", value="mallory"))
        _take(till, SettingChanged(key="folder.kind", value="demo"))
        _take(till, SettingChanged(key="shop.name", value="Лавка"))
        with till.work() as work:
            assert work.setting("session.user") == work.setting("folder.kind") == ""
            assert work.setting("shop.name") == "Лавка"


def _take(till: TillStore, record: Record) -> None:
    assert not isinstance(record, ItemChanged)
    link.TillState(till).apply([record])


@pytest.mark.parametrize("program", ["sync", "inventory"])
def test_a_wrong_command_is_bad_usage(program: str) -> None:
    assert run(program, "dance").returncode == 2
    assert run(program, "--help").returncode == 0


def test_find_says_why_it_finds_nothing(tmp_path: Path) -> None:
    done = run("inventory", "find", "чай", "--data", str(tmp_path), "--json")
    assert (done.returncode, done.stdout) == (1, "")
    assert "no catalogue here yet" in done.stderr
