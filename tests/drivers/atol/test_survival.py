"""The server and its register are killed in the middle of a document, with either kind of queue."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from drivers.contracts.errors import Busy, EmulatorRefused, NoAnswer
from drivers.contracts.registrar import DocumentKind
from drivers.registrars.atol import codec
from drivers.registrars.atol.device import AtolRegistrar
from drivers.registrars.atol.emulator.emulator import AtolEmulator
from drivers.registrars.atol.emulator.store import Store, StoreDamaged, StoreInUse
from drivers.registrars.atol.web import Said, Web
from drivers.registry import open_registrar
from fiscal.domain.attempt import Baseline, Expected, OutcomeState
from fiscal.usecases.settle import Outcome, baseline, perform, reconcile
from tests.drivers.atol.shop import BAG, CASHIER, CHEESE, QUICK, SHOES, Shop, sale

ROOT = Path(__file__).parents[3]
OURS = Expected(DocumentKind.RECEIPT, operation=1, total=10_000, lines=1)
# POSTs of a sale by a driver built for it: the model, the drive's number, the receipt.
ORDER = 3


@contextmanager
def emulator(state: Path, *more: str, port: int = 0) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`python -m fiscal emulate atol`, and its address."""
    command = [sys.executable, "-m", "fiscal", "emulate", "atol"]
    command += ["--listen", f"tcp:127.0.0.1:{port}", "--state", str(state), *more]
    with subprocess.Popen(  # noqa: S603 - our own program
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            yield process, json.loads(process.stdout.readline())["listening"]
        finally:
            process.kill()


def registrar(url: str, folder: Path, **settings: Any) -> AtolRegistrar:
    port = int(url.rpartition(":")[2])
    return AtolRegistrar("127.0.0.1", port, replace(QUICK, **settings), folder / "kept")


def port_of(url: str) -> int:
    return int(url.rpartition(":")[2])


def archive(state: Path) -> list[dict[str, Any]]:
    out = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "fiscal", "archive", "--state", str(state), "--json"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return [json.loads(line) for line in out.splitlines()]


def sold(device: AtolRegistrar, before: Baseline) -> Outcome:
    return perform(
        lambda: device.register(sale(SHOES)), registrar=device, expected=OURS, before=before
    )


def settled(device: AtolRegistrar, before: Baseline) -> OutcomeState:
    """As a till that was started anew looks until it knows."""
    for _ in range(40):
        outcome = reconcile(device, OURS, before)
        if outcome.state is not OutcomeState.UNKNOWN:
            return outcome.state
    return OutcomeState.UNKNOWN


@pytest.mark.parametrize("queue", ["keep", "forget"])
@pytest.mark.parametrize(("fault", "last"), [("die-before", 2), ("die-after", 3)])
def test_a_server_killed_in_mid_document_leaves_one_receipt_or_none(
    tmp_path: Path, fault: str, last: int, queue: str
) -> None:
    state = tmp_path / "drive.jsonl"
    with emulator(state) as (_, url), closing(registrar(url, tmp_path)) as device:
        device.open_shift(CASHIER)
        before = baseline(device)
    faults = ("--faults", f"{fault}@{ORDER}")
    with emulator(state, *faults, port=port_of(url)) as (process, url):
        with closing(registrar(url, tmp_path, document_s=0.5, question_s=0.5)) as device:
            assert sold(device, before).state is OutcomeState.UNKNOWN
        assert process.wait(10) == 137
    with (
        emulator(state, "--queue", queue, port=port_of(url)) as (_, url),
        closing(registrar(url, tmp_path)) as device,
    ):
        outcome = settled(device, before)
        assert outcome is (OutcomeState.DONE if last == 3 else OutcomeState.NOT_DONE)
        assert device.status().last_fd == last
        assert device.register(sale(SHOES)).fd == last + 1
    assert [row["kind"] for row in archive(state)] == [1, 2, *[3] * (last - 1)]


@pytest.mark.parametrize(
    ("after_s", "queue"), [(0.05, "forget"), (0.15, "keep"), (0.15, "forget"), (0.25, "keep")]
)
def test_sigkill_while_a_sale_waits_is_at_work_or_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, queue: str, after_s: float
) -> None:
    state = tmp_path / "drive.jsonl"
    hasty = {"document_s": 0.5, "question_s": 0.5}
    with emulator(state, "--task-ms", "200") as (process, url):
        post, kills = Web.post, list[threading.Timer]()

        def killed_soon(web: Web, body: bytes) -> Said:
            said = post(web, body)
            if codec.posted(body).tasks[0].text("type") == "sell":
                kills.append(threading.Timer(after_s, process.kill))
                kills[-1].start()
            return said

        monkeypatch.setattr(Web, "post", killed_soon)
        with closing(registrar(url, tmp_path)) as device:
            device.open_shift(CASHIER)
            before = Baseline("", device.status().fn, last_fd=2)
        with closing(registrar(url, tmp_path, **hasty)) as device:
            # Killed as late as that, it may have told of the sale already.
            first = sold(device, before).state
        assert process.wait(10) == -signal.SIGKILL
    kills[0].join()
    monkeypatch.undo()
    with (
        emulator(state, "--queue", queue, port=port_of(url)) as (_, url),
        closing(registrar(url, tmp_path)) as device,
    ):
        told, last = settled(device, before), device.status().last_fd
    assert first in (OutcomeState.UNKNOWN, told)
    receipts = [row for row in archive(state) if row["kind"] == 3]
    assert len(receipts) == (1 if told is OutcomeState.DONE else 0) == last - 2


