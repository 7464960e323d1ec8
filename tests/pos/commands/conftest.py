"""A shop that has sold, copied for each test; its emulated devices are on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.emulated.day import CARD, MIXED, copied
from tests.emulated.harness import Shop, opened_shop


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed shift, then an open one: a mixed sale and a sale by card in each."""
    folder = tmp_path_factory.mktemp("template") / "shop"
    with opened_shop(folder) as shop:
        for _ in range(2):
            ran = shop.run_here("replay", str(shop.write((MIXED, CARD))))
            assert ran.code == 0, ran.answers
            if len(shop.documents()) < 6:
                assert shop.run_here("shift", "close").code == 0
    return folder


@pytest.fixture
def shop(template: Path, tmp_path: Path) -> Iterator[Shop]:
    """The shop of this test."""
    with copied(template, tmp_path / "shop") as shop:
        yield shop


@pytest.fixture
def new_shop(tmp_path: Path) -> Iterator[Shop]:
    """A shop nobody has used."""
    with opened_shop(tmp_path / "new") as shop:
        yield shop
