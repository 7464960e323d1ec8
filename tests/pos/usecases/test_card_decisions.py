"""The terminal is gone for good: somebody with the right says what became of the card."""

from __future__ import annotations

from dataclasses import replace

import pytest

from drivers.contracts.errors import PaperOut
from drivers.contracts.registrar import DocumentKind
from inventory.values.money import Money
from inventory.values.quantity import pieces
from pos.domain.views import PendingStage, Plan, TillView
from pos.errors import BadInput, CardStands, NotAllowed, TooManyTries, WrongPin
from pos.usecases import decide, login, look, pay, returns
from pos.usecases.pins import hashed
from sync.messages.facts import CardDecided, CardReversed, SaleClosed, SaleReturned
from sync.messages.feed import UserChanged
from tests.fakes.registrar import Fault
from tests.fakes.selling import MILK, only, sell
from tests.fakes.terminal import CardFault
from tests.fakes.till import CASHIER, OWNER_PIN, Shop

WHY = "Терминал разбит, в банке операция есть"


def lose(shop: Shop, fault: CardFault = CardFault.LOST_AFTER) -> None:
    """The terminal takes the next order and is never seen again."""
    shop.terminal.faults.append(fault)
    shop.terminal.offline_after_fault = True


def unknown_charge(shop: Shop) -> None:
    """A charge nobody knows the outcome of."""
    shop.begin_day()
    lose(shop)
    shop.scan(MILK)
    pay.begin(shop.counter, Plan(card=Money(9490)))
    still_unknown(shop)


def still_unknown(shop: Shop) -> None:
    """The terminal does not say what it did."""
    with pytest.raises(CardStands) as seen:
        pay.carry_out(shop.counter)
    assert seen.value.why == "unknown"
    pending = look.view(shop.counter).pending
    assert pending is not None
    assert pending.stage is PendingStage.CARD_UNKNOWN


def say(shop: Shop, *, moved: bool, pin: str = OWNER_PIN, reason: str = WHY) -> TillView:
    """Somebody decides."""
    return decide.decide_card(shop.counter, moved=moved, pin=pin, reason=reason)


def test_the_money_moved_so_the_receipt_is_made(shop: Shop) -> None:
    unknown_charge(shop)
    view = say(shop, moved=True)
    assert view.pending is not None
    assert view.pending.stage is PendingStage.RECEIPT
    pay.carry_out(shop.counter)
    fact, sale = only(shop.facts(), CardDecided), only(shop.facts(), SaleClosed)
    assert (fact.user, fact.by) == (CASHIER, shop.owner())
    assert (fact.operation, fact.amount, fact.moved, fact.reason) == ("pay", 9490, True, WHY)
    (tender,) = sale.tenders
    assert (tender.kind, tender.amount, tender.ref, tender.rrn) == ("card", 9490, fact.ref, "")
    assert look.view(shop.counter).pending is None
    assert shop.faults() == []


def test_the_money_did_not_move_so_the_basket_is_open_again(shop: Shop) -> None:
    unknown_charge(shop)
    view = say(shop, moved=False)
    assert (view.pending, len(view.basket.lines)) == (None, 1)
    pay.begin(shop.counter, Plan())
    pay.carry_out(shop.counter)
    assert [tender.kind for tender in only(shop.facts(), SaleClosed).tenders] == ["cash"]
    assert not only(shop.facts(), CardDecided).moved


def test_a_decision_outlives_the_end_of_power(shop: Shop) -> None:
    unknown_charge(shop)
    say(shop, moved=True)
    shop.reopen()
    pay.carry_out(shop.counter)
    assert len(shop.registrar.of_kind(DocumentKind.RECEIPT)) == 1


def test_the_cashier_stays_at_the_till(shop: Shop) -> None:
    unknown_charge(shop)
    user = say(shop, moved=False).user
    assert user is not None
    assert user.user == CASHIER