def test_what_was_registered_survives_a_kill_and_is_read_as_an_archive(tmp_path: Path) -> None:
    state = tmp_path / "drive.jsonl"
    plate = ("--inn", "7702000000", "--taxes", "osn", "--name", "ИП Тест", "--ffd", "1.05")
    with emulator(state, *plate, "--now", "2026-03-01T12:30:00") as (process, url):
        with closing(registrar(url, tmp_path)) as device:
            assert device.status().clock.isoformat().startswith("2026-03-01T12:3")
            device.open_shift(CASHIER)
            made = device.register(sale(CHEESE, BAG))
        os.kill(process.pid, signal.SIGKILL)
    with emulator(state) as (_, url), closing(registrar(url, tmp_path)) as device:
        status = device.status()
        assert (status.last_fd, status.cash, status.inn) == (3, 24586, "7702000000")
        assert status.ffd == "1.05"
        found = device.document(made.fd)
        assert found is not None
        assert (found.total, found.vat) == (24586, made.vat)
        rows = archive(state)  # The archive is read while the emulator runs.
    assert [(row["fd"], row["kind"], row["total_kop"]) for row in rows][2:] == [(3, 3, 24586)]
    assert (rows[2]["fiscal_sign"], rows[2]["tags"]["1048"]) == (made.sign, "ИП Тест")


def test_an_order_that_waits_in_the_queue_is_done_after_the_start(tmp_path: Path) -> None:
    shop = Shop(tmp_path).opened()
    before = baseline(shop.registrar)
    _leave_in_the_queue(shop)
    shop.close()
    again = Shop(tmp_path)
    again.server.close()
    again.server.listen(f"tcp:127.0.0.1:{shop.port}")
    device = shop.another()
    assert settled(device, before) is OutcomeState.DONE
    device.close()
    again.close()


def _leave_in_the_queue(shop: Shop) -> None:
    """A sale, while the queue stands still; the till goes down with it."""
    shop.emulator.obey({"blocked": True})
    with closing(shop.another(document_s=0.1)) as device, pytest.raises(NoAnswer):
        device._talk.order(sale_task(shop), lambda: True)


def sale_task(shop: Shop) -> dict[str, Any]:
    from drivers.registrars.atol import tasks

    return tasks.receipt(sale(SHOES), shop.settings, "1.2")


def test_a_torn_last_line_is_forgotten(shop: Shop) -> None:
    shop.opened().registrar.cash_in(100)
    shop.close()
    file = shop.folder / "drive.jsonl"
    whole = file.read_bytes()
    file.write_bytes(whole + b'{"state": null, "job"')
    again = Shop(shop.folder)
    assert again.registrar.status().cash == 100
    again.close()
    assert file.read_bytes().startswith(whole)


def test_a_file_that_is_no_drive_is_not_touched(tmp_path: Path) -> None:
    state = tmp_path / "notes.txt"
    state.write_text("milk\nbread\n", "utf-8")
    with pytest.raises(StoreDamaged, match="line 1"):
        Store(state)
    assert state.read_text("utf-8") == "milk\nbread\n"


def test_two_emulators_never_share_a_drive(shop: Shop) -> None:
    with pytest.raises(StoreInUse):
        AtolEmulator(shop.folder / "drive.jsonl")


def test_the_registry_keeps_it_out_of_a_real_shop(shop: Shop) -> None:
    with closing(open_registrar(shop.url, allow_emulators=False)) as register:
        with pytest.raises(EmulatorRefused):
            register.open_shift(CASHIER)
        assert register.status().emulated
    assert shop.kinds == [1]
    with closing(open_registrar(shop.url, True, shop.folder)) as register:
        assert register.open_shift(CASHIER).fd == 2


def test_a_till_that_was_killed_with_its_sale_in_the_queue_asks_for_it_first(shop: Shop) -> None:
    """The queue goes on a moment after the new till has looked: it must not sell again."""
    before = baseline(shop.opened().registrar)
    _leave_in_the_queue(shop)
    with closing(shop.another(question_s=1.0)) as device, pytest.raises(Busy):
        baseline(device)
    assert shop.kinds == [1, 2]
    shop.emulator.obey({"blocked": False})
    with closing(shop.another()) as device:
        assert settled(device, before) is OutcomeState.DONE
    assert shop.kinds == [1, 2, 3]
