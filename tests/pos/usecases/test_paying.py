"""Cash, mixed payments, and what stays when a receipt is refused."""

from __future__ import annotations

import pytest

from drivers.contracts.errors import PaperOut, Refused
from drivers.contracts.registrar import DocumentKind
from inventory.values.money import Money
from pos.domain.views import Plan
from pos.errors import (
    BadInput,
    BasketEmpty,
    CardStands,
    NotEnoughPaid,
    StillSettling,
    TooMuchByCard,
)
from pos.usecases import look, pay
from sync.messages.facts import SaleClosed
from tests.fakes.registrar import Fault
from tests.fakes.selling import BREAD, MILK, SOAP, sell
from tests.fakes.terminal import CardFault
from tests.fakes.till import Shop


def test_exact_cash_needs_no_figure(shop: Shop) -> None:
    shop.begin_day()
    fact = sell(shop, Plan(), MILK)
    assert (fact.received, fact.change) == (9490, 0)
    assert shop.registrar.receipts[-1].cash == 9490


def test_cash_with_change_keeps_only_the_price_in_the_drawer(shop: Shop) -> None:
    shop.begin_day(fund=0)
    fact = sell(shop, Plan(received=Money(20_000)), MILK)
    assert (fact.received, fact.change, shop.registrar.cash) == (20_000, 10_510, 9490)
    finished = look.view(shop.counter).finished
    assert finished is not None
    assert (finished.change, finished.number) == (Money(10_510), "0001-0001")


def test_less_cash_than_the_price_is_not_taken(shop: Shop) -> None:
    shop.begin_day()
    shop.scan(MILK)
    with pytest.raises(NotEnoughPaid):
        pay.begin(shop.counter, Plan(received=Money(9489)))
    with pytest.raises(TooMuchByCard):
        pay.begin(shop.counter, Plan(card=Money(9491)))
    with pytest.raises(BadInput):
        pay.begin(shop.counter, Plan(card=Money(-1)))
    assert look.view(shop.counter).pending is None


def test_nothing_is_not_paid(shop: Shop) -> None:
    shop.begin_day()
    with pytest.raises(BasketEmpty):
        pay.begin(shop.counter, Plan())


def test_a_mixed_payment_charges_the_card_part_and_counts_the_cash_part(shop: Shop) -> None:
    shop.begin_day(fund=0)
    fact = sell(shop, Plan(card=Money(5000), received=Money(5000)), MILK)
    assert [(t.kind, t.amount) for t in fact.tenders] == [("card", 5000), ("cash", 4490)]
    assert fact.change == 510
    assert fact.tenders[0].rrn == shop.terminal.ledger[0].rrn
    assert fact.tenders[0].ref == shop.terminal.ledger[0].ref
    receipt = shop.registrar.receipts[-1]
    assert (receipt.cash, receipt.electronic, receipt.cash_received) == (4490, 5000, 5000)


def test_vat_of_the_fact_is_what_the_drive_gave_back(shop: Shop) -> None:
    shop.begin_day()
    fact = sell(shop, Plan(), MILK, SOAP)
    assert fact.vat == {"2": 863, "11": 1142}
    assert fact.total == 9490 + 6333


def test_the_cashier_of_the_receipt_is_who_is_logged_in(shop: Shop) -> None:
    shop.begin_day()
    sell(shop, Plan(), MILK)
    assert shop.registrar.receipts[-1].cashier.name == "Анна"


@pytest.mark.parametrize("fault", [Fault.REFUSE, Fault.PAPER_OUT])
def test_a_receipt_refused_without_a_card_opens_the_basket_again(shop: Shop, fault: Fault) -> None:
    shop.begin_day()
    shop.registrar.faults.append(fault)
    with pytest.raises((Refused, PaperOut)):
        sell(shop, Plan(received=Money(20_000)), MILK, BREAD, BREAD)
    view = look.view(shop.counter)
    assert view.pending is None
    assert [line.quantity.thousandths for line in view.basket.lines] == [1000, 2000]
    shop.registrar.paper = True
    pay.begin(shop.counter, Plan())
    pay.carry_out(shop.counter)
    assert len(shop.registrar.of_kind(DocumentKind.RECEIPT)) == 1


def test_goods_scanned_while_paying_begin_the_next_basket(shop: Shop) -> None:
    shop.begin_day()
    shop.scan(MILK)
    pay.begin(shop.counter, Plan())
    view = shop.scan(BREAD)
    assert [line.item for line in view.basket.lines] == ["bread"]
    with pytest.raises(StillSettling):
        pay.begin(shop.counter, Plan())
    view = pay.carry_out(shop.counter)
    assert [line.item for line in view.basket.lines] == ["bread"]
    pay.begin(shop.counter, Plan())
    pay.carry_out(shop.counter)
    sold = [f.lines[0].item for f in shop.facts() if isinstance(f, SaleClosed)]
    assert sold == ["milk", "bread"]


def test_a_basket_that_comes_back_stands_before_the_next_one(shop: Shop) -> None:
    shop.clock.step *= 0  # even within one millisecond
    shop.begin_day()
    shop.scan(MILK)
    shop.terminal.faults.append(CardFault.DECLINE)
    pay.begin(shop.counter, Plan(card=Money(9490)))
    shop.scan(BREAD)
    with pytest.raises(CardStands):
        pay.carry_out(shop.counter)
    assert [line.item for line in look.view(shop.counter).basket.lines] == ["milk"]
    pay.begin(shop.counter, Plan())
    assert [line.item for line in pay.carry_out(shop.counter).basket.lines] == ["bread"]
