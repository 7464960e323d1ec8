"""Receipts: items, tags, closing, cancelling; the old commands of FFD 1.0 too."""

from __future__ import annotations

import zlib

from drivers.registrars.shtrih import tlv
from drivers.registrars.shtrih.codes import (
    REGISTER_ORDER,
    Command,
    MoneyRegister,
    OperationRegister,
)
from drivers.registrars.shtrih.emulator import drive, forms, taxes
from drivers.registrars.shtrih.emulator.failures import Failure, Why
from drivers.registrars.shtrih.emulator.machine import Handler, Handlers, Machine
from drivers.registrars.shtrih.emulator.state import Document, Line, Receipt
from drivers.registrars.shtrih.emulator.tables import operator_name
from drivers.registrars.shtrih.emulator.tenders import Tenders
from drivers.registrars.shtrih.fields import TEXT, Fields, moment, number
from drivers.registrars.shtrih.tags import Tag
from drivers.registrars.shtrih.vat import VAT_BYTES

MILLION = 1_000_000
MOST_LINES = 1000
METHODS, SUBJECTS = range(1, 8), range(1, 34)
ANY_DEPARTMENT = 255
_RATES = {byte: code for code, byte in VAT_BYTES.items()}
# Another family of models has these for 22 % and 22/122.
_RATES |= {0x90: 11, 0xA0: 12}
_BY_REGISTER_ORDER = {order: operation for operation, order in REGISTER_ORDER.items()}


