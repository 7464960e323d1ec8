"""A receipt is not begun while the register's condition forbids it; the basket stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from drivers.contracts import errors
from drivers.contracts.registrar import DriveWarning, RegistrarStatus
from pos.domain.basket import BasketState
from pos.domain.views import Plan
from pos.usecases import look, pay
from tests.fakes.registrar import NOON, MemoryRegistrar
from tests.fakes.selling import MILK, sell
from tests.fakes.till import Shop

DAY = timedelta(days=1)


def is_told(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, change: dict[str, object]
) -> MemoryRegistrar:
    """The register says so of itself from now on."""
    asked = shop.registrar.status

    def status() -> RegistrarStatus:
        return replace(asked(), **change)  # type: ignore[arg-type]  # fields by name

    monkeypatch.setattr(shop.registrar, "status", status)
    return shop.registrar


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"unsent": 3, "oldest_unsent": NOON - 30 * DAY}, errors.UnsentTooOld),
        ({"drive_until": NOON - DAY}, errors.DriveExhausted),
        ({"drive_warnings": DriveWarning.CRITICAL}, errors.DriveExhausted),
        ({"cover_open": True}, errors.CoverOpen),
        ({"paper": False}, errors.PaperOut),
    ],
    ids=["unsent", "ended", "failed", "cover", "paper"],
)
def test_what_forbids_selling_leaves_the_basket_open_and_registers_nothing(
    shop: Shop,
    monkeypatch: pytest.MonkeyPatch,
    change: dict[str, object],
    refusal: type[errors.DeviceError],
) -> None:
    shop.begin_day()
    shop.scan(MILK)
    register = is_told(shop, monkeypatch, change)
    pay.begin(shop.counter, Plan())
    with pytest.raises(refusal):
        pay.carry_out(shop.counter)
    assert register.receipts == []
    assert look.view(shop.counter).basket.state is BasketState.OPEN


@pytest.mark.parametrize(
    "change",
    [
        {"unsent": 3, "oldest_unsent": NOON - 29 * DAY},
        {"drive_until": NOON},
        {"drive_warnings": DriveWarning.NEARLY_FULL | DriveWarning.OFD_SILENT},
        {"paper_low": True},
        {"clock": NOON + timedelta(hours=3)},
    ],
    ids=["unsent", "last day", "warned", "paper low", "clock"],
)
def test_what_only_warns_stops_no_sale(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, change: dict[str, object]
) -> None:
    shop.begin_day()
    is_told(shop, monkeypatch, change)
    assert sell(shop, Plan(), MILK).total == 9490
