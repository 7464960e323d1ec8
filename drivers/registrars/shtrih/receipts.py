"""A receipt, a cashier and plain text as the commands that make them."""

from __future__ import annotations

from collections.abc import Iterator

from drivers.contracts.errors import Refused
from drivers.contracts.ffd import tlv
from drivers.contracts.ffd.tags import Tag
from drivers.contracts.receipt import (
    Cashier,
    Correction,
    Operation,
    RegistrarLine,
    RegistrarReceipt,
)
from drivers.registrars.shtrih import agents, commands, corrections
from drivers.registrars.shtrih.codes import (
    CORRECTS,
    REGISTER_ORDER,
    Command,
    Format,
    MoneyRegister,
)
from drivers.registrars.shtrih.item_codes import old_form
from drivers.registrars.shtrih.settings import Settings
from drivers.registrars.shtrih.words import MEASURES

_CASHLESS_TYPES = (1, 2, 3)  # payments 2…4 have registers of their own


def _payments(operation: Operation, *types: int) -> tuple[int, ...]:
    order = REGISTER_ORDER[operation]
    return tuple(MoneyRegister.PAYMENTS + 4 * kind + order for kind in types)


# Names of the contract → money registers that add up to them.
SHIFT_TOTALS = {
    "sale_cash": _payments(Operation.SALE, 0),
    "sale_electronic": _payments(Operation.SALE, *_CASHLESS_TYPES),
    "return_cash": _payments(Operation.SALE_RETURN, 0),
    "return_electronic": _payments(Operation.SALE_RETURN, *_CASHLESS_TYPES),
}


def items(receipt: RegistrarReceipt, form: Format, settings: Settings) -> Iterator[bytes]:
    """FF46h for each item, its tags (FF4Dh), its marking code.

    `Refused` for a VAT code that the table of bytes lacks.
    """
    for line in receipt.lines:
        yield _operation(receipt.operation, line, settings).command(settings.password)
        for tag in _item_tags(line, form):
            yield _tagged(Command.OPERATION_TLV, tag, settings)
        if line.item_code and form >= Format.V1_2:
            code = line.item_code.encode("ascii", "replace")
            yield commands.bind_item_code(settings.password, code)


def _item_tags(line: RegistrarLine, form: Format) -> Iterator[bytes]:
    if form >= Format.V1_2:
        yield tlv.number(Tag.MEASURE, line.measure)
    else:
        if unit := MEASURES.get(line.measure):
            yield tlv.text(Tag.UNIT, unit, 16)
        if line.item_code:
            yield tlv.entry(Tag.ITEM_CODE_1_05, old_form(line.item_code))
    if line.agent:
        yield from agents.of_item(line.agent)


def opening(receipt: RegistrarReceipt, form: Format, settings: Settings) -> Iterator[bytes]:
    """8Dh for a correction, with its cause, and where the firmware wants it."""
    correction = receipt.correction
    if correction or settings.open_receipt:
        kind = REGISTER_ORDER[receipt.operation] | (CORRECTS if correction else 0)
        yield commands.command(Command.OPEN_RECEIPT, settings.password, bytes([kind]))
    if correction:
        for tag in (corrections.cause(correction), corrections.ground(correction, form, settings)):
            yield _tagged(Command.DOCUMENT_TLV, tag, settings)


def correction_tags(
    receipt: RegistrarReceipt, correction: Correction, form: Format, settings: Settings
) -> Iterator[bytes]:
    """FF35h of FFD 1.05, then what FF4Ah itself does not say."""
    yield commands.command(Command.BEGIN_CORRECTION, settings.admin_password)
    yield _tagged(Command.DOCUMENT_TLV, corrections.ground(correction, form, settings), settings)
    for tag in corrections.new_rates(receipt, settings):
        yield _tagged(Command.DOCUMENT_TLV, tag, settings)


