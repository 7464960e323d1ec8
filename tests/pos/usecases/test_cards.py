"""The card: declined, lost, gone, and charged for a receipt that was refused."""

from __future__ import annotations

import pytest

from drivers.contracts.errors import PaperOut, ShiftExpired
from drivers.contracts.terminal import CardOperation
from inventory.values.money import Money
from pos.domain.views import PendingStage, Plan
from pos.errors import (
    CardStands,
    NoTerminal,
    StillSettling,
)
from pos.usecases import look, pay
from sync.messages.facts import CardReversed, SaleClosed
from tests.fakes.registrar import Fault
from tests.fakes.selling import MILK, only, sell
from tests.fakes.terminal import CardFault
from tests.fakes.till import Shop


def test_a_declined_card_opens_the_basket_again_and_cash_pays_it(shop: Shop) -> None:
    shop.begin_day()
    shop.terminal.faults.append(CardFault.DECLINE)
    view = shop.scan(MILK)
    pay.begin(shop.counter, Plan(card=view.basket.total))
    with pytest.raises(CardStands) as seen:
        pay.carry_out(shop.counter)
    assert seen.value.why == "CardDeclined"
    view = look.view(shop.counter)
    assert (view.pending, len(view.basket.lines)) == (None, 1)
    begun = pay.begin(shop.counter, Plan())
    assert begun.pending is not None
    assert (begun.pending.stage, begun.pending.trouble) == (PendingStage.RECEIPT, "")
    pay.carry_out(shop.counter)
    assert shop.terminal.ledger == []
    assert [t.kind for t in only(shop.facts(), SaleClosed).tenders] == ["cash"]


def test_a_declined_card_can_be_put_again(shop: Shop) -> None:
    shop.begin_day()
    shop.terminal.faults.append(CardFault.DECLINE)
    view = shop.scan(MILK)
    pay.begin(shop.counter, Plan(card=view.basket.total))
    with pytest.raises(CardStands):
        pay.carry_out(shop.counter)
    again = pay.begin(shop.counter, Plan(card=view.basket.total))
    assert again.pending is not None
    assert again.pending.stage is PendingStage.CARD
    pay.carry_out(shop.counter)
    assert shop.terminal.balance == 9490


def test_a_lost_answer_of_the_terminal_is_found_by_asking(shop: Shop) -> None:
    shop.begin_day()
    shop.terminal.faults.append(CardFault.LOST_AFTER)
    sell(shop, Plan(card=Money(9490)), MILK)
    assert len(shop.terminal.ledger) == 1
    assert only(shop.facts(), SaleClosed).tenders[0].rrn == "000000000001"


def test_a_lost_order_that_moved_nothing_opens_the_basket_again(shop: Shop) -> None:
    shop.begin_day()
    shop.terminal.faults.append(CardFault.LOST_BEFORE)
    with pytest.raises(CardStands) as seen:
        sell(shop, Plan(card=Money(9490)), MILK)
    assert seen.value.why == "not_done"
    view = look.view(shop.counter)
    assert (view.pending, len(view.basket.lines)) == (None, 1)
    assert shop.terminal.ledger == []


@pytest.mark.parametrize("fault", [CardFault.LOST_AFTER, CardFault.LOST_BEFORE, CardFault.BUSY])
def test_a_terminal_that_is_gone_is_asked_when_it_is_back(shop: Shop, fault: CardFault) -> None:
    shop.begin_day()
    shop.terminal.faults.append(fault)
    shop.terminal.offline_after_fault = True
    shop.scan(MILK)
    pay.begin(shop.counter, Plan(card=Money(9490)))
    for _ in range(3):
        with pytest.raises(CardStands) as seen:
            pay.carry_out(shop.counter)
        assert seen.value.why == "unknown"
        pending = look.view(shop.counter).pending
        assert pending is not None
        assert (pending.stage, pending.trouble) == (PendingStage.CARD_UNKNOWN, "NoLink")
    shop.terminal.offline = shop.terminal.offline_after_fault = False
    if fault is CardFault.LOST_AFTER:
        pay.carry_out(shop.counter)
        assert only(shop.facts(), SaleClosed).total == shop.terminal.balance
    else:
        with pytest.raises(CardStands):
            pay.carry_out(shop.counter)
        assert look.view(shop.counter).basket.lines
        assert shop.terminal.ledger == []


