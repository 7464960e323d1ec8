"""Loaded by the server of a test when it starts: makes the office lie in one way, by OFFICE_LIES.

Storms must find that; an office that cannot be caught proves nothing.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from functools import wraps
from importlib import import_module
from typing import Any

LIES = os.environ.get("OFFICE_LIES", "")
_LATER_S = 0.5


def answer_before_commit() -> None:
    """Rows are acknowledged, and stored a little later."""
    from sync.messages.wire import Head, Row

    tills: Any = import_module("backoffice.api.tills")
    accept = tills.accept

    @wraps(accept)
    def hasty(store: Any, till: str, rows: Sequence[Row], *rest: Any) -> Head:
        threading.Timer(_LATER_S, accept, (store, till, rows, *rest)).start()
        return Head(rows[-1].epoch, rows[-1].seq, rows[-1].hash.hex())

    tills.accept = hasty


def forget_what_is_held() -> None:
    """Rows that come again look new; the test takes the table's key away."""
    ledger: Any = import_module("backoffice.storage.ledger")

    def none(*_: object) -> dict[tuple[int, int], bytes]:
        return {}

    ledger.LedgerTables.hashes = none


if LIES == "early":
    answer_before_commit()
if LIES == "twice":
    forget_what_is_held()
