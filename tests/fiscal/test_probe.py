"""What `python -m fiscal probe` says, line by line and as JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from drivers.contracts import errors
from drivers.contracts.registrar import Registration
from fiscal.__main__ import _flat, _plain
from fiscal.domain.condition import Condition, ConditionKind
from fiscal.usecases.probe import probe
from fiscal.usecases.told import told, words_of
from tests.fakes.acts import REGISTER_CLOCK, a_register
from tests.fakes.registrar import NOON, MemoryRegistrar


def test_a_register_in_order_is_told_line_by_line() -> None:
    lines = dict(told(a_register()))
    assert lines["Serial number"] == "0000000000012345"
    assert lines["Drive until"] == "31.12.2027, 402 days left"
    assert (lines["Tax systems"], lines["OFD"]) == ("ОСН, патент", "Такском")
    assert (lines["Waiting for the OFD"], lines["It may"]) == ("0", "sell")
    assert "Attention" not in lines


def test_trouble_is_told_with_what_may_go_on() -> None:
    seen = a_register(unsent=42, oldest_unsent=REGISTER_CLOCK - timedelta(days=31), cover_open=True)
    lines = told(seen)
    queue = dict(lines)["Waiting for the OFD"]
    assert queue == "42, oldest of 24.10.2026 14:32, 0 of 30 days left"
    assert ("It may", "do nothing") in lines
    attention = [value for name, value in lines if name == "Attention"]
    assert attention == [
        "the cover is open",
        "documents waited for the OFD for 30 days: 42 of them",
    ]


@pytest.mark.parametrize("kind", ConditionKind)
def test_each_condition_has_words(kind: ConditionKind) -> None:
    assert "{" not in words_of(Condition(kind, 3))


def test_what_is_not_known_is_left_out() -> None:
    seen = replace(a_register(rnm="", drive_until=None), registration=None, setup=None)
    names = {name for name, _ in told(seen)}
    assert {"Registration number", "Drive until", "Tax systems", "Header"} & names == set()


def test_json_holds_the_same_for_a_program() -> None:
    seen = a_register(unsent=1, oldest_unsent=REGISTER_CLOCK - timedelta(days=6))
    flat = json.loads(json.dumps(_flat(seen), default=_plain))
    assert (flat["serial"], flat["setup"]["width"]) == ("0000000000012345", 48)
    assert (flat["ofd_days_left"], flat["drive_days_left"]) == (24, 402)
    assert (flat["conditions"], flat["allowed"]) == (["unsent_old"], "sell")
    assert flat["clock_ahead_minutes"] == 0


def test_a_refused_question_is_no_failure_but_silence_is(monkeypatch: pytest.MonkeyPatch) -> None:
    register = MemoryRegistrar()

    def refused() -> Registration:
        raise errors.Refused("never entered")

    monkeypatch.setattr(register, "registration", refused)
    assert probe(register, lambda: NOON).registration is None
    register.silent = True
    with pytest.raises(errors.NoAnswer):
        probe(register, lambda: NOON)
