"""The primary dies in the middle and a standby takes its place: nothing acknowledged is lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from backoffice.storage.store import OfficeStore
from tests.backoffice.trade import GOODS
from tests.storm.plan import KILLS, REQUESTS, Fault, Plan, plan
from tests.storm.standby import Pair, pair
from tests.storm.storm import Calm, Disagreement, Storm

SEED = 20261124
pytestmark = pytest.mark.timeout(1800)  # a machine with other work starts servers slowly


@pytest.fixture
def both() -> Iterator[Pair]:
    with pair() as both:
        yield both


def lived(both: Pair, folder: Path) -> Calm:
    """A storm in which the primary dies at a push."""
    database = both.database()
    with closing(OfficeStore(database.url)) as store:
        return Storm(dying(), folder, database, store).live()


def dying() -> Plan:
    """What befalls questions, but the only end is that of the primary."""
    told = plan(SEED, goods=len(GOODS))
    faults = [Fault.NONE if fault in KILLS else fault for fault in told.faults]
    faults[REQUESTS // 3] = Fault.KILL_DATABASE
    return replace(told, faults=tuple(faults))


def test_a_standby_promoted_in_the_middle_has_all_that_was_acknowledged(
    both: Pair, tmp_path: Path
) -> None:
    both.wait_for_standby()
    calm = lived(both, tmp_path)
    assert calm.faults["kill_database"] == 1
    assert calm.acknowledged > 0


def test_a_standby_that_nobody_waited_for_has_not(both: Pair, tmp_path: Path) -> None:
    both.leave_standby_behind()
    with pytest.raises(Disagreement, match="was told"):
        lived(both, tmp_path)
