"""Sell receipts out of a file through the same use-cases the window calls."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from drivers.contracts.errors import DeviceError
from inventory.values.money import Money
from inventory.values.vat import VatRate
from pos.domain import typed
from pos.domain.basket import BasketState
from pos.domain.deal import DealKind
from pos.domain.views import Plan, TillView
from pos.errors import BadFile, BasketsOpen, SaleError
from pos.usecases import edit, look, pay, receipt_file, returns, scan
from pos.usecases.counter import Counter
from pos.usecases.receipt_file import KINDS, FileReceipt
from sync.messages.facts import SaleClosed, SaleReturned


class LineDone(msgspec.Struct):
    """A line as it was registered."""

    sum_kop: int
    vat_code: int
    vat_kop: int


class Done(msgspec.Struct):
    """What came of a receipt: done, refused or unknown."""

    n: int
    status: str
    why: str = ""
    fd_number: int = 0
    total_kop: int = 0
    lines: list[LineDone] = []
    vat_sums_kop: dict[str, int] = {}
    ms: float = 0.0


Last = Callable[[], SaleClosed | SaleReturned | None]


def replay(counter: Counter, lines: Iterable[bytes], last: Last) -> Iterator[Done]:
    """Sell every receipt; a malformed or refused one leaves no basket behind.

    A basket that an earlier run was ended over is taken up again; anybody else's raises
    BasketsOpen. `last` gives the fact of the deal just closed, as the journal has it.
    """
    for number, line in enumerate(lines, 1):
        started = time.perf_counter()
        done = _one(counter, number, line, last)
        done.ms = round((time.perf_counter() - started) * 1000, 3)
        yield done


def _one(counter: Counter, number: int, line: bytes, last: Last) -> Done:
    try:
        receipt = receipt_file.read(line)
        if receipt.return_of:
            _take_back(counter, receipt)
        else:
            _sell(counter, receipt)
    except BasketsOpen:
        raise
    except (SaleError, DeviceError, ValueError) as error:
        return _given_up(counter, number, error)
    fact = last()
    return Done(n=number, status="unknown") if fact is None else _done(number, fact)


def _sell(counter: Counter, receipt: FileReceipt) -> None:
    wanted = receipt_file.goods(receipt)
    begun = _begun(counter, wanted)
    for good, quantity, method in wanted[begun:]:
        scan.add_goods(counter, good, quantity, "", method=method)
    if receipt.discount:
        _discount(counter, receipt)
    terms = pay.Terms(
        kind=KINDS[receipt.operation_type],
        prepaid=Money(receipt.prepaid_kop),
        credit=Money(receipt.credit_kop),
        provision=Money(receipt.provision_kop),
        rounding=Money(receipt.rounding),
        tax_system=receipt.taxation or 0,
        as_told=True,
    )
    plan = Plan(card=Money(receipt.card_kop), received=Money(receipt.cash_kop))
    pay.begin(counter, plan, terms)
    pay.carry_out(counter)


def _begun(counter: Counter, wanted: Sequence[receipt_file.Wanted]) -> int:
    """How many lines of this receipt an earlier run has put into the basket.

    Raises BasketsOpen for a basket of somebody else: it is neither sold nor cancelled here.
    """
    with counter.till.work() as work:
        lines = work.shelf.current().lines
    there = [(line.name, line.price, line.quantity, line.vat) for line in lines]
    ours = [(good.name, good.price, quantity, good.vat) for good, quantity, _ in wanted]
    if there != ours[: len(there)]:
        raise BasketsOpen("pay or cancel the open basket first")
    return len(there)


def _discount(counter: Counter, receipt: FileReceipt) -> None:
    total = edit.set_discount(counter, receipt.discount).basket.total
    if total != Money(receipt.total_kop):
        raise BadFile(f"with the discount it is {total.kopecks}, not {receipt.total_kop} kopecks")


def _take_back(counter: Counter, receipt: FileReceipt) -> None:
    """A return of a sale made before, in this run or an earlier one."""
    if KINDS[receipt.operation_type] is not DealKind.RETURN:
        raise BadFile("only a return names the sale it is of")
    sale = returns.sale_by_number(counter, receipt.return_of)
    left = {line.line: line.remaining for line in sale.lines}
    asked = {
        int(number): typed.quantity(text, left[int(number)].unit)
        for number, text in receipt.quantities.items()
        if number.isdecimal() and int(number) in left
    }
    if len(asked) != len(receipt.quantities):
        raise BadFile(f"{receipt.return_of} has lines {min(left)} to {max(left)} only")
    returns.begin_return(counter, sale.sale, asked or left, "")
    pay.carry_out(counter)


def _given_up(counter: Counter, number: int, error: Exception) -> Done:
    view = _dropped(counter)
    status = "unknown" if view.pending is not None else "refused"
    return Done(n=number, status=status, why=f"{type(error).__name__}: {error}")


def _dropped(counter: Counter) -> TillView:
    """No basket of a refused receipt stays open; money that hangs is left for a decision."""
    with counter.till.work() as work:
        basket = work.shelf.current()
    if basket.lines and basket.state is BasketState.OPEN:
        return edit.cancel_basket(counter)
    return look.view(counter)


def _done(number: int, fact: SaleClosed | SaleReturned) -> Done:
    return Done(
        n=number,
        status="done",
        fd_number=fact.fiscal.fd,
        total_kop=fact.total,
        lines=[
            LineDone(line.amount, line.vat, VatRate(line.vat).tax_in(Money(line.amount)).kopecks)
            for line in fact.lines
        ],
        vat_sums_kop=fact.vat,
    )
