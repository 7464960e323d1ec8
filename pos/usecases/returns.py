"""Return goods: by the receipt's number, partial, never more than sold, to its own tender."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from inventory.values.money import ZERO, Money, total
from inventory.values.quantity import Quantity
from pos.domain.basket import Basket, BasketLine, BasketState
from pos.domain.deal import Deal, DealKind
from pos.domain.later import Later, LaterKind
from pos.domain.people import Right
from pos.domain.ports import Work
from pos.domain.pricing import split
from pos.domain.views import Plan, SaleView, SoldView, TillView
from pos.errors import (
    BasketEmpty,
    DrawerShort,
    LineUnknown,
    QuantityImpossible,
    ReturnTooLarge,
    SaleUnknown,
)
from pos.usecases.counter import Counter, cashier, need_settled, shift_of
from pos.usecases.look import view
from sync.journal.rows import uuid7
from sync.messages.facts import Tender

_QR = re.compile(r"(?:^|&)(fn|i|fp)=([0-9]{1,18})(?=&|$)", re.ASCII)


def sale_by_number(counter: Counter, text: str) -> SaleView:
    """The sale of a number like 0148-0057, its end, an FD number, or a receipt's QR string."""
    with counter.till.work() as work:
        sales = [sale for sale in _found(work, text.strip()) if not sale.is_return]
        if not sales:
            raise SaleUnknown(text)
        return work.books.sale(sales[0].sale)


def _found(work: Work, text: str) -> list[SaleView]:
    qr = dict(_QR.findall(text))
    if {"fn", "i", "fp"} <= qr.keys():
        return work.books.of_document(qr["fn"], int(qr["i"]), int(qr["fp"]))
    return work.books.find(text, 20) if text else []


def begin_return(
    counter: Counter, sale_id: str, quantities: Mapping[int, Quantity], reason: str
) -> TillView:
    """Commit what comes back; `pay.carry_out` moves the money and registers it.

    Raises ReturnTooLarge, BasketEmpty, DrawerShort, StillSettling.
    """
    with counter.till.work() as work:
        user, shift = cashier(work), shift_of(work)
        user.need(Right.RETURN)
        need_settled(work)
        sale = work.books.sale(sale_id)
        if sale.is_return:
            raise SaleUnknown("a return is not returned")
        wanted = _wanted(work, sale, quantities)
        basket, rounding = _priced(counter, sale, quantities, wanted)
        due = basket.total - rounding
        if not due:
            raise BasketEmpty("nothing was chosen to come back, or it was worth nothing")
        credit = _credit_part(work, sale_id, due)
        card = _card_part(work, sale_id, due - credit)
        if due - credit - card > shift.drawer:
            raise DrawerShort("the drawer holds less than is to be given back")
        deal = Deal(
            basket=basket,
            rounding=rounding,
            kind=DealKind.RETURN,
            user=user.user,
            shift=shift.shift,
            plan=Plan(card=card),
            credit=credit,
            later=Later(LaterKind.CREDIT, sale_id, sale.number) if credit else None,
            of_sale=sale_id,
            of_number=sale.number,
            reason=reason,
            tax_system=work.books.tax_system(sale_id),
        )
        work.shelf.put_deal(deal)
        for line in basket.lines:
            work.shelf.put_line(basket.basket, line)
        work.commit()
    return view(counter)


def whole(counter: Counter, work: Work, sale: SaleView) -> tuple[Basket, Money]:
    """Everything of a sale as the basket of a return, and the kopecks that were dropped."""
    quantities = {line.line: line.remaining for line in sale.lines}
    return _priced(counter, sale, quantities, _wanted(work, sale, quantities))


@dataclass(frozen=True, slots=True)
class _Back:
    """So much of a line of the sale, and what was paid for it but for dropped kopecks."""

    source: BasketLine
    quantity: Quantity
    amount: Money


def _wanted(work: Work, sale: SaleView, quantities: Mapping[int, Quantity]) -> list[_Back]:
    sold = {line.line: line for line in sale.lines}
    source = {line.line: line for line in work.books.basket_of(sale.sale).lines}
    wanted: list[_Back] = []
    for number, quantity in sorted(quantities.items()):
        if not quantity.thousandths:
            continue
        if number not in sold:
            raise LineUnknown(f"no line {number} in the sale")
        _check(sold[number], quantity)
        amount = _amount(work, sale, sold[number], quantity)
        wanted.append(_Back(source[number], quantity, amount))
    return wanted


def _priced(
    counter: Counter, sale: SaleView, quantities: Mapping[int, Quantity], wanted: list[_Back]
) -> tuple[Basket, Money]:
    """The basket of a return, and the kopecks of its total that are not given back.

    They are dropped as in the sale where the law lets the receipt do it, else taken off its lines.
    """
    amounts = [one.amount for one in wanted]
    whole = total(amounts)
    off = sale.unpaid(quantities, whole)
    by_receipt = off <= Money(whole.kopecks % 100)
    if off and not by_receipt:
        shares = off.spread([amount.kopecks for amount in amounts])
        amounts = [amount - share for amount, share in zip(amounts, shares, strict=True)]
    lines: list[BasketLine] = []
    for one, amount in zip(wanted, amounts, strict=True):
        lines += _parts(one.source, one.quantity, amount, len(lines))
    at = int(counter.now().timestamp() * 1000)
    basket = Basket(
        basket=uuid7(at),
        lines=tuple(lines),
        state=BasketState.PAYING,
        begun_at=at,
        next_line=len(lines) + 1,
    )
    return basket, off if by_receipt else ZERO


def _check(sold: SoldView, quantity: Quantity) -> None:
    unit = sold.quantity.unit
    if quantity.unit is not unit or quantity.thousandths < 0:
        raise QuantityImpossible("a quantity comes back in the unit it was sold in")
    if not unit.divisible and not quantity.whole:
        raise QuantityImpossible("pieces are not divided")
    if quantity.thousandths > sold.remaining.thousandths:
        raise ReturnTooLarge("more than was sold and not yet returned")


def _amount(work: Work, sale: SaleView, sold: SoldView, quantity: Quantity) -> Money:
    """What was really paid: all that came back so far, priced as one, less what was given back.

    So parts of any size add up to what was paid, and none is below nothing: five times 1 g
    of 5 g for 3 kopecks would give 5 kopecks when each part is rounded by itself.
    """
    back = sold.price.times(sold.returned + quantity)
    return back - work.books.returned_amount(sale.sale, sold.line)


def _parts(source: BasketLine, quantity: Quantity, amount: Money, so_far: int) -> list[BasketLine]:
    """Lines of the return, each with a price that gives its amount exactly."""
    whole = replace(source, quantity=quantity, of_line=source.line)
    return [
        replace(
            whole,
            line=so_far + number,
            quantity=part.quantity,
            list_price=part.price,
            price=part.price,
            item_codes=part.item_codes,
        )
        for number, part in enumerate(split(whole, amount), 1)
    ]


def _card_part(work: Work, sale_id: str, amount: Money) -> Money:
    """What goes back to the card: as much of it as the card paid and has not got back."""
    left = _by_card(work.books.tenders(sale_id)) - _by_card(work.books.given_back(sale_id))
    return max(ZERO, min(left, amount))


def _credit_part(work: Work, sale_id: str, amount: Money) -> Money:
    """What was never paid for is not given back: it is owed no longer."""
    claim = work.books.claim(sale_id)
    return min(claim.left, amount) if claim is not None and claim.is_debt else ZERO


def _by_card(tenders: list[Tender]) -> Money:
    return total(Money(tender.amount) for tender in tenders if tender.kind == "card")
