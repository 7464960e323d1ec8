"""Where an office keeps its rows, and how that is killed and comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.storm.postgres import Mortal

_Call = Callable[[], None]


@dataclass
class Database:
    """An address, and for PostgreSQL what ends it and what brings it back."""

    url: str
    workers: int = 1
    on_kill: _Call | None = None
    on_start: _Call | None = None
    is_dead: bool = False

    @property
    def lives(self) -> bool:
        """Whether there is something to kill."""
        return self.on_kill is not None and not self.is_dead

    def kill(self) -> None:
        """SIGKILL of every process of it."""
        assert self.on_kill
        self.on_kill()
        self.is_dead = True

    def start(self) -> None:
        """Serve again after a kill."""
        if self.is_dead:
            assert self.on_start
            self.on_start()
            self.is_dead = False


def in_file(folder: Path) -> Database:
    """SQLite: it dies with the office."""
    return Database(f"sqlite:///{folder / 'office.db'}")


@contextmanager
def on_postgres(cluster: Mortal) -> Iterator[Database]:
    """A database of its own; two workers serve it."""
    name = cluster.create()
    yield Database(cluster.url(name), 2, cluster.kill, cluster.start)
    cluster.drop(name)
