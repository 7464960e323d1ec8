"""Days of mishaps: no book disagrees, and one that was made to disagree is found out."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys

import pytest

from tests.emulated.harness import ROOT
from tests.torture import plan
from tests.torture.broken import LIES
from tests.torture.plan import Character

LEAST = 10  # days
SECONDS = 180 if os.environ.get("CI") else 0
pytestmark = pytest.mark.timeout(1800)  # a machine with other work starts programs slowly


def tortured(*words: str) -> subprocess.CompletedProcess[str]:
    """`python -m tests.torture`: it forks, so it has a process without threads for itself."""
    return subprocess.run(  # noqa: S603 — our own program
        [sys.executable, "-m", "tests.torture", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_days_of_a_fresh_seed_end_in_agreement(capsys: pytest.CaptureFixture[str]) -> None:
    seed = secrets.randbelow(10**9)
    wanted = ("--days", "0", "--seconds", str(SECONDS)) if SECONDS else ("--days", str(LEAST))
    ran = tortured("--seed", str(seed), *wanted)
    days = [json.loads(line) for line in ran.stdout.splitlines()]
    with capsys.disabled():  # a run that goes well is told too
        print(f"\ntorture from seed {seed}: {len(days)} days", file=sys.stderr, flush=True)
    assert ran.returncode == 0, ran.stderr
    assert len(days) >= LEAST
    assert sum(sum(day["happened"].values()) for day in days) > LEAST
    assert sum(day["done"].get("sale", 0) for day in days) > LEAST


@pytest.mark.parametrize("lie", [lie for lie in LIES if lie])
def test_a_till_that_lies_is_found_out(lie: str) -> None:
    ran = tortured("--seed", "1", "--days", "100", "--lie", lie)
    assert ran.returncode == 1, ran.stderr
    assert "the books differ" in ran.stderr
    assert "repeat it: make torture N=" in ran.stderr


def test_a_seed_says_which_register_and_what_is_sold() -> None:
    assert Character.of(7) == Character.of(7)
    assert len({Character.of(seed).maker.name for seed in range(50)}) > 1
    assert plan.receipt(plan.chance(7, "x")) == plan.receipt(plan.chance(7, "x"))
