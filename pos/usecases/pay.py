"""Pay: the intent first, then terminal and register, then what was learned.

`begin` commits how it is paid; `carry_out` settles all that is unfinished, at once or after
a restart. Each step is found from what is on disk, so power may go at any point.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from inventory.values.money import ZERO, Money
from pos.domain.basket import Basket, BasketState
from pos.domain.deal import Deal, DealKind
from pos.domain.people import Right
from pos.domain.ports import Work
from pos.domain.views import Plan, TillView
from pos.errors import (
    BadInput,
    BasketEmpty,
    CardStands,
    NotEnoughPaid,
    StillSettling,
    TooMuchByCard,
)
from pos.usecases import card, corrected, errand, laws, portions, receipt
from pos.usecases.counter import Counter, cashier, need_settled, shift_of
from pos.usecases.customer import told
from pos.usecases.look import view


@dataclass(frozen=True, slots=True)
class Terms:
    """What else settles a deal, beside card and cash; a tax system of 0 is the shop's own.

    `rounding` drops kopecks of the total in the customer's favour. A receipt `as_told` is as
    somebody else made it: it only has to be one that registers take.
    """

    kind: DealKind = DealKind.SALE
    prepaid: Money = ZERO
    credit: Money = ZERO
    provision: Money = ZERO
    rounding: Money = ZERO
    tax_system: int = 0
    as_told: bool = False

    @property
    def beside(self) -> Money:
        """Paid neither by card nor in cash."""
        return self.prepaid + self.credit + self.provision

    def due(self, total: Money) -> Money:
        """What card and cash are to pay. Raises BadInput for a rounding beyond the kopecks.

        A receipt has the whole roubles of its lines (FFD, arithmetic of 1020).
        """
        if not ZERO <= self.rounding <= Money(total.kopecks % 100):
            raise BadInput("only the kopecks of a receipt can be dropped")
        return total - self.rounding - self.beside


PLAIN = Terms()


def begin(counter: Counter, plan: Plan, terms: Terms = PLAIN) -> TillView:
    """Commit how the basket is paid; nothing moves yet.

    `plan.received` of zero with cash to pay means exact cash. Raises NotEnoughPaid,
    TooMuchByCard, BadInput, StillSettling, ReceiptUnlawful. A basket of gifts is registered for
    nothing, if the register closes such a receipt. Without a wired terminal the card is charged
    on one that stands beside the till.
    """
    with counter.till.work() as work:
        need_settled(work)
        basket = work.shelf.current()
        if not basket.lines:
            raise BasketEmpty("there is nothing to pay")
        due = terms.due(basket.total)
        _check(plan, due)
        deal = _deal(work, basket, _exact(plan, due), terms)
        deals = portions.of_deal(counter, work, deal)
        _need_lawful(counter, work, deals, terms)
        portions.put(work, basket, deals)
        work.attempts.drop_of(basket.basket)  # of an open basket: each of them moved nothing
        work.commit()
    return view(counter)


def _need_lawful(counter: Counter, work: Work, deals: tuple[Deal, ...], terms: Terms) -> None:
    """Before anything moves, by what the register last told; it is asked before the intent."""
    under = laws.last_known(work, counter.now())
    for deal in deals:
        laws.need_lawful(receipt.of_deal(work, deal), under, advised=not terms.as_told)


def _deal(work: Work, basket: Basket, plan: Plan, terms: Terms) -> Deal:
    user, shift = cashier(work), shift_of(work)
    return Deal(
        basket=basket.moved(BasketState.PAYING),
        kind=terms.kind,
        user=user.user,
        shift=shift.shift,
        plan=plan,
        prepaid=terms.prepaid,
        credit=terms.credit,
        provision=terms.provision,
        rounding=terms.rounding,
        tax_system=terms.tax_system or int(work.setting("shop.tax_system") or 1),
    )


def carry_out(counter: Counter) -> TillView:
    """Settle everything unfinished. Blocks on devices: never on the Qt thread.

    Raises CardStands or a DeviceError when the customer cannot be served this way; what is
    true then is on disk and in the view.
    """
    errand.settle(counter)
    deal = _unsettled(counter)
    while deal is not None and deal.basket.state is BasketState.PAYING:
        _settle(counter, deal)
        deal = _unsettled(counter)
    corrected.print_memo(counter)
    counter.till.rest()
    return told(counter)


def _settle(counter: Counter, deal: Deal) -> None:
    if deal.correction is not None:  # no money moves with it
        receipt.settle(counter, deal, ())
        return
    if deal.reversing:
        card.reverse(counter, deal)
        return
    charged = card.settle(counter, deal) if deal.plan.card and _wired(counter, deal) else ()
    receipt.settle(counter, deal, charged)


def _wired(counter: Counter, deal: Deal) -> bool:
    """A terminal that was asked counts, though it is no longer set up: its word is missing."""
    return counter.terminal is not None or card.begun(counter, deal)


def try_again(counter: Counter) -> TillView:
    """Card approved and receipt refused: go for the receipt once more, in the shift of now."""
    with counter.till.work() as work:
        deal, shift = _refused(work), shift_of(work)
        paying = deal.basket.moved(BasketState.PAYING)
        work.shelf.put_deal(replace(deal, basket=paying, shift=shift.shift))
        for behind in work.shelf.waiting(deal.basket.basket):
            work.shelf.put_deal(replace(behind, shift=shift.shift))
        work.commit()
    return view(counter)


def reverse_card(counter: Counter) -> TillView:
    """Card approved and receipt refused: give the card its money back.

    A return that moved no card money is given up; one that did can only be tried again. A
    correction is given up: no money moved with it.
    """
    with counter.till.work() as work:
        user, deal = cashier(work), _refused(work)
        user.need(Right.CANCEL)
        if deal.correction is not None:
            corrected.given_up(work, deal)
        elif deal.kind is not DealKind.SALE:
            _give_return_up(work, deal)
        else:
            paying = deal.basket.moved(BasketState.PAYING)
            work.shelf.put_deal(replace(deal, basket=paying, reversing=True))
        work.commit()
    return view(counter)


def _give_return_up(work: Work, deal: Deal) -> None:
    if deal.plan.card:
        raise CardStands("the card has its money back already; register the return")
    work.shelf.put_deal(replace(deal, basket=deal.basket.moved(BasketState.CANCELLED)))
    work.shelf.forget(deal.basket.basket)


def _unsettled(counter: Counter) -> Deal | None:
    with counter.till.work() as work:
        return work.shelf.unsettled()


def _refused(work: Work) -> Deal:
    deal = work.shelf.unsettled()
    if deal is None or deal.basket.state is not BasketState.REFUSED:
        raise StillSettling("nothing waits for this decision")
    return deal


def _check(plan: Plan, total: Money) -> None:
    if plan.card > total or total < ZERO:
        raise TooMuchByCard("a card pays no more than the total")
    if plan.card < ZERO or plan.received < ZERO:
        raise BadInput("nobody pays less than nothing")
    if plan.received and plan.received < total - plan.card:
        raise NotEnoughPaid("less was given than is to be paid")


def _exact(plan: Plan, total: Money) -> Plan:
    cash = total - plan.card
    return Plan(plan.card, plan.received or cash)
