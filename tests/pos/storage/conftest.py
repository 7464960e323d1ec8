"""A till of its own for each test, copied from one that is made once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.till import Shop, make_shop


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a shop that was set up and has sold nothing."""
    folder = tmp_path_factory.mktemp("template")
    make_shop(folder)
    return folder


@pytest.fixture
def shop(tmp_path: Path, template: Path) -> Iterator[Shop]:
    """A cashier is logged in; the shift is closed."""
    made = Shop(tmp_path / "till", template)
    yield made
    made.store.close()
