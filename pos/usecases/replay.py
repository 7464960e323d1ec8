"""Sell receipts out of a file through the same use-cases the window calls."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator

import msgspec

from drivers.contracts.errors import DeviceError
from inventory.domain.catalogue import Item
from inventory.values.money import Money
from inventory.values.quantity import Quantity, Unit
from inventory.values.vat import VatRate
from pos.domain import typed
from pos.domain.basket import BasketState
from pos.domain.deal import DealKind
from pos.domain.views import Plan, TillView
from pos.errors import BadFile, SaleError
from pos.usecases import edit, look, pay, scan
from pos.usecases.counter import Counter
from sync.messages.facts import SaleClosed, SaleReturned

KINDS = {1: DealKind.SALE, 2: DealKind.RETURN, 3: DealKind.PURCHASE}
MEASURES = {unit.value: unit for unit in Unit if unit.divisible}
LONGEST_NAME = 128
LARGEST = 99_999_999_00  # registers take 5 bytes, we stop before


class FileItem(msgspec.Struct):
    """An item of the file; `vat_code` is tag 1199 or null, `qty` a decimal as text."""

    name: str
    price_kop: int
    qty: str
    sum_kop: int
    vat_code: int | None = None
    payment_method: int | None = None
    payment_object: int | None = None
    unit: int | str | None = None


class FileReceipt(msgspec.Struct):
    """A receipt of the file."""

    items: list[FileItem]
    total_kop: int
    cash_kop: int = 0
    card_kop: int = 0
    prepaid_kop: int = 0
    credit_kop: int = 0
    provision_kop: int = 0
    operation_type: int = 1
    taxation: int | None = None


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

    `last` gives the fact of the deal just closed, as the journal has it.
    """
    for number, line in enumerate(lines, 1):
        started = time.perf_counter()
        done = _one(counter, number, line, last)
        done.ms = round((time.perf_counter() - started) * 1000, 3)
        yield done


def _one(counter: Counter, number: int, line: bytes, last: Last) -> Done:
    try:
        receipt = _read(line)
        _sell(counter, receipt)
    except (SaleError, DeviceError, ValueError) as error:
        return _given_up(counter, number, error)
    fact = last()
    return Done(n=number, status="unknown") if fact is None else _done(number, fact)


def _read(line: bytes) -> FileReceipt:
    try:
        receipt = msgspec.json.decode(line, type=FileReceipt)
    except msgspec.DecodeError as error:
        raise BadFile(f"not a receipt: {error}") from error
    if receipt.operation_type not in KINDS:
        raise BadFile(f"operation_type {receipt.operation_type} is not 1, 2 or 3")
    paid = receipt.cash_kop + receipt.card_kop + receipt.prepaid_kop
    paid += receipt.credit_kop + receipt.provision_kop
    lines = sum(item.sum_kop for item in receipt.items)
    if not receipt.items or lines != receipt.total_kop:
        raise BadFile(f"the lines add up to {lines}, the total is {receipt.total_kop} kopecks")
    if paid != receipt.total_kop:
        raise BadFile(f"the tenders add up to {paid}, the total is {receipt.total_kop} kopecks")
    return receipt


def _sell(counter: Counter, receipt: FileReceipt) -> None:
    for item in receipt.items:
        good, quantity = _good(item)
        if good.price.times(quantity) != Money(item.sum_kop):
            raise BadFile(f"{item.name}: price times quantity is not {item.sum_kop} kopecks")
        scan.add_goods(counter, good, quantity, "", method=item.payment_method or 4)
    terms = pay.Terms(
        kind=KINDS[receipt.operation_type],
        prepaid=Money(receipt.prepaid_kop),
        credit=Money(receipt.credit_kop),
        provision=Money(receipt.provision_kop),
        tax_system=receipt.taxation or 0,
    )
    plan = Plan(card=Money(receipt.card_kop), received=Money(receipt.cash_kop))
    pay.begin(counter, plan, terms)
    pay.carry_out(counter)


def _good(item: FileItem) -> tuple[Item, Quantity]:
    """A good in no catalogue. A rate the file does not tell is registered as none (6)."""
    thousandths = typed.thousandths(item.qty)
    if not 0 < item.price_kop <= LARGEST:
        raise BadFile(f"{item.name}: a price of {item.price_kop} kopecks")
    good = Item(
        item="",
        article="",
        name=item.name.strip()[:LONGEST_NAME] or "Товар",
        unit=_unit(item.unit, thousandths),
        vat=VatRate(item.vat_code or VatRate.NONE),
        price=Money(item.price_kop),
        subject=item.payment_object or 1,
    )
    return good, Quantity(thousandths, good.unit)


def _unit(told: int | str | None, thousandths: int) -> Unit:
    if isinstance(told, int) and told in MEASURES:
        return MEASURES[told]
    return Unit.PIECE if thousandths % 1000 == 0 else Unit.OTHER


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
