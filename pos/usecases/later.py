"""Advance, prepayment, credit, and what settles them by the number of the first receipt.

Each is a receipt of its own, paid at once as told. The basket it is made of is put aside until
the register has it: refused, it is the open basket again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from inventory.values.money import ZERO, Money
from inventory.values.quantity import Quantity, Unit
from inventory.values.vat import VatRate
from pos.domain.basket import EMPTY, Basket, BasketLine, BasketState
from pos.domain.deal import Deal, DealKind
from pos.domain.later import ClaimView, Later, LaterKind, calculated, plain
from pos.domain.people import Right
from pos.domain.ports import Work
from pos.domain.pricing import priced
from pos.domain.views import Plan, TillView
from pos.errors import BadInput, BasketEmpty, NothingOwed, TooMuchByCard
from pos.usecases import laws, receipt
from pos.usecases.counter import Counter, cashier, need_settled, shift_of
from pos.usecases.look import view
from sync.journal.rows import uuid7

ADVANCE_VAT = "advance.vat"  # 1199 of an advance; unset: by the shop's tax system
GENERAL = 1  # ОСН, which pays VAT
PAYMENT = 10  # 1212: a payment, no goods
PREPAID, PREPAID_PART, ADVANCE, FULL, CREDIT_PART, CREDIT, REPAID = 1, 2, 3, 4, 5, 6, 7  # 1214


@dataclass(frozen=True, slots=True)
class Wish:
    """`amount` is paid now: of a prepayment nothing means all, of a credit nothing.

    A settlement takes what is left of the first receipt, and the rest is paid now.
    """

    kind: LaterKind
    amount: Money = ZERO
    card: Money = ZERO  # of what is paid now, the rest is cash
    sale: str = ""  # of the first receipt


@dataclass(frozen=True, slots=True)
class _Made:
    """The receipt to be."""

    lines: tuple[BasketLine, ...]
    discount: int = 0
    prepaid: Money = ZERO
    credit: Money = ZERO


def claim(counter: Counter, sale: str) -> ClaimView:
    """What a receipt leaves open. Raises NothingOwed."""
    with counter.till.work() as work:
        return _claim(work, sale)


def begin(counter: Counter, wish: Wish) -> TillView:
    """Commit it; `pay.carry_out` moves the money and registers it.

    Raises BasketEmpty, NothingOwed, BadInput, TooMuchByCard, NotAllowed, StillSettling,
    ReceiptUnlawful: nothing was changed.
    """
    with counter.till.work() as work:
        user, shift = cashier(work), shift_of(work)
        user.need(Right.LATER)
        need_settled(work)
        opened = work.shelf.current()
        first = _claim(work, wish.sale) if wish.sale else None
        made = _receipt(work, wish, opened, first)
        kept = opened.basket if opened.lines and wish.kind is not LaterKind.REPAID else ""
        deal = Deal(
            basket=_basket(counter, opened, made),
            kind=DealKind.SALE,
            user=user.user,
            shift=shift.shift,
            tax_system=_tax_system(work, first),
            prepaid=made.prepaid,
            credit=made.credit,
            plan=Plan(card=wish.card),
            later=Later(wish.kind, wish.sale, first.number if first else "", kept),
        )
        if wish.card < ZERO or deal.cash < ZERO:
            raise TooMuchByCard("a card pays no more than is paid now")
        deal = replace(deal, plan=Plan(wish.card, deal.cash))
        laws.need_lawful(
            receipt.of_deal(work, deal), laws.last_known(work, counter.now()), advised=True
        )
        _put(work, counter, deal, opened if kept else EMPTY)
        work.commit()
    return view(counter)


def _receipt(work: Work, wish: Wish, opened: Basket, first: ClaimView | None) -> _Made:
    match wish.kind:
        case LaterKind.ADVANCE:
            return _Made((_money("Аванс", wish.amount, ADVANCE, _advance_vat(work)),))
        case LaterKind.PREPAID:
            return _prepaid(_filled(opened), wish.amount)
        case LaterKind.CREDIT:
            return _credit(_filled(opened), wish.amount)
        case LaterKind.SETTLED:
            return _settled(work, opened, first)
        case LaterKind.REPAID:
            return _repaid(wish.amount, first)


def _prepaid(opened: Basket, amount: Money) -> _Made:
    if not amount or amount == opened.total:
        lines = (replace(one, method=PREPAID, vat=calculated(one.vat)) for one in opened.lines)
        return _Made(tuple(lines), opened.discount)
    if not ZERO < amount < opened.total:
        raise BadInput("a prepayment is a part of the total, or all of it")
    parts = priced(opened)
    shares = amount.spread([part.amount.kopecks for part in parts])
    lines = (
        _money(part.source.name, share, PREPAID_PART, calculated(part.source.vat), part.source)
        for part, share in zip(parts, shares, strict=True)
        if share
    )
    return _Made(tuple(replace(one, line=number) for number, one in enumerate(lines, 1)))


def _credit(opened: Basket, amount: Money) -> _Made:
    if not ZERO <= amount < opened.total:
        raise BadInput("on credit goes more than nothing")
    method = CREDIT_PART if amount else CREDIT
    lines = tuple(replace(one, method=method) for one in opened.lines)
    return _Made(lines, opened.discount, credit=opened.total - amount)


def _settled(work: Work, opened: Basket, first: ClaimView | None) -> _Made:
    """The goods of the open basket, else those the first receipt was for."""
    if first is None or first.is_debt:
        raise NothingOwed("this receipt took no money in advance")
    goods = opened if opened.lines else work.books.basket_of(first.sale)
    if not opened.lines and any(one.method != PREPAID for one in goods.lines):
        raise BasketEmpty("scan what is handed over now")
    lines = tuple(replace(one, method=FULL, vat=plain(one.vat)) for one in goods.lines)
    return _Made(lines, goods.discount, prepaid=min(first.left, goods.total))


def _repaid(amount: Money, first: ClaimView | None) -> _Made:
    if first is None or not first.is_debt:
        raise NothingOwed("nothing was given on credit with this receipt")
    paid = amount or first.left
    if not ZERO < paid <= first.left:
        raise BadInput("no more is paid than is owed")
    name = f"Оплата кредита по чеку {first.number}"
    return _Made((_money(name, paid, REPAID, VatRate.NONE),))


def _money(
    name: str, amount: Money, method: int, vat: VatRate, source: BasketLine | None = None
) -> BasketLine:
    """A line for a sum: one piece at that price."""
    if amount <= ZERO:
        raise BadInput("a sum is more than nothing")
    return BasketLine(
        line=1,
        item=source.item if source else "",
        code=source.code if source else "",
        name=name,
        quantity=Quantity(1000, Unit.PIECE),
        list_price=amount,
        price=amount,
        vat=vat,
        subject=source.subject if source else PAYMENT,
        method=method,
    )


def _filled(opened: Basket) -> Basket:
    if not opened.lines:
        raise BasketEmpty("scan the goods first")
    opened.need_open()
    return opened


def _claim(work: Work, sale: str) -> ClaimView:
    found = work.books.claim(sale)
    if found is None or found.left <= ZERO:
        raise NothingOwed("nothing is left open by this receipt")
    return found


def _basket(counter: Counter, opened: Basket, made: _Made) -> Basket:
    at = int(counter.now().timestamp() * 1000)
    return Basket(
        basket=uuid7(at),
        lines=made.lines,
        state=BasketState.PAYING,
        discount=made.discount,
        contact=opened.contact,
        buyer=opened.buyer,
        paperless=opened.paperless,
        begun_at=at,
        next_line=max(one.line for one in made.lines) + 1,
    )


def _put(work: Work, counter: Counter, deal: Deal, aside: Basket) -> None:
    if aside.lines:
        at = int(counter.now().timestamp() * 1000)
        parked = aside.moved(BasketState.PARKED)
        work.shelf.put(parked, user=deal.user, shift=deal.shift)
        work.shelf.park(aside.basket, "", at)
    work.shelf.put_deal(deal)
    for line in deal.basket.lines:
        work.shelf.put_line(deal.basket.basket, line)


def _tax_system(work: Work, first: ClaimView | None) -> int:
    """A receipt that settles another is of its tax system."""
    return work.books.tax_system(first.sale) if first else _own(work)


def _own(work: Work) -> int:
    return int(work.setting("shop.tax_system") or GENERAL)


def _advance_vat(work: Work) -> VatRate:
    told = work.setting(ADVANCE_VAT)
    if told:
        return VatRate(int(told))
    return VatRate.VAT_22_122 if _own(work) == GENERAL else VatRate.NONE
