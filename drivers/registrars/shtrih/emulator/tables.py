"""Tables of settings: 1Eh, 1Fh, 2Dh, 2Eh."""

from __future__ import annotations

from dataclasses import dataclass, field

from drivers.registrars.shtrih.codes import Command
from drivers.registrars.shtrih.emulator.failures import Failure, Why
from drivers.registrars.shtrih.emulator.machine import Handler, Handlers, Machine
from drivers.registrars.shtrih.fields import TEXT, Fields, number, text

FFD_TABLE, FFD_FIELD = 17, 17
DRIVE_TABLE = 18
OPERATOR_TABLE, OPERATOR_NAME = 2, 2
KIND_TABLE, CUT_FIELD = 1, 7
TEXT_TABLE, TEXT_SIZE = 4, 48
FOOTER_ROWS, HEADER_ROWS = range(1, 4), range(4, 8)
KEEP_OFF_PAPER = 7  # of table 17: 0 prints, 1 keeps the next document off paper, 2 all
NOT_THE_NEXT = 1
NAME_SIZE = 40


@dataclass(frozen=True, slots=True)
class Column:
    """A field of a table."""

    name: str
    size: int = 1
    words: bool = False
    default: bytes = b"\0"


@dataclass(frozen=True, slots=True)
class Table:
    """A table; columns it does not name are bytes without a meaning."""

    name: str
    rows: int
    width: int
    columns: dict[int, Column] = field(default_factory=dict)

    def column(self, index: int) -> Column:
        """The field of that number; `Failure` beyond the last."""
        if not 1 <= index <= self.width:
            raise Failure(Why.NO_TABLE)
        return self.columns.get(index, Column("РЕЗЕРВ"))


_TABLES = {
    1: Table(
        "ТИП И РЕЖИМ КАССЫ",
        1,
        14,
        {
            1: Column("НОМЕР ККМ В МАГАЗИНЕ", default=b"\1"),
            2: Column("ОБНУЛЕНИЕ НАЛИЧНОСТИ"),
            6: Column("ОТКРЫВАТЬ ДЕНЕЖНЫЙ ЯЩИК"),
            7: Column("ОТРЕЗКА ЧЕКА", default=b"\1"),
            14: Column("НАЧИСЛЕНИЕ НАЛОГОВ"),
        },
    ),
    2: Table("ПАРОЛИ КАССИРОВ", 30, 2, {1: Column("ПАРОЛЬ", 4), 2: Column("ИМЯ", 21, words=True)}),
    TEXT_TABLE: Table("ТЕКСТ В ЧЕКЕ", 7, 1, {1: Column("ТЕКСТ", TEXT_SIZE, words=True)}),
    6: Table("НАЛОГОВЫЕ СТАВКИ", 6, 2, {1: Column("СТАВКА", 2), 2: Column("НАЗВАНИЕ", 57, True)}),
    FFD_TABLE: Table(
        "РЕГИОНАЛЬНЫЕ НАСТРОЙКИ",
        1,
        17,
        {
            KEEP_OFF_PAPER: Column("НЕ ПЕЧАТАТЬ ДОКУМЕНТ"),
            FFD_FIELD: Column("ФОРМАТ ФД"),
        },
    ),
    DRIVE_TABLE: Table(
        "ФИСКАЛЬНЫЙ НАКОПИТЕЛЬ",
        1,
        14,
        {
            1: Column("ЗАВОДСКОЙ НОМЕР", 16, True),
            2: Column("ИНН", 12, True),
            3: Column("РНМ", 20, True),
            4: Column("НОМЕР ФН", 16, True),
            5: Column("СИСТЕМЫ НАЛОГООБЛОЖЕНИЯ"),
            7: Column("ПОЛЬЗОВАТЕЛЬ", 128, True),
            9: Column("АДРЕС", 128, True),
            10: Column("НАЗВАНИЕ ОФД", 128, True),
            12: Column("ИНН ОФД", 12, True),
            14: Column("МЕСТО РАСЧЕТОВ", 128, True),
        },
    ),
}
_RATES = ((2000, "НДС 20%"), (1000, "НДС 10%"), (0, "НДС 0%"), (0, "БЕЗ НДС"))
_CALCULATED = ((2000, "НДС 20/120"), (1000, "НДС 10/110"))


