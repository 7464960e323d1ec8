"""Questions to the fiscal drive: its state, its documents, the queue to the OFD."""

from __future__ import annotations

from datetime import date

from drivers.contracts.ffd import tlv
from drivers.contracts.ffd.tags import Tag
from drivers.emulation.drive import Document
from drivers.registrars.shtrih.codes import Command, Format
from drivers.registrars.shtrih.emulator.failures import Failure, Why
from drivers.registrars.shtrih.emulator.machine import Handler, Handlers, Machine
from drivers.registrars.shtrih.emulator.wear import DRIVES
from drivers.registrars.shtrih.fields import Fields, moment, number

WORKING = 3  # phase: configured, fiscal mode
IN_DRIVE = {0: 0, 2: 2, 5: 8, 21: 0x17, 31: 0x14}  # kind begun → "current document" of FF01h
# What a v1 frame leaves for FF3Bh: 255 bytes less code and error.
BLOCK = 250
CONNECTED, TO_SEND = 1, 2
MOST_DOCUMENTS, MOST_KIB = 250_000, 65_536


def status(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """FF01h."""
    state, last = kkt.state, kkt.documents[-1]
    # A receipt reaches the drive when it is closed; until then the drive knows of none.
    return (
        bytes(
            [
                WORKING,
                IN_DRIVE[state.begun],
                0,
                int(bool(state.shift_opened)),
                DRIVES[state.drive].warnings,
            ]
        )
        + moment(last.moment)
        + state.plate.fn.encode("ascii").ljust(16)
        + number(last.fd, 4)
    )


def fn_number(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """FF02h."""
    return kkt.plate.fn.encode("ascii").ljust(16)


def expiry(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """FF03h."""
    until = date.fromisoformat(kkt.plate.until)
    return bytes([until.year % 100, until.month, until.day, 11, 1])


def version(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """FF04h: a debugging drive."""
    return b"emulated".ljust(16) + b"\0"


def memory(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """FF63h: documents it takes for five years, and free space of 30 days in KiB."""
    return number(max(0, MOST_DOCUMENTS - len(kkt.documents)), 4) + number(MOST_KIB, 4)


def cancel(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """FF08h."""
    kkt.state.begun, kkt.state.begun_tags = 0, ""
    kkt.change()
    return b""


def registration(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """FF09h; FFD 1.1 and 1.2 have a longer form of it."""
    plate, first = kkt.plate, kkt.documents[0]
    head = moment(first.moment) + _padded(plate.inn, 12) + _padded(plate.rnm, 20)
    modes = bytes([plate.taxes, 0])
    if plate.ffd > Format.V1_05:
        modes += b"\0" + _padded(plate.ofd_inn, 12) + bytes(4)
    return head + modes + number(first.fd, 4) + number(first.sign, 4)


def find(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """FF0Ah."""
    document = _document(kkt, fields.number(4))
    ticket = int(document.fd <= kkt.state.acknowledged)
    head = bytes([document.kind, ticket]) + moment(document.moment)
    head += number(document.fd, 4) + number(document.sign, 4)
    if document.is_receipt:
        return head + bytes([document.operation]) + number(document.total, 5)
    if document.kind in (2, 5):
        return head + number(document.shift, 2)
    if document.kind == 21:
        tags = dict(tlv.split(bytes.fromhex(document.tlv)))
        first = tags.get(Tag.FIRST_UNSENT_AT)
        day = moment(tlv.to_moment(first))[:3] if first else bytes(3)
        return head + tags[Tag.UNSENT] + day
    plate = kkt.plate
    return head + _padded(plate.inn, 12) + _padded(plate.rnm, 20) + bytes([plate.taxes, 0])


def request_tlv(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """FF3Ah."""
    document = _document(kkt, fields.number(4))
    kkt.reading = bytes.fromhex(document.tlv)
    return number(document.kind, 2) + number(len(kkt.reading), 2)


def read_tlv(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """FF3Bh: one tag a time, an item longer than a frame in several blocks."""
    if not kkt.reading:
        raise Failure(Why.NO_SUCH_DATA)
    size = 4 + int.from_bytes(kkt.reading[2:4], "little")
    if kkt.rest_of_tag:
        size = kkt.rest_of_tag
    block = kkt.reading[: min(size, BLOCK)]
    kkt.reading, kkt.rest_of_tag = kkt.reading[len(block) :], size - len(block)
    return block


def exchange(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """FF39h."""
    waiting = kkt.unsent()
    state = (CONNECTED if kkt.connected else 0) | (TO_SEND if waiting else 0)
    first = (number(waiting[0].fd, 4) + moment(waiting[0].moment)) if waiting else bytes(9)
    return bytes([state, 0]) + number(len(waiting), 2) + first


def unsent_count(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """FF3Fh."""
    return number(len(kkt.unsent()), 2)


def _document(kkt: Machine, fd: int) -> Document:
    if not 1 <= fd <= len(kkt.documents):
        raise Failure(Why.NO_SUCH_DATA)
    return kkt.documents[fd - 1]


def _padded(value: str, size: int) -> bytes:
    return value.encode("ascii").ljust(size)


HANDLERS: Handlers = {
    Command.DRIVE_STATUS: Handler(status),
    Command.DRIVE_NUMBER: Handler(fn_number),
    Command.DRIVE_EXPIRY: Handler(expiry),
    Command.DRIVE_VERSION: Handler(version),
    Command.DRIVE_MEMORY: Handler(memory),
    Command.CANCEL_IN_DRIVE: Handler(cancel),
    Command.REGISTRATION: Handler(registration),
    Command.FIND_DOCUMENT: Handler(find),
    Command.REQUEST_TLV: Handler(request_tlv),
    Command.READ_TLV: Handler(read_tlv),
    Command.EXCHANGE_STATUS: Handler(exchange),
    Command.UNSENT_COUNT: Handler(unsent_count),
}
