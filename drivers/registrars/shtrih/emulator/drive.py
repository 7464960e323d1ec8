"""What the documents of this maker's registers say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from drivers.contracts.ffd import tlv
from drivers.contracts.ffd.tags import Tag
from drivers.emulation.drive import Document
from drivers.registrars.shtrih.codes import Format
from drivers.registrars.shtrih.emulator.state import State

RECEIPT = 3


def registration(state: State) -> list[bytes]:
    """Tags of the report that a new drive begins with."""
    plate = state.plate
    return [
        tlv.text(Tag.USER, plate.user, 256),
        tlv.text(Tag.ADDRESS, plate.address, 256),
        tlv.text(Tag.PLACE, plate.place, 256),
        tlv.number(Tag.TAX_SYSTEMS, plate.taxes),
        tlv.padded(Tag.OFD_INN, plate.ofd_inn, 12),
        tlv.text(Tag.OFD_NAME, plate.ofd_name, 256),
        tlv.text(Tag.SENDER, plate.sender, 64),
        tlv.number(Tag.AUTONOMOUS, 0),
        tlv.text(Tag.REGISTER_SERIAL, str(plate.serial), 20),
        tlv.text(Tag.REGISTER_VERSION, "ЭМУЛЯТОР", 8),
        tlv.number(Tag.REGISTER_FFD, plate.ffd),
        tlv.number(Tag.DRIVE_FFD, plate.ffd),
        tlv.text(Tag.TAX_SITE, "www.nalog.gov.ru", 256),
    ]


def shift_open(state: State) -> list[bytes]:
    """Own tags of the report on opening a shift."""
    return [
        tlv.number(Tag.SHIFT, state.shift, 4),
        tlv.text(Tag.REGISTER_VERSION, "ЭМУЛЯТОР", 8),
        tlv.number(Tag.REGISTER_FFD, state.plate.ffd),
    ]


def shift_close(state: State, documents: Sequence[Document], fd: int) -> list[bytes]:
    """Own tags of Z: counts, the queue to the OFD, totals of the shift."""
    of_shift = [each for each in documents if each.shift == state.shift]
    unsent = [each for each in documents if each.fd > state.acknowledged]
    tags = [
        tlv.number(Tag.SHIFT, state.shift, 4),
        tlv.number(Tag.SHIFT_RECEIPTS, sum(each.number > 0 for each in of_shift), 4),
        tlv.number(Tag.SHIFT_DOCUMENTS, len(of_shift) + 1, 4),
        tlv.number(Tag.UNSENT, len(unsent) + 1, 4),
        tlv.number(Tag.FIRST_UNSENT, unsent[0].fd if unsent else fd, 4),
    ]
    if state.plate.ffd > Format.V1_05:
        tags.append(tlv.nested(Tag.SHIFT_TOTALS, shift_totals(of_shift)))
    if unsent:
        tags.append(tlv.moment(Tag.FIRST_UNSENT_AT, unsent[0].moment))
    return tags


# Total of an operation → the receipt's tag that is added up in it.
_ADDED_UP = {
    Tag.GRAND_TOTAL: Tag.TOTAL,
    Tag.TOTAL_CASH: Tag.CASH,
    Tag.TOTAL_ELECTRONIC: Tag.ELECTRONIC,
    Tag.TOTAL_PREPAID: Tag.PREPAID,
    Tag.TOTAL_CREDIT: Tag.CREDIT,
    Tag.TOTAL_PROVISION: Tag.PROVISION,
    Tag.TOTAL_VAT_20: Tag.VAT_20,
    Tag.TOTAL_VAT_10: Tag.VAT_10,
    Tag.TOTAL_VAT_20_120: Tag.VAT_20_120,
    Tag.TOTAL_VAT_10_110: Tag.VAT_10_110,
    Tag.TOTAL_TURNOVER_0: Tag.TURNOVER_0,
    Tag.TOTAL_TURNOVER_NONE: Tag.TURNOVER_NONE,
}
_BY_OPERATION = {
    1: Tag.TOTALS_SALE,
    2: Tag.TOTALS_SALE_RETURN,
    3: Tag.TOTALS_PURCHASE,
    4: Tag.TOTALS_PURCHASE_RETURN,
}


def shift_totals(documents: Iterable[Document]) -> list[bytes]:
    """Children of 1194: how many receipts, and the totals of each operation."""
    made = [each for each in documents if each.number]
    receipts = [each for each in made if each.kind == RECEIPT]
    children = [tlv.number(Tag.ALL_RECEIPTS, len(receipts), 4)]
    for operation, tag in _BY_OPERATION.items():
        chosen = [each for each in receipts if each.operation == operation]
        if chosen:
            children.append(tlv.nested(tag, _totals(chosen)))
    if corrections := len(made) - len(receipts):
        count = tlv.number(Tag.CORRECTIONS, corrections, 4)
        children.append(tlv.nested(Tag.TOTALS_CORRECTIONS, [count]))
    return children


def _totals(receipts: Sequence[Document]) -> list[bytes]:
    read = [dict(tlv.split(bytes.fromhex(each.tlv))) for each in receipts]
    added = {
        total: sum(tlv.to_int(tags.get(part, b"")) for tags in read)
        for total, part in _ADDED_UP.items()
    }
    always = (Tag.GRAND_TOTAL, Tag.TOTAL_CASH, Tag.TOTAL_ELECTRONIC)
    return [
        tlv.number(Tag.RECEIPTS, len(receipts), 4),
        *(tlv.amount(tag, kopecks) for tag, kopecks in added.items() if kopecks or tag in always),
    ]
