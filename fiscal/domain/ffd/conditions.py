"""Rules between tags: what one of them wants of another, of the register, of the day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from drivers.contracts.ffd.codec import Entry, Fixed, Value
from drivers.contracts.ffd.fields import FIELDS
from drivers.contracts.ffd.tags import Tag
from drivers.contracts.receipt import Operation, RegistrarLine, RegistrarReceipt
from fiscal.domain.ffd import dictionaries, vat
from fiscal.domain.ffd.fault import Fault, Reason
from fiscal.domain.ffd.sums import Line
from fiscal.domain.ffd.version import Circumstances, Ffd
from inventory.values.vat import VatRate

MOST_AUTONOMOUS = 10  # lines with codes or agents
ONE_PIECE = 1000  # thousandths
TWENTY_PER_CENT_ENDED = date(2026, 1, 1)
_TWENTY = frozenset({VatRate.VAT_20, VatRate.VAT_20_120})
_BY_ORDER = 1  # 1173
_CODES = frozenset({Tag.ITEM_CODE, Tag.ITEM_CODE_1_05})
_LONGEST_CODE = FIELDS[Tag.MARK].size


def of_line(line: Line, ffd: Ffd) -> Iterator[Fault]:
    """An agent's item names its supplier; a code is one whole piece."""
    if Tag.AGENT_KIND in line.tags and Tag.SUPPLIER_INN not in line.tags:
        yield Fault(Tag.SUPPLIER_INN, Reason.MISSING, line.number, line.name)
    if line.tags.keys() & _CODES:
        quantity, part = line.tags.get(Tag.QUANTITY), 1291 in line.tags
        measure = line.tags.get(Tag.MEASURE, 0)
        if quantity is not None and not part and measure == 0 and not _is_one(quantity):
            yield Fault(Tag.QUANTITY, Reason.SEVERAL, line.number, line.name)


def _is_one(quantity: Value) -> bool:
    return isinstance(quantity, Fixed) and quantity.mantissa == 10**quantity.digits


def of_document(tags: dict[int, Value], lines: list[Line], under: Circumstances) -> Iterator[Fault]:
    """Buyer, ground of a correction, and what a register without an OFD cannot do."""
    if Tag.BUYER in tags:
        yield from _buyer(_dict(tags[Tag.BUYER]))
    elif Tag.BUYER_NAME in tags or Tag.BUYER_INN in tags:
        yield from _buyer(tags)
    ground = _dict(tags.get(Tag.CORRECTION_GROUND, ()))
    if tags.get(Tag.CORRECTION_CAUSE) == _BY_ORDER and Tag.GROUND_NUMBER not in ground:
        yield Fault(Tag.GROUND_NUMBER, Reason.MISSING)
    if under.is_autonomous:
        yield from _autonomous(tags, lines)


def _buyer(tags: dict[int, Value]) -> Iterator[Fault]:
    """A name without an ИНН is that of a person with a passport or a day of birth."""
    if Tag.BUYER_NAME not in tags:
        yield Fault(Tag.BUYER_NAME, Reason.MISSING)
    if Tag.BUYER_INN not in tags and not {1243, 1245} & tags.keys():
        yield Fault(Tag.BUYER_INN, Reason.MISSING)


def _autonomous(tags: dict[int, Value], lines: list[Line]) -> Iterator[Fault]:
    if Tag.CONTACT in tags:
        yield Fault(Tag.CONTACT, Reason.AUTONOMOUS)
    heavy = any(line.tags.keys() & (_CODES | {Tag.SUPPLIER_INN}) for line in lines)
    if heavy and len(lines) > MOST_AUTONOMOUS:
        told = str(len(lines))
        yield Fault(Tag.ITEM, Reason.LINES, wanted=str(MOST_AUTONOMOUS), found=told)


def of_receipt(receipt: RegistrarReceipt, under: Circumstances) -> Iterator[Fault]:
    """What no tag shows: paper, the raw code, cash handed over, days to come."""
    if not receipt.is_printed and not receipt.contact:
        yield Fault(Tag.CONTACT, Reason.MISSING)
    if receipt.cash_received and receipt.cash_received < receipt.cash:
        wanted, told = str(receipt.cash), str(receipt.cash_received)
        yield Fault(Tag.CASH, Reason.RECEIVED, wanted=wanted, found=told)
    for number, line in enumerate(receipt.lines, 1):
        if len(line.item_code) > _LONGEST_CODE:
            yield Fault(Tag.MARK, Reason.LONG, number, line.name, wanted=str(_LONGEST_CODE))
    correction = receipt.correction
    if correction and under.on and correction.settled_on > under.on:
        yield Fault(Tag.GROUND_DAY, Reason.FUTURE)


def advice(receipt: RegistrarReceipt, under: Circumstances) -> Iterator[Fault]:
    """What registers take and an inspector may not; see `fault.ADVICE`."""
    for number, line in enumerate(receipt.lines, 1):
        yield from _line_advice(number, line)
    yield from _credit(receipt)
    ended = under.on is not None and under.on >= TWENTY_PER_CENT_ENDED
    if ended and receipt.operation is Operation.SALE and receipt.correction is None:
        for number, line in enumerate(receipt.lines, 1):
            if line.vat in _TWENTY:
                yield Fault(Tag.VAT_RATE, Reason.RATE_ENDED, number, line.name)


def _line_advice(number: int, line: RegistrarLine) -> Iterator[Fault]:
    pays = line.method in (dictionaries.ADVANCE, dictionaries.PAYS_CREDIT)
    if pays and line.subject != dictionaries.PAYMENT:
        told = str(line.subject)
        yield Fault(Tag.SUBJECT, Reason.SUBJECT, number, line.name, found=told)
    early = line.method in dictionaries.BEFORE_GOODS
    if early and line.vat not in vat.CALCULATED and line.vat not in vat.TURNOVERS:
        yield Fault(Tag.VAT_RATE, Reason.RATE, number, line.name, found=str(line.vat))
    if line.subject in dictionaries.MARKED and not line.item_code:
        yield Fault(Tag.ITEM_CODE, Reason.CODE, number, line.name)


def _credit(receipt: RegistrarReceipt) -> Iterator[Fault]:
    """Goods handed over on credit are in 1216, and 1216 is nothing else."""
    lent = sum([line.amount for line in receipt.lines if line.method == 6])
    lends = any(line.method in dictionaries.ON_CREDIT for line in receipt.lines)
    if lent > receipt.credit + receipt.rounding or (receipt.credit > 0 and not lends):
        yield Fault(Tag.CREDIT, Reason.CREDIT, wanted=str(lent), found=str(receipt.credit))


def _dict(value: Value) -> dict[int, Value]:
    inner = value if isinstance(value, tuple) else ()
    return dict(one for one in inner if isinstance(one, Entry))
