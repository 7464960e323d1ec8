"""What the documents of this maker's registers say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from drivers.contracts.ffd import tlv
from drivers.contracts.ffd.tags import Tag
from drivers.contracts.receipt import Cashier
from drivers.emulation.drive import Document
from drivers.registrars.atol.emulator.state import State

FFD_CODES = {"1.05": 2, "1.1": 3, "1.2": 4}
REGISTRATION, SHIFT_OPEN, RECEIPT, SHIFT_CLOSE, CORRECTION = 1, 2, 3, 5, 31
PERCENT: Mapping[int, int] = {1: 20, 2: 10, 3: 20, 4: 10, 7: 5, 8: 7, 9: 5, 10: 7, 11: 22, 12: 22}
FLAT_VAT = {
    1: Tag.VAT_20,
    2: Tag.VAT_10,
    3: Tag.VAT_20_120,
    4: Tag.VAT_10_110,
    5: Tag.TURNOVER_0,
    6: Tag.TURNOVER_NONE,
}


def registration(state: State) -> list[bytes]:
    """Tags of the report that a new drive begins with."""
    plate, ffd = state.plate, FFD_CODES[state.plate.ffd]
    return [
        tlv.text(Tag.USER, plate.user, 256),
        tlv.text(Tag.ADDRESS, plate.address, 256),
        tlv.text(Tag.PLACE, plate.place, 256),
        tlv.number(Tag.TAX_SYSTEMS, plate.taxes),
        tlv.padded(Tag.OFD_INN, plate.ofd_inn, 12),
        tlv.text(Tag.OFD_NAME, plate.ofd_name, 256),
        tlv.text(Tag.REGISTER_SERIAL, plate.serial, 20),
        tlv.text(Tag.REGISTER_VERSION, "ЭМУЛЯТОР", 8),
        tlv.number(Tag.REGISTER_FFD, ffd),
        tlv.number(Tag.DRIVE_FFD, FFD_CODES["1.2"]),
        tlv.text(Tag.TAX_SITE, "www.nalog.gov.ru", 256),
    ]


def shift_open(state: State, person: Cashier) -> list[bytes]:
    """Own tags of the report on opening a shift."""
    return [
        tlv.number(Tag.SHIFT, state.shift, 4),
        tlv.text(Tag.REGISTER_VERSION, "ЭМУЛЯТОР", 8),
        tlv.number(Tag.REGISTER_FFD, FFD_CODES[state.plate.ffd]),
        *cashier(person),
    ]


def shift_close(state: State, documents: Sequence[Document], person: Cashier) -> list[bytes]:
    """Own tags of Z."""
    of_shift = [each for each in documents if each.shift == state.shift]
    unsent = documents[state.acknowledged :]
    return [
        tlv.number(Tag.SHIFT, state.shift, 4),
        tlv.number(Tag.SHIFT_RECEIPTS, sum(each.number > 0 for each in of_shift), 4),
        tlv.number(Tag.SHIFT_DOCUMENTS, len(of_shift) + 1, 4),
        tlv.number(Tag.UNSENT, len(unsent) + 1, 4),
        tlv.number(Tag.FIRST_UNSENT, unsent[0].fd if unsent else len(documents) + 1, 4),
        *([tlv.moment(Tag.FIRST_UNSENT_AT, unsent[0].moment)] if unsent else []),
        *cashier(person),
    ]


def cashier(person: Cashier) -> list[bytes]:
    """1021 and 1203."""
    inn = [tlv.padded(Tag.CASHIER_INN, person.inn, 12)] if person.inn else []
    return [tlv.text(Tag.CASHIER, person.name, 64), *inn]


def tax_in(amount: int, code: int) -> int:
    """The tax inside an amount, kopecks, half up; at 0 % and without VAT the turnover itself."""
    if code not in PERCENT:
        return amount
    rate = PERCENT[code]
    return (2 * amount * rate + 100 + rate) // (2 * (100 + rate))


def vat_tags(by_code: Mapping[int, int]) -> list[bytes]:
    """Sums of a receipt: flat tags where a rate has one, 1115 for all the others."""
    flat = [tlv.amount(FLAT_VAT[code], by_code[code]) for code in by_code if code in FLAT_VAT]
    entries = [
        tlv.nested(
            Tag.VAT_SUM_ENTRY, [tlv.number(Tag.VAT_RATE, code), tlv.amount(Tag.VAT_SUM, kopecks)]
        )
        for code, kopecks in by_code.items()
        if code not in FLAT_VAT
    ]
    return [*flat, tlv.nested(Tag.VAT_SUMS, entries)] if entries else flat
