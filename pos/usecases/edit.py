"""Change a basket: quantity, price, discount, void, cancel, contact."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pos.domain import typed
from pos.domain.basket import Basket, BasketState, deepest_discount
from pos.domain.customer import with_customer
from pos.domain.people import Right, User
from pos.domain.ports import Work
from pos.domain.views import TillView
from pos.errors import BasketEmpty, ContactImpossible
from pos.usecases.counter import Counter, cashier, shift_of
from pos.usecases.customer import told
from sync.messages.facts import BasketCancelled, LineVoided

PAPERLESS = "receipt.paperless"  # "1": a receipt that is sent is not printed
Change = Callable[[Basket, User], Basket]


def set_quantity(counter: Counter, line: int, text: str) -> TillView:
    """Another quantity on a line."""

    def change(basket: Basket, _user: User) -> Basket:
        unit = basket.line(line).quantity.unit
        return basket.with_quantity(line, typed.quantity(text, unit))

    return _change_line(counter, line, change)


def set_price(counter: Counter, line: int, text: str) -> TillView:
    """Another unit price; a lower one counts against the discount limit."""

    def change(basket: Basket, user: User) -> Basket:
        user.need(Right.PRICE)
        return basket.with_price(line, typed.money(text))

    return _change_line(counter, line, change)


def set_line_discount(counter: Counter, line: int, text: str) -> TillView:
    """A per-cent discount on a line."""

    def change(basket: Basket, user: User) -> Basket:
        user.need(Right.DISCOUNT)
        return basket.with_line_discount(line, typed.percent(text))

    return _change_line(counter, line, change)


def set_discount(counter: Counter, text: str) -> TillView:
    """A per-cent discount on the whole receipt."""
    with counter.till.work() as work:
        user, basket = cashier(work), _filled(work)
        user.need(Right.DISCOUNT)
        changed = basket.with_discount(typed.percent(text))
        _need_within_limit(basket, changed, user)
        work.shelf.put(changed, user=user.user, shift=shift_of(work).shift)
        work.commit()
    return told(counter)


def void_line(counter: Counter, line: int) -> TillView:
    """Take a line out (сторно); a fact."""
    with counter.till.work() as work:
        user, basket, shift = cashier(work), _filled(work), shift_of(work)
        user.need(Right.VOID)
        gone = basket.line(line)
        if basket.without(line).lines:
            work.shelf.drop_line(basket.basket, line)
        else:  # with its last line goes the customer: contact and discount are not the next one's
            work.shelf.forget(basket.basket)
        fact = LineVoided(
            basket=basket.basket,
            shift=shift.shift,
            user=user.user,
            line=line,
            item=gone.item,
            name=gone.name,
            quantity=gone.quantity.thousandths,
            amount=gone.amount.kopecks,
        )
        work.record(fact, counter.now())
        work.commit()
    return told(counter)


def cancel_basket(counter: Counter) -> TillView:
    """Give the whole basket up; a fact."""
    with counter.till.work() as work:
        user, basket, shift = cashier(work), _filled(work), shift_of(work)
        user.need(Right.CANCEL)
        cancelled = basket.moved(BasketState.CANCELLED)
        work.shelf.put(cancelled, user=user.user, shift=shift.shift)
        fact = BasketCancelled(
            basket=basket.basket,
            shift=shift.shift,
            user=user.user,
            lines=len(basket.lines),
            amount=basket.total.kopecks,
        )
        work.record(fact, counter.now())
        work.shelf.forget(basket.basket)
        work.commit()
    return told(counter)


def set_contact(counter: Counter, text: str) -> TillView:
    """Phone or e-mail for an electronic receipt, or ИНН and name of a business that buys.

    Each of the two stays when the other is given; an empty text takes both back. Whether a
    receipt that is sent is printed as well is the shop's setting, until the customer chooses.
    """
    with counter.till.work() as work:
        user, basket = cashier(work), _filled(work)
        basket.need_open()
        sent = work.setting(PAPERLESS) == "1"
        changed = with_customer(basket, text, paperless=sent)
        work.shelf.put(changed, user=user.user, shift=shift_of(work).shift)
        work.commit()
    return told(counter)


def toggle_paper(counter: Counter) -> TillView:
    """Print a receipt that is sent, or do not: as the customer wishes. Needs a contact."""
    with counter.till.work() as work:
        user, basket = cashier(work), _filled(work)
        basket.need_open()
        if not basket.contact:
            raise ContactImpossible("without a contact there is only paper")
        changed = replace(basket, paperless=not basket.paperless)
        work.shelf.put(changed, user=user.user, shift=shift_of(work).shift)
        work.commit()
    return told(counter)


def paperless(counter: Counter) -> bool:
    """Whether this shop sends receipts without printing them."""
    return counter.till.setting(PAPERLESS) == "1"


def set_paperless(counter: Counter, on: bool) -> None:
    """The shop's own habit; needs the right to the settings."""
    with counter.till.work() as work:
        cashier(work).need(Right.SETTINGS)
        work.set_setting(PAPERLESS, "1" if on else "")
        work.commit()


def _change_line(counter: Counter, line: int, change: Change) -> TillView:
    with counter.till.work() as work:
        user = cashier(work)
        basket = _filled(work)
        changed = change(basket, user)
        _need_within_limit(basket, changed, user)
        work.shelf.put_line(changed.basket, changed.line(line))
        work.commit()
    return told(counter)


def _need_within_limit(before: Basket, after: Basket, user: User) -> None:
    """What this change makes cheaper is within the cashier's limit.

    What somebody with a higher limit gave before stays given.
    """
    for old, new in zip(before.lines, after.lines, strict=True):
        depth = deepest_discount(new, after.discount)
        if depth > deepest_discount(old, before.discount):
            user.need_discount(depth)


def _filled(work: Work) -> Basket:
    basket = work.shelf.current()
    if not basket.lines:
        raise BasketEmpty("the basket is empty")
    return basket
