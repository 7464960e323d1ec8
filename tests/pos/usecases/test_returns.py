"""Goods come back: partly, to their tender, and to the kopeck what was paid."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drivers.contracts.errors import DeviceError
from drivers.contracts.receipt import Operation
from drivers.contracts.terminal import CardOperation
from inventory.values.money import Money
from inventory.values.quantity import Quantity, Unit, pieces
from pos.domain.views import PendingStage, Plan, SaleView
from pos.errors import (
    BasketEmpty,
    CardStands,
    DrawerShort,
    LineUnknown,
    QuantityImpossible,
    ReturnTooLarge,
    SaleUnknown,
    StillSettling,
)
from pos.usecases import cash, edit, look, pay, returns, sales, shift
from sync.messages.facts import SaleClosed, SaleReturned
from tests.fakes.registrar import Fault
from tests.fakes.selling import BREAD, MILK, SOAP, only, sell
from tests.fakes.terminal import CardFault
from tests.fakes.till import Shop

CHEESE = "104"


def kilograms(thousandths: int) -> Quantity:
    """A weight."""
    return Quantity(thousandths, Unit.KILOGRAM)


def bring_back(shop: Shop, sale: str, lines: dict[int, Quantity]) -> SaleReturned:
    """Return those lines; the fact."""
    returns.begin_return(shop.counter, sale, lines, "брак")
    pay.carry_out(shop.counter)
    fact = shop.facts("SaleReturned")[-1]
    assert isinstance(fact, SaleReturned)
    return fact


def sold(shop: Shop, sale: str) -> SaleView:
    """The sale as the books have it."""
    return sales.sale(shop.counter, sale)


def test_a_part_comes_back_in_cash_with_the_rate_of_its_sale(shop: Shop) -> None:
    shop.begin_day(fund=0)
    sale = sell(shop, Plan(), f"3*{MILK}", SOAP)
    fact = bring_back(shop, sale.sale, {1: pieces(1)})
    assert (fact.total, fact.of_sale, fact.of_number) == (9490, sale.sale, sale.number)
    assert [(t.kind, t.amount) for t in fact.tenders] == [("cash", 9490)]
    assert (fact.lines[0].vat, fact.vat) == (2, {"2": 863})
    receipt = shop.registrar.receipts[-1]
    assert (receipt.operation, receipt.cash) == (Operation.SALE_RETURN, 9490)
    assert sold(shop, sale.sale).lines[0].remaining == pieces(2)
    view = look.view(shop.counter)
    assert view.shift is not None
    assert view.shift.drawer == Money(shop.registrar.cash)
    assert shop.faults() == []


def test_the_rate_and_price_of_the_sale_stand_after_the_catalogue_changed(shop: Shop) -> None:
    shop.begin_day()
    sale = sell(shop, Plan(), SOAP)
    shop.catalogue.codes.clear()
    fact = bring_back(shop, sale.sale, {1: pieces(1)})
    assert (fact.lines[0].vat, fact.lines[0].price) == (11, 6333)


def test_never_more_comes_back_than_was_sold(shop: Shop) -> None:
    shop.begin_day()
    sale = sell(shop, Plan(), f"3*{MILK}")
    bring_back(shop, sale.sale, {1: pieces(2)})
    with pytest.raises(ReturnTooLarge):
        returns.begin_return(shop.counter, sale.sale, {1: pieces(2)}, "")
    bring_back(shop, sale.sale, {1: pieces(1)})
    with pytest.raises(ReturnTooLarge):
        returns.begin_return(shop.counter, sale.sale, {1: pieces(1)}, "")
    assert shop.registrar.totals["return_cash"] == sale.total


@pytest.mark.parametrize(
    ("quantity", "refusal"),
    [
        (pieces(-1), QuantityImpossible),
        (Quantity(500), QuantityImpossible),
        (kilograms(1000), QuantityImpossible),
        (pieces(0), BasketEmpty),
    ],
)
def test_an_impossible_quantity_does_not_come_back(
    shop: Shop, quantity: Quantity, refusal: type[Exception]
) -> None:
    shop.begin_day()
    sale = sell(shop, Plan(), f"3*{MILK}")
    with pytest.raises(refusal):
        returns.begin_return(shop.counter, sale.sale, {1: quantity}, "")
    assert look.view(shop.counter).pending is None


def test_a_line_of_another_sale_does_not_come_back(shop: Shop) -> None:
    shop.begin_day()
    sale = sell(shop, Plan(), MILK)
    with pytest.raises(LineUnknown):
        returns.begin_return(shop.counter, sale.sale, {2: pieces(1)}, "")


def test_a_return_is_not_returned(shop: Shop) -> None:
    shop.begin_day()
    back = bring_back(shop, sell(shop, Plan(), MILK).sale, {1: pieces(1)})
    with pytest.raises(SaleUnknown):
        returns.begin_return(shop.counter, back.sale, {1: pieces(1)}, "")


def test_weight_that_comes_back_in_crumbs_adds_up_to_what_was_paid(shop: Shop) -> None:
    """Each gram by itself would be rounded up."""
    shop.begin_day()
    shop.scan(f"0,005*{CHEESE}")
    edit_price(shop, "5")
    pay.begin(shop.counter, Plan())
    pay.carry_out(shop.counter)
    sale = only(shop.facts(), SaleClosed)
    assert sale.total == 3
    parts = [bring_back(shop, sale.sale, {1: kilograms(2)}).total for _ in range(2)]
    parts.append(bring_back(shop, sale.sale, {1: kilograms(1)}).total)
    assert parts == [1, 1, 1]


def edit_price(shop: Shop, text: str) -> None:
    """By the owner, who may."""
    shop.log_in(shop.owner())
    edit.set_price(shop.counter, 1, text)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    weight=st.integers(1, 5000),
    count=st.integers(1, 9),
    line_discount=st.integers(0, 9900),
    discount=st.integers(0, 9900),
    data=st.data(),
)
def test_parts_of_any_size_add_up_to_what_was_paid(
    shop: Shop, weight: int, count: int, line_discount: int, discount: int, data: st.DataObject
) -> None:
    """Weights, pieces and split lines under discounts, back in random parts."""
    shop.log_in(shop.owner())
    if look.view(shop.counter).shift is None:
        shop.begin_day(fund=1_000_000)
    shop.scan(f"{weight // 1000},{weight % 1000:03}*{CHEESE}", f"{count}*{MILK}", BREAD)
    edit.set_line_discount(shop.counter, 2, percent(line_discount))
    edit.set_discount(shop.counter, percent(discount))
    pay.begin(shop.counter, Plan())
    pay.carry_out(shop.counter)
    sale = shop.facts("SaleClosed")[-1]
    assert isinstance(sale, SaleClosed)
    back: list[SaleReturned] = []
    while wanted := _some_of(sold(shop, sale.sale), data):
        try:
            back.append(bring_back(shop, sale.sale, wanted))
        except BasketEmpty:  # so small a part was worth nothing; all the rest comes at once
            rest = {line.line: line.remaining for line in sold(shop, sale.sale).lines}
            if sum(fact.total for fact in back) == sale.total:
                break
            back.append(bring_back(shop, sale.sale, rest))
    assert sum(fact.total for fact in back) == sale.total
    assert all(line.amount >= 0 for fact in back for line in fact.lines)
    assert all(tender.amount >= 0 for fact in back for tender in fact.tenders)


def percent(hundredths: int) -> str:
    """As it is typed."""
    return f"{hundredths // 100},{hundredths % 100:02}"


def _some_of(sale: SaleView, data: st.DataObject) -> dict[int, Quantity]:
    wanted: dict[int, Quantity] = {}
    for line in sale.lines:
        most = line.remaining.thousandths
        step = 1000 if not line.quantity.unit.divisible else 1
        if most:
            least = max(step, most // 3 // step * step)
            part = data.draw(st.integers(least // step, most // step)) * step
            wanted[line.line] = Quantity(part, line.quantity.unit)
    return wanted


def test_a_card_gets_its_whole_payment_of_this_shift_reversed(shop: Shop) -> None:
    shop.begin_day()
    sale = sell(shop, Plan(card=Money(9490)), MILK)
    fact = bring_back(shop, sale.sale, {1: pieces(1)})
    assert [one.operation for one in shop.terminal.ledger] == [
        CardOperation.PAY,
        CardOperation.REVERSAL,
    ]
    assert shop.terminal.balance == 0
    assert [(t.kind, t.ref) for t in fact.tenders] == [("card", shop.terminal.ledger[1].ref)]


def test_a_card_gets_a_refund_of_a_part_and_of_another_shift(shop: Shop) -> None:
    shop.begin_day()
    sale = sell(shop, Plan(card=Money(3 * 9490)), f"3*{MILK}")
    bring_back(shop, sale.sale, {1: pieces(1)})
    shift.close_shift(shop.counter)
    shop.begin_day(fund=shop.registrar.cash)
    bring_back(shop, sale.sale, {1: pieces(2)})
    kinds = [one.operation for one in shop.terminal.ledger]
    assert kinds == [CardOperation.PAY, CardOperation.REFUND, CardOperation.REFUND]
    assert shop.terminal.balance == 0


def test_a_mixed_payment_fills_the_card_first_and_gives_the_rest_in_cash(shop: Shop) -> None:
    shop.begin_day(fund=0)
    sale = sell(shop, Plan(card=Money(10_000)), f"2*{MILK}")
    first = bring_back(shop, sale.sale, {1: pieces(1)})
    second = bring_back(shop, sale.sale, {1: pieces(1)})
    assert [(t.kind, t.amount) for t in first.tenders] == [("card", 9490)]
    assert [(t.kind, t.amount) for t in second.tenders] == [("card", 510), ("cash", 8980)]
    assert (shop.terminal.balance, shop.registrar.cash) == (0, 0)


def test_no_cash_is_promised_that_the_drawer_does_not_hold(shop: Shop) -> None:
    shop.begin_day(fund=0)
    sale = sell(shop, Plan(), MILK)
    cash.move_cash(shop.counter, "out", Money(5000), "инкассация")
    with pytest.raises(DrawerShort):
        returns.begin_return(shop.counter, sale.sale, {1: pieces(1)}, "")


def test_a_refund_the_bank_declines_gives_the_return_up(shop: Shop) -> None:
    shop.begin_day()
    sale = sell(shop, Plan(card=Money(9490)), MILK)
    shop.terminal.faults.append(CardFault.DECLINE)
    with pytest.raises(CardStands):
        bring_back(shop, sale.sale, {1: pieces(1)})
    assert look.view(shop.counter).pending is None
    assert sold(shop, sale.sale).lines[0].remaining == pieces(1)


def refused_return(shop: Shop, card: int) -> SaleClosed:
    """The register did not take the return."""
    shop.begin_day()
    sale = sell(shop, Plan(card=Money(card)), MILK)
    shop.registrar.faults.append(Fault.REFUSE)
    with pytest.raises(DeviceError):
        bring_back(shop, sale.sale, {1: pieces(1)})
    pending = look.view(shop.counter).pending
    assert pending is not None
    assert (pending.stage, pending.is_return) == (PendingStage.REFUSED, True)
    return sale


def test_a_refused_return_of_a_card_is_tried_again_and_not_given_up(shop: Shop) -> None:
    refused_return(shop, card=9490)
    with pytest.raises(CardStands):
        pay.reverse_card(shop.counter)
    pay.try_again(shop.counter)
    pay.carry_out(shop.counter)
    assert shop.terminal.balance == 0
    assert only(shop.facts(), SaleReturned).total == 9490


def test_a_refused_return_of_cash_can_be_given_up(shop: Shop) -> None:
    sale = refused_return(shop, card=0)
    assert pay.reverse_card(shop.counter).pending is None
    assert sold(shop, sale.sale).lines[0].remaining == pieces(1)
    bring_back(shop, sale.sale, {1: pieces(1)})


def test_a_return_waits_for_an_unsettled_payment(shop: Shop) -> None:
    shop.begin_day()
    sale = sell(shop, Plan(), MILK)
    shop.scan(BREAD)
    pay.begin(shop.counter, Plan())
    with pytest.raises(StillSettling):
        returns.begin_return(shop.counter, sale.sale, {1: pieces(1)}, "")


def test_a_sale_is_found_by_its_number_its_end_its_document_and_its_qr(shop: Shop) -> None:
    shop.begin_day()
    sale = sell(shop, Plan(), MILK)
    for _ in range(3):
        sell(shop, Plan(), BREAD)
        shop.clock.move(timedelta(minutes=1))
    mark = sale.fiscal
    qr = f"t=20260302T1200&s=94.90&fn={mark.fn}&i={mark.fd}&fp={mark.sign}&n=1"
    for text in (sale.number, "1", qr, f" {qr} "):
        assert returns.sale_by_number(shop.counter, text).sale == sale.sale


@pytest.mark.parametrize("text", ["", " ", "0099-0001", "молоко", "t=1&fn=1&i=3&fp=5&n=1"])
def test_a_sale_nobody_made_is_not_found(shop: Shop, text: str) -> None:
    shop.begin_day()
    sell(shop, Plan(), MILK)
    with pytest.raises(SaleUnknown):
        returns.sale_by_number(shop.counter, text)


def test_a_qr_finds_its_document_and_no_receipt_of_that_number(shop: Shop) -> None:
    """FD 3 is the first receipt here; receipt 0001-0003 is another one."""
    shop.begin_day(fund=0)
    first = sell(shop, Plan(), MILK)
    for _ in range(2):
        sell(shop, Plan(), BREAD)
    assert first.fiscal.fd == 3
    qr = f"fn={first.fiscal.fn}&i=3&fp={first.fiscal.sign}"
    assert returns.sale_by_number(shop.counter, qr).sale == first.sale
