"""Tables of settings in the register (1Eh, 1Fh, 2Dh, 2Eh), and where what we need stands.

Numbers of tables and fields differ between models: what the program writes is looked up by the
name of its field, which the register tells.
"""

from __future__ import annotations

from dataclasses import dataclass

from drivers.registrars.shtrih import answers, commands
from drivers.registrars.shtrih.answers import FieldInfo, TableInfo
from drivers.registrars.shtrih.codes import Format
from drivers.registrars.shtrih.fields import TEXT, number, text
from drivers.registrars.shtrih.questions import Questions
from drivers.registrars.shtrih.settings import FORMATS, Settings


@dataclass(frozen=True, slots=True)
class Place:
    """A field of a table: its usual number, and a part of its name in capitals."""

    table: int
    field: int
    word: str


CUT = Place(1, 7, "ОТРЕЗ")
CASHIER_NAME = Place(2, 2, "ИМЯ")  # a row for each operator
HEADER = Place(4, 1, "")  # one field a line of text, above and below documents
KEEP_OFF_PAPER = Place(17, 7, "НЕ ПЕЧАТАТЬ")  # 0 print, 1 not the next document, 2 none

# Table of the drive where F7h does not tell another.
DRIVE_TABLE = 18
RNM, USER, ADDRESS, OFD_NAME, OFD_INN, SETTLEMENT_PLACE = 3, 7, 9, 10, 12, 14


class Tables:
    """Reads and writes fields; the structure of a table is asked once."""

    def __init__(self, ask: Questions, settings: Settings) -> None:
        self._ask, self._settings = ask, settings
        self._password = settings.admin_password
        self._format: Format | None = None
        self._tables: dict[int, TableInfo | None] = {}
        self._fields: dict[tuple[int, int], FieldInfo | None] = {}

    def forget(self) -> None:
        """Another drive: it may be registered for another version, by another program."""
        self._format = None
        self._tables.clear()
        self._fields.clear()

    def find(self, place: Place) -> int | None:
        """The number of that field in this model; None where it has none of that name."""
        table = self.table(place.table)
        if table is None:
            return None
        others = (each for each in range(1, table.fields + 1) if each != place.field)
        for index in (place.field, *others):
            if self._is_named(place, index):
                return index
        return None

    def table(self, table: int) -> TableInfo | None:
        """2Dh; None where the model has no such table."""
        if table not in self._tables:
            said = self._ask.said(commands.table_structure(self._password, table))
            self._tables[table] = None if said.error else answers.table_info(said.fields())
        return self._tables[table]

    def field(self, table: int, field: int) -> FieldInfo | None:
        """2Eh; None where the model has no such field."""
        if (table, field) not in self._fields:
            said = self._ask.said(commands.field_structure(self._password, table, field))
            info = None if said.error else answers.field_info(said.fields())
            self._fields[table, field] = info
        return self._fields[table, field]

    def text(self, table: int, field: int, row: int = 1) -> str:
        """A field of text; empty where the model has none."""
        return self._read(table, field, row).rstrip(b"\0").decode(TEXT, "replace").strip()

    def line(self, table: int, field: int, row: int) -> str:
        """As `text`, with the spaces in front that put it in the middle of the paper."""
        return self._read(table, field, row).rstrip(b"\0").decode(TEXT, "replace").rstrip()

    def number(self, table: int, field: int, row: int = 1) -> int:
        """A field that is a number; 0 where the model has none."""
        return int.from_bytes(self._read(table, field, row), "little")

    def write(self, table: int, field: int, row: int, value: str | int, size: int) -> None:
        """1Eh; writing the same once more changes nothing, so it may be repeated."""
        data = text(value, size) if isinstance(value, str) else number(value, size)
        body = commands.write_table(self._password, table, row, field, data)
        self._ask.ask(body, f"table {table}, row {row}, field {field}")

    def format(self) -> Format | None:
        """The version of FFD by the table that F7h names; None where it names none."""
        if self._format is None:
            self._format = FORMATS.get(self._settings.ffd) or self._told_format()
        return self._format

    def drive_table(self) -> int:
        """The table of the fiscal drive."""
        return self._ask.parameters().drive_table or DRIVE_TABLE

    def _told_format(self) -> Format | None:
        told = self._ask.parameters()
        number = self.number(told.ffd_table, told.ffd_field) if told.ffd_table else 0
        return Format(number) if number in set(Format) else None

    def _is_named(self, place: Place, index: int) -> bool:
        info = self.field(place.table, index)
        return info is not None and place.word in info.name.upper()

    def _read(self, table: int, field: int, row: int) -> bytes:
        said = self._ask.said(commands.read_table(self._password, table, row, field))
        return b"" if said.error else said.data
