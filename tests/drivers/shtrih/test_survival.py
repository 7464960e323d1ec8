"""The emulated drive outlives its process: killed before, after, and in the middle."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from drivers.contracts.errors import NoAnswer, PaperOut
from drivers.registrars.shtrih.device import ShtrihRegistrar
from drivers.registrars.shtrih.emulator.store import StateDamaged, StateInUse, Store
from drivers.registrars.shtrih.settings import Settings
from drivers.transports.tcp import TcpTransport
from tests.drivers.shtrih.shop import BAG, CASHIER, CHEESE, SHOES, Shop, sale

ROOT = Path(__file__).parents[3]
PATIENT = Settings(control_s=2.0)


@contextmanager
def emulator(state: Path, *more: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`python -m fiscal emulate` on a free port, and its address."""
    command = [sys.executable, "-m", "fiscal", "emulate", "shtrih"]
    command += ["--listen", "tcp:127.0.0.1:0", "--state", str(state), *more]
    with subprocess.Popen(  # noqa: S603 - our own program
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            yield process, json.loads(process.stdout.readline())["listening"]
        finally:
            process.kill()


def registrar(url: str) -> ShtrihRegistrar:
    return ShtrihRegistrar(TcpTransport("127.0.0.1", int(url.rpartition(":")[2])), PATIENT)


def archive(state: Path) -> list[dict[str, Any]]:
    out = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "fiscal", "archive", "--state", str(state), "--json"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return [json.loads(line) for line in out.splitlines()]


def test_what_was_registered_survives_a_kill(tmp_path: Path) -> None:
    state = tmp_path / "drive.jsonl"
    with emulator(state, "--inn", "7702000000", "--taxes", "osn", "--name", "ИП Тест") as (
        process,
        url,
    ):
        with closing(registrar(url)) as device:
            device.open_shift(CASHIER)
            made = device.register(sale(CHEESE, SHOES))
        os.kill(process.pid, signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
    with emulator(state) as (_, url), closing(registrar(url)) as device:
        status = device.status()
        assert (status.last_fd, status.cash, status.inn) == (made.fd, 33586, "7702000000")
        found = device.document(made.fd)
        assert found is not None
        assert (found.total, found.vat) == (33586, made.vat)
        # The archive is read while the emulator runs.
        rows = archive(state)
    assert [(row["fd"], row["kind"], row["total_kop"]) for row in rows] == [
        (1, 1, 0),
        (2, 2, 0),
        (3, 3, 33586),
    ]
    assert rows[2]["fiscal_sign"] == made.sign
    assert rows[2]["at"] == made.at.isoformat() if made.at else ""
    assert rows[2]["tags"]["1048"] == "ИП Тест"
    assert [item["1043"] for item in rows[2]["tags"]["1059"]] == [23586, 10000]


@pytest.mark.parametrize(("fault", "last"), [("die-before@9", 2), ("die-after@9", 3)])
def test_it_ends_before_or_after_the_effect_as_told(tmp_path: Path, fault: str, last: int) -> None:
    state = tmp_path / "drive.jsonl"
    with emulator(state) as (_, url), closing(registrar(url)) as device:
        device.open_shift(CASHIER)
    # F7h and 1Fh for the format, 10h, FF01h, FF46h, FF4Dh, two tags, and ninth FF45h.
    with emulator(state, "--faults", fault) as (process, url):
        with closing(registrar(url)) as device, pytest.raises(NoAnswer):
            device.register(sale(SHOES))
        assert process.wait(10) == 137
    assert len(archive(state)) == last


def test_an_open_receipt_survives_a_kill(shop: Shop) -> None:
    shop.opened().registrar.status()
    shop.faults("reboot-before@8")
    with pytest.raises(NoAnswer):
        shop.registrar.register(sale(CHEESE, SHOES, BAG))
    shop.close()
    again = Shop(shop.state)
    assert again.registrar.status().document_open
    assert [line.amount for line in again.emulator.machine.lines] == [23586, 10000, 1000]
    again.registrar.cancel_document()
    again.close()
    third = Shop(shop.state)
    assert third.registrar.register(sale()).fd == 3
    third.close()


def test_a_torn_last_line_is_forgotten(shop: Shop) -> None:
    shop.opened().registrar.register(sale())
    shop.close()
    whole = shop.state.read_bytes()
    for cut in (1, 2, 100):
        shop.state.write_bytes(whole[:-cut])
        again = Shop(shop.state)
        assert again.registrar.status().last_fd == 2
        assert again.registrar.status().document_open
        again.close()


def test_a_file_that_is_no_drive_is_not_touched(tmp_path: Path) -> None:
    state = tmp_path / "notes.txt"
    state.write_text("milk\nbread\n", "utf-8")
    with pytest.raises(StateDamaged, match="line 1"):
        Store(state)
    assert state.read_text("utf-8") == "milk\nbread\n"


def test_two_emulators_never_share_a_drive(shop: Shop) -> None:
    with pytest.raises(StateInUse):
        Store(shop.state)


def test_paper_interrupted_by_a_kill_is_printed_on(shop: Shop) -> None:
    shop.opened().registrar.status()
    shop.faults("paper-out@7")
    shop.registrar.register(sale(SHOES))
    shop.close()
    again = Shop(shop.state)
    assert again.registrar.status().awaits_continue
    again.registrar.continue_print()
    assert "ФД 3" in "\n".join(again.paper)
    again.close()
    third = Shop(shop.state)
    assert not third.registrar.status().awaits_continue
    third.close()


def test_the_person_playing_the_world_is_obeyed_and_the_paper_comes_out(tmp_path: Path) -> None:
    with emulator(tmp_path / "drive.jsonl", "--now", "2026-03-01T12:30:00") as (process, url):
        assert process.stdin is not None
        assert process.stdout is not None
        with closing(registrar(url)) as device:
            assert device.status().clock.isoformat().startswith("2026-03-01T12:3")
            assert device.open_shift(CASHIER).fd == 2
            printed = [json.loads(process.stdout.readline()) for _ in range(13)]
            assert "ЭМУЛЯТОР" in printed[0]["paper"]
            process.stdin.write('{"nonsense": 1}\n')
            process.stdin.write('{"paper": false}\n')
            process.stdin.flush()
            told = [json.loads(process.stdout.readline()) for _ in range(2)]
            assert "nonsense" in told[-1]["error"]
            # The word before it was answered, so this one is at least on its way.
            assert told_of_missing_paper(device)


def told_of_missing_paper(device: ShtrihRegistrar) -> bool:
    for _ in range(200):
        try:
            device.x_report()
        except PaperOut:
            return True
    return False
