"""The SPEC of faults that every emulator takes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.emulation.faults import LINK_FAULTS, BadFaults, Fault, FaultKind, Faults


def test_a_fault_meets_the_command_with_its_number_and_no_other() -> None:
    faults = Faults.parse("drop-request@2, delay@4:150,die-after@5")
    assert [faults.next() for _ in range(6)] == [
        None,
        Fault(FaultKind.DROP_REQUEST),
        None,
        Fault(FaultKind.DELAY, 0.15),
        Fault(FaultKind.DIE_AFTER),
        None,
    ]


def test_no_spec_means_no_faults() -> None:
    faults = Faults.parse("")
    assert [faults.next() for _ in range(3)] == [None] * 3


@given(st.integers(0, 10**6))
def test_the_same_seed_gives_the_same_faults(seed: int) -> None:
    first, second = (Faults.parse(f"random:{seed}:0.5") for _ in range(2))
    assert [first.next() for _ in range(30)] == [second.next() for _ in range(30)]


@pytest.mark.parametrize(("rate", "share"), [("0", 0), ("1", 100)])
def test_the_rate_of_random_faults_is_kept(rate: str, share: int) -> None:
    faults = Faults.parse(f"random:7:{rate}")
    assert sum(faults.next() is not None for _ in range(100)) == share


def test_random_faults_are_those_of_a_link_only() -> None:
    faults = Faults.parse("random:7:1")
    assert {faults.next() for _ in range(200)} == set(LINK_FAULTS)


def test_a_planned_fault_goes_before_a_random_one() -> None:
    faults = Faults.parse("random:7:1,decline@1")
    assert faults.next() == Fault(FaultKind.DECLINE)


@pytest.mark.parametrize(
    "spec",
    [
        "boom@1",
        "delay@1",
        "delay@1:x",
        "drop-reply",
        "drop-reply@0",
        "drop-reply@-1",
        "drop-reply@1:5",
        "random:1",
        "random::0.5",
        "random:1:2",
        "random:1:often",
    ],
)
def test_a_spec_that_cannot_be_read_names_what_can(spec: str) -> None:
    with pytest.raises(BadFaults, match=r"drop-reply@N.*random:SEED:RATE"):
        Faults.parse(spec)


def test_a_fault_that_this_emulator_cannot_have_is_refused() -> None:
    with pytest.raises(BadFaults, match="garbage"):
        Faults.parse("garbage@1", kinds=(FaultKind.DELAY,))
