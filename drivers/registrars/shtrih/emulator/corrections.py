"""Corrections by totals: FF35h, FF4Ah of FFD 1.05, and the older FF36h."""

from __future__ import annotations

from drivers.contracts.ffd import tlv
from drivers.contracts.ffd.tags import Tag
from drivers.emulation.drive import Document, Facts
from drivers.registrars.shtrih.codes import Command, Format, MoneyRegister
from drivers.registrars.shtrih.emulator import papers
from drivers.registrars.shtrih.emulator.failures import Failure, Why
from drivers.registrars.shtrih.emulator.machine import Handler, Handlers, Machine
from drivers.registrars.shtrih.emulator.settled import count, tags
from drivers.registrars.shtrih.emulator.tables import operator_name
from drivers.registrars.shtrih.emulator.tenders import Tenders
from drivers.registrars.shtrih.fields import Fields, moment, number

CORRECTION = 31
INCOME, EXPENSE = 1, 3
# The places of FF4Ah in order.
VAT = (
    *(Tag.VAT_20, Tag.VAT_10, Tag.TURNOVER_0, Tag.TURNOVER_NONE),
    *(Tag.VAT_20_120, Tag.VAT_10_110),
)


def begin(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """FF35h."""
    _may_correct(kkt)
    kkt.state.begun, kkt.state.begun_tags = CORRECTION, ""
    kkt.change()
    return b""


def by_totals(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """FF4Ah."""
    cause, operation, total = fields.number(), fields.number(), fields.number(5)
    cash, electronic, prepaid, credit, provision = (fields.number(5) for _ in range(5))
    vat = {tag: fields.number(5) for tag in VAT}
    tenders = Tenders(cash, (electronic, *[0] * 11), prepaid, credit, provision)
    tax_system = fields.number()
    if cause > 1 or tenders.change(total):
        raise Failure(Why.BAD_PARAMETERS)
    own = [tlv.number(Tag.CORRECTION_CAUSE, cause), *_sums(vat)]
    made = _make(kkt, operator, operation, total, tenders, tax_system, own)
    return _told(made) + moment(made.moment)


def by_sum(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """FF36h of FFD 1.0: the sum alone, all of it in cash."""
    total, operation = fields.number(5), fields.number()
    tenders, mask = Tenders(total, (0,) * 12), kkt.plate.taxes
    own = [tlv.number(Tag.CORRECTION_CAUSE, 0)]
    return _told(_make(kkt, operator, operation, total, tenders, mask & -mask, own))


def _may_correct(kkt: Machine) -> None:
    if kkt.plate.ffd > Format.V1_05:
        raise Failure(Why.MODE)  # corrected by a receipt with its items
    if kkt.state.receipt:
        raise Failure(Why.RECEIPT_OPEN)
    if not kkt.state.shift_opened:
        raise Failure(Why.SHIFT_CLOSED)
    if kkt.state.expired(kkt.now()):
        raise Failure(Why.SHIFT_EXPIRED)
    if kkt.state.begun not in (0, CORRECTION):
        raise Failure(Why.MODE)


def _make(
    kkt: Machine,
    operator: int,
    operation: int,
    total: int,
    tenders: Tenders,
    tax_system: int,
    own: list[bytes],
) -> Document:
    _may_correct(kkt)
    state = kkt.state
    one_bit = tax_system & (tax_system - 1) == 0 and tax_system & kkt.plate.taxes
    if operation not in (INCOME, EXPENSE) or not one_bit or not total:
        raise Failure(Why.BAD_PARAMETERS)
    if operation == EXPENSE and tenders.cash > state.money.get(MoneyRegister.CASH, 0):
        raise Failure(Why.NOT_ENOUGH_CASH)
    given = kkt.cashier_tags(bytes.fromhex(state.begun_tags), operator_name(kkt, operator))
    facts = Facts(CORRECTION, state.shift, operation, state.receipt_number + 1, total)
    made = kkt.register(facts, [*tags(kkt, facts, tenders, tax_system), *own, given])
    state.begun, state.begun_tags = 0, ""
    count(kkt, facts, tenders)
    papers.document(kkt, made)
    return made


def _sums(vat: dict[Tag, int]) -> list[bytes]:
    return [tlv.amount(tag, kopecks) for tag, kopecks in vat.items() if kopecks]


def _told(made: Document) -> bytes:
    return number(made.number, 2) + number(made.fd, 4) + number(made.sign, 4)


HANDLERS: Handlers = {
    Command.BEGIN_CORRECTION: Handler(begin),
    Command.CORRECTION_V2: Handler(by_totals, prints=True),
    Command.CORRECTION: Handler(by_sum, prints=True),
}
