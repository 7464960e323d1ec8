"""Room for so many pushes at once: a till that comes in vain waits, and loses nothing."""

from __future__ import annotations

from types import TracebackType

from backoffice.errors import Busy

# A push takes some milliseconds of the one writer that a till's rows have on SQLite: more than
# these would wait for it longer than a till waits for its answer.
PUSHES = 64
WAIT_S = 2


class Room:
    """Entered by a push for its time. Raises Busy when it is full; used by one event loop."""

    def __init__(self, pushes: int = PUSHES) -> None:
        self._free = pushes

    def __enter__(self) -> None:
        if not self._free:
            raise Busy(WAIT_S)
        self._free -= 1

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._free += 1
