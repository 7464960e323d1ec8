"""Put a settlement right: from its cause to the documents that the register's FFD has for it.

Never registered: a correction, of totals in FFD 1.05 and itemised since. A wrong receipt: in FFD
1.05 a return and a new receipt that name it by its sign (1192), since FFD 1.1 the same two as
corrections. No money moves: it did, or did not, when it should have been registered.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from inventory.values.money import ZERO, Money, total
from pos.domain.basket import Basket, BasketState
from pos.domain.correction import Correction, CorrectionCause, CorrectionRight
from pos.domain.deal import Deal, DealKind
from pos.domain.people import Right, User
from pos.domain.ports import Work
from pos.domain.views import Plan, SaleView, ShiftView, TillView
from pos.errors import (
    BadInput,
    BasketEmpty,
    CorrectionImpossible,
    DrawerShort,
    TooMuchByCard,
)
from pos.usecases import corrected, laws, portions, receipt, returns
from pos.usecases.counter import Counter, cashier, need_settled, shift_of
from pos.usecases.look import view
from pos.usecases.register import local
from sync.journal.rows import uuid7

TOTALS_ALONE = frozenset({"1.0", "1.05"})  # formats whose corrections have no lines
LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Wish:
    """What the wizard was told. Without a `sale` the open basket was never registered."""

    cause: CorrectionCause
    settled_on: date
    reason: str
    number: str = ""  # of the order
    sale: str = ""  # whose receipt is wrong
    right: CorrectionRight = CorrectionRight.SAME
    card: Money = ZERO  # of the right receipt, the rest was cash


@dataclass(frozen=True, slots=True)
class _Bench:
    """What all of it is made from."""

    counter: Counter
    work: Work
    user: User
    shift: ShiftView
    why: Correction


def begin(counter: Counter, wish: Wish) -> TillView:
    """Commit the documents to be made; `pay.carry_out` makes them. Blocks on the register.

    Raises CorrectionImpossible, BasketEmpty, DrawerShort, TooMuchByCard, BadInput, NotAllowed,
    StillSettling, ReceiptUnlawful, DeviceError: nothing was changed.
    """
    ffd = counter.registrar.status().ffd
    with counter.till.work() as work:
        user, shift = cashier(work), shift_of(work)
        user.need(Right.CORRECT)
        need_settled(work)
        _check(counter, wish)
        why = _why(wish, is_itemised=ffd not in TOTALS_ALONE)
        bench = _Bench(counter, work, user, shift, why)
        deals = _wrong(bench, wish) if wish.sale else _unregistered(bench, wish)
        for deal in deals:
            _put(bench, deal)
        work.commit()
    return view(counter)


def print_memo(counter: Counter) -> None:
    """The memo of the last correction once more. Blocks on the register."""
    with counter.till.work() as work:
        cashier(work).need(Right.CORRECT)
    corrected.print_memo(counter, again=True)


def _check(counter: Counter, wish: Wish) -> None:
    if not wish.reason.strip() or len(wish.reason) > LONGEST_REASON:
        raise BadInput("a correction needs its reason in a line")
    if wish.cause is CorrectionCause.ORDER and not wish.number.strip():
        raise BadInput("an order has a number")
    if wish.settled_on > local(counter).date():
        raise BadInput("nothing is corrected before it happened")


def _why(wish: Wish, *, is_itemised: bool) -> Correction:
    return Correction(
        cause=wish.cause,
        settled_on=wish.settled_on,
        reason=wish.reason.strip(),
        number=wish.number.strip(),
        is_itemised=is_itemised,
    )


def _put(bench: _Bench, deal: Deal) -> None:
    work, basket = bench.work, deal.basket.basket
    under = laws.last_known(work, bench.counter.now())
    laws.need_lawful(receipt.of_deal(work, deal), under)
    work.attempts.drop_of(basket)
    work.shelf.put_deal(deal)
    for line in deal.basket.lines:
        work.shelf.put_line(basket, line)


def _unregistered(bench: _Bench, wish: Wish) -> tuple[Deal, ...]:
    basket = _open_basket(bench)
    paying = basket.moved(BasketState.PAYING)
    deal = _right(bench, paying, wish.card, replace(bench.why, from_basket=True))
    return _by_tax_system(bench, basket, deal)


def _by_tax_system(bench: _Bench, scanned: Basket, deal: Deal) -> tuple[Deal, ...]:
    """A document for each tax system of the goods; the scanned basket is in them."""
    deals = portions.of_deal(bench.counter, bench.work, deal)
    if scanned.basket not in {one.basket.basket for one in deals}:
        bench.work.shelf.forget(scanned.basket)
    return deals


def _wrong(bench: _Bench, wish: Wish) -> tuple[Deal, ...]:
    """The wrong receipt undone, and the right one if there should have been any."""
    sale = bench.work.books.sale(wish.sale)
    if sale.is_return or sale.returned or bench.work.books.claim(sale.sale) is not None:
        raise CorrectionImpossible("a return, some came back already, or it is settled later")
    named = replace(
        bench.why,
        of_number=sale.number,
        of_fd=sale.fd,
        of_sign=sale.sign,
        is_document=bench.why.is_itemised,
    )
    undone = _undone(bench, sale, named)
    if wish.right is CorrectionRight.NONE:
        return (undone,)
    if wish.right is CorrectionRight.BASKET:
        scanned = _open_basket(bench)
        basket = replace(_anew(bench, scanned), contact=scanned.contact, buyer=scanned.buyer)
        right = _right(bench, basket, wish.card, replace(named, from_basket=True))
        rights = _by_tax_system(bench, scanned, right)
    else:
        basket = _anew(bench, bench.work.books.basket_of(sale.sale))
        rights = (_right(bench, basket, wish.card, named, beside=undone),)
    named_rights = (replace(one, of_sale=sale.sale, of_number=sale.number) for one in rights)
    return undone, *named_rights


def _undone(bench: _Bench, sale: SaleView, why: Correction) -> Deal:
    work = bench.work
    basket, rounding = returns.whole(bench.counter, work, sale)
    deal = Deal(
        basket=basket,
        kind=DealKind.RETURN,
        user=bench.user.user,
        shift=bench.shift.shift,
        plan=Plan(card=_paid(work, sale, "card")),
        of_sale=sale.sale,
        of_number=sale.number,
        reason=why.reason,
        tax_system=work.books.tax_system(sale.sale),
        prepaid=_paid(work, sale, "prepaid"),
        credit=_paid(work, sale, "credit"),
        provision=_paid(work, sale, "provision"),
        rounding=rounding,
        correction=why,
    )
    if deal.cash > bench.shift.drawer:
        raise DrawerShort("the register counts less in the drawer than it is to take back")
    return deal


def _right(
    bench: _Bench, basket: Basket, card: Money, why: Correction, beside: Deal | None = None
) -> Deal:
    """A receipt as it should have been; `beside` lends what was paid neither way."""
    usual = int(bench.work.setting("shop.tax_system") or 1)
    deal = Deal(
        basket=basket,
        kind=DealKind.SALE,
        user=bench.user.user,
        shift=bench.shift.shift,
        plan=Plan(card=card),
        tax_system=beside.tax_system if beside else usual,
        prepaid=beside.prepaid if beside else ZERO,
        credit=beside.credit if beside else ZERO,
        provision=beside.provision if beside else ZERO,
        rounding=beside.rounding if beside else ZERO,
        correction=why,
    )
    if card < ZERO or deal.cash < ZERO:
        raise TooMuchByCard("a card paid no more than the total")
    return replace(deal, plan=Plan(card, deal.cash))


def _open_basket(bench: _Bench) -> Basket:
    basket = bench.work.shelf.current()
    if not basket.lines:
        raise BasketEmpty("scan what was sold first")
    basket.need_open()
    return basket


def _anew(bench: _Bench, basket: Basket) -> Basket:
    """Its lines in a basket of their own, so that it is settled behind the one undone."""
    at = int(bench.counter.now().timestamp() * 1000)
    return Basket(
        basket=uuid7(at),
        lines=basket.lines,
        state=BasketState.PAYING,
        discount=basket.discount,
        begun_at=at,
        next_line=max(line.line for line in basket.lines) + 1,
    )


def _paid(work: Work, sale: SaleView, kind: str) -> Money:
    tenders = work.books.tenders(sale.sale)
    return total(Money(one.amount) for one in tenders if one.kind == kind)
