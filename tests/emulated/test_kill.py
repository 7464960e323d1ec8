"""The process ends before and after every step of a day; no book differs afterwards.

Steps are taken from the list a clean run writes: every commit, every checkpoint, every exchange
with register and terminal. What moves money or changes the register's document is also ended
midway: asked, and the answer not read.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from drivers.registrars.shtrih.emulator.machine import Machine
from drivers.terminals.emulated.emulator import TerminalEmulator
from tests.emulated import day
from tests.emulated.day import Story, copied, finish_day, left_open, prepared, run_day, story
from tests.emulated.office import Office

PARTS = 16
KILLED = -9
# FF46h, FF4Dh line and tags; FF0Ch cashier; FF45h, FF43h, FF42h documents; the terminal's money.
TELLING = ("register ff46", "register ff4d", "register ff0c", "register ff45", "register ff43")
MOVING = (*TELLING, "register ff42", "terminal pay", "terminal refund", "terminal reversal")


@dataclass(frozen=True, slots=True)
class Clean:
    """A day that nothing ended: its shop before, its steps, its story."""

    template: Path
    office: Office
    steps: list[str]
    story: Story

    def moments(self) -> list[tuple[int, str]]:
        """Every end there is: step and moment."""
        return [
            (number, moment)
            for number, step in enumerate(self.steps, 1)
            for moment in ("before", *(["midway"] if step in MOVING else []), "after")
        ]


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
        last = run_day(shop, folder / "steps")
        assert last.code == 0, last.words
        report = day.push_and_verify(shop, office)
        assert report.ok, report
        assert not left_open(shop)
        told = story(shop)
    return Clean(template, office, (folder / "steps").read_text().splitlines(), told)


def test_the_list_lacks_no_commit_and_no_exchange(
    clean: Clean, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite's own trace and the devices' own count agree with it."""
    asked = {"register": 0, "terminal": 0}
    execute, answer = Machine.execute, TerminalEmulator._exchange

    def counted(machine: Machine, body: bytes) -> bytes:
        asked["register"] += 1
        return execute(machine, body)

    def answered(terminal: TerminalEmulator, line: bytes) -> bytes:
        asked["terminal"] += 1
        return answer(terminal, line)

    monkeypatch.setattr(Machine, "execute", counted)
    monkeypatch.setattr(TerminalEmulator, "_exchange", answered)
    with copied(clean.template, tmp_path / "shop") as shop:
        assert run_day(shop, tmp_path / "steps").code == 0
    steps = (tmp_path / "steps").read_text().splitlines()
    traced = (tmp_path / "steps.sql").read_text().split()
    assert steps == clean.steps, "the day is not the same twice"
    assert traced == ["COMMIT"] * steps.count("commit")
    for device, count in asked.items():
        assert sum(step.startswith(device) for step in steps) == count > 0


def test_the_day_is_mixed_returned_in_part_and_closed(clean: Clean) -> None:
    """What the list is made of, so that it cannot shrink unseen."""
    assert [kind for kind, *_ in clean.story.facts] == [
        "SaleClosed",
        "SaleReturned",
        "SaleClosed",
        "ShiftClosed",
    ]
    assert clean.story.documents[2:] == ((3, 1, 49563), (3, 2, 36596), (3, 1, 62890), (5, 0, 0))
    assert clean.story.charges == (("pay", 30000), ("reversal", 30000), ("pay", 62890))
    assert {"commit", "checkpoint", *MOVING} - {"terminal refund"} <= set(clean.steps)


@pytest.mark.parametrize("part", range(PARTS))
def test_no_end_of_the_process_loses_or_doubles_anything(
    part: int, clean: Clean, tmp_path: Path
) -> None:
    mine = list(itertools.islice(clean.moments(), part, None, PARTS))
    killed = sum(_ended(clean, tmp_path, number, moment) for number, moment in mine)
    every = len(clean.steps) * 2 + sum(step in MOVING for step in clean.steps)
    assert len(clean.moments()) == every
    assert killed == len(range(part, every, PARTS))


def _ended(clean: Clean, folder: Path, number: int, moment: str) -> bool:
    """End the day there, then finish it; whether the process was really killed there."""
    where = f"{number}:{moment} {clean.steps[number - 1]}"
    steps = folder / f"steps-{number}-{moment}"
    with copied(clean.template, folder / "shop") as shop:
        ended = run_day(shop, steps, f"{number}:{moment}")
        assert ended.code == KILLED, (where, ended)
        assert steps.read_text().splitlines() == clean.steps[:number], where
        finish_day(shop)
        report = day.push_and_verify(shop, clean.office)
        assert report.ok, (where, report)
        assert report.pending == [], where
        assert story(shop) == clean.story, where
        assert left_open(shop) == [], where
    return True
