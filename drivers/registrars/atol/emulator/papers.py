"""Papers: forms of documents, and the tasks that only print."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from drivers.contracts.errors import BadFrame
from drivers.contracts.ffd import tlv
from drivers.contracts.ffd.tags import Tag
from drivers.emulation.drive import Document
from drivers.registrars.atol import words
from drivers.registrars.atol.emulator import drive
from drivers.registrars.atol.emulator.failures import Failure, Why
from drivers.registrars.atol.emulator.machine import Handlers, Machine, Result
from drivers.registrars.atol.emulator.printer import QR
from drivers.registrars.atol.fields import Fields

TITLES = {
    drive.REGISTRATION: "ОТЧЕТ О РЕГИСТРАЦИИ",
    drive.SHIFT_OPEN: "ОТЧЕТ ОБ ОТКРЫТИИ СМЕНЫ",
    drive.RECEIPT: "КАССОВЫЙ ЧЕК",
    drive.SHIFT_CLOSE: "ОТЧЕТ О ЗАКРЫТИИ СМЕНЫ",
    drive.CORRECTION: "КАССОВЫЙ ЧЕК КОРРЕКЦИИ",
}
OPERATIONS = {1: "ПРИХОД", 2: "ВОЗВРАТ ПРИХОДА", 3: "РАСХОД", 4: "ВОЗВРАТ РАСХОДА"}
TENDERS = {
    Tag.CASH: "НАЛИЧНЫМИ",
    Tag.ELECTRONIC: "БЕЗНАЛИЧНЫМИ",
    Tag.PREPAID: "ПРЕДВАРИТЕЛЬНАЯ ОПЛАТА (АВАНС)",
    Tag.CREDIT: "ПОСЛЕДУЮЩАЯ ОПЛАТА (КРЕДИТ)",
    Tag.PROVISION: "ИНАЯ ФОРМА ОПЛАТЫ",
}


def rub(kopecks: int) -> str:
    """1234.56."""
    return f"{kopecks // 100}.{kopecks % 100:02d}"


def document(kkt: Machine, made: Document) -> list[str]:
    """The paper of any document of the drive."""
    plate, tags = kkt.state.plate, tlv.tree(bytes.fromhex(made.tlv))
    lines = [plate.user, plate.address, TITLES.get(made.kind, "ДОКУМЕНТ")]
    if made.operation:
        lines += [OPERATIONS[made.operation], f"ЧЕК {made.number} СМЕНА {made.shift}"]
        lines += _body(tags)
    elif made.shift:
        lines.append(f"СМЕНА {made.shift}")
    lines += [f"КАССИР {tags.get(str(Tag.CASHIER), '')}", f"МЕСТО РАСЧЕТОВ {plate.place}"]
    lines += [f"ЗН ККТ {plate.serial} {made.moment:%d.%m.%y %H:%M}", f"РН ККТ {plate.rnm}"]
    lines += [f"ИНН {plate.inn} ФН {plate.fn}", f"ФД {made.fd}", f"ФП {made.sign:010d}"]
    return [*lines, QR + qr(kkt, made)] if made.operation else lines


def qr(kkt: Machine, of: Document) -> str:
    """Tag 1196."""
    at, fn = f"{of.moment:%Y%m%dT%H%M}", kkt.state.plate.fn
    return f"t={at}&s={rub(of.total)}&fn={fn}&i={of.fd}&fp={of.sign}&n={of.operation}"


def continue_print(kkt: Machine, task: Fields) -> Result:
    """continuePrint."""
    kkt.printer.need_paper()
    if not kkt.state.unprinted:
        raise Failure(Why.WRONG_STATE)
    kkt.printer.go_on()
    kkt.keep()
    return {}


def last_copy(kkt: Machine, task: Fields) -> Result:
    """printLastReceiptCopy."""
    receipts = [one for one in kkt.documents if one.kind in (drive.RECEIPT, drive.CORRECTION)]
    return _copy(kkt, receipts[-1] if receipts else None)


def copy(kkt: Machine, task: Fields) -> Result:
    """printFnDocument."""
    fd = task.number("fiscalDocumentNumber")
    return _copy(kkt, kkt.documents[fd - 1] if 1 <= fd <= len(kkt.documents) else None)


def non_fiscal(kkt: Machine, task: Fields) -> Result:
    """nonFiscal: texts and barcodes."""
    kkt.printer.need_paper()
    kkt.printer.print([line for item in task.each("items") for line in _printed(kkt, item)])
    return {}


def x_report(kkt: Machine, task: Fields) -> Result:
    """reportX."""
    kkt.printer.need_paper()
    totals = kkt.state.totals
    lines = ["ОТЧЕТ БЕЗ ГАШЕНИЯ", f"СМЕНА {kkt.state.shift}"]
    lines += [f"{word}: {count}" for word, count in totals.receipts.items()]
    lines += [f"ВНЕСЕНИЙ ={rub(totals.cash_in)}", f"ВЫПЛАТ ={rub(totals.cash_out)}"]
    kkt.printer.print([*lines, f"НАЛИЧНЫЕ В КАССЕ ={rub(kkt.state.cash)}"])
    return {}


def drawer(kkt: Machine, task: Fields) -> Result:
    """openCashDrawer."""
    kkt.printer.kick_drawer()
    return {}


def clock(kkt: Machine, task: Fields) -> Result:
    """setDateTime: ISO 8601, or with points as one client writes it."""
    if kkt.state.shift_opened:
        raise Failure(Why.SHIFT_OPEN)
    try:
        # The register's clock knows no zone.
        told = datetime.strptime(task.text("dateTime"), words.CLOCK)  # noqa: DTZ007
    except ValueError:
        moment = task.moment("dateTime")
        if moment is None:
            raise Failure(Why.FIELD_MISSING) from None
        told = moment
    kkt.set_clock(told)
    return {}


def _copy(kkt: Machine, of: Document | None) -> Result:
    kkt.printer.need_paper()
    if of is None:
        raise Failure(Why.NO_SUCH_DATA)
    kkt.printer.print(["КОПИЯ", *document(kkt, of)])
    return {}


def _printed(kkt: Machine, item: Fields) -> list[str]:
    match item.text("type"):
        case "text":
            words_, width = item.text("text"), kkt.width
            return [words_[at : at + width] for at in range(0, len(words_), width)] or [""]
        case "barcode":
            return [QR + item.text("barcode")]
        case other:
            raise BadFrame(f"nothing to print is called {other}")


def _body(tags: dict[str, Any]) -> list[str]:
    lines = []
    for item in tags.get(str(Tag.ITEM), []):
        lines += [item[str(Tag.ITEM_NAME)]]
        count, price = item[str(Tag.QUANTITY)], rub(item[str(Tag.PRICE)])
        lines += [f"  {count} x {price} ={rub(item[str(Tag.AMOUNT)])}"]
    lines += [f"ИТОГ ={rub(tags[str(Tag.TOTAL)])}"]
    return lines + [
        f"{name} ={rub(kopecks)}" for tag, name in TENDERS.items() if (kopecks := tags[str(tag)])
    ]


HANDLERS: Handlers = {
    "continuePrint": continue_print,
    "printLastReceiptCopy": last_copy,
    "printFnDocument": copy,
    "nonFiscal": non_fiscal,
    "reportX": x_report,
    "openCashDrawer": drawer,
    "setDateTime": clock,
}
