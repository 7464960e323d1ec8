"""Clusters of PostgreSQL that are killed rather than stopped."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.backoffice.postgres.cluster import Cluster
from tests.storm.processes import children, freeze, kill


class Mortal(Cluster):
    """A cluster all of whose processes can be killed at once."""

    def kill(self) -> None:
        """SIGKILL of all its processes; they are gone on return."""
        postmaster = self._postmaster()
        freeze(postmaster)  # so that it starts no other meanwhile
        for pid in [postmaster, *children(postmaster)]:
            kill(pid)
        # Whoever buries it may take his time, and its number would still stop the next start.
        for lock in (self._lock, *self.folder.glob(".s.PGSQL.*.lock")):
            lock.unlink()

    @property
    def lives(self) -> bool:
        """Whether it serves."""
        return self._lock.exists()

    @property
    def _lock(self) -> Path:
        return self._data / "postmaster.pid"

    def _postmaster(self) -> int:
        return int(self._lock.read_text().split()[0])


@contextmanager
def mortal_cluster() -> Iterator[Mortal]:
    """A cluster that serves, removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="prilavok-storm-pg-"))
    cluster = Mortal(folder)
    try:
        cluster.make()
        cluster.start()
        yield cluster
        cluster.stop("immediate")
    finally:
        shutil.rmtree(folder)
