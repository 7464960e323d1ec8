"""Two clusters on loopback: every commit of the first waits until the second has it on its disk."""

from __future__ import annotations

import shutil
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from backoffice.storage.store import OfficeStore
from tests.storm.databases import Database
from tests.storm.postgres import Mortal

_LOOK_S = 0.05
_FOLLOWS = "SELECT 1 FROM pg_stat_replication WHERE replay_lsn >= pg_current_wal_lsn()"


class Loopback(Mortal):
    """A cluster with a port of its own."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.port = _free_port()

    def make(self) -> None:
        """initdb."""
        super().make()
        self._settle_here()

    def follow(self, primary: Loopback) -> None:
        """Begin as a copy of that one, and take in whatever it writes."""
        there = ("--host", "127.0.0.1", "--port", str(primary.port), "--username", "postgres")
        shutil.chown(self.folder, *_owner(primary.folder))
        self._run("pg_basebackup", *there, "--write-recovery-conf", "--checkpoint", "fast")
        self._settle_here()

    def promote(self) -> None:
        """Follow no more, and write."""
        self._run("pg_ctl", "--wait", "promote")

    def libpq(self, database: str = "postgres") -> str:
        """The address as psycopg alone takes it."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def _settle_here(self) -> None:
        """Of a setting that is there twice the last one holds."""
        here = {
            "listen_addresses": "'127.0.0.1'",
            "port": self.port,
            "unix_socket_directories": f"'{self.folder}'",
        }
        with (self._data / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.writelines(f"{name} = {value}\n" for name, value in here.items())


class Pair:
    """A primary, and the standby that takes its place when it is killed."""

    def __init__(self, primary: Loopback, standby: Loopback) -> None:
        self._primary, self._standby = primary, standby
        ports = f"{primary.port},{standby.port}"
        both = f"host=127.0.0.1,127.0.0.1&port={ports}&target_session_attrs=read-write"
        self.url = f"postgresql+psycopg://postgres@/office?{both}"

    def database(self) -> Database:
        """An office on the primary; killed, it comes back on the standby."""
        return Database(self.url, 2, self._primary.kill, self._standby.promote)

    def wait_for_standby(self) -> None:
        """From now on no commit is done before the standby has it on its disk."""
        self._caught_up()
        self._primary.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
        self._primary.execute("SELECT pg_reload_conf()")
        while not self._primary.execute(
            "SELECT 1 FROM pg_stat_replication WHERE sync_state='sync'"
        ):
            time.sleep(_LOOK_S)

    def leave_standby_behind(self) -> None:
        """It hears of no commit from now on, and the primary waits for nobody."""
        self._caught_up()
        self._standby.execute("ALTER SYSTEM SET primary_conninfo = ''")
        self._standby.execute("SELECT pg_reload_conf()")
        while self._primary.execute("SELECT 1 FROM pg_stat_replication"):
            time.sleep(_LOOK_S)

    def _caught_up(self) -> None:
        while not self._primary.execute(_FOLLOWS):
            time.sleep(_LOOK_S)


@contextmanager
def pair() -> Iterator[Pair]:
    """Both of them, with the tables of an office; removed at the end."""
    with ExitStack() as stack:
        primary, standby = (stack.enter_context(_in_a_folder()) for _ in range(2))
        primary.make()
        primary.start()
        stack.callback(_stopped, primary)
        standby.follow(primary)
        standby.start()
        stack.callback(_stopped, standby)
        primary.execute("CREATE DATABASE office")
        both = Pair(primary, standby)
        OfficeStore(both.url).close()
        yield both


def _stopped(cluster: Loopback) -> None:
    """The one that was killed needs no end."""
    if cluster.lives:
        cluster.stop("immediate")


@contextmanager
def _in_a_folder() -> Iterator[Loopback]:
    folder = Path(tempfile.mkdtemp(prefix="prilavok-standby-"))
    try:
        yield Loopback(folder)
    finally:
        shutil.rmtree(folder)


def _owner(folder: Path) -> tuple[str, str]:
    return folder.owner(), folder.group()


def _free_port() -> int:
    """PostgreSQL takes no "any port": one that was free a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])
