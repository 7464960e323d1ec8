"""The steps of the matrix: each brings its fault about and says what became of the money."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from drivers.registrars.shtrih.codes import MoneyRegister
from drivers.registrars.shtrih.emulator.works import PowerCut as PowerBlinks
from inventory.values.money import Money
from inventory.values.quantity import pieces
from pos.domain.basket import BasketState
from pos.ui.kit.format import Format
from pos.ui.kit.trouble import Situation
from pos.ui.till.notices import cancel_question
from pos.usecases import cash, edit, pay, returns, sales, shift
from tests.emulated.matrix.between import PowerCut, Recorder
from tests.emulated.matrix.seen import Seen
from tests.emulated.matrix.shop import TEA, Shop


def before_send(shop: Shop, seen: Seen) -> None:
    """The cable is out before the first command."""
    shop.plug(is_in=False)
    shop.tried(shop.sell)
    seen.questions()
    seen.looks()
    seen.concludes()


def sent_without_answer(shop: Shop, seen: Seen) -> None:
    """FF45h is lost on its way, and the register answers no more for a while."""
    shop.break_at("ff45", "drop-request")
    shop.tried(shop.sell)
    seen.looks()
    seen.concludes()
    shop.come_back()
    seen.questions()
    seen.concludes()
    seen.looks_again()


def answer_lost(shop: Shop, seen: Seen) -> None:
    """The drive has the receipt; the answer is lost for good."""
    shop.break_at("ff45", "reboot-after")
    shop.tried(shop.sell)
    seen.looks()
    seen.concludes()
    shop.come_back()
    seen.questions()
    seen.concludes()
    seen.looks_again()


def paper_out(shop: Shop, seen: Seen) -> None:
    """The paper ends in the middle of the receipt; the next sale prints it on, with B0h."""
    shop.break_at("ff45", "paper-out", silent=False)
    shop.tried(shop.sell)
    seen.looks()
    seen.concludes()
    seen.reads += f" {shop.strip()}"
    made = len(shop.register.machine.documents)
    shop.register.obey({"paper": True})
    shop.asked.clear()
    shop.tried(shop.sell)
    seen.questions()
    assert len(shop.register.machine.documents) == made + 1, "B0h is no second receipt"
    assert not shop.register.machine.state.unprinted


def register_restarted(shop: Shop, seen: Seen) -> None:
    """Its power blinks before it has closed the receipt."""
    shop.break_at("ff45", "reboot-before")
    shop.tried(shop.sell)
    seen.looks()
    seen.concludes()
    shop.come_back()
    seen.questions()
    seen.concludes()
    seen.looks_again()


def till_restarted(shop: Shop, seen: Seen) -> None:
    """The till ends while the register answers; it starts again."""
    with _ending_behind("register"), suppress(PowerCut):
        shop.sell()
    shop.start_again()
    seen.questions()
    seen.looks()
    seen.concludes()


def shift_expired(shop: Shop, seen: Seen) -> None:
    """24 hours are over between the first line and the end of the receipt."""
    machine = shop.register.machine
    execute = machine.execute

    def late(body: bytes) -> bytes:
        if body.startswith(b"\xff\x45"):
            shop.hours = 25
        return execute(body)

    machine.execute = late  # type: ignore[method-assign]
    shop.tried(shop.sell)
    seen.questions()
    seen.looks()
    seen.concludes()


def basket_cancelled(shop: Shop, seen: Seen) -> None:
    """A receipt that was begun is dropped, and the cashier gives the basket up."""
    shop.break_at("ff45", "drop-request", silent=False)
    shop.tried(shop.sell)
    basket = shop.view.basket
    assert basket.state is BasketState.OPEN
    seen.reads = " ".join(_question(shop))
    shop.asked.clear()
    edit.cancel_basket(shop.counter)
    shop.error = None
    seen.questions()
    seen.knows = tuple(shop.knows())
    seen.concluded.append("cancelled" if not shop.view.basket.lines else "open")


def card_approved(shop: Shop, seen: Seen) -> None:
    """The card is charged, and then there is no paper for the receipt."""
    shop.bank.emit = lambda event: shop.register.obey({"paper": False})
    shop.tried(lambda: shop.sell(card=True))
    seen.looks()
    seen.concludes()
    shop.bank.emit = lambda event: None
    shop.register.obey({"paper": True})
    shop.asked.clear()
    pay.try_again(shop.counter)
    shop.tried(lambda: pay.carry_out(shop.counter))
    seen.questions()
    seen.concludes()
    assert len(shop.bank.ledger.approved()) == 1, "a card is charged once"


def dead_at_z(shop: Shop, seen: Seen) -> None:
    """The day is to be closed, and the register is dead."""
    shop.plug(is_in=False)
    shop.tried(lambda: shift.close_shift(shop.counter))
    seen.questions()
    seen.looks(Situation.SHIFT)
    assert shop.view.shift is not None
    seen.concludes()
    shop.plug(is_in=True)
    shop.tried(lambda: shift.close_shift(shop.counter))
    assert shop.view.shift is None
    seen.concludes()


def z_without_answer(shop: Shop, seen: Seen) -> None:
    """Z is printed, and its answer is lost for good."""
    _lose_answer_of(shop, b"\xff\x43")
    shop.tried(lambda: shift.close_shift(shop.counter))
    seen.looks(Situation.SHIFT)
    seen.concludes()
    shop.come_back()
    seen.questions()
    seen.concludes()


def cash_without_answer(shop: Shop, seen: Seen) -> None:
    """Cash is counted by the register, and its answer is lost for good."""
    _lose_answer_of(shop, b"\x50")
    shop.tried(lambda: cash.move_cash(shop.counter, "in", Money(5000), "размен"))
    seen.looks(Situation.CASH)
    seen.concludes()
    shop.come_back()
    seen.questions()
    seen.concludes()
    assert shop.register.machine.state.money[MoneyRegister.CASH] == shop.drawer


def return_expired(shop: Shop, seen: Seen) -> None:
    """The card has its money back, and then the shift is over: the return waits for the next."""
    shop.sell(card=True)
    (sold, *_) = sales.recent_sales(shop.counter)
    shop.bank.emit = lambda event: setattr(shop, "hours", 25)
    returns.begin_return(shop.counter, sold.sale, {1: pieces(1)}, "")
    shop.before = len(shop.register.machine.documents)
    shop.tried(lambda: pay.carry_out(shop.counter))
    seen.looks()
    seen.reads += f" {shop.strip()}"
    seen.concludes()
    shift.close_shift(shop.counter)
    shift.open_shift(shop.counter, None)
    shop.asked.clear()
    pay.try_again(shop.counter)
    shop.tried(lambda: pay.carry_out(shop.counter))
    seen.questions()
    seen.concludes()
    assert len(shop.bank.ledger.approved()) == 2


def _lose_answer_of(shop: Shop, code: bytes) -> None:
    """The register does it, and its power blinks before it could say so; then it is silent."""
    machine, session = shop.register.machine, shop.register.session
    execute = machine.execute

    def last(body: bytes) -> bytes:
        answer = execute(body)
        if body.startswith(code):
            session.silent = True
            machine.execute = execute  # type: ignore[method-assign]
            raise PowerBlinks("its answer is gone")
        return answer

    machine.execute = last  # type: ignore[method-assign]


class _ending_behind:  # noqa: N801 — reads as a word of the step
    """The till ends behind that command."""

    def __init__(self, command: str) -> None:
        self._command = command

    def __enter__(self) -> None:
        Recorder.end_behind = self._command

    def __exit__(self, *_: object) -> None:
        Recorder.end_behind = ""


def _question(shop: Shop) -> tuple[str, str, str]:
    told = cancel_question(TEA.price, shop.words, Format(shop.words))
    return told.happened, told.means, told.do


STEPS: dict[str, Callable[[Shop, Seen], None]] = {
    "before-send": before_send,
    "sent-without-answer": sent_without_answer,
    "answer-lost": answer_lost,
    "paper-out": paper_out,
    "register-restarted": register_restarted,
    "till-restarted": till_restarted,
    "shift-expired": shift_expired,
    "basket-cancelled": basket_cancelled,
    "card-approved": card_approved,
    "dead-at-z": dead_at_z,
    "z-without-answer": z_without_answer,
    "cash-without-answer": cash_without_answer,
    "return-expired": return_expired,
}
