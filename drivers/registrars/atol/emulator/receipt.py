"""Receipts and corrections: looked through as a register does, and registered."""

from __future__ import annotations

import zlib
from base64 import b64decode
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import datetime

from drivers.contracts.ffd import tlv
from drivers.contracts.ffd.tags import Tag
from drivers.emulation.drive import Facts
from drivers.registrars.atol import words
from drivers.registrars.atol.emulator import agents, drive
from drivers.registrars.atol.emulator.failures import Failure, Why
from drivers.registrars.atol.emulator.machine import Handler, Handlers, Machine, Result
from drivers.registrars.atol.emulator.shift import finish, operator
from drivers.registrars.atol.fields import Fields

THOUSAND = 1000
RETURNS = (2, 3)  # money goes out of the drawer
_VAT = {word: code for code, word in words.VAT.items()}
_METHODS = {word: code for code, word in words.METHODS.items()}
_SUBJECTS = {word: code for code, word in words.SUBJECTS.items()}
_SYSTEMS = {word: bit for bit, word in words.TAX_SYSTEMS.items()}
_MEASURES = {word: code for code, word in words.MEASURES.items()}
_TENDER_TAGS = {
    "cash": Tag.CASH,
    "electronically": Tag.ELECTRONIC,
    "prepaid": Tag.PREPAID,
    "credit": Tag.CREDIT,
    "other": Tag.PROVISION,
}


@dataclass(frozen=True, slots=True)
class Item:
    """A position; `code` is the marking code in bytes."""

    name: str
    price: int
    quantity: int  # thousandths
    amount: int
    vat: int
    method: int
    subject: int
    measure: int
    code: bytes = b""
    agent: tuple[bytes, ...] = ()

    def tag(self, ffd: str) -> bytes:
        """1059."""
        tags = [
            tlv.text(Tag.ITEM_NAME, self.name, 128),
            tlv.amount(Tag.PRICE, self.price),
            tlv.quantity(Tag.QUANTITY, self.quantity),
            tlv.amount(Tag.AMOUNT, self.amount),
            tlv.number(Tag.VAT_RATE, self.vat),
            tlv.number(Tag.METHOD, self.method),
            tlv.number(Tag.SUBJECT, self.subject),
        ]
        if self.vat in drive.PERCENT:
            tags.append(tlv.amount(Tag.ITEM_VAT, drive.tax_in(self.amount, self.vat)))
        if ffd == "1.2":
            tags.append(tlv.number(Tag.MEASURE, self.measure))
        if self.code and ffd == "1.2":
            tags += _code_tags(self.code)
        return tlv.nested(Tag.ITEM, [*tags, *self.agent])


@dataclass(frozen=True, slots=True)
class Paper:
    """A receipt understood: sums by word of the tender, VAT by code."""

    kind: int
    operation: int
    items: tuple[Item, ...]
    total: int
    tenders: Mapping[str, int]
    vat: Mapping[int, int]
    tax_system: int


def sell(kkt: Machine, task: Fields, operation: int, kind: int) -> Result:
    """sell and its kin."""
    quiet = task.flag("electronically")
    if not quiet:
        kkt.printer.need_paper()
    kkt.need_shift()
    paper = _paid(_read(kkt, task, operation, kind))
    state, kept = kkt.state, paper.tenders["cash"]
    if operation in RETURNS and kept > state.cash:
        raise Failure(Why.NOT_ENOUGH_CASH)
    before = deepcopy((state.receipt_number, state.cash, state.totals))
    state.receipt_number += 1
    state.cash += -kept if operation in RETURNS else kept
    if kind == drive.RECEIPT:
        state.totals.add(task.text("type"), dict(paper.tenders))
    facts = Facts(kind, state.shift, operation, state.receipt_number, paper.total)
    try:
        made = kkt.register(facts, _tags(kkt, task, paper))
    except Failure:
        state.receipt_number, state.cash, state.totals = before
        raise
    return finish(kkt, made, electronically=quiet)