def open_receipt(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """8Dh."""
    operation = _BY_REGISTER_ORDER.get(fields.number())
    if operation is None:
        raise Failure(Why.BAD_PARAMETERS)
    if kkt.state.receipt:
        raise Failure(Why.RECEIPT_OPEN)
    _begin(kkt, operator, operation)
    kkt.change()
    return bytes([operator])


def operation_v2(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """FF46h."""
    operation, quantity, price = fields.number(), fields.number(6), fields.number(5)
    amount, _tax = fields.raw(5), fields.raw(5)
    rate = _RATES.get(fields.number())
    department, method, subject = fields.number(), fields.number(), fields.number()
    name = fields.rest().decode(TEXT, "replace")
    exact = (2 * price * quantity + MILLION) // (2 * MILLION)
    told = exact if amount == b"\xff" * 5 else int.from_bytes(amount, "little")
    if operation not in forms.OPERATIONS or rate is None or abs(told - exact) > 1:
        raise Failure(Why.BAD_PARAMETERS)
    if method not in METHODS or subject not in SUBJECTS:
        raise Failure(Why.BAD_PARAMETERS)
    line = Line(name, price, quantity, told, rate, method, subject, department)
    _add(kkt, operator, operation, line)
    return b""


def legacy_item(kkt: Machine, operator: int, fields: Fields, operation: int) -> bytes:
    """80h…83h: quantity in thousandths, the tax by the number of its group."""
    quantity, price, department = fields.number(5), fields.number(5), fields.number()
    group = fields.raw(4)[0]
    name = fields.text(fields.left)
    if group > 6:
        raise Failure(Why.BAD_PARAMETERS)
    # Groups 1…6 are 20 %, 10 %, 0 %, none, 20/120, 10/110; 0 is no tax.
    rate = {1: 1, 2: 2, 3: 5, 4: 6, 5: 3, 6: 4}.get(group, 6)
    amount = (2 * price * quantity + 1000) // 2000
    line = Line(name, price, quantity * 1000, amount, rate, 4, 1, department)
    _add(kkt, operator, operation, line)
    return bytes([operator])


def operation_tlv(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """FF4Dh: tags of the last item."""
    return _tag_last_line(kkt, operator, fields.rest())


def bind_item_code(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """FF67h: a marking code for the last item, taken without a check."""
    code = fields.raw(fields.number())
    if not code:
        raise Failure(Why.BAD_PARAMETERS)
    known = code.startswith(b"01") and code[16:18] == b"21"
    kind, size = (Tag.CODE_GS1, 38) if known else (Tag.CODE_UNKNOWN, 32)
    control = f"{zlib.crc32(code) % 10_000:04d}"
    entries = [
        tlv.nested(Tag.ITEM_CODE, [tlv.entry(kind, code[:size])]),
        tlv.number(Tag.CODE_MODE, 0),
        tlv.number(Tag.CODE_VERDICT, 0),
        tlv.text(Tag.CODE_CONTROL, control, 4),
    ]
    _tag_last_line(kkt, operator, b"".join(entries))
    return number(0x4D44 if known else 0, 2) + bytes([0 if known else 0xFF])


def document_tlv(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """FF0Ch: tags of the receipt, or of the shift report that is begun."""
    tags = _checked_tags(fields.rest())
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
    _open(kkt, operator)
    return bytes([operator]) + number(_total(kkt), 5)


def cancel(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """88h; works without paper, the note is printed only if there is some."""
    receipt = _open(kkt, operator)
    order = REGISTER_ORDER[receipt.operation]
    kkt.state.add_money(MoneyRegister.CANCELLED + order, _total(kkt))
    kkt.state.count(OperationRegister.CANCELLED + order)
    kkt.end_receipt()
    kkt.state.next_paper()
    kkt.change()
    if kkt.printer.paper and not kkt.printer.cover:
        kkt.print(forms.plain("ЧЕК АННУЛИРОВАН", [], kkt.sheet))
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


def _begin(kkt: Machine, operator: int, operation: int) -> Receipt:
    if not kkt.state.shift_opened:
        raise Failure(Why.SHIFT_CLOSED)
    if kkt.state.expired(kkt.now()):
        raise Failure(Why.SHIFT_EXPIRED)
    if kkt.state.begun:
        raise Failure(Why.MODE)
    kkt.state.receipt = Receipt(operation, operator)
    return kkt.state.receipt


def _open(kkt: Machine, operator: int) -> Receipt:
    receipt = kkt.state.receipt
    if receipt is None:
        raise Failure(Why.MODE)
    if operator not in (receipt.operator, 29, 30):
        raise Failure(Why.OTHER_OPERATOR)
    return receipt


def _add(kkt: Machine, operator: int, operation: int, line: Line) -> None:
    if not line.quantity:
        raise Failure(Why.QUANTITY)
    if line.department > 16 and line.department != ANY_DEPARTMENT:
        raise Failure(Why.DEPARTMENT)
    if len(kkt.lines) >= MOST_LINES:
        raise Failure(Why.TOO_MANY_OPERATIONS)
    if kkt.state.receipt is None:
        _begin(kkt, operator, operation)
    if _open(kkt, operator).operation != operation:
        raise Failure(Why.OTHER_RECEIPT)
    if kkt.state.expired(kkt.now()):
        raise Failure(Why.SHIFT_EXPIRED)
    kkt.lines.append(line)
    kkt.change(line=len(kkt.lines) - 1)


def _tag_last_line(kkt: Machine, operator: int, tags: bytes) -> bytes:
    _open(kkt, operator)
    if not kkt.lines:
        raise Failure(Why.MODE)
    kkt.lines[-1].tags += _checked_tags(tags).hex()
    kkt.change(line=len(kkt.lines) - 1)
    return b""


def _checked_tags(data: bytes) -> bytes:
    if len(data) > 250:
        raise Failure(Why.TLV_TOO_LARGE)
    list(tlv.split(data))  # BadFrame is answered with "wrong parameters"
    return data


def _total(kkt: Machine) -> int:
    return sum(line.amount for line in kkt.lines)


def _close(
    kkt: Machine, operator: int, tenders: Tenders, rounding: int, tax_system: int
) -> tuple[int, Document]:
    receipt, total = _open(kkt, operator), _total(kkt) - rounding
    one_bit = tax_system & (tax_system - 1) == 0 and tax_system & kkt.plate.taxes
    if not one_bit or rounding > 99:
        raise Failure(Why.BAD_PARAMETERS)
    if not kkt.lines:  # gifts of nothing but zeros are registered, as real receipts show
        raise Failure(Why.ZERO_TOTAL)
    if kkt.state.expired(kkt.now()):
        raise Failure(Why.SHIFT_EXPIRED)
    change = tenders.change(total)
    kept = tenders.keeping(tenders.cash - change)
    if receipt.operation in (2, 3) and kept.cash > kkt.state.money.get(MoneyRegister.CASH, 0):
        raise Failure(Why.NOT_ENOUGH_CASH)
    given = kkt.cashier_tags(bytes.fromhex(receipt.tags), operator_name(kkt, receipt.operator))
    facts = drive.Facts(3, kkt.state.shift, receipt.operation, kkt.state.receipt_number + 1, total)
    made = kkt.register(facts, _tags(kkt, facts, kept, tax_system, given))
    _count(kkt, facts, kept)
    kkt.print(forms.document(made, kkt.plate, kkt.sheet, tenders.cash))
    kkt.end_receipt()
    return change, made


def _tags(
    kkt: Machine, facts: drive.Facts, kept: Tenders, tax_system: int, given: bytes
) -> list[bytes]:
    sums = taxes.sums(((line.vat, line.amount) for line in kkt.lines), kkt.options.vat_by_total)
    contact = any(tag == Tag.CONTACT for tag, _ in tlv.split(given))
    return [
        tlv.text(Tag.USER, kkt.plate.user, 256),
        tlv.text(Tag.ADDRESS, kkt.plate.address, 256),
        tlv.text(Tag.PLACE, kkt.plate.place, 256),
        tlv.number(Tag.SHIFT, facts.shift, 4),
        tlv.number(Tag.RECEIPT_NUMBER, facts.number, 4),
        tlv.number(Tag.OPERATION, facts.operation),
        tlv.number(Tag.TAX_SYSTEM, tax_system),
        tlv.amount(Tag.TOTAL, facts.total),
        *kept.tags(),
        *taxes.tags(sums),
        given,
        *([tlv.text(Tag.SENDER, "noreply@example.org", 64)] if contact else []),
        *(_item(line) for line in kkt.lines),
    ]


def _item(line: Line) -> bytes:
    own = bytes.fromhex(line.tags)
    digits, count = (3, line.quantity // 1000) if line.quantity % 1000 == 0 else (6, line.quantity)
    tags = [
        tlv.text(Tag.ITEM_NAME, line.name, 128),
        tlv.amount(Tag.PRICE, line.price),
        tlv.quantity(Tag.QUANTITY, count, digits),
        tlv.amount(Tag.AMOUNT, line.amount),
        tlv.number(Tag.VAT_RATE, line.vat),
        tlv.number(Tag.METHOD, line.method),
        tlv.number(Tag.SUBJECT, line.subject),
    ]
    if line.vat not in taxes.TURNOVER_CODES:
        tags.append(tlv.amount(Tag.ITEM_VAT, taxes.tax_in(line.amount, line.vat)))
    if not any(tag == Tag.MEASURE for tag, _ in tlv.split(own)):
        tags.append(tlv.number(Tag.MEASURE, 0))
    return tlv.nested(Tag.ITEM, [*tags, own])


def _count(kkt: Machine, facts: drive.Facts, kept: Tenders) -> None:
    """Money and operation registers of a closed receipt (section 4.1, 4.2)."""
    state, order = kkt.state, REGISTER_ORDER[facts.operation]
    state.receipt_number = facts.number
    for line in kkt.lines:
        if line.department < 16:
            register = MoneyRegister.DEPARTMENTS + 4 * line.department + order
            state.add_money(register, line.amount)
    for kind, kopecks in enumerate((kept.cash, *kept.cashless[:3])):
        state.add_money(MoneyRegister.PAYMENTS + 4 * kind + order, kopecks)
    comes_in = facts.operation in (1, 4)
    state.add_money(MoneyRegister.CASH, kept.cash if comes_in else -kept.cash)
    state.add_money(MoneyRegister.EVER_SOLD, facts.total if facts.operation == 1 else 0)
    state.count(OperationRegister.SHIFT_RECEIPTS + order)
    state.count(OperationRegister.RECEIPTS + order)


def _legacy(operation: int) -> Handler:
    return Handler(
        lambda kkt, operator, fields: legacy_item(kkt, operator, fields, operation), True
    )


HANDLERS: Handlers = {
    Command.OPEN_RECEIPT: Handler(open_receipt, prints=True),
    Command.OPERATION_V2: Handler(operation_v2, prints=True),
    Command.OPERATION_TLV: Handler(operation_tlv),
    Command.BIND_ITEM_CODE: Handler(bind_item_code),
    Command.DOCUMENT_TLV: Handler(document_tlv),
    Command.SUBTOTAL: Handler(subtotal),
    Command.CANCEL_RECEIPT: Handler(cancel),
    Command.CLOSE_RECEIPT_V2: Handler(close_v2, prints=True),
    Command.CLOSE_RECEIPT: Handler(close_legacy, prints=True),
    Command.SALE: _legacy(1),
    Command.PURCHASE: _legacy(3),
    Command.SALE_RETURN: _legacy(2),
    Command.PURCHASE_RETURN: _legacy(4),
}
