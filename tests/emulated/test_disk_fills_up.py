"""The disk is full from a commit of a payment on: what the devices did is found once there is room.

The program is not ended: it is told by each write that there is no room, says so, and gives up.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.emulated import day
from tests.emulated.day import Story, copied, finish_day, left_open, prepared, run_day, story
from tests.emulated.disk.broken import Disk, disk_of
from tests.emulated.office import Office

PARTS = 4
SALE = (day.MIXED,)
WRITES = ("commit", "checkpoint")


@dataclass(frozen=True, slots=True)
class Clean:
    """A sale and Z with room enough."""

    template: Path
    office: Office
    steps: list[str]
    story: Story

    def moments(self) -> list[int]:
        """Every step that writes to the disk."""
        return [number for number, step in enumerate(self.steps, 1) if step in WRITES]


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    """A server for all the offices."""
    office = Office()
    yield office
    office.close()


@pytest.fixture(scope="module")
def clean(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Clean:
    """The list of steps."""
    folder = tmp_path_factory.mktemp("clean")
    template = prepared(folder / "template", office)
    with copied(template, folder / "shop") as shop:
        assert run_day(shop, folder / "steps", receipts=SALE).code == 0
        told = story(shop)
    return Clean(template, office, (folder / "steps").read_text().splitlines(), told)


@pytest.mark.parametrize("part", range(PARTS))
def test_a_disk_that_fills_up_anywhere_in_a_sale_loses_and_doubles_nothing(
    part: int, clean: Clean, tmp_path: Path
) -> None:
    mine = clean.moments()[part::PARTS]
    assert len(mine) > 2
    stopped = [_filled(clean, tmp_path, number) for number in mine]
    assert any(stopped)


def test_a_sale_that_is_done_is_not_told_as_one_that_failed(clean: Clean, tmp_path: Path) -> None:
    """Its WAL cannot be moved into the file any more: that has time until there is room."""
    registered = clean.steps.index("register ff45")
    number = clean.steps.index("checkpoint", registered) + 1
    with copied(clean.template, tmp_path / "shop") as shop:
        disk = disk_of(shop.data, tmp_path)
        ran = run_day(shop, tmp_path / "steps", receipts=SALE, environment=_filling(disk, number))
        assert disk.full.exists()
        assert [answer["status"] for answer in ran.answers] == ["done"], ran


def _filled(clean: Clean, folder: Path, number: int) -> bool:
    """Fill the disk there, make room again, and finish the day; whether the day was stopped."""
    where = f"{number} {clean.steps[number - 1]}"
    steps = folder / f"steps-{number}"
    with copied(clean.template, folder / "shop") as shop:
        disk = disk_of(shop.data, folder)
        ran = run_day(shop, steps, receipts=SALE, environment=_filling(disk, number))
        told = "".join(str(answer.get("why", "")) for answer in ran.answers) + ran.words
        assert disk.full.exists(), where
        assert ran.code == 0 or "DiskFull" in told, (where, told)
        assert "Traceback" not in ran.words, (where, ran.words)
        disk.full.unlink()
        finish_day(shop, SALE)
        report = day.push_and_verify(shop, clean.office)
        assert report.ok, (where, report)
        assert story(shop) == clean.story, where
        assert left_open(shop) == [], where
    return ran.code != 0


def _filling(disk: Disk, number: int) -> dict[str, str]:
    return disk.environment | {"FULL_AT": f"{number}:before"}
