"""Goods of two tax systems in one basket: a receipt for each, and what one that fails leaves."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from drivers.contracts.errors import CardDeclined, DeviceError
from drivers.contracts.registrar import DocumentKind
from inventory.values.money import Money
from pos.domain.basket import BasketState
from pos.domain.views import PendingStage, Plan
from pos.errors import CardStands, ReceiptUnlawful
from pos.usecases import edit, look, pay, sales, shift
from pos.usecases.portions import TAX_SYSTEMS
from sync.messages.facts import SaleClosed
from tests.fakes import catalogue as goods
from tests.fakes.registrar import Fault, Watch
from tests.fakes.selling import BREAD, MILK, SOAP
from tests.fakes.till import Shop
from tests.pos.usecases.test_power import Cutter, PowerCut, agree, settle

GENERAL, PATENT = 1, 32
BOTH = goods.MILK.price + goods.BREAD.price
WHOLE = BOTH + goods.SOAP.price


def of_two_systems(shop: Shop) -> None:
    """Bread is sold by patent, everything else by the general system; a shift is open."""
    with shop.store.work() as work:
        work.set_setting(TAX_SYSTEMS, json.dumps({"Хлеб": PATENT}))
        work.commit()
    shop.catalogue.codes[BREAD] = replace(goods.BREAD, group="Хлеб")
    shop.begin_day()


@pytest.fixture
def two(shop: Shop) -> Shop:
    """Such a shop."""
    of_two_systems(shop)
    return shop


def sold(shop: Shop) -> list[SaleClosed]:
    """Sales in the journal."""
    return [fact for fact in shop.facts("SaleClosed") if isinstance(fact, SaleClosed)]


def pay_for(shop: Shop, plan: Plan, *codes: str) -> None:
    """Scan and pay."""
    shop.scan(*codes)
    pay.begin(shop.counter, plan)
    pay.carry_out(shop.counter)


def test_each_tax_system_has_a_receipt_and_they_add_up(two: Shop) -> None:
    pay_for(two, Plan(received=Money(50_000)), MILK, BREAD, SOAP)
    made = sold(two)
    assert [(one.tax_system, len(one.lines)) for one in made] == [(PATENT, 1), (GENERAL, 2)]
    assert sum(one.total for one in made) == WHOLE.kopecks
    assert [one.change for one in made] == [0, 50_000 - WHOLE.kopecks]
    finished = look.view(two.counter).finished
    assert finished is not None
    assert finished.change == Money(50_000) - WHOLE
    agree(two)


def test_the_screen_shows_what_is_still_to_be_paid_together(two: Shop) -> None:
    two.scan(MILK, BREAD, SOAP)
    pending = pay.begin(two.counter, Plan(received=Money(50_000))).pending
    assert pending is not None
    assert (pending.total, pending.received) == (WHOLE, Money(50_000))
    assert pending.change == Money(50_000) - WHOLE


def test_a_card_is_charged_once_for_each_receipt(two: Shop) -> None:
    pay_for(two, Plan(card=WHOLE), MILK, BREAD, SOAP)
    charges = [one.amount for one in two.terminal.ledger]
    assert charges == [one.total for one in sold(two)]
    assert sum(charges) == WHOLE.kopecks
    agree(two)


def test_a_discount_on_the_whole_is_spread_to_the_kopeck(two: Shop) -> None:
    two.log_in(two.owner())
    two.scan(MILK, BREAD, SOAP)
    total = edit.set_discount(two.counter, "7").basket.total
    pay.begin(two.counter, Plan())
    pay.carry_out(two.counter)
    assert sum(one.total for one in sold(two)) == total.kopecks
    agree(two)


def test_goods_of_one_system_are_one_receipt_of_the_same_basket(two: Shop) -> None:
    basket = two.scan(BREAD).basket.basket
    pay.begin(two.counter, Plan())
    pay.carry_out(two.counter)
    [only] = sold(two)
    assert (only.sale, only.tax_system) == (basket, PATENT)


def test_what_is_printed_stays_and_the_rest_is_offered_again(two: Shop) -> None:
    two.scan(MILK, BREAD, SOAP)
    pay.begin(two.counter, Plan(received=Money(50_000)))
    two.watch = _second(two, Fault.PAPER_OUT)
    with pytest.raises(DeviceError):
        pay.carry_out(two.counter)
    two.watch = lambda _point: None
    left = look.view(two.counter)
    [printed] = sold(two)
    assert left.basket.state is BasketState.OPEN
    assert left.basket.total.kopecks + printed.total == WHOLE.kopecks
    two.registrar.paper = True
    pay.begin(two.counter, Plan())
    pay.carry_out(two.counter)
    assert sum(one.total for one in sold(two)) == WHOLE.kopecks
    agree(two)


def test_the_first_one_failing_leaves_the_whole_basket(two: Shop) -> None:
    two.scan(MILK, BREAD, SOAP)
    pay.begin(two.counter, Plan())
    two.registrar.faults.append(Fault.REFUSE)
    with pytest.raises(DeviceError):
        pay.carry_out(two.counter)
    view = look.view(two.counter)
    assert sold(two) == []
    assert view.pending is None
    assert view.basket.total == WHOLE
    assert {line.name for line in view.basket.lines} == {
        "Молоко «Утро» 3,2 %",
        "Хлеб ржаной",
        "Мыло",
    }
    assert [line.line for line in view.basket.lines] == [1, 2, 3]


def test_a_card_declined_for_the_second_leaves_it_to_be_paid_in_cash(two: Shop) -> None:
    two.scan(MILK, BREAD)
    pay.begin(two.counter, Plan(card=BOTH))
    two.watch = _second_charge_declined(two)
    with pytest.raises(CardStands):
        pay.carry_out(two.counter)
    two.watch = lambda _point: None
    [printed] = sold(two)
    rest = look.view(two.counter).basket
    assert rest.total.kopecks + printed.total == BOTH.kopecks
    pay.begin(two.counter, Plan())
    pay.carry_out(two.counter)
    assert len(sold(two)) == 2
    agree(two)


@pytest.mark.parametrize("again", [True, False], ids=["tried again", "reversed"])
def test_a_charged_card_without_a_receipt_is_decided_before_what_is_behind_it(
    two: Shop, again: bool
) -> None:
    two.scan(MILK, BREAD, SOAP)
    pay.begin(two.counter, Plan(card=WHOLE))
    two.registrar.faults.append(Fault.PAPER_OUT)
    with pytest.raises(DeviceError):
        pay.carry_out(two.counter)
    pending = look.view(two.counter).pending
    assert pending is not None
    assert pending.stage is PendingStage.REFUSED
    two.registrar.paper = True
    if again:
        pay.try_again(two.counter)
        pay.carry_out(two.counter)
        assert sum(one.total for one in sold(two)) == WHOLE.kopecks
    else:
        pay.reverse_card(two.counter)
        pay.carry_out(two.counter)
        assert (sold(two), two.terminal.balance) == ([], 0)
        assert look.view(two.counter).basket.total == WHOLE
    agree(two)


def test_a_lost_answer_of_the_second_is_asked_for_and_the_third_follows(two: Shop) -> None:
    """Nothing is done twice, and nothing is left behind."""
    two.catalogue.codes[SOAP] = replace(goods.SOAP, group="Мыло")
    with two.store.work() as work:
        work.set_setting(TAX_SYSTEMS, json.dumps({"Хлеб": PATENT, "Мыло": 4}))
        work.commit()
    two.scan(MILK, BREAD, SOAP)
    pay.begin(two.counter, Plan())
    two.watch = _second(two, Fault.LOST_AFTER)
    pay.carry_out(two.counter)
    assert len(two.registrar.of_kind(DocumentKind.RECEIPT)) == len(sold(two)) == 3
    assert sum(one.total for one in sold(two)) == WHOLE.kopecks
    agree(two)


@pytest.mark.parametrize("by_card", [True, False], ids=["card", "cash"])
def test_power_may_go_at_any_step_of_two_receipts(
    by_card: bool, tmp_path: Path, template: Path
) -> None:
    points = _points(tmp_path / "clean", template, by_card)
    assert points.count("before registrar.register") == 2
    for number in range(len(points)):
        with closing(Shop(tmp_path / f"cut-{number}", template)) as shop:
            _cut(shop, number, by_card)


def _points(folder: Path, template: Path, by_card: bool) -> list[str]:
    with closing(Shop(folder, template)) as shop:
        of_two_systems(shop)
        shop.scan(MILK, BREAD)
        shop.watch = cutter = Cutter()
        _pay_both(shop, by_card)
        shop.watch = lambda _point: None
        agree(shop)
    return cutter.points


def _cut(shop: Shop, number: int, by_card: bool) -> None:
    of_two_systems(shop)
    shop.scan(MILK, BREAD)
    shop.watch = Cutter(number)
    with pytest.raises(PowerCut):
        _pay_both(shop, by_card)
    shop.watch = lambda _point: None
    shop.reopen()
    view = settle(shop)
    agree(shop)
    made = sum(one.total for one in sold(shop))
    assert Money(made) + view.basket.total == BOTH
    assert shop.terminal.balance == (made if by_card else 0)
    if view.basket.lines:
        pay.begin(shop.counter, Plan())
        pay.carry_out(shop.counter)
    assert [one.tax_system for one in sold(shop)] in ([GENERAL, PATENT], [PATENT, GENERAL])
    agree(shop)


def _pay_both(shop: Shop, by_card: bool) -> None:
    pay.begin(shop.counter, Plan(card=BOTH) if by_card else Plan(received=Money(50_000)))
    pay.carry_out(shop.counter)


def test_the_rest_given_up_is_an_ordinary_cancelled_basket(two: Shop) -> None:
    two.scan(MILK, BREAD)
    pay.begin(two.counter, Plan())
    two.watch = _second(two, Fault.PAPER_OUT)
    with pytest.raises(DeviceError):
        pay.carry_out(two.counter)
    two.watch = lambda _point: None
    two.registrar.paper = True
    edit.cancel_basket(two.counter)
    shift.close_shift(two.counter)
    assert len(sold(two)) == 1
    agree(two)


def test_an_unlawful_portion_leaves_the_basket_as_it_was(two: Shop) -> None:
    with two.store.work() as work:
        work.set_setting(TAX_SYSTEMS, json.dumps({"Хлеб": 3}))
        work.commit()
    basket = two.scan(MILK, BREAD).basket
    with pytest.raises(ReceiptUnlawful):
        pay.begin(two.counter, Plan())
    assert look.view(two.counter).basket == basket


def test_a_return_finds_the_receipt_of_its_good(two: Shop) -> None:
    pay_for(two, Plan(), MILK, BREAD)
    bread = next(one for one in sold(two) if one.tax_system == PATENT)
    assert [line.name for line in sales.sale(two.counter, bread.sale).lines] == ["Хлеб ржаной"]


def _second(shop: Shop, fault: Fault) -> Watch:
    """That fault meets the second receipt."""

    def watch(point: str) -> None:
        if point == "before registrar.register" and shop.registrar.of_kind(DocumentKind.RECEIPT):
            shop.registrar.faults.append(fault)

    return watch


def _second_charge_declined(shop: Shop) -> Watch:
    def watch(point: str) -> None:
        if point == "before terminal.run" and shop.terminal.ledger:
            raise CardDeclined("no money")

    return watch
