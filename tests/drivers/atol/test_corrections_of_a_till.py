"""Corrections of a whole till through the web server, on drives of each FFD."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from drivers.contracts.errors import DeviceError
from drivers.contracts.ffd import tlv
from drivers.registrars.atol.emulator.machine import Setup
from drivers.registrars.atol.emulator.state import Plate
from inventory.values.money import Money
from pos.domain.correction import CorrectionCause, CorrectionRight
from pos.domain.views import Plan
from pos.errors import NotRegistered
from pos.usecases import correct, look, pay, shift, verify
from pos.usecases.correct import Wish
from sync.messages.facts import ShiftClosed
from tests.drivers.atol.shop import Shop as Register
from tests.fakes.selling import BREAD, MILK, only, sell
from tests.fakes.till import INN, SENIOR, Shop, make_shop

WISH = Wish(CorrectionCause.OWN, date(2026, 3, 1), "касса не работала")


@dataclass(frozen=True, slots=True)
class Counter:
    """A till and an emulated register; a senior has opened the shift."""

    register: Register
    shop: Shop

    def make(self, wish: Wish) -> None:
        """Begin and carry out."""
        correct.begin(self.shop.counter, wish)
        pay.carry_out(self.shop.counter)

    def tags(self, back: int = 1) -> dict[str, Any]:
        """Tags of the last document, or of one before it."""
        return tlv.tree(bytes.fromhex(self.register.documents[-back].tlv))

    def faults(self) -> list[str]:
        """What journal and drive do not tell alike."""
        facts, report = self.shop.facts(), verify.Report()
        documents = verify.documents(facts)
        verify.against_register(report, documents, self.shop.counter.registrar)
        found = [*report.missing_in_journal, *report.missing_in_register]
        return [*map(str, found), *self.shop.faults()]


@pytest.fixture(params=["1.05", "1.2"])
def counter(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Counter]:
    folder = tmp_path / "template"
    folder.mkdir()
    make_shop(folder)
    register = Register(tmp_path, setup=Setup(Plate(inn=INN, ffd=request.param)))
    shop = Shop(tmp_path / "till", folder)
    shop.counter = replace(shop.counter, registrar=register.registrar)
    shop.begin_day()
    shop.log_in(SENIOR)
    yield Counter(register, shop)
    shop.store.close()
    register.close()


def is_1_05(counter: Counter) -> bool:
    return counter.register.emulator.machine.state.plate.ffd == "1.05"


def test_what_was_never_registered_reaches_the_drive(counter: Counter) -> None:
    counter.shop.scan(MILK, BREAD)
    total = look.view(counter.shop.counter).basket.total
    counter.make(replace(WISH, card=Money(5000)))
    tags = counter.tags()
    assert counter.register.kinds == [1, 2, 31]
    assert (tags["1020"], tags["1054"], tags["1173"]) == (total.kopecks, 1, 0)
    assert tags["1081"] == 5000
    assert ("1059" in tags) is not is_1_05(counter)
    assert counter.faults() == []


def test_a_wrong_receipt_is_put_right_by_its_sign(counter: Counter) -> None:
    sold = sell(counter.shop, Plan(), MILK)
    counter.make(replace(WISH, sale=sold.sale, card=Money(9490)))
    kind = 3 if is_1_05(counter) else 31
    assert counter.register.kinds[3:] == [kind, kind]
    undone, right = counter.tags(2), counter.tags(1)
    assert undone["1192"] == right["1192"] == f"{sold.fiscal.sign:010}"
    assert (undone["1054"], undone["1031"], right["1054"], right["1081"]) == (2, 9490, 1, 9490)
    assert counter.faults() == []


def test_the_end_of_the_shift_agrees_with_the_registers_counters(counter: Counter) -> None:
    sold = sell(counter.shop, Plan(), MILK)
    counter.make(replace(WISH, sale=sold.sale, right=CorrectionRight.NONE))
    counter.shop.scan(BREAD)
    counter.make(WISH)
    shift.close_shift(counter.shop.counter)
    closed = only(counter.shop.facts(), ShiftClosed)
    assert closed.registrar["cash"] == closed.drawer
    assert counter.faults() == []


@pytest.mark.parametrize("fault", ["drop-reply", "drop-request", "reboot-after", "reboot-before"])
def test_an_answer_lost_anywhere_makes_no_second_correction(counter: Counter, fault: str) -> None:
    """POST by POST: questions before the correction, itself, and its sums of VAT after it."""
    till = counter.shop.counter
    for made, step in enumerate(range(1, 7), 1):
        counter.shop.scan(MILK)
        counter.register.faults(f"{fault}@{step}")
        while look.view(till).basket.lines or look.view(till).pending:
            with suppress(DeviceError, NotRegistered):
                if look.view(till).pending is None:
                    correct.begin(till, WISH)
                pay.carry_out(till)
        assert counter.register.kinds[2:] == [31] * made
    assert counter.faults() == []
