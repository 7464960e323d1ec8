"""Keeping a receipt off paper: a field of table 17 that holds for the next document."""

from __future__ import annotations

from drivers.contracts.errors import DeviceError, Refused
from drivers.registrars.shtrih.settings import Settings
from drivers.registrars.shtrih.tables import KEEP_OFF_PAPER, Tables
from drivers.registrars.shtrih.talk import UNKNOWN

PRINTED, NOT_THE_NEXT, NONE_AT_ALL = range(3)


class PaperSwitch:
    """Sets the field for one receipt and sees that it does not stay for another."""

    def __init__(self, tables: Tables, settings: Settings) -> None:
        self._tables, self._settings = tables, settings
        self._is_left_over = False  # the field still holds what was meant for one receipt

    def look(self) -> None:
        """See whether an earlier run left it set. A question."""
        self._is_left_over = self._value(self._field()) == NOT_THE_NEXT

    def set(self, is_printed: bool) -> None:
        """Before a receipt; `Refused` where this model has no such field."""
        if is_printed:
            if self._is_left_over:
                self._write(PRINTED)
            return
        field = self._field()
        if field is None:
            raise Refused("the register has no setting that keeps a receipt off paper")
        if self._value(field) != NONE_AT_ALL:  # the shop's own wish, for all its documents
            self._write(NOT_THE_NEXT)

    def restore(self) -> None:
        """After a receipt, whatever came of it: the next one is printed."""
        if not self._is_left_over:
            return
        try:
            self.look()
            self.set(is_printed=True)
        except DeviceError:  # Tried again before the next receipt; this one is not touched by it.
            self._is_left_over = True

    def _write(self, value: int) -> None:
        before, self._is_left_over = self._is_left_over, True
        field = self._field() or KEEP_OFF_PAPER.field
        try:
            self._tables.write(KEEP_OFF_PAPER.table, field, 1, value, 1)
        except UNKNOWN:
            raise
        except DeviceError:
            self._is_left_over = before
            raise
        self._is_left_over = value == NOT_THE_NEXT

    def _value(self, field: int | None) -> int:
        return self._tables.number(KEEP_OFF_PAPER.table, field) if field else PRINTED

    def _field(self) -> int | None:
        return self._settings.off_paper_field or self._tables.find(KEEP_OFF_PAPER)