@pytest.mark.parametrize("moved", [True, False])
def test_a_reversal_nobody_knows_of_is_decided_too(shop: Shop, moved: bool) -> None:
    shop.begin_day()
    shop.registrar.faults.append(Fault.PAPER_OUT)
    with pytest.raises(PaperOut):
        sell(shop, Plan(card=Money(9490)), MILK)
    lose(shop)
    pay.reverse_card(shop.counter)
    still_unknown(shop)
    view = say(shop, moved=moved)
    if moved:
        view = pay.carry_out(shop.counter)
        assert (view.pending, len(view.basket.lines)) == (None, 1)
        assert only(shop.facts(), CardReversed).amount == 9490
    else:
        assert view.pending is not None
        assert view.pending.stage is PendingStage.REFUSED
        assert shop.facts("CardReversed") == []
    assert only(shop.facts(), CardDecided).operation == "reversal"


@pytest.mark.parametrize("moved", [True, False])
def test_a_refund_nobody_knows_of_is_decided_too(shop: Shop, moved: bool) -> None:
    shop.begin_day()
    sale = sell(shop, Plan(card=Money(9490)), MILK)
    lose(shop)
    returns.begin_return(shop.counter, sale.sale, {1: pieces(1)}, "")
    still_unknown(shop)
    view = say(shop, moved=moved)
    if moved:
        pay.carry_out(shop.counter)
        assert only(shop.facts(), SaleReturned).total == 9490
    else:
        assert view.pending is None
        assert shop.facts("SaleReturned") == []


def test_what_a_person_vouched_for_is_refunded_without_a_number_of_the_bank(shop: Shop) -> None:
    unknown_charge(shop)
    say(shop, moved=True)
    pay.carry_out(shop.counter)
    shop.terminal.offline = shop.terminal.offline_after_fault = False
    sale = only(shop.facts(), SaleClosed)
    returns.begin_return(shop.counter, sale.sale, {1: pieces(1)}, "")
    pay.carry_out(shop.counter)
    assert [one.operation.value for one in shop.terminal.ledger] == ["pay", "refund"]


def test_the_terminals_own_word_comes_first(shop: Shop) -> None:
    unknown_charge(shop)
    shop.terminal.offline = shop.terminal.offline_after_fault = False
    pay.carry_out(shop.counter)
    view = say(shop, moved=False)
    assert view.pending is None
    assert shop.facts("CardDecided") == []
    assert only(shop.facts(), SaleClosed).tenders[0].rrn == "000000000001"


def test_deciding_is_a_right_and_needs_a_reason_and_a_pin(shop: Shop) -> None:
    unknown_charge(shop)
    with shop.store.work() as work:
        plain = UserChanged(user="vera", name="Вера", role="cashier", pin_hash=hashed("2580"))
        work.people.put(plain)
        work.commit()
    with pytest.raises(NotAllowed):
        say(shop, moved=True, pin="2580")
    with pytest.raises(BadInput):
        say(shop, moved=True, reason="  ")
    for _ in range(5):
        with pytest.raises(WrongPin):
            say(shop, moved=True, pin="1111")
    with pytest.raises(TooManyTries):
        say(shop, moved=True)
    with pytest.raises(TooManyTries):
        login.log_in(shop.counter, OWNER_PIN)
    pending = look.view(shop.counter).pending
    assert pending is not None
    assert pending.stage is PendingStage.CARD_UNKNOWN
    assert shop.facts("CardDecided") == []


def test_a_terminal_taken_out_of_the_settings_does_not_make_the_charge_known(shop: Shop) -> None:
    unknown_charge(shop)
    shop.counter = replace(shop.counter, terminal=None)
    still_unknown(shop)
    pending = look.view(shop.counter).pending
    assert pending is not None
    assert pending.trouble == "NoTerminal"
    assert shop.registrar.of_kind(DocumentKind.RECEIPT) == []
    say(shop, moved=True)
    pay.carry_out(shop.counter)
    assert only(shop.facts(), SaleClosed).tenders[0].ref == only(shop.facts(), CardDecided).ref
