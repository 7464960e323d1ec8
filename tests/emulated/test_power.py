"""Power ends at every commit and checkpoint of a sale: what was acknowledged is there.

A shim takes back all that was written since the last fdatasync. The same with synchronous=OFF
must lose something, or nothing here proves anything.
"""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.emulated import day
from tests.emulated.day import Story, copied, finish_day, left_open, prepared, run_day, story
from tests.emulated.office import Office
from tests.emulated.power.blackout import CUT, compiled, on_disk, promises, under

PARTS = 4
SALE = (day.MIXED,)
AT_RISK = ("commit", "checkpoint")


@dataclass(frozen=True, slots=True)
class Clean:
    """A sale and Z that nothing ended."""

    template: Path
    office: Office
    shim: Path
    before: list[object]
    steps: list[str]
    promises: list[list[object]]  # after each commit
    story: Story

    def moments(self) -> list[tuple[int, str]]:
        """Every end: step and moment."""
        steps = [number for number, step in enumerate(self.steps, 1) if step in AT_RISK]
        return list(itertools.product(steps, ("before", "after")))


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    """A server for all the offices."""
    office = Office()
    yield office
    office.close()


@pytest.fixture(scope="module")
def clean(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Clean:
    """The list of steps, written under the shim."""
    folder = tmp_path_factory.mktemp("clean")
    shim = compiled(folder)
    template = prepared(folder / "template", office)
    before = on_disk(template / "data", folder / "scratch")
    steps = folder / "steps"
    with copied(template, folder / "shop") as shop:
        last = run_day(shop, steps, receipts=SALE, environment=under(shim, shop.data))
        assert last.code == 0, last.words
        kept = promises(steps)
        assert kept[-1] == on_disk(shop.data, folder / "scratch")
        told = story(shop)
    return Clean(template, office, shim, before, steps.read_text().splitlines(), kept, told)


SELF_TEST = """
import ctypes, os, sys
kept, rewritten, new, outside = sys.argv[1:]
def write(path, flags, data, at):
    file = os.open(path, flags | os.O_CREAT)
    os.pwrite(file, data, at)
    return file
file = write(kept, os.O_RDWR, b"synced", 0)
os.fdatasync(file)
os.pwrite(file, b"not", 2)
os.pwrite(file, b" and lost", 6)
os.ftruncate(file, 3)
write(rewritten, os.O_RDWR, b"NEW", 1)
open(new, "wb").write(b"nobody knows its name")
open(outside, "wb").write(b"not ours")
shim = ctypes.CDLL(os.environ["POWER_SHIM"])
assert shim.power_seen() >= 6, shim.power_seen()
shim.power_cut()
"""


def test_the_shim_takes_back_exactly_what_was_not_synced(clean: Clean, tmp_path: Path) -> None:
    ours = tmp_path / "ours"
    ours.mkdir()
    kept, rewritten, new = ours / "kept", ours / "rewritten", ours / "new"
    kept.write_bytes(b"older!")
    rewritten.write_bytes(b"as it was")
    outside = tmp_path / "outside"
    done = subprocess.run(  # noqa: S603 — our own script
        [sys.executable, "-c", SELF_TEST, *map(str, (kept, rewritten, new, outside))],
        env={**os.environ, **under(clean.shim, ours)},
        check=False,
    )
    assert done.returncode == CUT
    assert kept.read_bytes() == b"synced"
    assert rewritten.read_bytes() == b"as it was"
    assert not new.exists()
    assert outside.read_bytes() == b"not ours"


@pytest.mark.parametrize("part", range(PARTS))
def test_the_end_of_power_loses_no_acknowledged_commit(
    part: int, clean: Clean, tmp_path: Path
) -> None:
    mine = clean.moments()[part::PARTS]
    cut = sum(_cut(clean, tmp_path, number, moment) for number, moment in mine)
    every = 2 * sum(step in AT_RISK for step in clean.steps)
    assert cut == len(range(part, every, PARTS)) > 0


def _cut(clean: Clean, folder: Path, number: int, moment: str) -> bool:
    where = f"{number}:{moment} {clean.steps[number - 1]}"
    steps = folder / f"steps-{number}-{moment}"
    with copied(clean.template, folder / "shop") as shop:
        environment = under(clean.shim, shop.data)
        last = run_day(shop, steps, where.split()[0], receipts=SALE, environment=environment)
        assert last.code == CUT, (where, last)
        promised = [clean.before, *promises(steps)][-1]
        assert on_disk(shop.data, folder / "scratch") == promised, where
        finish_day(shop, SALE)
        report = day.push_and_verify(shop, clean.office)
        assert report.ok, (where, report)
        assert story(shop) == clean.story, where
        assert left_open(shop) == [], where
    return True


def test_without_waiting_for_the_disk_acknowledged_commits_are_lost(
    clean: Clean, tmp_path: Path
) -> None:
    commits = [number for number, step in enumerate(clean.steps, 1) if step == "commit"]
    assert len(commits) == len(clean.promises)
    states = itertools.pairwise([clean.before, *clean.promises])
    telling = [n for n, (old, new) in zip(commits, states, strict=True) if old != new]
    lost = [number for number in telling if _loses_when_careless(clean, tmp_path, number)]
    assert lost == telling
    assert len(telling) > len(commits) // 2


def _loses_when_careless(clean: Clean, folder: Path, number: int) -> bool:
    steps = folder / f"careless-{number}"
    with copied(clean.template, folder / "shop") as shop:
        environment = under(clean.shim, shop.data) | {"SYNCHRONOUS_OFF": "1"}
        last = run_day(shop, steps, f"{number}:after", receipts=SALE, environment=environment)
        assert last.code == CUT, last
        return on_disk(shop.data, folder / "scratch") != promises(steps)[-1]
