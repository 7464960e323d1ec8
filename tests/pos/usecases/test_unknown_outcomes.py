"""Answers of the register that got lost: never a second document, never a lost one."""

from __future__ import annotations

import pytest

from drivers.contracts.receipt import Operation
from drivers.contracts.registrar import DocumentKind
from inventory.values.money import Money
from pos.domain.views import PendingStage, Plan
from pos.errors import (
    StillSettling,
)
from pos.usecases import cash, look, pay
from sync.messages.facts import SaleClosed
from tests.fakes.registrar import Fault
from tests.fakes.selling import MILK, only, sell
from tests.fakes.till import Shop


@pytest.mark.parametrize(
    ("fault", "amount"), [(Fault.LOST_AFTER, 5000), (Fault.LOST_BEFORE, 0), (Fault.REFUSE, 0)]
)
def test_a_cash_document_is_never_repeated_blindly(shop: Shop, fault: Fault, amount: int) -> None:
    shop.begin_day(fund=0)
    shop.registrar.faults.append(fault)
    if amount:
        cash.move_cash(shop.counter, "in", Money(5000), "размен")
    else:
        with pytest.raises(Exception, match=r"no answer|not now|does not"):
            cash.move_cash(shop.counter, "in", Money(5000), "размен")
    view = look.view(shop.counter)
    assert view.shift is not None
    assert view.errand == ""
    assert view.shift.drawer == Money(amount) == Money(shop.registrar.cash)


def test_cash_waits_until_an_earlier_receipt_is_settled(shop: Shop) -> None:
    shop.begin_day()
    shop.scan(MILK)
    pay.begin(shop.counter, Plan())
    with pytest.raises(StillSettling):
        cash.move_cash(shop.counter, "in", Money(100), "размен")
    assert shop.registrar.ins == 1  # the change fund


@pytest.mark.parametrize("fault", [Fault.LOST_AFTER, Fault.LOST_BEFORE, Fault.LEFT_OPEN])
def test_an_unknown_receipt_is_settled_later_without_a_second_document(
    shop: Shop, fault: Fault
) -> None:
    shop.begin_day()
    shop.registrar.faults.append(fault)
    shop.registrar.silent_after_fault = True
    shop.scan(MILK)
    pay.begin(shop.counter, Plan(received=Money(10_000)))
    for _ in range(3):
        with pytest.raises(Exception, match="no answer"):
            pay.carry_out(shop.counter)
        pending = look.view(shop.counter).pending
        assert pending is not None
        assert (pending.stage, pending.trouble) == (PendingStage.RECEIPT_UNKNOWN, "NoAnswer")
    shop.registrar.silent = shop.registrar.silent_after_fault = False
    if fault is not Fault.LOST_AFTER:
        with pytest.raises(Exception, match="does not know"):
            pay.carry_out(shop.counter)
        assert look.view(shop.counter).pending is None
        assert not shop.registrar.document_open
        pay.begin(shop.counter, Plan(received=Money(10_000)))
    pay.carry_out(shop.counter)
    (document,) = shop.registrar.of_kind(DocumentKind.RECEIPT)
    fact = only(shop.facts(), SaleClosed)
    assert (document.operation, document.fd) == (Operation.SALE, fact.fiscal.fd)
    assert (fact.fiscal.number, fact.change) == (document.number, 510)


def test_a_receipt_of_another_program_is_not_taken_for_ours(shop: Shop) -> None:
    shop.begin_day()
    shop.registrar.faults.append(Fault.FOREIGN)
    with pytest.raises(Exception, match="no answer"):
        sell(shop, Plan(), MILK)
    assert look.view(shop.counter).basket.lines
    assert shop.facts("SaleClosed") == []
    pay.begin(shop.counter, Plan())
    pay.carry_out(shop.counter)
    assert only(shop.facts(), SaleClosed).fiscal.fd == len(shop.registrar.drive)


def test_another_fiscal_drive_leaves_the_receipt_unknown(shop: Shop) -> None:
    shop.begin_day()
    shop.registrar.faults.append(Fault.LOST_AFTER)
    shop.registrar.silent_after_fault = True
    with pytest.raises(Exception, match="no answer"):
        sell(shop, Plan(), MILK)
    former, shop.registrar.fn = shop.registrar.fn, "9999000000000002"
    shop.registrar.silent = shop.registrar.silent_after_fault = False
    with pytest.raises(Exception, match="9999000000000002"):
        pay.carry_out(shop.counter)
    pending = look.view(shop.counter).pending
    assert pending is not None
    assert (pending.stage, pending.trouble) == (PendingStage.RECEIPT_UNKNOWN, "OtherDrive")
    shop.registrar.fn = former
    pay.carry_out(shop.counter)
    assert only(shop.facts(), SaleClosed).fiscal.fn == former