@pytest.mark.parametrize("what", ["offline", "not ready"])
def test_a_terminal_that_is_off_beforehand_leaves_nothing_unknown(shop: Shop, what: str) -> None:
    shop.begin_day()
    shop.terminal.offline = what == "offline"
    shop.terminal.ready = what != "not ready"
    with pytest.raises(NoTerminal):
        sell(shop, Plan(card=Money(9490)), MILK)
    assert look.view(shop.counter).pending is None
    pay.begin(shop.counter, Plan())
    pay.carry_out(shop.counter)
    assert only(shop.facts(), SaleClosed).tenders[0].kind == "cash"


def test_no_card_is_charged_for_a_receipt_the_register_cannot_take(shop: Shop) -> None:
    shop.begin_day()
    shop.registrar.expired = True
    with pytest.raises(ShiftExpired):
        sell(shop, Plan(card=Money(9490)), MILK)
    assert shop.terminal.ledger == []
    assert look.view(shop.counter).basket.lines


def refused_card(shop: Shop, received: int = 0) -> None:
    """A card that was charged for a receipt the register did not take."""
    shop.begin_day()
    shop.registrar.faults.append(Fault.PAPER_OUT)
    card = Money(9490 - received)
    with pytest.raises(PaperOut):
        sell(shop, Plan(card=card, received=Money(received)), MILK)
    pending = look.view(shop.counter).pending
    assert pending is not None
    assert (pending.stage, pending.trouble) == (PendingStage.REFUSED, "PaperOut")
    shop.registrar.paper = True


def test_a_refused_receipt_of_an_approved_card_is_tried_again(shop: Shop) -> None:
    refused_card(shop)
    pay.try_again(shop.counter)
    pay.carry_out(shop.counter)
    assert [one.operation for one in shop.terminal.ledger] == [CardOperation.PAY]
    assert only(shop.facts(), SaleClosed).tenders[0].ref == shop.terminal.ledger[0].ref


def test_a_refused_receipt_of_an_approved_card_gives_the_card_its_money_back(shop: Shop) -> None:
    refused_card(shop)
    view = pay.reverse_card(shop.counter)
    assert view.pending is not None
    assert view.pending.stage is PendingStage.REVERSING
    view = pay.carry_out(shop.counter)
    assert (view.pending, len(view.basket.lines)) == (None, 1)
    assert shop.terminal.balance == 0
    charge, reversal = shop.terminal.ledger
    fact = only(shop.facts(), CardReversed)
    assert (fact.of_ref, fact.ref, fact.amount) == (charge.ref, reversal.ref, 9490)
    with shop.reader() as db:
        assert db.query("SELECT * FROM attempts WHERE basket <> ''") == []
    pay.begin(shop.counter, Plan(card=Money(9490)))
    pay.carry_out(shop.counter)
    assert shop.terminal.balance == 9490
    assert only(shop.facts(), SaleClosed).tenders[0].ref == shop.terminal.ledger[2].ref


def test_a_mixed_payment_that_is_refused_reverses_the_card_part_alone(shop: Shop) -> None:
    refused_card(shop, received=4490)
    pay.reverse_card(shop.counter)
    pay.carry_out(shop.counter)
    assert [one.amount for one in shop.terminal.ledger] == [5000, 5000]


def test_a_reversal_whose_answer_is_lost_is_asked_for_and_not_repeated(shop: Shop) -> None:
    refused_card(shop)
    pay.reverse_card(shop.counter)
    shop.terminal.faults.append(CardFault.LOST_AFTER)
    shop.terminal.offline_after_fault = True
    with pytest.raises(CardStands):
        pay.carry_out(shop.counter)
    pending = look.view(shop.counter).pending
    assert pending is not None
    assert pending.stage is PendingStage.CARD_UNKNOWN
    shop.terminal.offline = False
    view = pay.carry_out(shop.counter)
    assert view.pending is None
    assert shop.terminal.balance == 0
    assert only(shop.facts(), CardReversed)


def test_a_declined_reversal_waits_for_the_same_decision_again(shop: Shop) -> None:
    refused_card(shop)
    pay.reverse_card(shop.counter)
    shop.terminal.faults.append(CardFault.DECLINE)
    with pytest.raises(CardStands):
        pay.carry_out(shop.counter)
    pending = look.view(shop.counter).pending
    assert pending is not None
    assert pending.stage is PendingStage.REFUSED
    pay.try_again(shop.counter)
    pay.carry_out(shop.counter)
    assert shop.terminal.balance == only(shop.facts(), SaleClosed).total


def test_no_decision_is_taken_where_none_waits(shop: Shop) -> None:
    shop.begin_day()
    for decide in (pay.try_again, pay.reverse_card):
        with pytest.raises(StillSettling):
            decide(shop.counter)
