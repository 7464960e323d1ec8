"""The link under faults: every fact there exactly once, the feed whole, both sides agree."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from backoffice.storage.store import OfficeStore
from tests.backoffice.trade import GOODS
from tests.emulated.harness import ROOT
from tests.storm.__main__ import one
from tests.storm.databases import in_file
from tests.storm.plan import Fault, Plan, plan
from tests.storm.postgres import Mortal, mortal_cluster
from tests.storm.storm import Disagreement, Storm

LEAST = 10  # storms, half of them on each engine
SECONDS = 180 if os.environ.get("CI") else 0
BROKEN = Path(__file__).with_name("broken")
pytestmark = pytest.mark.timeout(1800)  # a machine with other work starts servers slowly


@pytest.fixture(scope="module")
def mortal() -> Iterator[Mortal]:
    with mortal_cluster() as cluster:
        yield cluster


def test_storms_of_a_fresh_seed_lose_and_double_nothing(mortal: Mortal) -> None:
    first = secrets.randbelow(10**9)
    print(f"storms from seed {first}")
    until, seed = time.monotonic() + SECONDS, first
    while seed < first + LEAST or time.monotonic() < until:
        assert one(seed, mortal).seed == seed
        seed += 1


def test_a_seed_says_all_of_a_storm() -> None:
    assert plan(7, goods=len(GOODS)) == plan(7, goods=len(GOODS)) != plan(8, goods=len(GOODS))


def lived(told: Plan, folder: Path, lies: str) -> None:
    """A storm on SQLite over an office that lies."""
    environment = {"PYTHONPATH": f"{BROKEN}:{ROOT}", "OFFICE_LIES": lies}
    database = in_file(folder)
    with closing(OfficeStore(database.url)) as store:
        if lies == "twice":
            without_key(store)
        Storm(told, folder, database, store, environment).live()


def without_key(store: OfficeStore) -> None:
    """Facts in a table that takes the same row again."""
    with store._engine.begin() as db:
        db.execute(text("CREATE TABLE open AS SELECT * FROM facts"))
        db.execute(text("DROP TABLE facts"))
        db.execute(text("ALTER TABLE open RENAME TO facts"))


def only(*faults: Fault) -> Plan:
    """Nothing else befalls the questions, beginning with the fourth."""
    return replace(plan(2, goods=len(GOODS)), faults=(*(Fault.NONE,) * 3, *faults))


@pytest.mark.parametrize(
    ("lies", "faults", "says"),
    [
        ("early", (Fault.KILL_BEHIND,), "was told"),
        ("twice", (Fault.DOUBLED,) * 20, "has rows"),
    ],
)
def test_an_office_that_lies_is_caught(
    lies: str, faults: tuple[Fault, ...], says: str, tmp_path: Path
) -> None:
    with pytest.raises(Disagreement, match=says):
        lived(only(*faults), tmp_path, lies)


@pytest.mark.parametrize("faults", [(Fault.KILL_BEHIND,), (Fault.DOUBLED,) * 20])
def test_the_same_office_without_a_lie_is_not(faults: tuple[Fault, ...], tmp_path: Path) -> None:
    lived(only(*faults), tmp_path, "")
