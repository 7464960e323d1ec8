"""Corrections through a maker's own protocol, on emulated drives of each FFD."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from drivers.contracts.errors import DeviceError
from drivers.contracts.ffd.tags import Tag
from drivers.registrars.shtrih.codes import Format
from inventory.values.money import Money
from pos.domain.correction import CorrectionCause, CorrectionRight
from pos.domain.views import Plan
from pos.errors import NotRegistered
from pos.usecases import correct, edit, look, pay, register, sales, shift
from pos.usecases.correct import Wish
from sync.messages.facts import ShiftClosed
from tests.fakes.emulated import FORMATS, NAMES, Counter
from tests.fakes.selling import BREAD, MILK, only, sell
from tests.fakes.till import INN, make_shop

DAY = date(2026, 3, 1)
WISH = Wish(CorrectionCause.OWN, DAY, "касса не работала")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop that was set up and has sold nothing."""
    folder = tmp_path_factory.mktemp("template")
    make_shop(folder)
    return folder


@pytest.fixture(params=FORMATS, ids=NAMES)
def counter(request: pytest.FixtureRequest, tmp_path: Path, template: Path) -> Iterator[Counter]:
    made = Counter(tmp_path, template, request.param)
    yield made
    made.close()


def is_totals(counter: Counter) -> bool:
    """FFD 1.05 corrects by totals."""
    return counter.register.emulator.machine.plate.ffd is Format.V1_05


def test_what_was_never_registered_reaches_the_drive(counter: Counter) -> None:
    counter.shop.scan(MILK, BREAD)
    edit.set_contact(counter.shop.counter, "7736050003 ООО Ромашка")
    total = look.view(counter.shop.counter).basket.total
    counter.make(replace(WISH, card=Money(5000)))
    tags = counter.tags()
    assert counter.register.kinds == [1, 2, 31]
    assert (tags[str(int(Tag.TOTAL))], tags["1054"], tags["1173"]) == (total.kopecks, 1, 0)
    assert tags["1081"] == 5000
    assert ("1059" in tags) is not is_totals(counter)
    assert counter.faults() == []


def test_a_wrong_receipt_is_put_right_by_its_sign(counter: Counter) -> None:
    sold = sell(counter.shop, Plan(), MILK)
    counter.make(replace(WISH, sale=sold.sale, card=Money(9490)))
    kind = 3 if is_totals(counter) else 31
    assert counter.register.kinds[3:] == [kind, kind]
    undone, right = counter.tags(2), counter.tags(1)
    assert undone["1192"] == right["1192"] == f"{sold.fiscal.sign:010}"
    assert (undone["1054"], undone["1031"], right["1054"], right["1081"]) == (2, 9490, 1, 9490)
    assert counter.faults() == []


def test_the_wrong_goods_are_undone_and_those_of_the_basket_registered(counter: Counter) -> None:
    sold = sell(counter.shop, Plan(), MILK)
    counter.shop.scan(BREAD)
    counter.make(replace(WISH, sale=sold.sale, right=CorrectionRight.BASKET))
    assert look.view(counter.shop.counter).basket.lines == ()
    assert counter.faults() == []


def test_the_end_of_the_shift_agrees_with_the_registers_counters(counter: Counter) -> None:
    sold = sell(counter.shop, Plan(), MILK)
    counter.make(replace(WISH, sale=sold.sale, right=CorrectionRight.NONE))
    counter.shop.scan(BREAD)
    counter.make(WISH)
    shift.close_shift(counter.shop.counter)
    closed = only(counter.shop.facts(), ShiftClosed)
    for name, ours in (("sale_cash", closed.sale_cash), ("return_cash", closed.return_cash)):
        apart = closed.corrections.get(name, 0) if isinstance(closed.corrections, dict) else 0
        assert closed.registrar[name] in (ours, ours - apart)
    assert closed.registrar["cash"] == closed.drawer


@pytest.mark.parametrize("kind", ["drop-reply", "drop-request"])
def test_an_answer_lost_anywhere_makes_no_second_correction(counter: Counter, kind: str) -> None:
    for made, lost in enumerate(range(1, 40, 3), 1):
        counter.shop.scan(MILK)
        begun = False
        counter.register.faults(f"{kind}@{lost}")
        while not begun or look.view(counter.shop.counter).pending:
            begun = begun or _begins(counter)
            with suppress(DeviceError, NotRegistered):
                pay.carry_out(counter.shop.counter)
            begun = begun and not look.view(counter.shop.counter).basket.lines
        assert counter.register.kinds[2:] == [31] * made
    assert counter.faults() == []


def _begins(counter: Counter) -> bool:
    try:
        correct.begin(counter.shop.counter, WISH)
    except DeviceError:
        return False
    return True


def test_the_memo_and_a_copy_come_out_on_its_paper(counter: Counter) -> None:
    counter.shop.scan(MILK)
    counter.make(WISH)
    assert any("СЛУЖЕБНАЯ ЗАПИСКА" in line for line in counter.register.paper)
    sold = sell(counter.shop, Plan(), BREAD)
    before = len(counter.register.paper)
    sales.print_copy(counter.shop.counter, sold.sale)
    assert any("КОПИЯ" in line for line in counter.register.paper[before:])


def test_the_page_of_the_register_reads_and_writes_its_header(counter: Counter) -> None:
    seen = register.look_at(counter.shop.counter)
    assert seen.registration is not None
    assert seen.setup is not None
    assert seen.registration.inn == INN
    counter.shop.log_in(counter.shop.owner())
    lines = ("ЛАВКА НА ЛЕСНОЙ", "Спасибо, что зашли!")
    written = register.set_header(counter.shop.counter, lines)
    assert written.setup is not None
    assert written.setup.header[:2] == lines
    register.print_trial(counter.shop.counter)
    assert any("ПРОБНАЯ ПЕЧАТЬ" in line for line in counter.register.paper)
