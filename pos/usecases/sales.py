"""Find a past sale, print a copy of its receipt."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from drivers.contracts.errors import Refused
from fiscal.domain.ffd.qr import ReceiptMark
from pos.domain.people import Right
from pos.domain.views import SaleView, SoldView
from pos.usecases.counter import Counter, cashier
from sync.messages.facts import CopyPrinted

WIDTH = 40


def recent_sales(counter: Counter, text: str = "", limit: int = 50) -> list[SaleView]:
    """Newest first; all for an empty text, else by number."""
    with counter.till.work() as work:
        return work.books.find(text, limit)


def sale(counter: Counter, sale_id: str) -> SaleView:
    """One sale with its lines; raises SaleUnknown."""
    with counter.till.work() as work:
        return work.books.sale(sale_id)


def print_copy(counter: Counter, sale_id: str) -> None:
    """Print a copy marked КОПИЯ, no fiscal document. Blocks on the register.

    Of its last document the register prints a copy of its own; of one before, goods and sums as
    plain text: a drive's archive keeps no goods.
    """
    with counter.till.work() as work:
        user = cashier(work)
        user.need(Right.COPY)
        sold = work.books.sale(sale_id)
        shop = work.setting("shop.name"), work.setting("shop.inn")
        zone = work.setting("shop.zone") or "UTC"
    if not _copied(counter, sold):
        counter.registrar.print_text(copy_lines(sold, shop, zone), check_string(counter, sold))
    with counter.till.work() as work:
        work.record(CopyPrinted(sale=sale_id, user=user.user), counter.now())
        work.commit()


def _copied(counter: Counter, sold: SaleView) -> bool:
    """Whether the register has made a copy of its own."""
    status = counter.registrar.status()
    if (status.fn, status.last_fd) != (sold.fn, sold.fd):
        return False
    try:
        counter.registrar.print_copy()
    except Refused:
        return False
    return True


def check_string(counter: Counter, sold: SaleView) -> str:
    """The QR text (1196) of a sale as its drive has it; empty where another drive stands there.

    The minute is the register's own: that of our clock may be the one beside it.
    """
    if counter.registrar.status().fn != sold.fn:
        return ""
    found = counter.registrar.document(sold.fd)
    if found is None or found.at is None:
        return ""
    return ReceiptMark(found.at, found.total, sold.fn, found.fd, found.sign, found.operation).text


def copy_lines(sold: SaleView, shop: tuple[str, str], zone: str) -> tuple[str, ...]:
    """The copy as the register prints it, line by line."""
    name, inn = shop
    at: datetime = sold.at.astimezone(ZoneInfo(zone))
    head = [
        "КОПИЯ".center(WIDTH),
        name[:WIDTH].center(WIDTH),
        f"ИНН {inn}".center(WIDTH),
        f"{'ВОЗВРАТ' if sold.is_return else 'ПРОДАЖА'} № {sold.number}",
        f"{at:%d.%m.%Y %H:%M}  ФД № {sold.fd}",
        f"Кассир {sold.cashier}",
        "-" * WIDTH,
    ]
    body = [text for line in sold.lines for text in _line(line)]
    tail = [
        "-" * WIDTH,
        *([_pair("ОКРУГЛЕНИЕ", sold.rounding.kopecks)] if sold.rounding else []),
        _pair("ИТОГО", sold.total.kopecks),
        *([_pair("НАЛИЧНЫМИ", sold.cash.kopecks)] if sold.cash else []),
        *([_pair("БЕЗНАЛИЧНЫМИ", sold.card.kopecks)] if sold.card else []),
        "КОПИЯ, НЕ ФИСКАЛЬНЫЙ ДОКУМЕНТ".center(WIDTH),
    ]
    return tuple(head + body + tail)


def _line(line: SoldView) -> tuple[str, str]:
    whole, part = divmod(line.quantity.thousandths, 1000)
    count = f"{whole},{part:03}" if part else f"{whole}"
    return (
        line.name[:WIDTH],
        _pair(f"  {count} x {_roubles(line.price.kopecks)}", line.amount.kopecks),
    )


def _pair(left: str, kopecks: int) -> str:
    right = _roubles(kopecks)
    return left + right.rjust(WIDTH - len(left))


def _roubles(kopecks: int) -> str:
    return f"{kopecks // 100},{kopecks % 100:02}"
