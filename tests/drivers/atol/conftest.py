"""One shop for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.drivers.atol.shop import Shop


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """With a fresh drive and a closed shift."""
    made = Shop(tmp_path)
    yield made
    made.close()
