"""A document that a restore read from the drive counts once, whatever else tells of it and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import msgspec
import pytest

from backoffice.domain.day import DayReport
from backoffice.usecases.rebuild import rebuild
from backoffice.usecases.report_day import report_day
from backoffice.usecases.verify import verify
from sync.journal.rows import mark, uuid7
from sync.messages import facts as f
from sync.messages.wire import Row
from tests.backoffice.conftest import Office
from tests.backoffice.tables import dump
from tests.backoffice.test_stock import another_till
from tests.backoffice.trade import FISCAL, GOODS, Till, moment, sold_line

DAY = date(2026, 11, 24)
MILK, BREAD, APPLES = GOODS[0], GOODS[1], GOODS[2]
FN = "9999000000000001"
FISCAL_FACTS = f.SaleClosed | f.SaleReturned | f.ShiftOpened | f.ShiftClosed


@dataclass
class Drive(Till):
    """A till whose documents have numbers of their own."""

    fd: int = 10

    def put(self, fact: f.Fact) -> Row:
        if isinstance(fact, FISCAL_FACTS):
            self.fd += 1
            fact = msgspec.structs.replace(fact, fiscal=self.mark(self.fd))
        self.at += 60_000
        return super().put(fact)

    def mark(self, fd: int) -> f.FiscalMark:
        shift, number = self.shift_number, self.receipts
        return msgspec.structs.replace(FISCAL, fn=FN, fd=fd, shift=shift, number=number)


def found(fact: f.Fact, shift: str, again: str = "", fd: int = 0) -> f.FiscalDocumentFound:
    """What the drive tells of a document; under another number where that is given."""
    assert isinstance(fact, FISCAL_FACTS)
    receipt = fact if isinstance(fact, f.SaleClosed | f.SaleReturned) else None
    kind = 3 if receipt else 2 if isinstance(fact, f.ShiftOpened) else 5
    return f.FiscalDocumentFound(
        document=f"found-{fact.fiscal.fd}{again}",
        shift=shift,
        number=receipt.number if receipt else str(fact.fiscal.shift),
        kind=kind,
        operation=0 if not receipt else 2 if isinstance(fact, f.SaleReturned) else 1,
        total=receipt.total if receipt else 0,
        tenders=receipt.tenders if receipt else (),
        vat=receipt.vat if receipt else {},
        fiscal=msgspec.structs.replace(fact.fiscal, fd=fd or fact.fiscal.fd),
        fund=0 if receipt else 500_000,
        drawer=fact.drawer if isinstance(fact, f.ShiftClosed) else 0,
    )


@dataclass
class Story:
    """A till that sold; what the office got of it; and its new disk that read the drive."""

    old: Drive
    known: int  # rows the office had when the disk died
    new: Drive

    @property
    def rows(self) -> list[Row]:
        """All of the old disk."""
        return self.old.rows


def story(*, opening_is_lost: bool, closed: bool = False) -> Story:
    old = Drive(at=moment("2026-11-24 09:00"))
    if opening_is_lost:
        known = len(old.rows)
        old.open_shift()
    else:
        old.open_shift()
        old.sell(sold_line(1, MILK, 1_000))
        known = len(old.rows)
    first = old.sell(sold_line(1, MILK, 2_000), sold_line(2, BREAD, 1_000))
    old.sell(sold_line(1, APPLES, 1_500), cash=0)
    old.take_back(first)
    if closed:
        old.close_shift(1, {})
    lost = [one for one in old.facts[known:] if isinstance(one, FISCAL_FACTS)]
    new = Drive(at=old.at)
    new.rows[:] = old.rows[:known]
    new.begin_epoch(2, mark(old.rows[known - 1]))
    new.shift, new.shift_number = old.shift, old.shift_number
    new.receipts, new.fd = old.receipts, old.fd
    if opening_is_lost:
        new.shift = "found-shift"
    for fact in lost:
        new.put(found(fact, new.shift))
    if not closed:
        new.sell(sold_line(1, BREAD, 4_000))
    return Story(old, known, new)


def report(office: Office) -> DayReport:
    return report_day(office.store, DAY, DAY, office.clock()).report


def told(office: Office) -> tuple[object, ...]:
    """What must be the same: sums, hours, VAT, and each shift's money."""
    day = report(office)
    shifts = [
        (one.number, one.fund, one.sale_cash, one.return_cash, one.sale_card, one.closed_at is None)
        for one in day.shifts
    ]
    return day.sales, day.returns, day.vat, shifts, day.cash_expected


