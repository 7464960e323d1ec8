"""Pages of quick keys as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

COLUMNS = 3


@dataclass(frozen=True, slots=True)
class QuickKey:
    """A good on a key."""

    item: str
    label: str


@dataclass(frozen=True, slots=True)
class QuickPage:
    """A page of keys."""

    name: str
    keys: tuple[QuickKey, ...]


def pages_of(settings: list[dict[str, Any]]) -> tuple[QuickPage, ...]:
    """Pages from the shop's settings: `[{"name", "items": [{"item", "label"}]}]`."""
    return tuple(
        QuickPage(
            str(page["name"]),
            tuple(QuickKey(str(key["item"]), str(key["label"])) for key in page["items"]),
        )
        for page in settings
    )
