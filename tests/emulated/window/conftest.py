"""A shop for each test: founded once, copied for every one of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.emulated.window.place import Place, founded, place_in
from tests.fakes.qt import application, no_qt_warnings


@pytest.fixture(scope="session")
def founded_shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's shop, nothing sold yet."""
    application()
    return founded(tmp_path_factory.mktemp("founded") / "shop")


@pytest.fixture
def place(founded_shop: Path, tmp_path: Path) -> Iterator[Place]:
    """A shop of one's own with its devices; Qt must not warn."""
    application()
    folder = Path(shutil.copytree(founded_shop, tmp_path / "shop"))
    with no_qt_warnings(), place_in(folder) as made:
        yield made
