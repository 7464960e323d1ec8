"""A real PostgreSQL of our own: made in a folder, reached by a socket in it, gone with it."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg

_USER = "postgres"
# The user's other clusters have this port too, but in other folders; nothing listens on TCP.
_SETTINGS = {
    "listen_addresses": "''",
    "fsync": "on",
    "synchronous_commit": "on",
    "max_connections": "100",
}

_ALONE = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_CLEAR = """
    SELECT format(CASE WHEN relname LIKE 'import-%' THEN 'DROP TABLE %I'
                       WHEN relkind = 'S' THEN 'ALTER SEQUENCE %I RESTART'
                       ELSE 'DELETE FROM %I' END, relname)
    FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND NOT relispartition
        AND relkind IN ('r', 'p', 'S') AND relname <> 'alembic_version'
    ORDER BY relkind DESC
"""


class Cluster:
    """A cluster that can be stopped, killed and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._data = folder / "data"
        self._numbers = count(1)

    def make(self) -> None:
        """initdb, with the order of letters that SQLite has."""
        if os.getuid() == 0:
            shutil.chown(self.folder, _USER)
        self._run("initdb", "--username", _USER, "--auth", "trust", "--locale", "C.UTF-8")
        settings = _SETTINGS | {"unix_socket_directories": f"'{self.folder}'"}
        with (self._data / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.writelines(f"{name} = {value}\n" for name, value in settings.items())

    def start(self) -> None:
        """Serve, and wait until it answers."""
        self._run("pg_ctl", "--wait", "--log", str(self.folder / "log"), "start")

    def stop(self, mode: str = "fast") -> None:
        """End it: "fast" says goodbye, "immediate" is a crash."""
        self._run("pg_ctl", "--wait", "--mode", mode, "stop")

    def url(self, database: str = "postgres") -> str:
        """The address of a database in it, as the office takes it."""
        return f"postgresql+psycopg://{_USER}@/{database}?host={self.folder}"

    def create(self, template: str = "template1") -> str:
        """A new database like that one; its name."""
        name = f"office_{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def clear(self, name: str) -> None:
        """Take every row out of an office, in a hundredth of the time of a new database."""
        with psycopg.connect(self.libpq(name)) as db:
            db.execute(_ALONE)
            db.execute("SET LOCAL session_replication_role = replica")  # past the guard of facts
            for (statement,) in db.execute(_CLEAR).fetchall():
                db.execute(statement.encode())

    def drop(self, name: str) -> None:
        """Remove a database, whoever still looks at it."""
        self.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def execute(self, statement: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """Run a statement past the office; the rows it gives."""
        with psycopg.connect(self.libpq(database), autocommit=True) as db:
            found = db.execute(statement.encode())
            return found.fetchall() if found.description else []

    def libpq(self, database: str = "postgres") -> str:
        """The address as psycopg alone takes it."""
        return f"postgresql://{_USER}@/{database}?host={self.folder}"

    def _run(self, program: str, *args: str) -> None:
        # PostgreSQL refuses to run as root; Debian's package makes a user for it.
        user = _USER if os.getuid() == 0 else None
        subprocess.run(  # noqa: S603 — Debian's own programs
            [_programs() / program, "--pgdata", self._data, *args],
            user=user,
            group=user,
            extra_groups=[] if user else None,
            cwd="/",
            check=True,
            stdout=subprocess.DEVNULL,
        )


@contextmanager
def new_cluster() -> Iterator[Cluster]:
    """A cluster that serves, removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="prilavok-pg-"))
    cluster = Cluster(folder)
    try:
        cluster.make()
        cluster.start()
        yield cluster
        cluster.stop("immediate")
    finally:
        shutil.rmtree(folder)


def _programs() -> Path:
    """Where Debian's newest package keeps its programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    if not found:
        raise FileNotFoundError("no PostgreSQL; `apt-get install postgresql` as packaging/ says")
    return found[-1].parent


def _version(program: Path) -> int:
    return int(program.parts[-3])