def _read(kkt: Machine, task: Fields, operation: int, kind: int) -> Paper:
    plate = kkt.state.plate
    told = [item for item in task.each("items") if item.text("type") == "position"]
    positions = [_position(item, plate.ffd) for item in told]
    by_totals = kind == drive.CORRECTION and plate.ffd == "1.05"
    if bool(positions) == by_totals:
        raise Failure(Why.NOT_IN_THIS_FFD if by_totals else Why.FIELD_MISSING)
    gross = sum(item.amount for item in positions)
    total = task.kopecks("total", gross)
    if not by_totals and not 0 <= gross - total <= gross % 100:
        raise Failure(Why.BAD_TOTAL)
    return Paper(
        kind=kind,
        operation=operation,
        items=tuple(positions),
        total=total,
        tenders=_tenders(task),
        vat=_taxes_given(task) if by_totals else _taxes(positions),
        tax_system=_tax_system(task.text("taxationType"), plate.taxes),
    )


def _position(item: Fields, ffd: str) -> Item:
    price, quantity = item.kopecks("price"), item.thousandths("quantity")
    exact = (2 * price * quantity + THOUSAND) // (2 * THOUSAND)
    amount = item.kopecks("amount", exact)
    if not quantity:
        raise Failure(Why.BAD_QUANTITY)
    if abs(amount - exact) > 1:
        raise Failure(Why.BAD_SUM)
    return Item(
        name=item.text("name"),
        price=price,
        quantity=quantity,
        amount=amount,
        vat=_meant(item.inside("tax").text("type"), _VAT, Why.VAT_RATE),
        method=_meant(item.text("paymentMethod", "fullPayment"), _METHODS, Why.METHOD),
        subject=_meant(item.text("paymentObject", "commodity"), _SUBJECTS, Why.SUBJECT),
        measure=_measure(item) if ffd == "1.2" else 0,
        code=_code(item),
        agent=tuple(agents.tags(item)),
    )


def _measure(item: Fields) -> int:
    """A word, or the number of tag 2108."""
    told = item.raw.get("measurementUnit", 0)
    if isinstance(told, str) and not told.isdigit():
        return _meant(told, _MEASURES, Why.MEASURE)
    number = item.number("measurementUnit")
    if number not in words.MEASURES:
        raise Failure(Why.MEASURE)
    return number


def _code(item: Fields) -> bytes:
    told = item.inside("imcParams").text("imc") or item.inside("markingCode").text("mark")
    return b64decode(told, validate=True)


def _code_tags(code: bytes) -> list[bytes]:
    known = code.startswith(b"01") and code[16:18] == b"21"
    kind, size = (Tag.CODE_GS1, 38) if known else (Tag.CODE_UNKNOWN, 32)
    return [
        tlv.nested(Tag.ITEM_CODE, [tlv.entry(kind, code[:size])]),
        tlv.number(Tag.CODE_MODE, 0),
        tlv.number(Tag.CODE_VERDICT, 0),
        tlv.text(Tag.CODE_CONTROL, f"{zlib.crc32(code) % 10_000:04d}", 4),
    ]


def _tenders(task: Fields) -> dict[str, int]:
    sums = dict.fromkeys(words.TENDERS, 0)
    for payment in task.each("payments"):
        kind = payment.text("type")
        word = words.TENDERS[int(kind)] if kind in ("0", "1", "2", "3", "4") else kind
        if word not in sums:
            raise Failure(Why.BAD_TENDER)
        sums[word] += payment.kopecks("sum")
    return sums


def _paid(paper: Paper) -> Paper:
    """With the cash that is kept: what was handed over, less the change."""
    not_cash = sum(paper.tenders.values()) - paper.tenders["cash"]
    if not_cash > paper.total:
        raise Failure(Why.CASHLESS_EXCEEDS)
    if sum(paper.tenders.values()) < paper.total:
        raise Failure(Why.PAID_TOO_LITTLE)
    return replace(paper, tenders={**paper.tenders, "cash": paper.total - not_cash})