def read(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """1Fh."""
    number_, row, index = fields.number(), fields.number(2), fields.number()
    column = _column(number_, row, index)
    return _value(kkt, number_, row, index, column)


def write(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """1Eh; what was registered with the tax service cannot be overwritten."""
    number_, row, index = fields.number(), fields.number(2), fields.number()
    column, value = _column(number_, row, index), fields.rest()
    if number_ == DRIVE_TABLE or (number_, index) == (FFD_TABLE, FFD_FIELD):
        raise Failure(Why.FIELD_LOCKED)
    kkt.state.tables[f"{number_}.{row}.{index}"] = value[: column.size].hex()
    kkt.change()
    return b""


def structure(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """2Dh."""
    table = _table(fields.number())
    return text(table.name, NAME_SIZE) + number(table.rows, 2) + number(table.width, 1)


def field_structure(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """2Eh; bounds for numbers only."""
    column = _table(fields.number()).column(fields.number())
    head = text(column.name, NAME_SIZE) + bytes([int(column.words), column.size])
    return head if column.words else head + bytes(column.size) + b"\xff" * column.size


def text_line(kkt: Machine, row: int) -> str:
    """Table 4: a line above or below documents."""
    raw = _value(kkt, TEXT_TABLE, row, 1, _TABLES[TEXT_TABLE].column(1))
    return raw.rstrip(b"\0").decode(TEXT, "replace").rstrip()


def keeps_off_paper(kkt: Machine) -> bool:
    """Table 17: whether the document just made is not printed; a wish for one is used up."""
    column = _TABLES[FFD_TABLE].column(KEEP_OFF_PAPER)
    wish = _value(kkt, FFD_TABLE, 1, KEEP_OFF_PAPER, column)[0]
    if wish == NOT_THE_NEXT:
        kkt.state.tables.pop(f"{FFD_TABLE}.1.{KEEP_OFF_PAPER}")
    return wish != 0


def cuts(kkt: Machine) -> bool:
    """Table 1: whether the knife cuts after a document."""
    column = _TABLES[KIND_TABLE].column(CUT_FIELD)
    return _value(kkt, KIND_TABLE, 1, CUT_FIELD, column) != b"\0"


def operator_name(kkt: Machine, operator: int) -> str:
    """Table 2, field 2."""
    raw = _value(kkt, OPERATOR_TABLE, operator, OPERATOR_NAME, Column("", 21, True))
    return Fields(raw).text(len(raw))


def _table(index: int) -> Table:
    if index not in _TABLES:
        raise Failure(Why.NO_TABLE)
    return _TABLES[index]


def _column(table: int, row: int, index: int) -> Column:
    if not 1 <= row <= _table(table).rows:
        raise Failure(Why.NO_TABLE)
    return _table(table).column(index)


def _value(kkt: Machine, table: int, row: int, index: int, column: Column) -> bytes:
    written = kkt.state.tables.get(f"{table}.{row}.{index}")
    if written is not None:
        return bytes.fromhex(written).ljust(column.size, b"\0")
    made = _made(kkt, table, row, index)
    if isinstance(made, str):
        return text(made, column.size)
    return column.default.ljust(column.size, b"\0") if made is None else number(made, column.size)


def _made(kkt: Machine, table: int, row: int, index: int) -> str | int | None:
    """Values that follow from the plate or the row."""
    match table, index:
        case 2, 1:
            return row
        case 2, 2:
            return "СИС.АДМИНИСТРАТОР" if row == 30 else f"Оператор {row}"
        case 6, 1 | 2:
            return (*_RATES, *_CALCULATED)[row - 1][index - 1]
        case 17, 17:
            return kkt.plate.ffd
        case 18, _:
            return _plate(kkt).get(index)
    return None


def _plate(kkt: Machine) -> dict[int, str | int]:
    plate = kkt.plate
    return {
        1: str(plate.serial),
        2: plate.inn,
        3: plate.rnm,
        4: plate.fn,
        5: plate.taxes,
        7: plate.user,
        9: plate.address,
        10: plate.ofd_name,
        12: plate.ofd_inn,
        14: plate.place,
    }


HANDLERS: Handlers = {
    Command.READ_TABLE: Handler(read),
    Command.WRITE_TABLE: Handler(write),
    Command.TABLE_STRUCTURE: Handler(structure),
    Command.FIELD_STRUCTURE: Handler(field_structure),
}
