"""Corrections: totals for FFD 1.05 (FF35h, FF4Ah), what all versions say of the cause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, time

from drivers.contracts.errors import Refused
from drivers.contracts.ffd import tlv
from drivers.contracts.ffd.tags import Tag
from drivers.contracts.receipt import Correction, CorrectionCause, Operation, RegistrarReceipt
from drivers.registrars.shtrih import commands
from drivers.registrars.shtrih.codes import Command, Format
from drivers.registrars.shtrih.fields import number
from drivers.registrars.shtrih.settings import Settings
from drivers.registrars.shtrih.vat import PERCENT, RECEIPT_TAGS, TURNOVER_CODES

# What FF4Ah has places for, in this order: codes of 1199.
PLACES = (1, 2, 5, 6, 3, 4)
TOTALS_OF = (Operation.SALE, Operation.PURCHASE)


def ground(of: Correction, form: Format, settings: Settings) -> bytes:
    """1174: what is corrected; 1177 belongs to FFD 1.05."""
    day = datetime.combine(of.settled_on, time())  # of the shop, which the tag does not name
    own = settings.own_number if of.cause is CorrectionCause.OWN else ""
    children = [tlv.moment(Tag.GROUND_DAY, day)]
    if of.description and form <= Format.V1_05:
        children.insert(0, tlv.text(Tag.GROUND_NAME, of.description, 256))
    if named := of.number or own:
        children.append(tlv.text(Tag.GROUND_NUMBER, named, 32))
    return tlv.nested(Tag.CORRECTION_GROUND, children)


def cause(of: Correction) -> bytes:
    """1173."""
    return tlv.number(Tag.CORRECTION_CAUSE, of.cause)


def new_rates(receipt: RegistrarReceipt, settings: Settings) -> Iterator[bytes]:
    """1115 with the sums that FF4Ah has no place for: 5, 7 and 22 %."""
    sums = {code: sum_ for code, sum_ in vat(receipt).items() if code not in RECEIPT_TAGS}
    if not sums:
        return
    if not settings.new_rates_in_1115:
        raise Refused(f"FF4Ah has no place for the VAT codes {sorted(sums)}")
    entries = [
        tlv.nested(
            Tag.VAT_SUM_ENTRY, [tlv.number(Tag.VAT_RATE, code), tlv.amount(Tag.VAT_SUM, kopecks)]
        )
        for code, kopecks in sums.items()
    ]
    yield tlv.nested(Tag.VAT_SUMS, entries)


def totals(receipt: RegistrarReceipt, of: Correction, settings: Settings) -> bytes:
    """FF4Ah; `Refused` for what FFD 1.05 corrects otherwise, by a return and a new receipt."""
    if receipt.operation not in TOTALS_OF:
        raise Refused("FFD 1.05 corrects income and expense, not their returns")
    if receipt.rounding:
        raise Refused("a correction by totals drops no kopecks")
    tenders = (receipt.cash, receipt.electronic, receipt.prepaid, receipt.credit)
    sums = vat(receipt)
    params = (
        bytes([of.cause, receipt.operation])
        + number(receipt.total, 5)
        + b"".join(number(kopecks, 5) for kopecks in (*tenders, receipt.provision))
        + b"".join(number(sums.get(code, 0), 5) for code in PLACES)
        + number(receipt.tax_system, 1)
    )
    return commands.command(Command.CORRECTION_V2, settings.admin_password, params)


def vat(receipt: RegistrarReceipt) -> Mapping[int, int]:
    """Kopecks by code of 1199, line by line; the turnover for 0 % and "no VAT"."""
    sums: dict[int, int] = {}
    for line in receipt.lines:
        if line.vat not in PERCENT:
            raise Refused(f"the register knows no VAT code {line.vat}")
        sums[line.vat] = sums.get(line.vat, 0) + _tax(line.amount, line.vat)
    return sums


def _tax(amount: int, code: int) -> int:
    if code in TURNOVER_CODES:
        return amount
    rate = PERCENT[code]
    return (2 * amount * rate + 100 + rate) // (2 * (100 + rate))  # half up
