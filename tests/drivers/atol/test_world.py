"""The person who plays the world, and what a worn drive and a wrong clock come to."""

from __future__ import annotations

import pytest

from drivers.contracts.errors import ClockWrong, DriveExhausted, ShiftExpired
from drivers.contracts.registrar import NO_WARNING, DriveWarning, ShiftState
from drivers.emulation.control import BadWord
from drivers.emulation.server import BadListen
from drivers.registrars.atol.emulator.faults import Plan
from drivers.registrars.atol.emulator.server import EmulatorServer
from tests.drivers.atol.shop import CASHIER, SHOES, Shop, sale

SOON, NOW = DriveWarning.REPLACE_SOON, DriveWarning.REPLACE_AT_ONCE


@pytest.mark.parametrize(
    ("drive", "warnings"),
    [
        ("ok", NO_WARNING),
        ("ofd-silent", DriveWarning.OFD_SILENT),
        ("replace-soon", SOON),
        ("replace-now", SOON | NOW),
        ("nearly-full", DriveWarning.NEARLY_FULL),
    ],
)
def test_a_drive_that_ages_warns_and_goes_on(
    shop: Shop, drive: str, warnings: DriveWarning
) -> None:
    shop.opened().emulator.obey({"drive": drive})
    assert shop.registrar.status().drive_warnings == warnings
    assert shop.registrar.register(sale(SHOES)).fd == 3


@pytest.mark.parametrize(("drive", "closes"), [("full", 1), ("expired", 1), ("failed", 0)])
def test_a_drive_at_its_end_takes_no_receipt(shop: Shop, drive: str, closes: int) -> None:
    shop.opened().emulator.obey({"drive": drive})
    with pytest.raises(DriveExhausted):
        shop.registrar.register(sale(SHOES))
    if closes:
        assert shop.registrar.close_shift(CASHIER).fd == 3
    else:
        with pytest.raises(DriveExhausted):
            shop.registrar.close_shift(CASHIER)
    # A refusal of the drive leaves no trace in what the register counts.
    assert shop.registrar.status().cash == 0
    assert shop.registrar.shift_totals()["sale_cash"] == 0


def test_a_clock_that_went_wrong_takes_no_receipt_and_is_set_in_a_closed_shift(shop: Shop) -> None:
    shop.opened().emulator.obey({"drift_s": 400})
    with pytest.raises(ClockWrong):
        shop.registrar.register(sale(SHOES))
    shop.registrar.close_shift(CASHIER)
    shop.registrar.set_clock(shop.clock.now)
    assert shop.opened().registrar.register(sale(SHOES)).fd == 5


def test_time_passes_when_it_is_told_to(shop: Shop) -> None:
    shop.opened().emulator.obey({"clock": "2026-03-02T12:31:00"})
    assert shop.registrar.status().shift is ShiftState.EXPIRED
    with pytest.raises(ShiftExpired):
        shop.registrar.register(sale(SHOES))


@pytest.mark.parametrize(
    "word",
    [
        {"nonsense": 1},
        {"paper": "no"},
        {"silent": 1},
        {"drive": "rusty"},
        {"clock": "soon"},
        {"drift_s": True},
        {"faults": "earthquake@1"},
        {"faults": "paper-out@x"},
    ],
)
def test_a_word_it_does_not_know_is_told_and_changes_nothing(
    shop: Shop, word: dict[str, object]
) -> None:
    with pytest.raises(BadWord):
        shop.emulator.obey(word)
    assert shop.registrar.status().paper


def test_faults_count_posts_and_chance_befalls_every_request() -> None:
    plan = Plan.parse("drop-reply@2, reboot-after@3, random:7:1")
    troubles = [plan.posted() for _ in range(3)]
    assert all(trouble.kind is not None for trouble in troubles)
    assert troubles[1].kind is not None
    assert troubles[1].kind.value == "drop-reply"
    assert [trouble.mishap is not None for trouble in troubles] == [False, False, True]
    assert plan.asked().kind is not None
    calm = Plan.parse("")
    assert (calm.posted().kind, calm.asked().kind) == (None, None)


def test_the_server_listens_on_a_network_only_and_its_port_is_free_after_it(shop: Shop) -> None:
    server = EmulatorServer(shop.emulator)
    with pytest.raises(BadListen, match="tcp"):
        server.listen("pty:/tmp/atol")
    url = server.listen("tcp:127.0.0.1:0")
    server.close()
    server.close()
    again = server.listen(f"tcp:{url.partition('://')[2]}")
    assert again == url
    server.close()
