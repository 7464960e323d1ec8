"""Papers as this register prints them: with its own lines above and below, cut or not."""

from __future__ import annotations

from collections.abc import Iterable

from drivers.emulation.drive import Document
from drivers.registrars.shtrih.emulator import forms
from drivers.registrars.shtrih.emulator.machine import Machine
from drivers.registrars.shtrih.emulator.printer import CUT
from drivers.registrars.shtrih.emulator.tables import (
    FOOTER_ROWS,
    HEADER_ROWS,
    cuts,
    keeps_off_paper,
    text_line,
)

COPY = "*** КОПИЯ ***"


def document(kkt: Machine, of: Document, cash_received: int = 0) -> None:
    """Print a document of the drive, unless it is to be kept off paper."""
    if not keeps_off_paper(kkt):
        _print(kkt, forms.document(of, kkt.plate, kkt.sheet, cash_received))


def copy(kkt: Machine, of: Document) -> None:
    """Print it once more."""
    _print(kkt, [*kkt.sheet.centre(COPY), *forms.document(of, kkt.plate, kkt.sheet)])


def plain(kkt: Machine, title: str, lines: Iterable[str]) -> None:
    """Print what is no document of the drive."""
    _print(kkt, forms.plain(title, lines, kkt.sheet))


def _print(kkt: Machine, paper: list[str]) -> None:
    above, below = _lines(kkt, HEADER_ROWS), _lines(kkt, FOOTER_ROWS)
    kkt.print([*above, *paper[:-1], *below, *([CUT] if cuts(kkt) else [])])


def _lines(kkt: Machine, rows: range) -> list[str]:
    lines = [text_line(kkt, row) for row in rows]
    return [line for line in lines if line]
