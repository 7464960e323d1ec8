"""The commands as another program runs them."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import msgspec
import pytest

from backoffice.bootstrap import clock
from sync.messages.wire import Batch, Enrolled
from tests.backoffice.conftest import ask, packed
from tests.backoffice.signed import SignedBy
from tests.backoffice.trade import GOODS, Till, moment, sold_line

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "backoffice"]
ANYWHERE = ("serve", "--listen", "127.0.0.1:0")


def run(*args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 — our own program
        [*COMMAND, *args], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )


@contextmanager
def serving(db: str, *args: str) -> Iterator[tuple[subprocess.Popen[str], dict[str, str]]]:
    """A server on a free port; ended by SIGTERM when it still runs."""
    with subprocess.Popen(  # noqa: S603 — our own program
        [*COMMAND, "serve", "--db", db, "--listen", "127.0.0.1:0", *args],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        yield process, json.loads(process.stdout.readline())
        process.terminate()


def first_run(client: httpx.Client, code: str) -> Enrolled:
    answer = client.post("/api/first-run", content=packed(ask(code)))
    return msgspec.msgpack.decode(answer.content, type=Enrolled)


def test_a_shop_s_first_day_by_commands_alone(db: str, tmp_path: Path) -> None:
    with serving(db) as (process, line), httpx.Client(base_url=line["listening"]) as client:
        till = first_run(client, line["first_run_code"])
        journal = Till(at=moment("2026-11-24 10:00"))
        journal.open_shift()
        journal.sell(sold_line(1, GOODS[0], 2000))
        auth = SignedBy(till.till, clock)
        pushed = client.post("/api/journal", content=packed(Batch(journal.rows)), auth=auth)
        assert pushed.status_code == 200
        day = ("--from", "2026-11-24", "--to", "2026-11-24", "--format", "json")
        report = json.loads(run("report", "day", "--db", db, *day, "--shop", "Лесная, 5").stdout)
        assert (report["revenue"], report["receipts"]) == (18980, 1)
        paper = tmp_path / "day.pdf"
        asked = run(
            "report", "day", "--db", db, *day[:4], "--format", "pdf", "--to-file", str(paper)
        )
        assert (asked.returncode, asked.stdout, asked.stderr) == (0, "", "")
        assert paper.read_bytes().startswith(b"%PDF-")
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    verdict = run("verify", "--db", db, "--json")
    assert verdict.returncode == 0
    assert json.loads(verdict.stdout)["rows"] == 3
    assert json.loads(run("rebuild", "--db", db).stdout) == {"facts": 3}
    assert len(json.loads(run("enrol", "--db", db, "--shop", "Лесная, 5").stdout)["code"]) == 14


def test_an_office_with_an_owner_gives_no_first_run_code(db: str) -> None:
    with serving(db) as (_, line), httpx.Client(base_url=line["listening"]) as client:
        first_run(client, line["first_run_code"])
    with serving(db) as (_, line):
        assert line["first_run_code"] is None


def test_an_attached_server_ends_with_the_program_that_started_it(db: str) -> None:
    with serving(db, "--attached") as (process, _):
        assert process.stdin
        process.stdin.close()
        assert process.wait(20) == 0


def test_a_killed_server_keeps_what_it_acknowledged(db: str) -> None:
    with serving(db) as (process, line), httpx.Client(base_url=line["listening"]) as client:
        till = first_run(client, line["first_run_code"])
        rows = Till().rows
        auth = SignedBy(till.till, clock)
        client.post("/api/journal", content=packed(Batch(rows)), auth=auth)
        process.kill()
    assert json.loads(run("verify", "--db", db).stdout)["rows"] == len(rows)


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (("enrol", "--shop", "Вокзал"), 1, "no shop is named"),
        (("report", "day", "--from", "2026-11-24", "--to", "2026-11-24", "--shop", "X"), 1, "X"),
        (("report", "day", "--from", "2026-11-24", "--to", "2026-11-23"), 2, "earlier"),
        (("report", "day", "--from", "yesterday", "--to", "2026-11-23"), 2, "--from"),
        (
            ("report", "day", "--from", "2026-11-24", "--to", "2026-11-24", "--format", "pdf"),
            2,
            "--to-file",
        ),
        (
            (
                "report",
                "day",
                "--from",
                "2026-11-24",
                "--to",
                "2026-11-24",
                "--to-file",
                "/no/such/x",
            ),
            1,
            "cannot be written",
        ),
        (("serve", "--workers", "0"), 2, "--workers"),
        (("serve", "--listen", "nowhere"), 1, "HOST:PORT"),
        (("serve", "--listen", "0.0.0.0:0"), 1, "--tls-cert"),
        (("serve", "--tls-cert", "c.pem"), 2, "--tls-key"),
        ((*ANYWHERE, "--tls-cert", "no.pem", "--tls-key", "no.pem"), 1, "PEM"),
        (("frobnicate",), 2, "frobnicate"),
        ((), 2, "COMMAND"),
    ],
)
@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_what_cannot_be_done_is_said_in_a_line(
    db: str, args: tuple[str, ...], code: int, says: str
) -> None:
    done = run(*args, *(("--db", db) if args and args[0] != "frobnicate" else ()))
    assert (done.returncode, done.stdout) == (code, "")
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    if code == 1:
        assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "url", ["nonsense", "mysql://x/y", "postgresql://u:hidden@127.0.0.1:1/y", "sqlite:////no/x.db"]
)
def test_a_store_that_cannot_be_opened_is_said_in_a_line(url: str) -> None:
    done = run("verify", "--db", url)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "hidden" not in done.stderr


def test_a_damaged_file_is_said_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "office.db"
    file.write_bytes(b"this is not a database, but somebody's letter" * 100)
    before = file.read_bytes()
    done = run("verify", "--db", f"sqlite:///{file}")
    assert done.returncode == 1
    assert "backup" in done.stderr
    assert file.read_bytes() == before
