"""A till without its window: what a cashier does comes as JSON lines, what she sees goes out.

The wiring is the program's own, its use-cases are those the window calls. With `end` an order
also says where the process kills itself: before or behind its N-th step, which is a commit, a
checkpoint or bytes on their way to a device.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from drivers import registry
from drivers.contracts.errors import DeviceError
from drivers.supervisor import Deadlines, SupervisedRegistrar, SupervisedTerminal
from inventory.values.money import Money
from pos.bootstrap import devices
from pos.bootstrap.folder import now
from pos.bootstrap.headless import Addresses, opened
from pos.domain import typed
from pos.domain.correction import CorrectionCause, CorrectionRight
from pos.domain.deal import DealKind
from pos.domain.people import MAX_DISCOUNT
from pos.domain.views import PendingView, Plan
from pos.errors import SaleError
from pos.usecases import cash, correct, decide, edit, pay, pins, receipt_file, returns, scan, shift
from pos.usecases.counter import SESSION, Counter
from pos.usecases.look import view
from sync.messages.feed import UserChanged
from tests.torture.countdown import End, watched

PIN, OWNER = "4711", "owner"
Order = Mapping[str, Any]


def main(
    folder: Path, register: str, terminal: str, end: End | None, *, has_threads: bool = False
) -> int:
    """Settle what an earlier run left, then do as told until the input ends.

    `has_threads`: its devices are on threads of their own then, as those of the window.
    """
    steps = watched()
    steps.arm(end)
    with ExitStack() as stack:
        counter = stack.enter_context(opened(folder, Addresses(register, terminal)))
        if has_threads:
            counter = _on_threads(stack, counter, folder, register, terminal)
        _log_in(counter)
        steps.arm(None)
        _tell(_seen(counter))
        for line in sys.stdin:
            order = msgspec.json.decode(line, type=dict[str, Any])
            steps.arm(order["end"])
            answer = _obeyed(counter, order)
            steps.arm(None)
            _tell(answer)
    return 0


def _on_threads(
    stack: ExitStack, counter: Counter, folder: Path, register: str, terminal: str
) -> Counter:
    """Looked at between any two calls, and given up sooner than their own patience ends."""
    registrar = SupervisedRegistrar(
        "register",
        lambda: devices.registrar(register, allow_emulators=True, folder=folder),
        clock=now,
        deadlines=Deadlines(question_s=3.0, command_s=0.7),
        probe_every_s=0.05,
    )
    stack.callback(registrar.close)
    cards = SupervisedTerminal(
        "terminal", lambda: registry.open_terminal(terminal, allow_emulators=True), clock=now
    )
    stack.callback(cards.close)
    return replace(counter, registrar=registrar, terminal=cards)


def _log_in(counter: Counter) -> None:
    """A person with a PIN, who may decide what became of a card."""
    with counter.till.work() as work:
        if not work.people.name(OWNER):
            limit = MAX_DISCOUNT[OWNER]
            one = UserChanged(
                user=OWNER,
                name="Хозяйка",
                role=OWNER,
                pin_hash=pins.hashed(PIN),
                max_discount=limit,
            )
            work.people.put(one)
        work.set_setting(SESSION, OWNER)
        work.commit()


def _tell(answer: Mapping[str, object]) -> None:
    sys.stdout.write(msgspec.json.encode(answer).decode() + "\n")
    sys.stdout.flush()


def _obeyed(counter: Counter, order: Order) -> dict[str, object]:
    error = ""
    try:
        _ORDERS[str(order["do"])](counter, order)
    except (SaleError, DeviceError) as raised:
        error = type(raised).__name__
    return _seen(counter, error)


def _seen(counter: Counter, error: str = "") -> dict[str, object]:
    """What stands on the screen, as far as money goes, in kopecks; and what a slip would name."""
    now = view(counter)
    seen: dict[str, object] = {"error": error, "errand": now.errand}
    seen |= {"lines": len(now.basket.lines), "basket": now.basket.total.kopecks}
    if now.pending is not None:
        told = now.pending
        seen |= {"stage": told.stage.value, "reversing": told.reversing, "ref": _ref(counter, told)}
        seen |= {"trouble": told.trouble, "can_give_up": told.correction or not told.is_return}
    if now.shift is not None:
        moved = now.shift.cash_in - now.shift.cash_out
        seen |= {"shift": now.shift.number, "moved": moved.kopecks}
        seen |= {"drawer": now.shift.drawer.kopecks}
    if now.finished is not None:
        done = now.finished
        seen |= {"finished": done.sale, "number": done.number, "fd": done.fd}
        seen |= {"total": done.total.kopecks, "change": done.change.kopecks}
        seen |= {"by_card": done.card.kopecks}
    return seen


def _ref(counter: Counter, pending: PendingView) -> str:
    with counter.till.work() as work:
        attempts = work.attempts.of_basket(pending.basket.basket)
    return attempts[-1].attempt if attempts and attempts[-1].kind.by_card else ""


def _fill(counter: Counter, order: Order) -> None:
    receipt = msgspec.convert(order["receipt"], receipt_file.FileReceipt)
    for good, quantity, method in receipt_file.goods(receipt):
        scan.add_goods(counter, good, quantity, "", method=method)
    if receipt.discount:
        edit.set_discount(counter, receipt.discount)


def _pay(counter: Counter, order: Order) -> None:
    terms = pay.Terms(
        kind=DealKind(order["kind"]),
        prepaid=Money(order["prepaid"]),
        credit=Money(order["credit"]),
        provision=Money(order["provision"]),
        rounding=Money(order["rounding"]),
    )
    plan = Plan(card=Money(order["by_card"]), received=Money(order["received"]))
    pay.begin(counter, plan, terms)
    pay.carry_out(counter)


def _take_back(counter: Counter, order: Order) -> None:
    sale = returns.sale_by_number(counter, order["of"])
    units = {line.line: line.quantity.unit for line in sale.lines}
    left = {line.line: line.remaining for line in sale.lines}
    back = {
        int(line): typed.quantity(text, units[int(line)])
        for line, text in order["quantities"].items()
    }
    returns.begin_return(counter, sale.sale, back or left, "")
    pay.carry_out(counter)


def _correct(counter: Counter, order: Order) -> None:
    """As the wizard does: what was never registered, or a receipt that was wrong."""
    of = returns.sale_by_number(counter, order["of"]).sale if order["of"] else ""
    wish = correct.Wish(
        cause=CorrectionCause(order["cause"]),
        settled_on=date.fromisoformat("2026-03-01"),
        reason="касса не работала",
        number="15-18/7" if order["cause"] else "",
        sale=of,
        right=CorrectionRight(order["right"]),
        card=Money(order["by_card"]),
    )
    correct.begin(counter, wish)
    pay.carry_out(counter)


def _decide(counter: Counter, order: Order) -> None:
    decide.decide_card(counter, moved=order["moved"], pin=PIN, reason="по слипу")
    pay.carry_out(counter)


def _again(counter: Counter, _order: Order) -> None:
    pay.try_again(counter)
    pay.carry_out(counter)


def _reverse(counter: Counter, _order: Order) -> None:
    pay.reverse_card(counter)
    pay.carry_out(counter)


def _cash(counter: Counter, order: Order) -> None:
    cash.move_cash(counter, order["direction"], Money(order["amount"]), "размен")


def _open(counter: Counter, order: Order) -> None:
    fund = order["fund"]
    shift.open_shift(counter, None if fund is None else Money(fund))


_ORDERS: dict[str, Callable[[Counter, Order], object]] = {
    "look": lambda counter, _: pay.carry_out(counter),
    "fill": _fill,
    "pay": _pay,
    "take_back": _take_back,
    "correct": _correct,
    "decide": _decide,
    "again": _again,
    "reverse": _reverse,
    "cancel": lambda counter, _: edit.cancel_basket(counter),
    "cash": _cash,
    "open": _open,
    "close": lambda counter, _: shift.close_shift(counter),
    "x": lambda counter, _: shift.x_report(counter),
}
