"""What SQLite and the disk complain of, as refusals a cashier has words for."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from pos.errors import DiskFull, FolderReadOnly, JournalUnreadable, SaleError

# Primary result codes (sqlite.org/rescode.html); the extended ones carry them in their low byte.
_FULL, _IO = {sqlite3.SQLITE_FULL}, {sqlite3.SQLITE_IOERR}
_CLOSED = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}
_BROKEN = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}
_NO_ENTRY = {errno.EROFS, errno.EACCES, errno.EPERM}


def refusal(error: sqlite3.Error | OSError) -> SaleError | None:
    """The refusal that says it; None for a fault of ours."""
    text = f"{type(error).__name__}: {error}"
    if isinstance(error, OSError):
        return _of_disk(error.errno, text)
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in _FULL | _IO:
        return DiskFull(text)
    if code in _CLOSED:
        return FolderReadOnly(text)
    return JournalUnreadable(text) if code in _BROKEN else None


def _of_disk(number: int | None, text: str) -> SaleError | None:
    if number in _NO_ROOM:
        return DiskFull(text)
    return FolderReadOnly(text) if number in _NO_ENTRY else None


@contextmanager
def named() -> Iterator[None]:
    """Troubles of the disk inside are raised as refusals; whatever else it is goes on as it is."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        if told := refusal(error):
            raise told from error
        raise
