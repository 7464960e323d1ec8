"""docs/fiscal-faults.md as it is read: a row a step, a cell a promise."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.emulated.harness import ROOT

PAGE = ROOT / "docs" / "fiscal-faults.md"
COLUMNS = ("knows", "asked", "concluded", "reads")
_CODE = re.compile(r"`([^`]+)`")


@dataclass(frozen=True, slots=True)
class Row:
    """A step of the page; in the first three cells what stands in backticks is promised."""

    step: str
    knows: tuple[str, ...]
    asked: tuple[str, ...]
    concluded: tuple[str, ...]
    reads: str  # the Russian sentences, whole


def rows() -> list[Row]:
    """Every step of the page, in its order."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    return [_row(line) for line in lines if line.startswith("| `")]


def _row(line: str) -> Row:
    step, knows, asked, concluded, reads = (cell.strip() for cell in line.strip("|").split("|"))
    (name, *_) = _CODE.findall(step)
    return Row(name, _codes(knows), _codes(asked), _codes(concluded), reads)


def _codes(cell: str) -> tuple[str, ...]:
    return tuple(_CODE.findall(cell))
