"""One shop for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.registrars.shtrih.codes import Format
from drivers.registrars.shtrih.emulator.machine import Setup
from drivers.registrars.shtrih.emulator.state import Plate
from tests.drivers.shtrih.shop import Shop


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """With a fresh drive and a closed shift."""
    made = Shop(tmp_path / "drive.jsonl")
    yield made
    made.close()


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Shop]:
    """Registered for FFD 1.05, with a shift open and money in the drawer."""
    made = Shop(tmp_path / "old.jsonl", setup=Setup(Plate(ffd=Format.V1_05)))
    made.opened().registrar.cash_in(100000)
    yield made
    made.close()


@pytest.fixture
def new(tmp_path: Path) -> Iterator[Shop]:
    """Registered for FFD 1.2."""
    made = Shop(tmp_path / "new.jsonl")
    made.opened().registrar.cash_in(100000)
    yield made
    made.close()


@pytest.fixture(params=["old", "new"])
def any_shop(request: pytest.FixtureRequest) -> Shop:
    shop: Shop = request.getfixturevalue(request.param)
    return shop
