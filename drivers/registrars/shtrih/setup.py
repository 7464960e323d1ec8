"""Settings of the register itself: lines above and below documents, cashier, knife."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from drivers.contracts.errors import Refused
from drivers.contracts.registrar import RegistrarSetup
from drivers.registrars.shtrih import answers, commands
from drivers.registrars.shtrih.fields import TEXT
from drivers.registrars.shtrih.questions import Questions
from drivers.registrars.shtrih.settings import Settings
from drivers.registrars.shtrih.tables import CASHIER_NAME, CUT, HEADER, Place, Tables
from drivers.text import readable

PARTIAL = 2  # of the cut; 1 is a whole one


class SetupBook:
    """Reads `RegistrarSetup` and writes what differs."""

    def __init__(self, ask: Questions, tables: Tables, settings: Settings) -> None:
        self._ask, self._tables, self._settings = ask, tables, settings

    def read(self) -> RegistrarSetup:
        """A question, like all it consists of."""
        tables, cut, name = self._tables, self._tables.find(CUT), self._tables.find(CASHIER_NAME)
        return RegistrarSetup(
            header=tuple(self._line(row) for row in self._header_rows()),
            footer=tuple(self._line(row) for row in self._footer_rows()),
            cashier=tables.text(CASHIER_NAME.table, name, self._operator()) if name else "",
            cuts=bool(tables.number(CUT.table, cut)) if cut else None,
            width=self.width(),
        )

    def change(self, wanted: RegistrarSetup) -> None:
        """Write what differs; `Refused` for what does not fit, before anything is written."""
        wanted = replace(wanted, cashier=readable(wanted.cashier, TEXT).strip())
        now = self.read()
        header, footer = (
            self._whole(now.header, wanted.header),
            self._whole(now.footer, wanted.footer),
        )
        if wanted.cashier:
            self._fits([wanted.cashier], CASHIER_NAME)
        if wanted.cuts is not None and now.cuts is None:
            raise Refused("this register has no setting for its knife")
        self._write_lines(self._header_rows(), now.header, header)
        self._write_lines(self._footer_rows(), now.footer, footer)
        self._write_rest(now, wanted)
        self._check(header, footer, wanted)

    def width(self) -> int:
        """Characters a line: 26h, or the setting where the model does not tell."""
        said = self._ask.said(commands.font(self._settings.admin_password, 1))
        told = 0 if said.error else answers.characters(said.fields())
        return told or self._settings.width

    def _write_rest(self, now: RegistrarSetup, wanted: RegistrarSetup) -> None:
        if wanted.cashier and wanted.cashier != now.cashier:
            self._write(CASHIER_NAME, self._operator(), wanted.cashier)
        if wanted.cuts is not None and wanted.cuts != now.cuts:
            self._write(CUT, 1, PARTIAL if wanted.cuts else 0)

    def _check(
        self, header: tuple[str, ...], footer: tuple[str, ...], wanted: RegistrarSetup
    ) -> None:
        kept = self.read()
        same = (kept.header, kept.footer) == (header, footer)
        same = same and wanted.cashier in ("", kept.cashier) and wanted.cuts in (None, kept.cuts)
        if not same:
            raise Refused("the register did not keep the settings written to it")

    def _whole(self, now: tuple[str, ...], wanted: tuple[str, ...]) -> tuple[str, ...]:
        """As many lines as there are places, in characters the register has."""
        lines = tuple(readable(line, TEXT).rstrip() for line in wanted)
        if any(lines[len(now) :]):
            raise Refused(f"the register has {len(now)} places for lines, not {len(lines)}")
        self._fits(lines, HEADER)
        return (*lines, *[""] * len(now))[: len(now)]

    def _fits(self, lines: Iterable[str], place: Place) -> None:
        info = self._tables.field(place.table, self._tables.find(place) or place.field)
        longest = info.size if info else 0
        for line in lines:
            if len(line) > longest:
                raise Refused(f"{line!r} is longer than {longest} characters")

    def _write_lines(self, rows: range, now: tuple[str, ...], wanted: tuple[str, ...]) -> None:
        for row, is_there, line in zip(rows, now, wanted, strict=True):
            if is_there != line:
                self._write(HEADER, row, line)

    def _write(self, place: Place, row: int, value: str | int) -> None:
        index = self._tables.find(place) or place.field
        info = self._tables.field(place.table, index)
        self._tables.write(place.table, index, row, value, info.size if info else 1)

    def _line(self, row: int) -> str:
        return self._tables.line(HEADER.table, HEADER.field, row)

    def _header_rows(self) -> range:
        return self._rows(self._settings.header_row, self._settings.header_rows)

    def _footer_rows(self) -> range:
        return self._rows(self._settings.footer_row, self._settings.footer_rows)

    def _rows(self, first: int, count: int) -> range:
        table = self._tables.table(HEADER.table)
        return range(first, min(first + count, table.rows + 1)) if table else range(0)

    def _operator(self) -> int:
        """The row of table 2 that our password belongs to."""
        return self._ask.short().operator
