"""Items of a receipt: FF46h and its tags, and the old 80h…83h."""

from __future__ import annotations

import zlib

from drivers.contracts.ffd import tlv
from drivers.contracts.ffd.tags import Tag
from drivers.registrars.shtrih.codes import Command, Format
from drivers.registrars.shtrih.emulator import taxes
from drivers.registrars.shtrih.emulator.current import begin, checked_tags, opened, total
from drivers.registrars.shtrih.emulator.failures import Failure, Why
from drivers.registrars.shtrih.emulator.machine import Handler, Handlers, Machine
from drivers.registrars.shtrih.emulator.state import Line
from drivers.registrars.shtrih.fields import TEXT, Fields, number
from drivers.registrars.shtrih.vat import TURNOVER_CODES, VAT_BYTES
from drivers.registrars.shtrih.words import OPERATIONS

MILLION = 1_000_000
MOST_LINES = 1000
MOST_KOPECKS = 9_999_999_999  # of a receipt: 99 999 999.99
METHODS, SUBJECTS = range(1, 8), range(1, 34)
ANY_DEPARTMENT = 255
_RATES = {byte: code for code, byte in VAT_BYTES.items()}
# Another family of models has these for 22 % and 22/122.
_RATES |= {0x90: 11, 0xA0: 12}


def operation_v2(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """FF46h."""
    operation, quantity, price = fields.number(), fields.number(6), fields.number(5)
    amount, _tax = fields.raw(5), fields.raw(5)
    rate = _RATES.get(fields.number())
    department, method, subject = fields.number(), fields.number(), fields.number()
    name = fields.rest().decode(TEXT, "replace")
    exact = (2 * price * quantity + MILLION) // (2 * MILLION)
    told = exact if amount == b"\xff" * 5 else int.from_bytes(amount, "little")
    if operation not in OPERATIONS or rate is None or abs(told - exact) > 1:
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
    _tag(kkt, operator, checked_tags(kkt, fields.rest()))
    return b""


def bind_item_code(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """FF67h: a marking code for the last item, taken without a check."""
    code = fields.raw(fields.number())
    if not code:
        raise Failure(Why.BAD_PARAMETERS)
    if kkt.plate.ffd < Format.V1_2:
        raise Failure(Why.UNKNOWN_COMMAND)
    known = code.startswith(b"01") and code[16:18] == b"21"
    kind, size = (Tag.CODE_GS1, 38) if known else (Tag.CODE_UNKNOWN, 32)
    control = f"{zlib.crc32(code) % 10_000:04d}"
    entries = [
        tlv.nested(Tag.ITEM_CODE, [tlv.entry(kind, code[:size])]),
        tlv.number(Tag.CODE_MODE, 0),
        tlv.number(Tag.CODE_VERDICT, 0),
        tlv.text(Tag.CODE_CONTROL, control, 4),
    ]
    _tag(kkt, operator, b"".join(entries))
    return number(0x4D44 if known else 0, 2) + bytes([0 if known else 0xFF])


def _add(kkt: Machine, operator: int, operation: int, line: Line) -> None:
    if not line.quantity:
        raise Failure(Why.QUANTITY)
    if line.department > 16 and line.department != ANY_DEPARTMENT:
        raise Failure(Why.DEPARTMENT)
    if len(kkt.lines) >= MOST_LINES:
        raise Failure(Why.TOO_MANY_OPERATIONS)
    if total(kkt) + line.amount > MOST_KOPECKS:
        raise Failure(Why.TOTAL_OVERFLOW)
    if kkt.state.receipt is None:
        begin(kkt, operator, operation)
    if opened(kkt, operator).operation != operation:
        raise Failure(Why.OTHER_RECEIPT)
    if kkt.state.expired(kkt.now()):
        raise Failure(Why.SHIFT_EXPIRED)
    kkt.lines.append(line)
    kkt.change(line=len(kkt.lines) - 1)


def _tag(kkt: Machine, operator: int, tags: bytes) -> None:
    opened(kkt, operator)
    if not kkt.lines:
        raise Failure(Why.MODE)
    kkt.lines[-1].tags += tags.hex()
    kkt.change(line=len(kkt.lines) - 1)


def tagged(line: Line, form: Format) -> bytes:
    """Tag 1059 of an item."""
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
    if line.vat not in TURNOVER_CODES:
        tags.append(tlv.amount(Tag.ITEM_VAT, taxes.tax_in(line.amount, line.vat)))
    if form >= Format.V1_2 and not any(tag == Tag.MEASURE for tag, _ in tlv.split(own)):
        tags.append(tlv.number(Tag.MEASURE, 0))
    return tlv.nested(Tag.ITEM, [*tags, own])


def _legacy(operation: int) -> Handler:
    return Handler(
        lambda kkt, operator, fields: legacy_item(kkt, operator, fields, operation), True
    )


HANDLERS: Handlers = {
    Command.OPERATION_V2: Handler(operation_v2, prints=True),
    Command.OPERATION_TLV: Handler(operation_tlv),
    Command.BIND_ITEM_CODE: Handler(bind_item_code),
    Command.SALE: _legacy(1),
    Command.PURCHASE: _legacy(3),
    Command.SALE_RETURN: _legacy(2),
    Command.PURCHASE_RETURN: _legacy(4),
}
