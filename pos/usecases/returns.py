"""Return goods: by the receipt's number, partial, never more than sold, to its own tender."""

from __future__ import annotations

import re
from collections.abc import Mapping

from inventory.values.money import ZERO, Money, total
from inventory.values.quantity import Quantity
from pos.domain.basket import Basket, BasketLine, BasketState
from pos.domain.deal import Deal, DealKind
from pos.domain.people import Right
from pos.domain.ports import Work
from pos.domain.pricing import split
from pos.domain.views import Plan, SaleView, SoldView, TillView
from pos.errors import BasketEmpty, DrawerShort, ReturnTooLarge, SaleUnknown
from pos.usecases.counter import Counter, cashier, shift_of
from pos.usecases.look import view
from pos.usecases.pay import need_settled
from sync.journal.rows import uuid7
from sync.messages.facts import Tender

_QR_FD = re.compile(r"(?:^|&)i=(\d+)(?:&|$)")


def sale_by_number(counter: Counter, text: str) -> SaleView:
    """The sale of a number like 0148-0057, its end, an FD number, or a receipt's QR string."""
    in_qr = _QR_FD.search(text)
    with counter.till.work() as work:
        found = work.books.find(in_qr.group(1) if in_qr else text, 20) if text.strip() else []
        sales = [sale for sale in found if not sale.is_return]
        if not sales:
            raise SaleUnknown(text)
        return work.books.sale(sales[0].sale)


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
        basket = _basket(work, counter, sale, quantities)
        card = _card_part(work, sale_id, basket.total)
        if basket.total - card > shift.drawer:
            raise DrawerShort("the drawer holds less than is to be given back")
        deal = Deal(
            basket=basket,
            kind=DealKind.RETURN,
            user=user.user,
            shift=shift.shift,
            plan=Plan(card=card),
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


def _basket(
    work: Work, counter: Counter, sale: SaleView, quantities: Mapping[int, Quantity]
) -> Basket:
    sold = {line.line: line for line in sale.lines}
    source = {line.line: line for line in work.books.basket_of(sale.sale).lines}
    lines: list[BasketLine] = []
    for number, quantity in sorted(quantities.items()):
        if not quantity.thousandths:
            continue
        if number not in sold or quantity.thousandths > sold[number].remaining.thousandths:
            raise ReturnTooLarge("more than was sold and not yet returned")
        amount = _amount(work, sale, sold[number], quantity)
        lines += _parts(source[number], quantity, amount, len(lines))
    if not lines:
        raise BasketEmpty("nothing was chosen to come back")
    at = int(counter.now().timestamp() * 1000)
    return Basket(
        basket=uuid7(at),
        lines=tuple(lines),
        state=BasketState.PAYING,
        begun_at=at,
        next_line=len(lines) + 1,
    )


def _amount(work: Work, sale: SaleView, sold: SoldView, quantity: Quantity) -> Money:
    """What was really paid; the last part takes the kopecks that rounding left."""
    if quantity == sold.remaining:
        return sold.amount - work.books.returned_amount(sale.sale, sold.line)
    return sold.price.times(quantity)


def _parts(source: BasketLine, quantity: Quantity, amount: Money, so_far: int) -> list[BasketLine]:
    whole = BasketLine(
        line=0,
        item=source.item,
        code=source.code,
        name=source.name,
        quantity=quantity,
        list_price=source.list_price,
        price=source.price,
        vat=source.vat,
        subject=source.subject,
        item_codes=source.item_codes,
        of_line=source.line,
    )
    return [
        BasketLine(
            line=so_far + number,
            item=whole.item,
            code=whole.code,
            name=whole.name,
            quantity=part.quantity,
            list_price=part.price,
            price=part.price,
            vat=whole.vat,
            subject=whole.subject,
            item_codes=part.item_codes,
            of_line=whole.of_line,
        )
        for number, part in enumerate(split(whole, amount), 1)
    ]


def _card_part(work: Work, sale_id: str, amount: Money) -> Money:
    """What goes back to the card: as much of it as the card paid and has not got back."""
    left = _by_card(work.books.tenders(sale_id)) - _by_card(work.books.given_back(sale_id))
    return max(ZERO, min(left, amount))


def _by_card(tenders: list[Tender]) -> Money:
    return total(Money(tender.amount) for tender in tenders if tender.kind == "card")
