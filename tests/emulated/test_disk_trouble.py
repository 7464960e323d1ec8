"""A full disk, a folder nobody may write to, a damaged journal: a plain message and a way back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.messages.facts import SaleClosed
from tests.emulated.day import CARD, MIXED
from tests.emulated.disk.broken import Disk, disk_of
from tests.emulated.harness import Ran, Shop, opened_shop


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """A shop that has sold once; its devices are on."""
    with opened_shop(tmp_path / "shop") as shop:
        assert shop.run_here("replay", str(shop.write([MIXED], "first"))).code == 0
        yield shop


@pytest.fixture
def disk(shop: Shop, tmp_path: Path) -> Disk:
    return disk_of(shop.data, tmp_path)


def sell(shop: Shop, disk: Disk) -> Ran:
    return shop.run("replay", str(shop.write([CARD])), environment=disk.environment)


def is_told(ran: Ran, name: str) -> None:
    """One line in plain words, no trace of the program's insides."""
    assert ran.code == 1
    told = "".join(str(answer.get("why", "")) for answer in ran.answers) + ran.words
    assert name in told
    assert "Traceback" not in ran.words


def all_is_well(shop: Shop) -> None:
    ran = shop.run_here("verify")
    assert ran.code == 0, ran.answers
    assert shop.run_here("rebuild", "--check").code == 0


def test_a_full_disk_is_told_and_the_till_sells_on_once_there_is_room(
    shop: Shop, disk: Disk
) -> None:
    before, documents = shop.facts(), len(shop.documents())
    disk.full.touch()
    is_told(sell(shop, disk), "DiskFull")
    assert (shop.facts(), len(shop.documents())) == (before, documents)
    disk.full.unlink()
    assert sell(shop, disk).code == 0
    assert sum(isinstance(fact, SaleClosed) for fact in shop.facts()) == 2
    all_is_well(shop)


def test_a_folder_nobody_may_write_to_is_told_and_nothing_is_sold(shop: Shop, disk: Disk) -> None:
    before, documents = shop.facts(), len(shop.documents())
    disk.read_only.touch()
    is_told(sell(shop, disk), "FolderReadOnly")
    assert (shop.facts(), len(shop.documents())) == (before, documents)
    disk.read_only.unlink()
    assert sell(shop, disk).code == 0
    all_is_well(shop)


@pytest.mark.parametrize("damage", ["overwritten", "emptied of its head", "cut"])
def test_a_damaged_journal_is_told_and_comes_back_from_a_backup(
    shop: Shop, disk: Disk, damage: str, tmp_path: Path
) -> None:
    backup = tmp_path / "backup.zip"
    assert shop.run_here("backup", "--to", str(backup)).code == 0
    file = shop.data / "journal.db"
    whole = file.read_bytes()
    for rest in ("journal.db-wal", "journal.db-shm"):
        (shop.data / rest).unlink(missing_ok=True)
    broken = {
        "overwritten": b"a piece of another file " * 4000,
        "emptied of its head": bytes(4096) + whole[4096:],
        "cut": whole[: len(whole) // 3 + 1000],
    }[damage]
    file.write_bytes(broken)
    is_told(sell(shop, disk), "JournalUnreadable")
    assert file.read_bytes() == broken
    assert shop.run_here("restore", "--from", str(backup)).code == 0
    assert sell(shop, disk).code == 0
    all_is_well(shop)
