"""Pages of the office."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.routing import BaseRoute

from backoffice.domain.ports import Store


class OfficePages:
    """All pages over a store and a clock (ms UTC)."""

    def __init__(self, store: Store, clock: Callable[[], int], *, secure: bool) -> None:
        self._store = store

    def routes(self) -> list[BaseRoute]:
        return []

    def troubles(self) -> dict[Any, Any]:
        return {}
