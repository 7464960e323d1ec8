"""A new disk gets its till back from a real office and an emulated drive, and sells on."""

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

from pos.bootstrap import restore as back
from sync.messages.facts import EpochBegan, FiscalDocumentFound, SaleClosed
from tests.emulated.day import CARD, MIXED
from tests.emulated.harness import ROOT, Ran, Shop, opened_shop
from tests.sync.offices import SHOP, OfficeProcess


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with opened_shop(tmp_path / "shop") as shop:
        yield shop


@pytest.fixture
def office(tmp_path: Path, shop: Shop) -> Iterator[OfficeProcess]:
    """The office of a till that has a shift open and one receipt, all of it sent."""
    made = OfficeProcess(tmp_path / "office.db")
    sell(shop, MIXED)
    made.enrol(shop.data)
    assert sync("run", "--once", "--data", shop.data).code == 0
    yield made
    made.kill()


def command(program: str, *words: object) -> Ran:
    """One of our commands, as a script runs it."""
    done = subprocess.run(  # noqa: S603 — our own program
        [sys.executable, "-m", program, *map(str, words)],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    return Ran(done.returncode, [json.loads(one) for one in done.stdout.splitlines()], done.stderr)


def sync(*words: object) -> Ran:
    return command("sync", *words)


def sell(shop: Shop, *receipts: Any) -> None:
    ran = shop.run_here("replay", str(shop.write(receipts)))
    assert ran.code == 0, f"{ran.answers} {ran.words}"


def new_code(office: OfficeProcess) -> str:
    ran = command("backoffice", "enrol", "--db", office.db, "--shop", SHOP, "--json")
    return str(ran.answer["code"])


def new_disk(shop: Shop) -> Shop:
    """The same shop and devices; of the data nothing is left."""
    fresh = replace(shop, folder=shop.folder / "new")
    (shop.folder / "new").mkdir()
    return fresh


def restore(office: OfficeProcess, shop: Shop, *more: object) -> Ran:
    words = ("--data", shop.data, "--office", office.url, "--code", new_code(office))
    return sync("restore", *words, *more)


def all_is_well(office: OfficeProcess, shop: Shop) -> None:
    """Till, register, terminal and office tell the same; on both sides."""
    ran = shop.run_here("verify", "--office", office.url)
    assert ran.code == 0, ran.answers
    assert (ran.answer["unsent"], ran.answer["missing_in_office"]) == (0, [])
    assert shop.run_here("rebuild", "--check").code == 0
    kept = command("backoffice", "verify", "--db", office.db, "--json")
    assert kept.code == 0, kept.answers


def numbers(shop: Shop) -> list[str]:
    return [one.number for one in shop.facts() if isinstance(one, SaleClosed)]


def test_a_till_that_had_sent_all_comes_back_whole_and_sells_on_with_the_next_number(
    office: OfficeProcess, shop: Shop
) -> None:
    before = shop.facts()
    fresh = new_disk(shop)
    ran = restore(office, fresh, "--register", shop.register)
    assert ran.code == 0, ran.words
    assert (ran.answer["rows"], ran.answer["documents"]) == (len(before), 0)
    *same, began = fresh.facts()
    assert same == before
    assert isinstance(began, EpochBegan)
    assert (began.reason, began.parent_seq) == ("restored", len(before))
    all_is_well(office, fresh)
    sell(fresh, CARD)
    assert numbers(fresh) == ["0001-0001", "0001-0002"]
    assert sync("run", "--once", "--data", fresh.data).code == 0
    all_is_well(office, fresh)


def test_what_the_office_never_got_is_read_from_the_drive_and_counted(
    office: OfficeProcess, shop: Shop
) -> None:
    sell(shop, CARD, MIXED)
    drawer = shop.run_here("shift", "x").answer
    fresh = new_disk(shop)
    ran = restore(office, fresh, "--register", shop.register)
    assert (ran.code, ran.answer["documents"]) == (0, 2), ran.words
    found = [one for one in fresh.facts() if isinstance(one, FiscalDocumentFound)]
    sums = {one.number: one.total for one in found}
    assert sums == {"0001-0002": 62890, "0001-0003": 49563}
    assert {t.kind: t.amount for t in found[1].tenders} == {"cash": 19563, "card": 30000}
    again = fresh.run_here("shift", "x").answer
    told = ("sales", "revenue_kop", "drawer_kop")
    assert [again[name] for name in told] == [drawer[name] for name in told]
    sell(fresh, CARD)
    assert numbers(fresh) == ["0001-0001", "0001-0004"]
    assert fresh.run_here("shift", "close").code == 0
    assert sync("run", "--once", "--data", fresh.data).code == 0
    all_is_well(office, fresh)


def test_a_shift_that_began_and_one_that_ended_behind_the_office_s_back_come_back(
    office: OfficeProcess, shop: Shop
) -> None:
    sell(shop, CARD)
    assert shop.run_here("shift", "close").code == 0
    sell(shop, MIXED)
    drawer = shop.run_here("shift", "x").answer
    fresh = new_disk(shop)
    ran = restore(office, fresh, "--register", shop.register)
    assert (ran.code, ran.answer["documents"]) == (0, 4), ran.words
    again = fresh.run_here("shift", "x").answer
    told = ("number", "sales", "revenue_kop", "drawer_kop")
    assert [again[name] for name in told] == [drawer[name] for name in told]
    sell(fresh, CARD)
    assert fresh.run_here("shift", "close").code == 0
    assert sync("run", "--once", "--data", fresh.data).code == 0
    all_is_well(office, fresh)
    days = ("--from", "2020-01-01", "--to", "2040-01-01")
    day = command("backoffice", "report", "day", "--db", office.db, *days).answer
    assert day["sales"]["count"] == 4
    assert day["sales"]["total"] == 49563 * 2 + 62890 * 2


def test_an_old_disk_s_seals_and_those_of_the_new_one_stand_side_by_side(
    office: OfficeProcess, shop: Shop
) -> None:
    assert shop.run_here("shift", "close").code == 0
    assert sync("run", "--once", "--data", shop.data).code == 0
    fresh = new_disk(shop)
    assert restore(office, fresh, "--register", shop.register).code == 0
    sell(fresh, CARD)
    assert fresh.run_here("shift", "close").code == 0
    assert sync("run", "--once", "--data", fresh.data).code == 0
    all_is_well(office, fresh)
    # Twice over: what came back goes on to a third disk.
    third = replace(fresh, folder=shop.folder / "third")
    assert restore(office, third, "--register", shop.register).code == 0
    all_is_well(office, third)


def test_the_old_disk_opens_nothing_any_more(office: OfficeProcess, shop: Shop) -> None:
    fresh = new_disk(shop)
    assert restore(office, fresh).code == 0
    late = sync("run", "--once", "--data", shop.data)
    assert (late.code, "OfficeRefused" in late.words) == (1, True)
    assert sync("run", "--once", "--data", fresh.data).code == 0


def test_a_till_that_is_there_is_not_written_over(office: OfficeProcess, shop: Shop) -> None:
    before = shop.facts()
    ran = restore(office, shop)
    assert (ran.code, "FolderTaken" in ran.words) == (1, True)
    assert shop.facts() == before
    assert sync("run", "--once", "--data", shop.data).code == 0  # the token still opens


def test_a_damaged_journal_is_set_aside_and_the_till_comes_back(
    office: OfficeProcess, shop: Shop
) -> None:
    before = len(shop.facts())
    (shop.data / "journal.db").write_bytes(b"no database, a piece of another file" * 400)
    for rest in ("journal.db-wal", "journal.db-shm"):
        (shop.data / rest).unlink(missing_ok=True)
    ran = restore(office, shop, "--register", shop.register)
    assert ran.code == 0, ran.words
    assert ran.answer["rows"] == before
    assert [file.name for file in (shop.data / "backups").glob("*/journal.db")] == ["journal.db"]
    all_is_well(office, shop)


STEPS = ("remember", "_fetch", "_go_on", "set_aside", "_take_place", "rmtree")


@pytest.mark.parametrize("step", STEPS)
def test_an_end_at_any_step_is_gone_on_from(
    office: OfficeProcess, shop: Shop, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """The power goes before that step; the same command brings the till back all the same."""
    sell(shop, CARD)
    fresh, code = new_disk(shop), new_code(office)
    asked = (fresh.data, office.url, code, "", shop.register)

    def gone(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(shutil if step == "rmtree" else back, step, gone)
        with pytest.raises(KeyboardInterrupt):
            back.restore(*asked)
    if step != "rmtree":  # that one comes behind the last step: the till is there
        back.restore(*asked)
    assert sync("run", "--once", "--data", fresh.data).code == 0
    found = [one for one in fresh.facts() if isinstance(one, FiscalDocumentFound)]
    assert [one.total for one in found] == [62890]
    all_is_well(office, fresh)


def test_a_single_shop_s_till_comes_back_from_the_office_beside_it(
    shop: Shop, tmp_path: Path
) -> None:
    """The office of the same folder is served by hand, since the till that starts it is gone."""
    sell(shop, MIXED)
    own = OfficeProcess(shop.data / "office.db")
    try:
        own.enrol(shop.data)
        assert sync("run", "--once", "--data", shop.data).code == 0
        sell(shop, CARD)
        (shop.data / "journal.db").write_bytes(b"no database")
        ran = restore(own, shop, "--register", shop.register)
        assert (ran.code, ran.answer["documents"]) == (0, 1), ran.words
        all_is_well(own, shop)
    finally:
        own.kill()


def test_a_wrong_code_and_a_strange_name_change_nothing(office: OfficeProcess, shop: Shop) -> None:
    fresh = new_disk(shop)
    wrong = sync("restore", "--data", fresh.data, "--office", office.url, "--code", "none")
    assert (wrong.code, wrong.words.count("\n")) == (1, 1)
    strange = restore(office, fresh, "--till", "Касса 9")
    assert (strange.code, "Касса 1" in strange.words) == (1, True)
    assert restore(office, fresh, "--till", "Касса 1").code == 0


def test_a_restore_that_was_cut_off_goes_on_where_it_stopped(
    office: OfficeProcess, shop: Shop
) -> None:
    fresh = new_disk(shop)
    code = new_code(office)
    words = ("restore", "--data", fresh.data, "--office", office.url, "--code", code)
    cut = sync(*words, "--register", "shtrih+tcp://127.0.0.1:1")
    assert cut.code == 1
    assert not (fresh.data / "journal.db").exists()
    ran = sync(*words, "--register", shop.register)
    assert ran.code == 0, ran.words
    assert sorted(file.name for file in fresh.data.glob("restore*")) == []
    all_is_well(office, fresh)