def requisites(receipt: RegistrarReceipt, form: Format, settings: Settings) -> Iterator[bytes]:
    """FF0Ch with cashier, contact, buyer and note; the drive adds the rest itself.

    A correction by totals is sent to nobody and names no buyer.
    """
    yield from cashier(receipt.cashier, settings)
    for tag in agents.kinds(receipt.lines, form):
        yield _tagged(Command.DOCUMENT_TLV, tag, settings)
    if receipt.note:
        yield _tagged(Command.DOCUMENT_TLV, tlv.text(Tag.NOTE, receipt.note, 16), settings)
    if receipt.correction and form <= Format.V1_05:
        return
    if receipt.contact:
        contact = tlv.text(Tag.CONTACT, receipt.contact, commands.CONTACT_SIZE)
        yield _tagged(Command.DOCUMENT_TLV, contact, settings)
    if receipt.buyer:
        for tag in agents.buyer(receipt.buyer, form):
            yield _tagged(Command.DOCUMENT_TLV, tag, settings)


def cashier(person: Cashier, settings: Settings) -> Iterator[bytes]:
    """FF0Ch with 1021 and, if the cashier has one, 1203."""
    name = tlv.text(Tag.CASHIER, person.name, 64)
    yield commands.command(Command.DOCUMENT_TLV, settings.password, name)
    if person.inn:
        inn = tlv.padded(Tag.CASHIER_INN, person.inn, 12)
        yield commands.command(Command.DOCUMENT_TLV, settings.password, inn)


def closing(receipt: RegistrarReceipt, settings: Settings) -> bytes:
    """FF45h. Money taken in cash is told as it was handed over: the change is printed.

    `Refused` for a rounding that reaches the roubles: 1020 has those of the lines (FFD).
    """
    if not 0 <= receipt.rounding <= receipt.gross % 100:
        raise Refused(f"{receipt.gross} kopecks are not rounded by {receipt.rounding}")
    takes_money = receipt.operation in (Operation.SALE, Operation.PURCHASE_RETURN)
    handed_over = receipt.cash_received if takes_money else 0
    return commands.Closing(
        cash=handed_over or receipt.cash,
        electronic=receipt.electronic,
        prepaid=receipt.prepaid,
        credit=receipt.credit,
        provision=receipt.provision,
        tax_system=receipt.tax_system,
        rounding=receipt.rounding,
    ).command(settings.password)


def text(lines: tuple[str, ...], qr: str, settings: Settings) -> Iterator[bytes]:
    """17h for each line of paper, DDh and DEh for a QR code, then feed and cut."""
    for line in lines:
        for part in _wrapped(line, settings.width):
            yield commands.print_line(settings.password, part, settings.width)
    if qr:
        data = qr.encode("utf-8")
        yield from commands.load_code(settings.password, data)
        yield commands.print_qr(settings.password, len(data), settings.qr_kind, settings.qr_dot)
    yield commands.feed(settings.password, settings.feed_lines)
    yield commands.cut(settings.password, partial=True)


def _tagged(code: Command, tag: bytes, settings: Settings) -> bytes:
    if len(tag) > commands.TLV_SIZE:
        named = int.from_bytes(tag[:2], "little")
        raise Refused(f"tag {named} is longer than a command takes: {len(tag)} bytes")
    return commands.command(code, settings.password, tag)


def _operation(operation: Operation, line: RegistrarLine, settings: Settings) -> commands.Operation:
    return commands.Operation(
        operation=operation,
        quantity=line.quantity,
        price=line.price,
        amount=line.amount,
        vat_byte=_vat_byte(line.vat, settings),
        method=line.method,
        subject=line.subject,
        name=line.name,
        department=settings.department,
    )


def _vat_byte(code: int, settings: Settings) -> int:
    if code not in settings.vat_bytes:
        raise Refused(f"the register has no byte for VAT code {code}")
    return settings.vat_bytes[code]


def _wrapped(line: str, width: int) -> list[str]:
    return [line[at : at + width] for at in range(0, len(line), width)] or [""]
