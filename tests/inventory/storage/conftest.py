"""A catalogue in a folder of its own, its writer and a reader."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from inventory.storage.catalogue import CatalogueStore
from inventory.storage.feed import CatalogueFeed


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "catalog.db"


@pytest.fixture
def feed(path: Path) -> Iterator[CatalogueFeed]:
    feed = CatalogueFeed(path, breathe=lambda _: None)
    yield feed
    feed.close()


@pytest.fixture
def store(path: Path) -> Iterator[CatalogueStore]:
    store = CatalogueStore(path)
    yield store
    store.close()
