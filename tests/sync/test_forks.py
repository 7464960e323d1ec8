"""An old copy of a till's folder goes on under the same name, over a real office."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pos.bootstrap.archive import KEEP_DAYS
from pos.bootstrap.folder import open_till
from sync.messages.facts import EpochBegan
from tests.emulated.day import CARD, MIXED
from tests.emulated.harness import ROOT, Ran, Shop, opened_shop
from tests.sync.offices import OfficeProcess

MIXED_KOP, CARD_KOP = 49563, 62890
EVER = ("--from", "2020-01-01", "--to", "2040-01-01")


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with opened_shop(tmp_path / "shop") as shop:
        yield shop


@pytest.fixture
def office(tmp_path: Path, shop: Shop) -> Iterator[OfficeProcess]:
    """The office of a till with one receipt, all of it sent."""
    made = OfficeProcess(tmp_path / "office.db")
    sell(shop, MIXED)
    made.enrol(shop.data)
    send(shop)
    yield made
    made.kill()


def command(program: str, *words: object) -> Ran:
    """One of our commands, as a script runs it."""
    done = subprocess.run(  # noqa: S603 — our own program
        [sys.executable, "-m", program, *map(str, words)],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    return Ran(done.returncode, [json.loads(one) for one in done.stdout.splitlines()], done.stderr)


def send(shop: Shop) -> dict[str, Any]:
    """Until all is sent; the state of the link then."""
    ran = command("sync", "run", "--once", "--data", shop.data)
    assert ran.code == 0, ran.words
    return ran.answer


def sell(shop: Shop, *receipts: Any) -> None:
    ran = shop.run_here("replay", str(shop.write(receipts)))
    assert ran.code == 0, f"{ran.answers} {ran.words}"


def copy_of(shop: Shop) -> Shop:
    """The folder on another disk; the register is the same."""
    copy = replace(shop, folder=shop.folder / "copy")
    shutil.copytree(shop.data, copy.data)
    return copy


def epochs(shop: Shop) -> list[str]:
    return [fact.reason for fact in shop.facts() if isinstance(fact, EpochBegan)]


def is_whole(shop: Shop, office: OfficeProcess) -> None:
    ran = command("pos", "verify", "--data", shop.data, "--office", office.url, "--json")
    assert ran.code == 0, ran.answers
    assert ran.answer["unsent"] == 0


def office_is_whole(office: OfficeProcess) -> None:
    kept = command("backoffice", "verify", "--db", office.db, "--json")
    assert kept.code == 0, kept.answers


def test_both_go_on_both_are_counted_and_both_are_told(office: OfficeProcess, shop: Shop) -> None:
    copy = copy_of(shop)
    sell(shop, CARD)
    send(shop)
    sell(copy, CARD, MIXED)
    told = send(copy)
    assert (told["journal_epoch"], told["unsent"], told["news"]) == (2, 0, ["JournalForked"])
    assert send(shop)["news"] == ["JournalForked"]
    assert (epochs(shop), epochs(copy)) == (["new", "fork"], ["new", "fork"])
    for one in (shop, copy, shop):
        sell(one, CARD)
        send(one)
    assert (epochs(shop), epochs(copy)) == (["new", "fork"], ["new", "fork"])
    for one in (shop, copy):
        is_whole(one, office)
    office_is_whole(office)
    day = command("backoffice", "report", "day", "--db", office.db, *EVER).answer
    assert day["sales"]["count"] == 7
    assert day["sales"]["total"] == 2 * MIXED_KOP + 5 * CARD_KOP
    assert [one["kind"] for one in day["attention"] if one["kind"] == "task"] == ["task"]


def test_a_copy_that_has_not_sold_yet_leaves_the_epoch_before_it_does(
    office: OfficeProcess, shop: Shop
) -> None:
    copy = copy_of(shop)
    sell(shop, CARD)
    send(shop)
    checked = command("pos", "verify", "--data", copy.data, "--office", office.url, "--json")
    assert (checked.code, len(checked.answer["missing_in_office"])) == (1, 1)
    send(copy)
    assert epochs(copy) == ["new", "fork"]
    assert send(shop)["news"] == []
    assert epochs(shop) == ["new"]
    is_whole(copy, office)
    office_is_whole(office)


def test_an_emptied_office_is_refilled_from_its_till_archive_included(
    office: OfficeProcess, shop: Shop, tmp_path: Path
) -> None:
    for _ in range(2):
        assert shop.run_here("shift", "close").code == 0
        sell(shop, CARD)
        send(shop)
    till = open_till(shop.data)
    with till.work() as work:
        work.set_setting(KEEP_DAYS, "0")
        work.commit()
    till.close()
    send(shop)
    send(shop)
    assert len(list((shop.data / "archive").iterdir())) == 2
    before = office.rows()
    office.kill()
    fresh = OfficeProcess(tmp_path / "fresh.db")
    try:
        fresh.enrol(shop.data)
        assert send(shop)["unsent"] == 0
        assert fresh.rows() == before
        is_whole(shop, fresh)
        office_is_whole(fresh)
    finally:
        fresh.kill()
