"""What a document task tells of the document it made."""

from __future__ import annotations

from typing import Any

from drivers.emulation.drive import Document
from drivers.registrars.atol.emulator.drive import CORRECTION, RECEIPT, SHIFT_CLOSE
from drivers.registrars.atol.emulator.state import Plate
from drivers.registrars.atol.exact import rubles

ZONE = "+03:00"  # the register tells its local time with an offset


def fiscal(document: Document, plate: Plate, receipts: int, *, printed: bool) -> dict[str, Any]:
    """fiscalParams and warnings."""
    told: dict[str, Any] = {
        "fiscalDocumentNumber": document.fd,
        "fiscalDocumentSign": f"{document.sign:010d}",
        "fiscalDocumentDateTime": document.at + ZONE,
        "shiftNumber": document.shift,
        "fnNumber": plate.fn,
        "registrationNumber": plate.rnm,
        "fnsUrl": "www.nalog.gov.ru",
    }
    if document.kind in (RECEIPT, CORRECTION):
        told |= {"total": rubles(document.total), "fiscalReceiptNumber": document.number}
    if document.kind == SHIFT_CLOSE:
        told |= {"receiptsCount": receipts}
    return {"fiscalParams": told, "warnings": {"notPrinted": not printed}}
