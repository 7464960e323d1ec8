"""What the paper of a receipt has to show (54-ФЗ 4.7; формат, «П»): field by field, as text.

A register prints this itself. Our own papers are no receipts and say so; this is the list that a
register's paper is held against.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from drivers.contracts.ffd.codec import Entry, Fixed, Value
from drivers.contracts.ffd.tags import Tag
from fiscal.domain.ffd.document import CORRECTION, Document
from fiscal.domain.ffd.qr import ReceiptMark
from fiscal.domain.ffd.sums import whole

TITLES = {3: "КАССОВЫЙ ЧЕК", CORRECTION: "КАССОВЫЙ ЧЕК КОРРЕКЦИИ"}
OPERATIONS = {1: "ПРИХОД", 2: "ВОЗВРАТ ПРИХОДА", 3: "РАСХОД", 4: "ВОЗВРАТ РАСХОДА"}
SIGN_DIGITS = 10
_NUMBERS = (Tag.FD, Tag.SHIFT, Tag.RECEIPT_NUMBER)
_TEXTS = (Tag.USER, Tag.USER_INN, Tag.ADDRESS, Tag.PLACE, Tag.RNM, Tag.FN, Tag.CASHIER)
# Money that is nothing need not be printed.
_AMOUNTS = (
    *(Tag.TOTAL, Tag.CASH, Tag.ELECTRONIC, Tag.PREPAID, Tag.CREDIT, Tag.PROVISION),
    *(Tag.VAT_20, Tag.VAT_10, Tag.TURNOVER_0, Tag.TURNOVER_NONE, Tag.VAT_20_120, Tag.VAT_10_110),
)


def printed(made: Document) -> Iterator[tuple[int, str]]:
    """Each tag of a finished receipt with the text its paper has to have."""
    tags = dict(made.entries)
    yield Tag.TITLE, TITLES[made.kind]
    yield Tag.OPERATION, OPERATIONS[whole(tags, Tag.OPERATION)]
    sent = (Tag.CONTACT, Tag.SENDER) if Tag.CONTACT in tags else ()
    for tag in (*_TEXTS, Tag.TAX_SITE, *_NUMBERS, *sent):
        if tag in tags:
            yield tag, str(tags[tag])
    for tag in _AMOUNTS:
        if whole(tags, tag):
            yield tag, roubles(whole(tags, tag))
    yield from _sums_of_vat(tags.get(Tag.VAT_SUMS, ()))
    for entry in made.entries:
        if entry.tag == Tag.ITEM:
            yield from _item(entry.value)
    yield from _signed(tags)


def _item(value: Value) -> Iterator[tuple[int, str]]:
    tags = _dict(value)
    yield Tag.ITEM_NAME, str(tags.get(Tag.ITEM_NAME, ""))
    yield Tag.PRICE, roubles(whole(tags, Tag.PRICE))
    yield Tag.AMOUNT, roubles(whole(tags, Tag.AMOUNT))
    quantity = tags.get(Tag.QUANTITY)
    if isinstance(quantity, Fixed):
        yield Tag.QUANTITY, _decimal(quantity)


def _sums_of_vat(value: Value) -> Iterator[tuple[int, str]]:
    for each in value if isinstance(value, tuple) else ():
        if isinstance(each, Entry):
            yield Tag.VAT_SUM, roubles(whole(_dict(each.value), Tag.VAT_SUM))


def _signed(tags: dict[int, Value]) -> Iterator[tuple[int, str]]:
    """Fiscal sign and moment, and the check string where all of it is there."""
    sign, at = tags.get(Tag.SIGN), tags.get(Tag.AT)
    if isinstance(sign, bytes):
        number = int.from_bytes(sign[2:6], "big")
        yield Tag.SIGN, str(number)
        fn, fd = tags.get(Tag.FN), tags.get(Tag.FD)
        if isinstance(at, datetime) and isinstance(fn, str) and isinstance(fd, int):
            total, operation = whole(tags, Tag.TOTAL), whole(tags, Tag.OPERATION)
            yield Tag.QR, ReceiptMark(at, total, fn, fd, number, operation).text


def roubles(kopecks: int) -> str:
    """1234.56, as registers print it."""
    return f"{kopecks // 100}.{kopecks % 100:02}"


def _decimal(number: Fixed) -> str:
    """1.755, 3: no zeros at the end."""
    whole_part, part = divmod(number.mantissa, 10**number.digits)
    tail = str(part).rjust(number.digits, "0").rstrip("0") if number.digits else ""
    return f"{whole_part}.{tail}" if tail else str(whole_part)


def _dict(value: Value) -> dict[int, Value]:
    inner = value if isinstance(value, tuple) else ()
    return dict(one for one in inner if isinstance(one, Entry))
