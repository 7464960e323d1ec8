"""The register is asked and set through the till: by right, and read back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from drivers.contracts import errors
from drivers.contracts.registrar import RegistrarSetup, Registration
from fiscal.domain.condition import ConditionKind
from pos.errors import NotAllowed
from pos.usecases import login, register
from tests.fakes.registrar import NOON
from tests.fakes.till import OWNER_PIN, Shop


def test_the_register_tells_of_itself_and_its_registration(shop: Shop) -> None:
    seen = register.look_at(shop.counter)
    assert (seen.status.serial, seen.setup) == (shop.registrar.serial, shop.registrar.settings)
    assert seen.registration is not None
    assert seen.registration.inn == "7701234567"


def test_a_clock_that_is_off_is_a_condition(shop: Shop) -> None:
    shop.registrar.clock = register.local(shop.counter) + timedelta(minutes=9)
    (found,) = register.look_at(shop.counter).conditions
    assert (found.kind, found.figure) == (ConditionKind.CLOCK_OFF, 9)


def test_a_register_that_was_never_entered_has_no_registration(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused() -> Registration:
        raise errors.Refused("never entered")

    monkeypatch.setattr(shop.registrar, "registration", refused)
    assert register.look_at(shop.counter).registration is None


def test_the_owner_writes_the_header_and_the_rest_stays(shop: Shop) -> None:
    login.log_in(shop.counter, OWNER_PIN)
    before = shop.registrar.settings
    seen = register.set_header(shop.counter, ("Лавка", "Спасибо"))
    assert seen.setup == replace(before, header=("Лавка", "Спасибо"))


def test_the_clock_becomes_the_tills(shop: Shop) -> None:
    login.log_in(shop.counter, OWNER_PIN)
    shop.registrar.clock = NOON
    seen = register.set_clock(shop.counter)
    assert register.local(shop.counter) - seen.status.clock < timedelta(minutes=1)
    assert seen.conditions == ()


def test_a_cashier_sets_nothing(shop: Shop) -> None:
    before = shop.registrar.settings
    for act in (
        lambda: register.set_header(shop.counter, ("x",)),
        lambda: register.set_clock(shop.counter),
        lambda: register.print_trial(shop.counter),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert (shop.registrar.settings, shop.registrar.printed) == (before, [])


def test_a_print_trial_is_as_wide_as_the_paper_and_no_document(shop: Shop) -> None:
    login.log_in(shop.counter, OWNER_PIN)
    documents = len(shop.registrar.drive)
    register.print_trial(shop.counter)
    (lines,) = shop.registrar.printed
    assert "НЕ ФИСКАЛЬНЫЙ ДОКУМЕНТ" in "".join(lines)
    assert max(len(line) for line in lines) == 48
    assert len(shop.registrar.drive) == documents


def test_a_register_without_settings_of_its_own_still_prints(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused() -> RegistrarSetup:
        raise errors.Refused("no settings")

    monkeypatch.setattr(shop.registrar, "setup", refused)
    login.log_in(shop.counter, OWNER_PIN)
    register.print_trial(shop.counter)
    assert max(len(line) for line in shop.registrar.printed[0]) == register.WIDTH
