"""A settlement is put right by the documents that the register's FFD has for it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from drivers.contracts import errors
from drivers.contracts.receipt import CorrectionCause as Tag1173
from drivers.contracts.receipt import Operation, RegistrarReceipt
from drivers.contracts.registrar import DocumentKind, DocumentMade, RegistrarStatus
from inventory.values.money import Money
from inventory.values.quantity import Quantity
from pos.domain.basket import BasketState
from pos.domain.correction import CorrectionCause, CorrectionRight
from pos.domain.views import PendingStage, Plan
from pos.errors import (
    BadInput,
    BasketEmpty,
    CorrectionImpossible,
    NotAllowed,
    NotRegistered,
    TooMuchByCard,
)
from pos.usecases import correct, edit, look, pay, returns, shift, verify
from pos.usecases.correct import Wish
from pos.usecases.portions import TAX_SYSTEMS
from sync.messages.facts import CorrectionMark, SaleClosed, SaleReturned, ShiftClosed
from tests.fakes import catalogue as goods
from tests.fakes.registrar import Fault, MemoryRegistrar
from tests.fakes.selling import BREAD, MILK, only, sell
from tests.fakes.till import SENIOR, Shop

TODAY = date(2026, 3, 2)
OWN = Wish(CorrectionCause.OWN, TODAY, "касса не работала")
ORDER = replace(OWN, cause=CorrectionCause.ORDER, number="17-08/42")


@pytest.fixture
def open_shop(shop: Shop) -> Shop:
    """The shift is open and somebody with the right is there."""
    shop.begin_day()
    shop.log_in(SENIOR)
    return shop


def of_ffd(shop: Shop, monkeypatch: pytest.MonkeyPatch, ffd: str) -> MemoryRegistrar:
    """The register works by that format."""
    asked = shop.registrar.status

    def status() -> RegistrarStatus:
        return replace(asked(), ffd=ffd)

    monkeypatch.setattr(shop.registrar, "status", status)
    return shop.registrar


def make(shop: Shop, wish: Wish) -> None:
    """Begin and carry out."""
    correct.begin(shop.counter, wish)
    pay.carry_out(shop.counter)


def kinds(shop: Shop) -> list[DocumentKind]:
    """Documents of the drive behind the opening of the shift."""
    return [one.kind for one in shop.registrar.drive[2:]]


def agrees(shop: Shop) -> bool:
    """Journal, derived tables and drive tell the same, and so does the drawer."""
    facts = shop.facts()
    report = verify.Report()
    others = verify.made_before(facts)
    verify.against_register(report, verify.documents(facts), shop.registrar, others)
    drawer = look.view(shop.counter).shift
    assert drawer is not None
    assert drawer.drawer.kopecks == shop.registrar.cash
    return not (report.missing_in_journal or report.missing_in_register or shop.faults())


def test_what_was_never_registered_is_one_itemised_correction(open_shop: Shop) -> None:
    open_shop.scan(MILK, BREAD)
    make(open_shop, replace(OWN, card=Money(5000)))
    (receipt,) = open_shop.registrar.receipts
    assert receipt.correction is not None
    assert (receipt.correction.cause, receipt.correction.settled_on) == (Tag1173.OWN, TODAY)
    assert (receipt.operation, receipt.electronic, len(receipt.lines)) == (1, 5000, 2)
    assert (receipt.correction.description, receipt.note, receipt.is_printed) == ("", "", True)
    assert kinds(open_shop) == [DocumentKind.CORRECTION]
    fact = only(open_shop.facts(), SaleClosed)
    assert fact.correction == CorrectionMark(
        cause=0, settled_on="2026-03-02", reason="касса не работала"
    )
    assert next((t.kind, t.amount, t.ref) for t in fact.tenders) == ("card", 5000, "")
    assert agrees(open_shop)


def test_ffd_1_05_gets_the_reason_and_no_customer(
    open_shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    register = of_ffd(open_shop, monkeypatch, "1.05")
    open_shop.scan(MILK)
    edit.set_contact(open_shop.counter, "anna@example.ru")
    make(open_shop, ORDER)
    (receipt,) = register.receipts
    assert receipt.correction is not None
    assert receipt.correction.cause is Tag1173.ORDER
    assert (receipt.correction.number, receipt.correction.description) == (
        "17-08/42",
        "касса не работала",
    )
    assert (receipt.contact, receipt.buyer) == ("", None)


def test_a_wrong_receipt_is_two_corrections_that_name_it(open_shop: Shop) -> None:
    sold = sell(open_shop, Plan(), MILK)
    make(open_shop, replace(OWN, sale=sold.sale, card=Money(9490)))
    undone, right = open_shop.registrar.receipts[1:]
    assert kinds(open_shop)[1:] == [DocumentKind.CORRECTION] * 2
    assert (undone.operation, undone.cash, undone.electronic) == (Operation.SALE_RETURN, 9490, 0)
    assert (right.operation, right.cash, right.electronic) == (Operation.SALE, 0, 9490)
    assert undone.note == right.note == f"{sold.fiscal.sign:010}"
    assert undone.correction is not None
    assert right.correction is not None
    back = only(open_shop.facts(), SaleReturned)
    assert (back.of_sale, back.total) == (sold.sale, 9490)
    assert isinstance(back.correction, CorrectionMark)
    assert (back.correction.of_number, back.correction.of_fd) == (sold.number, sold.fiscal.fd)
    assert open_shop.terminal.operations() == ()
    assert agrees(open_shop)


def test_in_ffd_1_05_a_wrong_receipt_is_a_return_and_a_new_receipt(
    open_shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    sold = sell(open_shop, Plan(), MILK)
    register = of_ffd(open_shop, monkeypatch, "1.05")
    make(open_shop, replace(OWN, sale=sold.sale, card=Money(9490)))
    assert kinds(open_shop) == [DocumentKind.RECEIPT] * 3
    undone, right = register.receipts[1:]
    assert (undone.correction, right.correction) == (None, None)
    assert undone.note == right.note == f"{sold.fiscal.sign:010}"
    fact = open_shop.facts("SaleClosed")[-1]
    assert isinstance(fact, SaleClosed)
    assert isinstance(fact.correction, CorrectionMark)
    assert not fact.correction.document
    assert agrees(open_shop)


def test_a_receipt_that_should_not_have_been_is_undone_alone(open_shop: Shop) -> None:
    sold = sell(open_shop, Plan(), MILK)
    make(open_shop, replace(OWN, sale=sold.sale, right=CorrectionRight.NONE))
    assert len(open_shop.registrar.receipts) == 2
    assert agrees(open_shop)
    with pytest.raises(CorrectionImpossible):
        correct.begin(open_shop.counter, replace(OWN, sale=sold.sale))


def test_the_right_goods_come_from_the_basket(open_shop: Shop) -> None:
    sold = sell(open_shop, Plan(), MILK)
    open_shop.scan(BREAD, BREAD)
    edit.set_contact(open_shop.counter, "anna@example.ru")
    make(open_shop, replace(OWN, sale=sold.sale, right=CorrectionRight.BASKET))
    undone, right = open_shop.registrar.receipts[1:]
    assert [line.name for line in undone.lines] == [line.name for line in sold.lines]
    assert (right.lines[0].quantity, right.contact) == (2000, "anna@example.ru")
    assert look.view(open_shop.counter).basket.lines == ()
    assert agrees(open_shop)


def test_what_was_put_right_can_come_back_to_the_card_it_was_paid_with(open_shop: Shop) -> None:
    sold = sell(open_shop, Plan(card=Money(9490)), MILK)
    open_shop.scan(BREAD)
    price = look.view(open_shop.counter).basket.total
    make(
        open_shop,
        replace(OWN, sale=sold.sale, right=CorrectionRight.BASKET, card=price),
    )
    make_same = open_shop.facts("SaleClosed")[-1]
    assert isinstance(make_same, SaleClosed)
    assert make_same.tenders[0].ref == ""
    sold = sell(open_shop, Plan(card=Money(9490)), MILK)
    make(open_shop, replace(OWN, sale=sold.sale, card=Money(9490)))
    right = open_shop.facts("SaleClosed")[-1]
    assert isinstance(right, SaleClosed)
    assert right.tenders[0].ref == sold.tenders[0].ref
    view = returns.begin_return(
        open_shop.counter, right.sale, {1: look_quantity(open_shop, right.sale)}, "брак"
    )
    assert view.pending is not None
    pay.carry_out(open_shop.counter)
    assert agrees(open_shop)


def look_quantity(shop: Shop, sale: str) -> Quantity:
    """All of the first line."""
    with shop.store.work() as work:
        return work.books.sale(sale).lines[0].remaining


@pytest.mark.parametrize("fault", [Fault.LOST_AFTER, Fault.LOST_BEFORE, Fault.LEFT_OPEN])
def test_a_lost_answer_never_makes_a_second_correction(open_shop: Shop, fault: Fault) -> None:
    sold = sell(open_shop, Plan(), MILK)
    correct.begin(open_shop.counter, replace(OWN, sale=sold.sale, card=Money(9490)))
    open_shop.registrar.faults.append(fault)
    if fault is Fault.LOST_AFTER:
        pay.carry_out(open_shop.counter)
        assert len(open_shop.registrar.receipts) == 3
    else:
        with pytest.raises(NotRegistered):
            pay.carry_out(open_shop.counter)
        assert len(open_shop.registrar.receipts) == 1
        assert look.view(open_shop.counter).pending is None
    assert agrees(open_shop)


def test_a_register_that_falls_silent_between_the_two_goes_on_after_a_restart(
    open_shop: Shop,
) -> None:
    sold = sell(open_shop, Plan(), MILK)
    correct.begin(open_shop.counter, replace(OWN, sale=sold.sale, card=Money(9490)))
    open_shop.registrar.faults.append(Fault.LOST_AFTER)
    open_shop.registrar.silent_after_fault = True
    with pytest.raises(errors.DeviceError):
        pay.carry_out(open_shop.counter)
    open_shop.registrar.silent = False
    open_shop.reopen()
    pay.carry_out(open_shop.counter)
    assert [one.operation for one in open_shop.registrar.receipts] == [1, 2, 1]
    assert agrees(open_shop)


def test_what_is_refused_before_anything_was_made_leaves_the_basket_open(open_shop: Shop) -> None:
    open_shop.scan(MILK)
    correct.begin(open_shop.counter, replace(OWN, card=Money(9490)))
    open_shop.registrar.faults.append(Fault.REFUSE)
    with pytest.raises(errors.Refused):
        pay.carry_out(open_shop.counter)
    view = look.view(open_shop.counter)
    assert (view.pending, view.basket.state) == (None, BasketState.OPEN)
    assert len(view.basket.lines) == 1
    assert sell_open(open_shop).correction != CorrectionMark(
        cause=0, settled_on="2026-03-02", reason="касса не работала"
    )


def sell_open(shop: Shop) -> SaleClosed:
    """Pay what lies in the basket."""
    pay.begin(shop.counter, Plan())
    pay.carry_out(shop.counter)
    fact = shop.facts("SaleClosed")[-1]
    assert isinstance(fact, SaleClosed)
    return fact


def test_the_right_receipt_refused_behind_the_wrong_one_undone_waits_for_a_decision(
    open_shop: Shop,
) -> None:
    sold = sell(open_shop, Plan(), MILK)
    correct.begin(open_shop.counter, replace(OWN, sale=sold.sale, card=Money(9490)))
    refuse_second(open_shop)
    with pytest.raises(errors.Refused):
        pay.carry_out(open_shop.counter)
    pending = look.view(open_shop.counter).pending
    assert pending is not None
    assert (pending.stage, pending.correction) == (PendingStage.REFUSED, True)
    pay.try_again(open_shop.counter)
    pay.carry_out(open_shop.counter)
    assert [one.operation for one in open_shop.registrar.receipts] == [1, 2, 1]
    assert agrees(open_shop)


def test_it_may_be_given_up_as_well(open_shop: Shop) -> None:
    sold = sell(open_shop, Plan(), MILK)
    open_shop.scan(BREAD)
    wish = replace(OWN, sale=sold.sale, right=CorrectionRight.BASKET)
    correct.begin(open_shop.counter, wish)
    refuse_second(open_shop)
    with pytest.raises(errors.Refused):
        pay.carry_out(open_shop.counter)
    view = pay.reverse_card(open_shop.counter)
    assert view.pending is None
    assert [line.code for line in view.basket.lines] == [BREAD]
    assert open_shop.terminal.operations() == ()
    assert agrees(open_shop)


def refuse_second(shop: Shop) -> None:
    """The register takes the first document and refuses the next."""
    taken = shop.registrar.register

    def register(receipt: RegistrarReceipt) -> DocumentMade:
        made = taken(receipt)
        shop.registrar.faults.append(Fault.REFUSE)
        shop.registrar.register = taken  # type: ignore[method-assign]
        return made

    shop.registrar.register = register  # type: ignore[method-assign]


def test_the_memo_comes_out_once_all_is_made_and_once_more_when_asked(open_shop: Shop) -> None:
    sold = sell(open_shop, Plan(), MILK)
    make(open_shop, replace(ORDER, sale=sold.sale, card=Money(9490)))
    (memo,) = open_shop.registrar.printed
    text = "\n".join(memo)
    for part in ("СЛУЖЕБНАЯ ЗАПИСКА", "17-08/42", sold.number, "возврат прихода", "приход"):
        assert part in text
    assert max(len(line) for line in memo) <= 40
    pay.carry_out(open_shop.counter)
    assert len(open_shop.registrar.printed) == 1
    correct.print_memo(open_shop.counter)
    assert open_shop.registrar.printed == [memo, memo]


def test_a_memo_without_paper_comes_out_with_the_next_receipt(
    open_shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_shop.scan(MILK)
    prints = open_shop.registrar.print_text

    def no_paper(lines: tuple[str, ...], qr: str = "") -> None:
        raise errors.PaperOut("no paper")

    monkeypatch.setattr(open_shop.registrar, "print_text", no_paper)
    make(open_shop, OWN)
    assert only(open_shop.facts(), SaleClosed).correction
    monkeypatch.setattr(open_shop.registrar, "print_text", prints)
    sell(open_shop, Plan(), BREAD)
    assert len(open_shop.registrar.printed) == 1


@pytest.mark.parametrize(
    ("wish", "refusal"),
    [
        (replace(OWN, reason=" "), BadInput),
        (replace(OWN, cause=CorrectionCause.ORDER), BadInput),
        (replace(OWN, settled_on=date(2026, 3, 4)), BadInput),
        (replace(OWN, card=Money(9491)), TooMuchByCard),
    ],
    ids=["no reason", "no number", "tomorrow", "card"],
)
def test_what_is_incomplete_changes_nothing(
    open_shop: Shop, wish: Wish, refusal: type[Exception]
) -> None:
    open_shop.scan(MILK)
    with pytest.raises(refusal):
        correct.begin(open_shop.counter, wish)
    assert look.view(open_shop.counter).basket.state is BasketState.OPEN


def test_a_cashier_corrects_nothing_and_nothing_is_not_corrected(open_shop: Shop) -> None:
    with pytest.raises(BasketEmpty):
        correct.begin(open_shop.counter, OWN)
    open_shop.scan(MILK)
    open_shop.log_in("anna")
    with pytest.raises(NotAllowed):
        correct.begin(open_shop.counter, OWN)


def test_the_shift_ends_with_what_came_of_corrections_apart(open_shop: Shop) -> None:
    sold = sell(open_shop, Plan(), MILK)
    make(open_shop, replace(OWN, sale=sold.sale, card=Money(9490)))
    open_shop.scan(BREAD)
    make(open_shop, OWN)
    bread = open_shop.registrar.receipts[-1].cash
    shift.close_shift(open_shop.counter)
    closed = only(open_shop.facts(), ShiftClosed)
    assert closed.corrections == {
        "sale_cash": bread,
        "sale_card": 9490,
        "return_cash": 9490,
        "drawer": bread - 9490,
    }
    assert (closed.sale_cash, closed.sale_card, closed.return_cash) == (9490 + bread, 9490, 9490)
    assert open_shop.faults() == []


def two_tax_systems(shop: Shop) -> None:
    """Bread is sold by patent, everything else by the general system."""
    with shop.store.work() as work:
        work.set_setting(TAX_SYSTEMS, json.dumps({"Хлеб": 32}))
        work.commit()
    shop.catalogue.codes[BREAD] = replace(goods.BREAD, group="Хлеб")


def test_goods_of_two_tax_systems_are_a_correction_each(open_shop: Shop) -> None:
    two_tax_systems(open_shop)
    open_shop.scan(MILK, BREAD)
    make(open_shop, OWN)
    receipts = open_shop.registrar.receipts
    assert sorted(one.tax_system for one in receipts) == [1, 32]
    assert all(one.correction is not None for one in receipts)
    (memo,) = open_shop.registrar.printed
    assert len([line for line in memo if line.startswith("Чек коррекции")]) == 2
    assert look.view(open_shop.counter).basket.lines == ()
    assert agrees(open_shop)


def test_the_right_goods_of_two_tax_systems_are_made_behind_the_one_undone(
    open_shop: Shop,
) -> None:
    two_tax_systems(open_shop)
    sold = sell(open_shop, Plan(), MILK)
    open_shop.scan(MILK, BREAD)
    make(open_shop, replace(OWN, sale=sold.sale, right=CorrectionRight.BASKET))
    assert [one.operation for one in open_shop.registrar.receipts] == [1, 2, 1, 1]
    assert agrees(open_shop)
