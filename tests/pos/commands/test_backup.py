"""`backup` and `restore`: whole or not at all, and the restored till sells on."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from pos.bootstrap.headless import Addresses, opened
from sync.messages.facts import EpochBegan, SaleClosed
from tests.emulated.day import CARD
from tests.emulated.harness import Shop, facts_in

REGIONS = 64


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


@pytest.fixture
def backup(shop: Shop) -> Path:
    """A backup of the shop."""
    file = shop.folder / "backup.zip"
    assert shop.run_here("backup", "--to", str(file)).code == 0
    return file


def elsewhere(shop: Shop) -> Shop:
    """Another machine of the same shop, with the same devices."""
    return replace(shop, folder=shop.folder / "elsewhere")


def test_a_restored_till_verifies_and_sells_on_with_the_next_number(
    shop: Shop, backup: Path
) -> None:
    other = elsewhere(shop)
    ran = other.run_here("restore", "--from", str(backup))
    assert (ran.code, ran.words) == (0, "")
    assert other.run_here("verify").answer["ok"]
    assert other.run_here("replay", str(shop.write([CARD]))).code == 0
    numbers = [fact.number for fact in other.facts() if isinstance(fact, SaleClosed)]
    assert numbers == ["0001-0001", "0001-0002", "0002-0001", "0002-0002", "0002-0003"]
    assert other.run_here("verify").answer["ok"]


def test_a_restored_journal_goes_on_in_an_epoch_that_names_its_parent(
    shop: Shop, backup: Path
) -> None:
    before = shop.facts()
    other = elsewhere(shop)
    assert other.run_here("restore", "--from", str(backup)).code == 0
    *same, began = other.facts()
    assert same == before
    assert isinstance(began, EpochBegan)
    assert (began.reason, began.parent_epoch, began.parent_seq) == ("restored", 1, len(before))


def test_the_shop_that_was_there_is_kept_aside(shop: Shop, backup: Path) -> None:
    assert shop.run_here("replay", str(shop.write([CARD]))).code == 0
    sold = len(shop.facts())
    assert shop.run_here("restore", "--from", str(backup)).code == 0
    (aside,) = (shop.data / "backups").iterdir()
    assert len(facts_in(aside)) == sold
    assert len(shop.facts()) == sold  # one sale less, the new epoch more


def test_one_changed_byte_anywhere_is_refused_and_the_folder_stays(
    shop: Shop, backup: Path
) -> None:
    whole = backup.read_bytes()
    before = contents(shop.data)
    places = [len(whole) * region // REGIONS for region in range(REGIONS)]
    for place in {*places, len(whole) - 1}:
        damaged = bytearray(whole)
        damaged[place] ^= 1
        backup.write_bytes(damaged)
        ran = shop.run_here("restore", "--from", str(backup))
        assert ran.code == 1, f"byte {place} of {len(whole)}"
        assert "BadFile" in ran.words
        assert ran.words.count("\n") == 1
    assert contents(shop.data) == before


@pytest.mark.parametrize("left", [0, 1, 63, 64, 1000, -1])
def test_a_backup_that_was_cut_short_is_refused(left: int, shop: Shop, backup: Path) -> None:
    backup.write_bytes(backup.read_bytes()[:left])
    before = contents(shop.data)
    assert shop.run_here("restore", "--from", str(backup)).code == 1
    assert contents(shop.data) == before


def test_an_archive_of_other_files_is_refused(shop: Shop) -> None:
    other = shop.folder / "other.zip"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("journal.db", b"not ours")
    ran = shop.run_here("restore", "--from", str(other))
    assert (ran.code, "BadFile" in ran.words) == (1, True)


def test_a_missing_backup_is_told_in_one_line(shop: Shop, tmp_path: Path) -> None:
    ran = shop.run_here("restore", "--from", str(tmp_path / "none"))
    assert (ran.code, ran.words.count("\n")) == (1, 1)


def test_a_till_that_runs_is_not_restored_over(shop: Shop, backup: Path) -> None:
    with opened(shop.data, Addresses(shop.register, shop.terminal)):
        before = contents(shop.data)
        ran = shop.run_here("restore", "--from", str(backup))
        assert (ran.code, "AlreadyRunning" in ran.words) == (1, True)
        assert contents(shop.data) == before


def test_a_till_that_runs_is_backed_up_with_its_last_sale(shop: Shop, tmp_path: Path) -> None:
    file = tmp_path / "running.zip"
    with opened(shop.data, Addresses(shop.register, shop.terminal)):
        facts = shop.facts()
        assert shop.run_here("backup", "--to", str(file)).code == 0
    other = elsewhere(shop)
    assert other.run_here("restore", "--from", str(file)).code == 0
    assert other.facts()[:-1] == facts


def test_nothing_is_backed_up_from_a_folder_without_a_shop(new_shop: Shop, tmp_path: Path) -> None:
    file = tmp_path / "nothing.zip"
    ran = new_shop.run_here("backup", "--to", str(file))
    assert (ran.code, "NotSetUp" in ran.words) == (1, True)
    assert not file.exists()
