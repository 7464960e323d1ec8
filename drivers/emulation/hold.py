"""One emulator per state file: two would write over each other."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def hold(path: Path) -> Iterator[None]:
    """Keep the file, made if need be, from other emulators; OSError if one has it already.

    The system lets go of it when the process ends, however it ends.
    """
    with path.open("ab") as file:
        try:
            _lock(file.fileno())
        except OSError as error:
            raise OSError(f"{path} is in use by another emulator") from error
        yield


def _lock(handle: int) -> None:
    # A lock of Windows would keep the emulator itself from appending: there nothing is kept.
    if sys.platform != "win32":
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
