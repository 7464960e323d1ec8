"""What an iterator brings, brought by a thread of its own while the piece before is used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from queue import SimpleQueue
from threading import Semaphore, Thread
from typing import Generic, TypeVar

_Piece = TypeVar("_Piece")


class Ahead(Generic[_Piece]):
    """The same pieces in the same order, up to so many of them ahead; to be closed.

    What the iterator raises is raised where its piece would have come.
    """

    def __init__(self, of: Iterable[_Piece], most: int) -> None:
        self._of = iter(of)
        self._room = Semaphore(most)
        self._brought: SimpleQueue[list[_Piece] | BaseException] = SimpleQueue()
        self._closed = False
        self._thread = Thread(target=self._bring, name="ahead", daemon=True)
        self._thread.start()

    def __iter__(self) -> Iterator[_Piece]:
        while brought := self._brought.get():
            if isinstance(brought, BaseException):
                raise brought
            self._room.release()
            yield from brought

    def __enter__(self) -> Ahead[_Piece]:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the thread behind the piece it is at; nobody takes that one."""
        self._closed = True
        self._room.release()
        self._thread.join()

    def _bring(self) -> None:
        """One piece at a time, none at the end."""
        try:
            more = True
            while more and self._room.acquire() and not self._closed:
                piece = list(islice(self._of, 1))
                self._brought.put(piece)
                more = bool(piece)
        except BaseException as error:  # raised where the piece would have come
            self._brought.put(error)
