"""TLS in a shop's own network: one command makes the certificate, a till pins it."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from backoffice.bootstrap import clock, open_store
from backoffice.usecases import first_run
from backoffice.usecases.enrol import offer_code
from pos.bootstrap import link
from pos.bootstrap.known import known
from sync.errors import WrongCertificate
from sync.messages.wire import FirstRun
from tests.sync.offices import ROOT, SHOP, ZONE

COMMAND = (sys.executable, "-m", "backoffice")


def certificate(to: Path, *hosts: str) -> subprocess.CompletedProcess[str]:
    names = [part for host in hosts for part in ("--host", host)]
    return subprocess.run(  # noqa: S603 — our own program
        [*COMMAND, "certificate", *names, "--to", str(to)],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A certificate for this machine."""
    done = certificate(tmp_path_factory.mktemp("tls"), "localhost", "127.0.0.1")
    assert done.returncode == 0, done.stderr
    told: dict[str, str] = json.loads(done.stdout)
    return told


@pytest.fixture
def db(tmp_path: Path) -> str:
    """An office with a shop."""
    url = f"sqlite:///{tmp_path / 'office.db'}"
    with open_store(url) as store:
        code = first_run.offer_code(store, clock()) or ""
        first_run.first_run(
            store,
            FirstRun(code, "Касса 1", SHOP, "", ZONE, "owner", "long enough", [], key=bytes(32)),
            clock(),
        )
    return url


def one_time_code(db: str) -> str:
    with open_store(db) as store:
        return offer_code(store, SHOP, clock())


@contextmanager
def serving(db: str, tls: dict[str, str], listen: str = "127.0.0.1:0") -> Iterator[dict[str, str]]:
    with subprocess.Popen(  # noqa: S603 — our own program
        [
            *COMMAND, "serve", "--db", db, "--listen", listen,
            "--tls-cert", tls["certificate"], "--tls-key", tls["key"],
        ],
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout
        yield json.loads(process.stdout.readline())
        process.terminate()


def test_the_key_is_private_and_nothing_is_written_over(made: dict[str, str]) -> None:
    key = Path(made["key"])
    before = key.read_bytes()
    if os.name == "posix":
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
    again = certificate(key.parent, "localhost")
    assert (again.returncode, again.stdout, again.stderr.count("\n")) == (1, "", 1)
    assert key.read_bytes() == before


def test_a_name_that_is_none_is_said_in_a_line(tmp_path: Path) -> None:
    done = certificate(tmp_path, "no name")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert list(tmp_path.iterdir()) == []


def test_a_till_pins_the_certificate_of_its_office(
    made: dict[str, str], db: str, tmp_path: Path
) -> None:
    folder, code = tmp_path / "till", one_time_code(db)
    with serving(db, made) as line:
        url = line["listening"]
        assert url.startswith("https://")
        assert line["fingerprint"] == made["fingerprint"]
        with pytest.raises(WrongCertificate, match=made["fingerprint"]):
            link.enrol(folder, url, code, "Касса 2")
        with pytest.raises(WrongCertificate):
            link.enrol(folder, url, code, "Касса 2", "00:" * 31 + "00")
        link.enrol(folder, url, code, "Касса 2", made["fingerprint"].lower().replace(":", " "))
        with link.standing_alone(folder, "") as talk:
            assert talk.once().trouble is None


def test_another_certificate_is_trusted_by_a_person_only(
    made: dict[str, str], db: str, tmp_path: Path
) -> None:
    folder, code = tmp_path / "till", one_time_code(db)
    with serving(db, made) as line:
        link.enrol(folder, line["listening"], code, "Касса 2", made["fingerprint"])
    other = json.loads(certificate(tmp_path / "new", "127.0.0.1").stdout)
    with serving(db, other) as line:
        with link.standing_alone(folder, line["listening"]) as talk:
            assert isinstance(talk.once().trouble, WrongCertificate)
        link.pin(folder, line["listening"], other["fingerprint"])
        with link.standing_alone(folder, "") as talk:
            assert talk.once().trouble is None
    assert known(folder).url == line["listening"]
