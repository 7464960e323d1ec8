"""Questions to register and drive."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from drivers.contracts.ffd.tags import Tag
from drivers.emulation.drive import Document
from drivers.registrars.atol import words
from drivers.registrars.atol.emulator import papers
from drivers.registrars.atol.emulator.failures import Failure, Why
from drivers.registrars.atol.emulator.machine import Handlers, Machine, Result
from drivers.registrars.atol.emulator.told import ZONE
from drivers.registrars.atol.emulator.wear import DRIVES
from drivers.registrars.atol.exact import rubles
from drivers.registrars.atol.fields import Fields

NAME = "АТОЛ ЭМУЛЯТОР"
_KINDS = {int(kind): word for word, kind in reversed(words.DOCUMENTS.items())}


def device_info(kkt: Machine, task: Fields) -> Result:
    """getDeviceInfo."""
    info = {
        "model": 0,
        "modelName": NAME,
        "serial": kkt.state.plate.serial,
        "firmwareVersion": "emulated",
        "configurationVersion": "emulated",
        "receiptLineLength": kkt.width,
        "receiptLineLengthPix": 12 * kkt.width,
        "ffdVersion": kkt.state.plate.ffd,
        "fnFfdVersion": "1.2",
    }
    return {"deviceInfo": info}


def device_status(kkt: Machine, task: Fields) -> Result:
    """getDeviceStatus."""
    printer = kkt.printer
    status = {
        "currentDateTime": kkt.now().isoformat() + ZONE,
        "shift": kkt.shift_word,
        "blocked": False,
        "coverOpened": printer.cover,
        "paperPresent": printer.paper,
        "fiscal": True,
        "fnFiscal": True,
        "fnPresent": True,
        "cashDrawerOpened": printer.drawer,
    }
    return {"deviceStatus": status}


def shift_status(kkt: Machine, task: Fields) -> Result:
    """getShiftStatus."""
    state, expires = kkt.state, kkt.state.expires()
    told: dict[str, Any] = {"state": kkt.shift_word, "number": state.shift}
    told["documentsCount"] = sum(each.shift == state.shift for each in kkt.documents)
    if expires is not None:
        told["expiredTime"] = expires.isoformat() + ZONE
    return {"shiftStatus": told}


def shift_totals(kkt: Machine, task: Fields) -> Result:
    """getShiftTotals."""
    totals = kkt.state.totals
    receipts = {}
    for word in words.OPERATIONS.values():
        sums = totals.tenders.get(word, {})
        receipts[word] = {
            "count": totals.receipts.get(word, 0),
            "sum": rubles(sum(sums.values())),
            "payments": {name: rubles(sums.get(name, 0)) for name in words.TENDERS},
        }
    told = {
        "shiftNumber": kkt.state.shift,
        "income": {"count": totals.ins, "sum": rubles(totals.cash_in)},
        "outcome": {"count": totals.outs, "sum": rubles(totals.cash_out)},
        "cashDrawer": {"sum": rubles(kkt.state.cash)},
        "receipts": receipts,
    }
    return {"shiftTotals": told}


def fn_status(kkt: Machine, task: Fields) -> Result:
    """getFnStatus."""
    numbers = {
        "fiscalDocumentNumber": len(kkt.documents),
        "fiscalReceiptNumber": kkt.state.receipt_number,
        "warnings": _warnings(kkt),
    }
    return {"fnStatus": numbers}


def fn_info(kkt: Machine, task: Fields) -> Result:
    """getFnInfo."""
    plate = kkt.state.plate
    info = {
        "serial": plate.fn,
        "version": "emulated",
        "execution": "",
        "numberOfRegistrations": 1,
        "registrationsRemaining": 11,
        "validityDate": f"{plate.until}T00:00:00{ZONE}",
        "ffdVersion": plate.ffd,
        "fnFfdVersion": "1.2",
        "livePhase": "fiscalMode",
        "warnings": _warnings(kkt),
    }
    return {"fnInfo": info}


def exchange(kkt: Machine, task: Fields) -> Result:
    """ofdExchangeStatus."""
    waiting = kkt.unsent()
    status: dict[str, Any] = {"notSentCount": len(waiting)}
    if waiting:
        status |= {
            "notSentFirstDocNumber": waiting[0].fd,
            "notSentFirstDocDateTime": waiting[0].at + ZONE,
        }
    fine = {"code": 0, "description": "Ошибок нет"}
    return {"status": status, "errors": {"fn": fine, "network": fine, "ofd": fine}}


def registration(kkt: Machine, task: Fields) -> Result:
    """getRegistrationInfo."""
    plate = kkt.state.plate
    return {
        "organization": {
            "name": plate.user,
            "vatin": plate.inn,
            "email": "noreply@example.org",
            "address": plate.address,
            "taxationTypes": [word for bit, word in words.TAX_SYSTEMS.items() if bit & plate.taxes],
        },
        "device": {
            "registrationNumber": plate.rnm,
            "paymentsAddress": plate.place,
            "fnsUrl": "www.nalog.gov.ru",
            "offlineMode": False,
            "ffdVersion": plate.ffd,
        },
        "ofd": {"name": plate.ofd_name, "vatin": plate.ofd_inn, "host": "", "port": 0},
    }


def drawer(kkt: Machine, task: Fields) -> Result:
    """getCashDrawerStatus."""
    status = {"cashDrawerOpened": kkt.printer.drawer}
    return {"cashDrawerStatus": status, "counters": {"cashSum": rubles(kkt.state.cash)}}


def document(kkt: Machine, task: Fields) -> Result:
    """getFnDocument."""
    fd = task.number("fiscalDocumentNumber")
    if not 1 <= fd <= len(kkt.documents):
        raise Failure(Why.NO_SUCH_DATA)
    of = kkt.documents[fd - 1]
    told: dict[str, Any] = {"documentTLV": _tags(kkt, of)}
    if task.flag("withRawData"):
        told["rawData"] = b64encode(bytes.fromhex(of.tlv)).decode()
    return told


def _tags(kkt: Machine, of: Document) -> dict[str, Any]:
    """The kind, and the tags that a short record of the archive has too."""
    told: dict[str, Any] = {
        "fiscalDocumentType": _KINDS[of.kind],
        "short": False,
        str(int(Tag.FD)): of.fd,
        str(int(Tag.SIGN)): f"{of.sign:010d}",
        str(int(Tag.AT)): of.at + ZONE,
        str(int(Tag.SHIFT)): of.shift,
    }
    if not of.operation:
        return told
    return told | {
        "qr": papers.qr(kkt, of),
        str(int(Tag.OPERATION)): of.operation,
        str(int(Tag.TOTAL)): rubles(of.total),
        str(int(Tag.RECEIPT_NUMBER)): of.number,
    }


def _warnings(kkt: Machine) -> dict[str, bool]:
    told = DRIVES[kkt.state.drive].warnings
    return {name: name in told for name in words.WARNINGS}


HANDLERS: Handlers = {
    "getDeviceInfo": device_info,
    "getDeviceStatus": device_status,
    "getShiftStatus": shift_status,
    "getShiftTotals": shift_totals,
    "getFnStatus": fn_status,
    "getFnInfo": fn_info,
    "ofdExchangeStatus": exchange,
    "getRegistrationInfo": registration,
    "getCashDrawerStatus": drawer,
    "getFnDocument": document,
}
