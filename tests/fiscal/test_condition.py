"""What may go on follows from what the register says of itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from drivers.contracts.registrar import DriveWarning, RegistrarStatus, ShiftState
from fiscal.domain.condition import RULES, Allowed, Condition, ConditionKind, allowed
from fiscal.usecases.condition import clock_minutes, conditions, drive_days_left, ofd_days_left
from tests.fakes.registrar import MemoryRegistrar

NOW = datetime(2026, 11, 24, 14, 32)  # noqa: DTZ001 — a register's clock has no zone
DAY = timedelta(days=1)
GOOD = replace(MemoryRegistrar().status(), clock=NOW, drive_until=NOW + 300 * DAY)

CASES = {
    ConditionKind.NO_PAPER: replace(GOOD, paper=False),
    ConditionKind.COVER_OPEN: replace(GOOD, cover_open=True),
    ConditionKind.DRIVE_FAILED: replace(GOOD, drive_warnings=DriveWarning.CRITICAL),
    ConditionKind.SHIFT_EXPIRED: replace(GOOD, shift=ShiftState.EXPIRED),
    ConditionKind.UNSENT_TOO_OLD: replace(GOOD, unsent=1, oldest_unsent=NOW - 30 * DAY),
    ConditionKind.DRIVE_ENDED: replace(GOOD, drive_until=NOW - DAY),
    ConditionKind.DRIVE_ENDS_NOW: replace(GOOD, drive_until=NOW + 3 * DAY),
    ConditionKind.UNSENT_OLD: replace(GOOD, unsent=12, oldest_unsent=NOW - 5 * DAY),
    ConditionKind.UNSENT_MANY: replace(GOOD, unsent=300, oldest_unsent=NOW - DAY),
    ConditionKind.CLOCK_OFF: replace(GOOD, clock=NOW - timedelta(minutes=6)),
    ConditionKind.DRIVE_FULL: replace(GOOD, drive_warnings=DriveWarning.NEARLY_FULL),
    ConditionKind.DRIVE_ENDS_SOON: replace(GOOD, drive_until=NOW + 30 * DAY),
    ConditionKind.OFD_SILENT: replace(GOOD, drive_warnings=DriveWarning.OFD_SILENT),
    ConditionKind.PAPER_LOW: replace(GOOD, paper_low=True),
}


def kinds(status: RegistrarStatus) -> list[ConditionKind]:
    return [one.kind for one in conditions(status, NOW)]


def test_a_register_in_order_is_in_no_condition() -> None:
    assert conditions(GOOD, NOW) == ()
    assert allowed(()) is Allowed.SELL


@pytest.mark.parametrize("kind", ConditionKind)
def test_each_condition_is_seen_alone(kind: ConditionKind) -> None:
    assert kinds(CASES[kind]) == [kind]


@pytest.mark.parametrize(
    ("kind", "goes_on"),
    [
        (ConditionKind.NO_PAPER, Allowed.NOTHING),
        (ConditionKind.COVER_OPEN, Allowed.NOTHING),
        (ConditionKind.DRIVE_FAILED, Allowed.NOTHING),
        (ConditionKind.SHIFT_EXPIRED, Allowed.CLOSE),
        (ConditionKind.UNSENT_TOO_OLD, Allowed.CLOSE),
        (ConditionKind.DRIVE_ENDED, Allowed.CLOSE),
        (ConditionKind.DRIVE_ENDS_NOW, Allowed.SELL),
        (ConditionKind.UNSENT_OLD, Allowed.SELL),
        (ConditionKind.CLOCK_OFF, Allowed.SELL),
        (ConditionKind.PAPER_LOW, Allowed.SELL),
    ],
)
def test_the_rule_says_what_may_go_on(kind: ConditionKind, goes_on: Allowed) -> None:
    assert allowed(conditions(CASES[kind], NOW)) is goes_on


def test_every_condition_has_a_rule_and_the_hardest_come_first() -> None:
    assert set(RULES) == set(ConditionKind)
    in_order = [RULES[kind] for kind in ConditionKind]
    assert in_order == sorted(in_order, reverse=True)


def test_of_several_the_worst_is_told_first_and_rules() -> None:
    status = replace(CASES[ConditionKind.UNSENT_OLD], shift=ShiftState.EXPIRED, paper=False)
    found = conditions(status, NOW)
    assert [one.kind for one in found] == [
        ConditionKind.NO_PAPER,
        ConditionKind.SHIFT_EXPIRED,
        ConditionKind.UNSENT_OLD,
    ]
    assert allowed(found) is Allowed.NOTHING


def test_the_last_days_of_the_drive_are_counted_to_its_day() -> None:
    ending = replace(GOOD, drive_until=datetime(2026, 12, 4))  # noqa: DTZ001 — the same
    assert drive_days_left(ending) == 10
    assert conditions(ending) == (Condition(ConditionKind.DRIVE_ENDS_SOON, 10),)
    today = replace(GOOD, drive_until=datetime(2026, 11, 24))  # noqa: DTZ001 — the same
    assert conditions(today) == (Condition(ConditionKind.DRIVE_ENDS_NOW, 0),)


def test_a_drive_that_warns_without_a_day_is_believed() -> None:
    blind = replace(GOOD, drive_until=None, drive_warnings=DriveWarning.REPLACE_AT_ONCE)
    assert conditions(blind) == (Condition(ConditionKind.DRIVE_ENDS_NOW, 3),)
    assert drive_days_left(blind) is None


@pytest.mark.parametrize(("waited", "left"), [(0, 30), (4, 26), (29, 1), (30, 0), (99, 0)])
def test_days_left_for_the_ofd_run_from_the_oldest_document(waited: int, left: int) -> None:
    assert ofd_days_left(replace(GOOD, unsent=1, oldest_unsent=NOW - waited * DAY)) == left


def test_nothing_unsent_leaves_all_the_days() -> None:
    assert ofd_days_left(replace(GOOD, unsent=0, oldest_unsent=NOW - 99 * DAY)) == 30


@pytest.mark.parametrize("minutes", [-600, -6, -5, 0, 5, 6, 600])
def test_a_clock_is_off_beyond_five_minutes_either_way(minutes: int) -> None:
    status = replace(GOOD, clock=NOW + timedelta(minutes=minutes))
    assert clock_minutes(status, NOW) == minutes
    off = [Condition(ConditionKind.CLOCK_OFF, abs(minutes))] if abs(minutes) > 5 else []
    assert list(conditions(status, NOW)) == off