def tasks(office: Office) -> list[str]:
    with office.store.look() as work:
        return [one.why for one in work.reports.tasks()]


@pytest.mark.parametrize("opening_is_lost", [False, True])
@pytest.mark.parametrize("closed", [False, True])
def test_the_old_disk_adds_goods_and_no_money(
    office: Office, opening_is_lost: bool, closed: bool
) -> None:
    lived = story(opening_is_lost=opening_is_lost, closed=closed)
    office.push(lived.rows[: lived.known])
    office.push(lived.new.rows[lived.known :])
    before, waiting = told(office), tasks(office)
    assert waiting.count("found") == len(waiting) > 2
    office.push(lived.rows[lived.known :])
    assert told(office) == before
    assert "found" not in tasks(office)
    assert {good.item for good in report(office).goods} >= {BREAD.item, APPLES.item}
    kept = dump(office.store)
    rebuild(office.store)
    assert dump(office.store) == kept
    assert not verify(office.store).faults


@pytest.mark.parametrize("size", [1, 2, 100])
def test_the_old_disk_may_have_come_first_and_rows_in_any_pieces(office: Office, size: int) -> None:
    lived = story(opening_is_lost=True)
    for rows in (lived.rows, lived.new.rows[lived.known :]):
        for start in range(0, len(rows), size):
            office.push(rows[start : start + size])
    assert report(office).sales.count == 3
    assert report(office).returns.count == 1
    (shift,) = report(office).shifts
    assert (shift.fund, shift.sale_cash) == (500_000, report(office).sales.cash)
    assert tasks(office).count("found") == 0


def test_two_restores_of_one_drive_count_once(office: Office) -> None:
    lived = story(opening_is_lost=False)
    office.push(lived.new.rows)
    before = told(office)
    new = lived.new
    for fact in [one for one in lived.old.facts if isinstance(one, FISCAL_FACTS)][-3:]:
        new.put(found(fact, new.shift, again="-again"))
    office.push(new.rows)
    assert told(office) == before
    kept = dump(office.store)
    rebuild(office.store)
    assert dump(office.store) == kept


def test_a_drive_of_another_till_is_another_drive(office: Office) -> None:
    """The same number of another drive is another receipt."""
    lived = story(opening_is_lost=False)
    office.push(lived.new.rows)
    other = Drive(at=moment("2026-11-24 12:00"), fd=10)
    other.rows[:] = lived.new.rows
    other.shift, other.shift_number = lived.new.shift, lived.new.shift_number
    before = report(office).sales.count
    sale = other.sell(sold_line(1, MILK, 1_000))
    body = msgspec.structs.replace(sale, sale=uuid7(other.at), fiscal=FISCAL)
    other.rows.pop()
    Till.put(other, body)
    office.push(other.rows)
    assert report(office).sales.count == before + 1


def test_an_old_disk_that_was_taken_in_as_another_till_adds_no_money(office: Office) -> None:
    lived = story(opening_is_lost=False)
    office.push(lived.new.rows)
    before = told(office)
    office.push(lived.rows, another_till(office))
    assert told(office) == before
    assert "found" not in tasks(office)


def test_another_till_s_shift_of_that_number_is_another_shift(office: Office) -> None:
    neighbour = Drive(at=moment("2026-11-24 09:00"))
    neighbour.open_shift()
    office.push(neighbour.rows, another_till(office))
    lived = story(opening_is_lost=True)
    office.push(lived.new.rows)
    assert [shift.number for shift in report(office).shifts] == [148, 148]