def _taxes(items: list[Item]) -> dict[int, int]:
    """Line by line and added up."""
    sums: dict[int, int] = {}
    for item in items:
        sums[item.vat] = sums.get(item.vat, 0) + drive.tax_in(item.amount, item.vat)
    return dict(sorted(sums.items()))


def _taxes_given(task: Fields) -> dict[int, int]:
    return {
        _meant(tax.text("type"), _VAT, Why.VAT_RATE): tax.kopecks("sum")
        for tax in task.each("taxes")
    }


def _tax_system(word: str, registered: int) -> int:
    """Where none is named, the first of those registered."""
    bit = _meant(word, _SYSTEMS, Why.TAX_SYSTEM) if word else registered & -registered
    if not bit & registered:
        raise Failure(Why.TAX_SYSTEM)
    return bit


def _meant(word: str, meaning: Mapping[str, int], why: Why) -> int:
    if word not in meaning:
        raise Failure(why)
    return meaning[word]


def _tags(kkt: Machine, task: Fields, paper: Paper) -> list[bytes]:
    plate, state, client = kkt.state.plate, kkt.state, task.inside("clientInfo")
    notes = [one for one in task.each("items") if one.text("type") == "additionalAttribute"]
    return [
        tlv.text(Tag.USER, plate.user, 256),
        tlv.text(Tag.ADDRESS, plate.address, 256),
        tlv.text(Tag.PLACE, plate.place, 256),
        tlv.number(Tag.SHIFT, state.shift, 4),
        tlv.number(Tag.RECEIPT_NUMBER, state.receipt_number, 4),
        tlv.number(Tag.OPERATION, paper.operation),
        tlv.number(Tag.TAX_SYSTEM, paper.tax_system),
        tlv.amount(Tag.TOTAL, paper.total),
        *(tlv.amount(_TENDER_TAGS[word], kopecks) for word, kopecks in paper.tenders.items()),
        *drive.vat_tags(paper.vat),
        *drive.cashier(operator(task)),
        *_text(Tag.CONTACT, client.text("emailOrPhone"), 64),
        *_buyer(client, plate.ffd),
        *(tlv.text(Tag.NOTE, note.text("value"), 16) for note in notes),
        *_correction(task, paper),
        *(item.tag(plate.ffd) for item in paper.items),
    ]


def _text(tag: int, value: str, size: int) -> list[bytes]:
    return [tlv.text(tag, value, size)] if value else []


def _buyer(client: Fields, ffd: str) -> list[bytes]:
    """1227 and 1228; in FFD 1.2 inside 1256."""
    tags = _text(Tag.BUYER_NAME, client.text("name"), 256)
    if inn := client.text("vatin"):
        tags.append(tlv.padded(Tag.BUYER_INN, inn, 12))
    return [tlv.nested(Tag.BUYER, tags)] if tags and ffd == "1.2" else tags


def _correction(task: Fields, paper: Paper) -> list[bytes]:
    if paper.kind != drive.CORRECTION:
        return []
    cause = {"self": 0, "instruction": 1}
    # A day has no zone.
    day = datetime.strptime(task.text("correctionBaseDate"), words.DAY)  # noqa: DTZ007
    number = _text(Tag.GROUND_NUMBER, task.text("correctionBaseNumber"), 32)
    return [
        tlv.number(Tag.CORRECTION_CAUSE, _meant(task.text("correctionType"), cause, Why.BAD_VALUE)),
        tlv.nested(Tag.CORRECTION_GROUND, [tlv.moment(Tag.GROUND_DAY, day), *number]),
    ]


def _handler(operation: int, kind: int) -> Handler:
    return lambda kkt, task: sell(kkt, task, operation, kind)


HANDLERS: Handlers = {
    **{word: _handler(number, drive.RECEIPT) for number, word in words.OPERATIONS.items()},
    **{
        word + words.CORRECTION: _handler(number, drive.CORRECTION)
        for number, word in words.OPERATIONS.items()
    },
}
