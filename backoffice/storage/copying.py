"""COPY that does not wait: PostgreSQL takes the rows in while the program goes on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.abc import PQGen
from psycopg.copy import LibpqWriter
from psycopg.errors import error_from_result
from psycopg.generators import fetch_many
from psycopg.pq import ExecStatus
from psycopg.waiting import Wait


class Told(LibpqWriter):
    """Tells the server that all rows were sent; what it says of them is read in `taken`."""

    def __init__(self, cursor: psycopg.Cursor[Any]) -> None:
        super().__init__(cursor)
        self._sent = False

    def finish(self, exc: BaseException | None = None) -> None:
        """Say that it was all, or take the rows back where the program failed."""
        if exc:
            super().finish(exc)
            return
        self.connection.wait(_ended(self._pgconn))
        self._sent = True

    @contextmanager
    def taken(self) -> Iterator[None]:
        """The block runs while the server works; at its end raises what it refused, if anything."""
        try:
            yield
        finally:
            answers = self.connection.wait(fetch_many(self._pgconn)) if self._sent else []
        for one in answers:
            if one.status != ExecStatus.COMMAND_OK:
                raise error_from_result(one)


def _ended(server: psycopg.pq.abc.PGconn) -> PQGen[None]:
    """As psycopg ends a COPY, without waiting for the answer."""
    server.put_copy_end()
    while server.flush():
        yield Wait.W
