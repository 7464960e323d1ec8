"""The memo of a correction (служебная записка): what a tax inspector asks for on paper."""

from __future__ import annotations

import textwrap
from datetime import datetime

import msgspec

from pos.domain.correction import Correction, CorrectionCause

WIDTH = 40
_OPERATION = {"sale": "приход", "return": "возврат прихода"}


class MemoDocument(msgspec.Struct, frozen=True):
    """A document that was made; sums in kopecks."""

    operation: str  # "sale", "return"
    is_correction: bool
    number: str
    fd: int
    sign: int
    at: str  # the register's own clock, ISO
    total: int
    cash: int
    card: int


class Memo(msgspec.Struct, frozen=True):
    """All that it tells; the names of customers are not among it."""

    of_sale: str
    why: Correction
    shop: str
    inn: str
    till: str
    registrar: str
    fn: str
    cashier: str
    documents: tuple[MemoDocument, ...]


def memo_lines(memo: Memo, printed_at: datetime) -> tuple[str, ...]:
    """As the register prints it, 40 characters a line; to be signed by hand."""
    why = memo.why
    wrong = f"Ошибочный чек № {why.of_number}, ФД {why.of_fd}, ФП {why.of_sign:010}"
    what = wrong if why.of_sign else "Расчёт был без чека."
    return (
        "СЛУЖЕБНАЯ ЗАПИСКА".center(WIDTH).rstrip(),
        "об исправлении расчёта".center(WIDTH).rstrip(),
        "",
        *_wrapped(f"{memo.shop}, ИНН {memo.inn}"),
        *_wrapped(f"{memo.till}, ККТ {memo.registrar}, ФН {memo.fn}"),
        f"Составлена {printed_at:%d.%m.%Y %H:%M}",
        "-" * WIDTH,
        f"Дата расчёта {why.settled_on:%d.%m.%Y}",
        *_wrapped(what),
        *_wrapped(f"Что случилось: {why.reason}"),
        *_wrapped(_ground(why)),
        "-" * WIDTH,
        "Пробито:",
        *[line for one in memo.documents for line in _document(one)],
        "-" * WIDTH,
        *_wrapped(f"Кассир {memo.cashier}"),
        "",
        "Подпись _______________________________",
        "",
        "Руководитель __________________________",
    )


def _ground(why: Correction) -> str:
    if why.cause is CorrectionCause.ORDER:
        return f"Основание: предписание № {why.number}"
    number = f", документ № {why.number}" if why.number else ""
    return f"Основание: самостоятельно{number}"


def _document(one: MemoDocument) -> list[str]:
    kind = "Чек коррекции" if one.is_correction else "Чек"
    at = datetime.fromisoformat(one.at) if one.at else None
    when = f" {at:%d.%m.%Y %H:%M}" if at else ""
    ways = (("наличными", one.cash), ("безналичными", one.card))
    paid = ", ".join(f"{name} {_roubles(sum_)}" for name, sum_ in ways if sum_)
    return [
        *_wrapped(f"{kind}, {_OPERATION[one.operation]}, № {one.number}{when}"),
        *_wrapped(f"ФД {one.fd}, ФП {one.sign:010}"),
        *_wrapped(f"сумма {_roubles(one.total)}" + (f": {paid}" if paid else "")),
    ]


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH)


def _roubles(kopecks: int) -> str:
    return f"{kopecks // 100},{kopecks % 100:02}"
