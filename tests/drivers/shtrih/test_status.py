"""Each state of register and drive a cashier may have to hear of."""

from __future__ import annotations

import pytest

from drivers.contracts.errors import ClockWrong, DriveExhausted, PaperOut
from drivers.contracts.registrar import NO_WARNING, DriveWarning, ShiftState
from drivers.emulation.control import BadWord
from drivers.registrars.shtrih.answers import Parameters, ShortStatus
from drivers.registrars.shtrih.codes import Ability, Flag
from drivers.registrars.shtrih.look import has_paper, paper_low
from tests.drivers.shtrih.shop import CASHIER, Shop, sale


@pytest.mark.parametrize(
    ("word", "warnings"),
    [
        ("ofd-silent", DriveWarning.OFD_SILENT),
        ("replace-soon", DriveWarning.REPLACE_SOON),
        ("replace-now", DriveWarning.REPLACE_SOON | DriveWarning.REPLACE_AT_ONCE),
        ("nearly-full", DriveWarning.NEARLY_FULL),
    ],
)
def test_a_drive_that_warns_still_registers(shop: Shop, word: str, warnings: DriveWarning) -> None:
    assert shop.registrar.status().drive_warnings == NO_WARNING
    shop.emulator.obey({"drive": word})
    assert shop.registrar.status().drive_warnings == warnings
    assert shop.opened().registrar.register(sale()).fd == 3


@pytest.mark.parametrize(("word", "code"), [("full", "06"), ("expired", "05"), ("failed", "03")])
def test_a_drive_at_its_end_refuses_and_leaves_nothing_open(
    shop: Shop, word: str, code: str
) -> None:
    shop.opened().emulator.obey({"drive": word})
    with pytest.raises(DriveExhausted) as refused:
        shop.registrar.register(sale())
    assert refused.value.code == code
    status = shop.registrar.status()
    assert (status.document_open, status.last_fd) == (False, 2)
    assert status.drive_warnings


@pytest.mark.parametrize("word", ["full", "expired"])
def test_a_worn_drive_closes_its_shift_and_opens_no_other(shop: Shop, word: str) -> None:
    shop.opened().emulator.obey({"drive": word})
    assert shop.registrar.close_shift(CASHIER).fd == 3
    with pytest.raises(DriveExhausted):
        shop.registrar.open_shift(CASHIER)
    assert not shop.registrar.status().document_open


def test_the_state_of_the_drive_outlives_the_process(shop: Shop) -> None:
    shop.emulator.obey({"drive": "nearly-full", "drift_s": 40})
    shop.close()
    again = Shop(shop.state)
    assert again.registrar.status().drive_warnings == DriveWarning.NEARLY_FULL
    assert again.emulator.machine.state.drift_s == 40
    again.close()


def test_the_first_document_that_waits_is_told_with_its_moment(shop: Shop) -> None:
    assert shop.registrar.status().first_unsent == 0
    shop.opened().emulator.obey({"ofd": False})
    first = shop.registrar.register(sale())
    shop.emulator.obey({"clock": "2026-03-01T18:00:00"})
    shop.registrar.register(sale())
    status = shop.registrar.status()
    assert (status.unsent, status.first_unsent, status.oldest_unsent) == (2, first.fd, first.at)


def test_time_that_passes_ends_the_shift(shop: Shop) -> None:
    shop.opened().emulator.obey({"clock": "2026-03-02T12:30:00"})
    assert shop.registrar.status().shift is ShiftState.EXPIRED


def test_a_clock_that_went_wrong_is_refused_until_it_is_set(shop: Shop) -> None:
    shop.opened().emulator.obey({"drift_s": 301})
    with pytest.raises(ClockWrong):
        shop.registrar.register(sale())
    shop.registrar.close_shift(CASHIER)
    shop.registrar.set_clock(shop.clock.now)
    assert shop.opened().registrar.register(sale()).fd == 5


def test_a_roll_nearly_at_its_end_is_told_and_prints_on(shop: Shop) -> None:
    assert shop.registrar.status().paper_low is False
    shop.emulator.obey({"paper_low": True})
    status = shop.registrar.status()
    assert (status.paper, status.paper_low) == (True, True)
    shop.opened().registrar.register(sale())
    shop.emulator.obey({"paper": False})
    assert not shop.registrar.status().paper
    with pytest.raises(PaperOut):
        shop.registrar.register(sale())


WEIGHT, OPTICAL = Ability.RECEIPT_WEIGHT_SENSOR, Ability.RECEIPT_OPTICAL_SENSOR


@pytest.mark.parametrize(
    ("abilities", "flags", "paper", "low"),
    [
        (Ability(0), Flag(0), True, None),
        (WEIGHT, Flag(0), False, None),
        (WEIGHT, Flag.RECEIPT_ROLL, True, None),
        (OPTICAL, Flag.RECEIPT_OPTICAL, True, None),
        (OPTICAL, Flag.RECEIPT_ROLL, False, None),
        (WEIGHT | OPTICAL, Flag.RECEIPT_OPTICAL, True, True),
        (WEIGHT | OPTICAL, Flag.RECEIPT_OPTICAL | Flag.RECEIPT_ROLL, True, False),
        (WEIGHT | OPTICAL, Flag.RECEIPT_ROLL, False, False),
    ],
)
def test_only_sensors_the_model_has_are_asked(
    abilities: Ability, flags: Flag, paper: bool, low: bool | None
) -> None:
    status, told = ShortStatus(flags, 4, 0, 0, 0), Parameters(abilities)
    assert (has_paper(status, told), paper_low(status, told)) == (paper, low)


@pytest.mark.parametrize(
    "word", [{"drive": "tired"}, {"clock": "noon"}, {"drift_s": "5"}, {"drift_s": True}]
)
def test_a_state_that_cannot_be_is_told(shop: Shop, word: dict[str, object]) -> None:
    with pytest.raises(BadWord):
        shop.emulator.obey(word)
