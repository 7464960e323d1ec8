"""Receipts: opening, tags, closing, cancelling; 85h of FFD 1.0 too."""

from __future__ import annotations

from drivers.contracts.ffd import tlv
from drivers.contracts.ffd.tags import Tag
from drivers.emulation.drive import Document, Facts
from drivers.registrars.shtrih.codes import (
    CORRECTS,
    REGISTER_ORDER,
    Command,
    Format,
    MoneyRegister,
    OperationRegister,
)
from drivers.registrars.shtrih.emulator import papers, taxes
from drivers.registrars.shtrih.emulator.current import begin, checked_tags, opened, total
from drivers.registrars.shtrih.emulator.failures import Failure, Why
from drivers.registrars.shtrih.emulator.items import tagged
from drivers.registrars.shtrih.emulator.machine import Handler, Handlers, Machine
from drivers.registrars.shtrih.emulator.settled import count, tags
from drivers.registrars.shtrih.emulator.state import Receipt
from drivers.registrars.shtrih.emulator.tables import operator_name
from drivers.registrars.shtrih.emulator.tenders import Tenders
from drivers.registrars.shtrih.fields import Fields, moment, number

RECEIPT, CORRECTION = 3, 31
NEEDED = (Tag.CORRECTION_CAUSE, Tag.CORRECTION_GROUND)  # of a correction by its items
_BY_REGISTER_ORDER = {order: operation for operation, order in REGISTER_ORDER.items()}


def open_receipt(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """8Dh."""
    kind = fields.number()
    operation, corrects = _BY_REGISTER_ORDER.get(kind & ~CORRECTS), bool(kind & CORRECTS)
    if operation is None or (corrects and kkt.plate.ffd <= Format.V1_05):
        raise Failure(Why.BAD_PARAMETERS)
    if kkt.state.receipt:
        raise Failure(Why.RECEIPT_OPEN)
    begin(kkt, operator, operation, corrects)
    kkt.change()
    return bytes([operator])


def document_tlv(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """FF0Ch: tags of the receipt, or of the shift report that is begun."""
    tags = checked_tags(kkt, fields.rest())
    if kkt.state.receipt:
        kkt.state.receipt.tags += tags.hex()
    elif kkt.state.begun:
        kkt.state.begun_tags += tags.hex()
    else:
        raise Failure(Why.MODE)
    kkt.change()
    return b""


def subtotal(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """89h."""
    opened(kkt, operator)
    return bytes([operator]) + number(total(kkt), 5)


def cancel(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """88h; works without paper, the note is printed only if there is some."""
    receipt = opened(kkt, operator)
    order = REGISTER_ORDER[receipt.operation]
    kkt.state.add_money(MoneyRegister.CANCELLED + order, total(kkt))
    kkt.state.count(OperationRegister.CANCELLED + order)
    kkt.end_receipt()
    kkt.state.next_paper()
    kkt.change()
    if kkt.printer.paper and not kkt.printer.cover:
        papers.plain(kkt, "ЧЕК АННУЛИРОВАН", [])
    return bytes([operator])


def close_v2(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """FF45h."""
    tenders = Tenders.of_v2([fields.number(5) for _ in range(16)])
    rounding = fields.number()
    fields.raw(6 * 5)  # taxes: the register computes them itself
    tax_system = fields.number()
    change, made = _close(kkt, operator, tenders, rounding, tax_system)
    return number(change, 5) + number(made.fd, 4) + number(made.sign, 4) + moment(made.moment)


def close_legacy(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """85h: four payments; the tax system is the first of those registered."""
    tenders = Tenders.of_legacy([fields.number(5) for _ in range(4)])
    if fields.number(2):
        raise Failure(Why.BAD_PARAMETERS)  # a discount by per cent belongs to FFD 1.0
    taxes_mask = kkt.plate.taxes
    change, _ = _close(kkt, operator, tenders, 0, taxes_mask & -taxes_mask)
    return bytes([operator]) + number(change, 5)


def _close(
    kkt: Machine, operator: int, tenders: Tenders, rounding: int, tax_system: int
) -> tuple[int, Document]:
    receipt = opened(kkt, operator)
    _may_close(kkt, rounding, tax_system)
    change = tenders.change(total(kkt) - rounding)
    kept = tenders.keeping(tenders.cash - change)
    if receipt.operation in (2, 3) and kept.cash > kkt.state.money.get(MoneyRegister.CASH, 0):
        raise Failure(Why.NOT_ENOUGH_CASH)
    made = _make(kkt, receipt, kept, total(kkt) - rounding, tax_system)
    papers.document(kkt, made, tenders.cash)
    kkt.end_receipt()
    return change, made


def _may_close(kkt: Machine, rounding: int, tax_system: int) -> None:
    one_bit = tax_system & (tax_system - 1) == 0 and tax_system & kkt.plate.taxes
    if not one_bit or rounding > total(kkt) % 100:  # FFD: 1020 keeps the roubles of the lines
        raise Failure(Why.BAD_PARAMETERS)
    # Gifts of nothing but zeros are registered, as real receipts show, though not everywhere.
    if not kkt.lines or not (total(kkt) or kkt.options.gifts):
        raise Failure(Why.ZERO_TOTAL)
    if kkt.state.expired(kkt.now()):
        raise Failure(Why.SHIFT_EXPIRED)


def _make(kkt: Machine, receipt: Receipt, kept: Tenders, payable: int, tax_system: int) -> Document:
    state, kind = kkt.state, CORRECTION if receipt.correction else RECEIPT
    given = kkt.cashier_tags(bytes.fromhex(receipt.tags), operator_name(kkt, receipt.operator))
    if receipt.correction and not all(_has(given, tag) for tag in NEEDED):
        raise Failure(Why.TAG_MISSING)
    facts = Facts(kind, state.shift, receipt.operation, state.receipt_number + 1, payable)
    sums = taxes.sums(((line.vat, line.amount) for line in kkt.lines), kkt.options.vat_by_total)
    lines = [tagged(line, kkt.plate.ffd) for line in kkt.lines]
    sender = [tlv.text(Tag.SENDER, kkt.plate.sender, 64)] if _has(given, Tag.CONTACT) else []
    own = [*tags(kkt, facts, kept, tax_system), *taxes.tags(sums), given, *sender, *lines]
    made = kkt.register(facts, own)
    _count_departments(kkt, facts.operation)
    count(kkt, facts, kept)
    return made


def _has(given: bytes, wanted: Tag) -> bool:
    return any(tag == wanted for tag, _ in tlv.split(given))


def _count_departments(kkt: Machine, operation: int) -> None:
    for line in kkt.lines:
        if line.department < 16:
            register = MoneyRegister.DEPARTMENTS + 4 * line.department
            kkt.state.add_money(register + REGISTER_ORDER[operation], line.amount)


HANDLERS: Handlers = {
    Command.OPEN_RECEIPT: Handler(open_receipt, prints=True),
    Command.DOCUMENT_TLV: Handler(document_tlv),
    Command.SUBTOTAL: Handler(subtotal),
    Command.CLOSE_RECEIPT: Handler(close_legacy, prints=True),
    Command.CANCEL_RECEIPT: Handler(cancel),
    Command.CLOSE_RECEIPT_V2: Handler(close_v2, prints=True),
}
