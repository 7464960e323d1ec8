"""docs/fiscal-faults.md, cell by cell: what a till over a real driver does at each fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.emulated.matrix.page import COLUMNS, Row, rows
from tests.emulated.matrix.seen import Seen
from tests.emulated.matrix.shop import opened_shop
from tests.emulated.matrix.steps import STEPS

ROWS = {row.step: row for row in rows()}


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Seen]:
    """What each step came to, kept for its other cells."""
    return {}


def lived(step: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Seen:
    """Bring a step about."""
    with opened_shop(folder, monkeypatch) as shop:
        told = Seen(shop)
        STEPS[step](shop, told)
    return told


def cell(row: Row, column: str) -> object:
    """What the page promises there."""
    return getattr(row, column)


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("step", ROWS)
def test_a_fault_is_what_the_page_says(
    step: str,
    column: str,
    seen: dict[str, Seen],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if step not in seen:
        seen[step] = lived(step, tmp_path, monkeypatch)
    assert seen[step].told(column) == cell(ROWS[step], column)
