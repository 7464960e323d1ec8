"""Commands of the register as bytes: what is asked, built field by field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from drivers.registrars.shtrih.codes import Command, code_bytes
from drivers.registrars.shtrih.fields import TEXT, number
from drivers.text import readable

NAME_SIZE = 128
CONTACT_SIZE = 64
LINE_SIZE = 40
TLV_SIZE = 250
BLOCK_SIZE = 64  # of DDh
RECEIPT_TAPE = 0x02
NOT_GIVEN = b"\xff" * 5
MILLIONTHS = 1000  # in one thousandth: FF46h counts quantity with six digits


def command(code: Command, password: int, params: bytes = b"") -> bytes:
    """Code, password, parameters: the form of nearly all commands."""
    return code_bytes(code) + number(password, 4) + params


def device_type() -> bytes:
    """FCh."""
    return code_bytes(Command.DEVICE_TYPE)


def model_parameters() -> bytes:
    """F7h 01."""
    return code_bytes(Command.MODEL_PARAMETERS) + b"\x01"


def register_value(code: Command, password: int, index: int) -> bytes:
    """1Ah, 1Bh: a money or an operation register below 256."""
    return command(code, password, number(index, 1))


def read_table(password: int, table: int, row: int, column: int) -> bytes:
    """1Fh."""
    params = number(table, 1) + number(row, 2) + number(column, 1)
    return command(Command.READ_TABLE, password, params)


def write_table(password: int, table: int, row: int, column: int, value: bytes) -> bytes:
    """1Eh: the value as the field's structure (2Eh) has it."""
    params = number(table, 1) + number(row, 2) + number(column, 1) + value
    return command(Command.WRITE_TABLE, password, params)


def table_structure(password: int, table: int) -> bytes:
    """2Dh."""
    return command(Command.TABLE_STRUCTURE, password, number(table, 1))


def field_structure(password: int, table: int, column: int) -> bytes:
    """2Eh."""
    return command(Command.FIELD_STRUCTURE, password, number(table, 1) + number(column, 1))


def font(password: int, index: int) -> bytes:
    """26h: how wide a font prints."""
    return command(Command.FONT, password, number(index, 1))


def cash(code: Command, password: int, amount: int) -> bytes:
    """50h, 51h: kopecks in or out."""
    return command(code, password, number(amount, 5))


def print_line(password: int, line: str, width: int) -> bytes:
    """17h: one line of at least 40 characters, padded with zeros."""
    words = readable(line, TEXT).encode(TEXT)[:width].ljust(LINE_SIZE, b"\0")
    return command(Command.PRINT_LINE, password, number(RECEIPT_TAPE, 1) + words)


def feed(password: int, lines: int) -> bytes:
    """29h."""
    return command(Command.FEED, password, number(RECEIPT_TAPE, 1) + number(lines, 1))


def cut(password: int, partial: bool) -> bytes:
    """25h."""
    return command(Command.CUT, password, number(int(partial), 1))


def load_code(password: int, data: bytes) -> Iterator[bytes]:
    """DDh: the content of a two-dimensional code, in blocks padded with zeros."""
    for block, at in enumerate(range(0, len(data), BLOCK_SIZE)):
        part = data[at : at + BLOCK_SIZE].ljust(BLOCK_SIZE, b"\0")
        yield command(Command.LOAD_DATA, password, bytes([0, block]) + part)


def print_qr(password: int, size: int, kind: int, dot: int) -> bytes:
    """DEh: what was loaded, as a QR code in the middle; version by itself, correction M."""
    params = number(kind, 1) + number(size, 2) + bytes([0, 0, 0, dot, 0, 1, 1])
    return command(Command.PRINT_CODE, password, params)


def find_document(password: int, fd: int) -> bytes:
    """FF0Ah."""
    return command(Command.FIND_DOCUMENT, password, number(fd, 4))


def request_tlv(password: int, fd: int) -> bytes:
    """FF3Ah: before reading the document with FF3Bh."""
    return command(Command.REQUEST_TLV, password, number(fd, 4))


@dataclass(frozen=True, slots=True)
class Operation:
    """One item of FF46h."""

    operation: int  # 1054
    quantity: int  # thousandths
    price: int  # kopecks
    amount: int  # kopecks
    vat_byte: int  # vat.VAT_BYTES
    method: int  # 1214
    subject: int  # 1212
    name: str
    department: int = 1

    def command(self, password: int) -> bytes:
        """FF46h; the tax is left to the register."""
        params = (
            number(self.operation, 1)
            + number(self.quantity * MILLIONTHS, 6)
            + number(self.price, 5)
            + number(self.amount, 5)
            + NOT_GIVEN
            + bytes([self.vat_byte, self.department, self.method, self.subject])
            + name_bytes(self.name)
        )
        return command(Command.OPERATION_V2, password, params)


def name_bytes(name: str) -> bytes:
    """A name in CP1251, ≤128. A leading "//" would keep it off the paper, so it gets a space."""
    shown = " " + name if name.startswith("//") else name
    return readable(shown, TEXT).encode(TEXT)[:NAME_SIZE]


@dataclass(frozen=True, slots=True)
class Closing:
    """FF45h: tenders in kopecks, taxes left to the register."""

    cash: int
    electronic: int
    prepaid: int
    credit: int
    provision: int
    tax_system: int
    rounding: int = 0  # kopecks of the total that are not to be paid, 0…99
    text: str = ""

    def command(self, password: int) -> bytes:
        """FF45h with zeros for the eleven cashless types and the taxes that are not used."""
        sums = [self.cash, self.electronic, *[0] * 11, self.prepaid, self.credit, self.provision]
        params = (
            b"".join(number(kopecks, 5) for kopecks in sums)
            + number(self.rounding, 1)
            + b"".join(number(0, 5) for _ in range(6))
            + number(self.tax_system, 1)
            + readable(self.text, TEXT).encode(TEXT)[:64]
        )
        return command(Command.CLOSE_RECEIPT_V2, password, params)


def bind_item_code(password: int, code: bytes) -> bytes:
    """FF67h: a marking code for the last operation."""
    return command(Command.BIND_ITEM_CODE, password, number(len(code), 1) + code)
