"""Rows as they can travel: what damage or size would keep at home goes changed, and is told."""

from __future__ import annotations

import msgspec

from sync.journal.rows import well_formed
from sync.messages.wire import Row

BODY_LIMIT = 1 << 20  # bytes the office believes; a sale of 1000 lines has about 300 KiB


def fitted(row: Row) -> Row:
    """The row itself, or what can travel of it: the office sets such a one aside.

    A row damaged on the disk may hold text that is no text, or a value of another type. Left
    out, it would hold up all rows behind it. One byte above the limit is enough to be told of.
    """
    if well_formed(row) and _is_text(row.fact) and _is_text(row.kind):
        if len(row.body) <= BODY_LIMIT:
            return row
        return msgspec.structs.replace(row, body=row.body[: BODY_LIMIT + 1])
    return msgspec.structs.replace(
        row,
        fact=ascii(row.fact),
        kind=ascii(row.kind),
        version=_whole(row.version),
        at=_whole(row.at),
        offset=_whole(row.offset),
        body=_bytes(row.body)[: BODY_LIMIT + 1],
        prev_hash=_bytes(row.prev_hash),
        hash=_bytes(row.hash),
    )


def _is_text(value: str) -> bool:
    """Not so for bytes of the disk that are no UTF-8 (see `sync.storage.reader`)."""
    return value.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in value)


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else ascii(value).encode()
