"""A till and a fake office."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from inventory.storage.catalogue import CatalogueStore
from inventory.storage.feed import CatalogueFeed
from tests.fakes.journals import JournalFile
from tests.fakes.office import FakeOffice
from tests.fakes.tills import Till


@pytest.fixture
def office() -> FakeOffice:
    return FakeOffice()


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Till]:
    path = tmp_path / "catalog.db"
    goods = CatalogueFeed(path, breathe=lambda _: None)
    store = CatalogueStore(path)
    yield Till(JournalFile(tmp_path / "journal.db"), goods, store)
    goods.close()
    store.close()
