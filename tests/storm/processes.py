"""Real programs that are started, killed and started again; each ends with this process."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

from tests.emulated.harness import ROOT, Shop

_PATIENCE_S = 30


class Office:
    """`python -m backoffice serve` on one address; one worker on SQLite, two on PostgreSQL."""

    def __init__(self, db: str, *, workers: int, environment: dict[str, str] | None = None) -> None:
        self.db = db
        self._workers = workers
        self._environment = {**os.environ, **(environment or {})}
        self._port = 0
        self._process: subprocess.Popen[str] | None = None
        self._lock = threading.Lock()

    @property
    def address(self) -> tuple[str, int]:
        """Host and port: the same for all of its life."""
        return "127.0.0.1", self._port

    @property
    def is_dead(self) -> bool:
        """Whether it was killed, or ended by itself."""
        with self._lock:
            return self._process is None or self._process.poll() is not None

    def start(self) -> None:
        """Serve."""
        words = ["serve", "--db", self.db, "--listen", f"127.0.0.1:{self._port}", "--attached"]
        process = subprocess.Popen(  # noqa: S603 — our own program
            [sys.executable, "-m", "backoffice", *words, "--workers", str(self._workers)],
            cwd=ROOT,
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout
        line = process.stdout.readline()
        assert line, "the office did not start"
        self._port = int(json.loads(line)["listening"].rpartition(":")[2])
        with self._lock:
            self._process = process

    def kill(self) -> None:
        """SIGKILL of the server and all its workers; they are gone on return."""
        with self._lock:
            process, self._process = self._process, None
        if process is None:
            return
        freeze(process.pid)  # so that it starts no worker meanwhile
        family = children(process.pid)
        process.kill()
        process.wait()
        for pid in family:
            kill(pid)
        for pipe in (process.stdin, process.stdout):
            assert pipe
            pipe.close()

    def kill_worker(self, which: int) -> None:
        """SIGKILL of one worker, which the server replaces; of the server where it has none."""
        with self._lock:
            family = children(self._process.pid) if self._process else []
        if family:
            kill(family[which % len(family)])
        else:
            self.kill()


class Till:
    """The till of a shop, with its link beside it."""

    def __init__(self, shop: Shop, receipts: Path) -> None:
        self._shop, self._receipts = shop, receipts
        self._process: subprocess.Popen[bytes] | None = None
        self._told = False
        self._lock = threading.Lock()

    def start(self) -> None:
        """Sell what is not sold yet."""
        devices = ["--register", self._shop.register, "--terminal", self._shop.terminal]
        files = ["--data", str(self._shop.data), "--receipts", str(self._receipts)]
        with self._lock, (self._shop.folder / "till.log").open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 — our own program
                [sys.executable, "-m", "tests.storm.till", *files, *devices],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
            )
        if self._told:
            self._hang_up()

    def finish(self) -> None:
        """Tell it to end when all is sold and sent."""
        if not self._told:
            self._told = True
            self._hang_up()

    def kill(self) -> None:
        """SIGKILL; gone on return."""
        with self._lock:
            if self._process:
                self._process.kill()
                self._process.wait()
                assert self._process.stdin
                self._process.stdin.close()

    @property
    def ended(self) -> int | None:
        """None while it runs, else its exit code."""
        with self._lock:
            return self._process.poll() if self._process else None

    @property
    def words(self) -> str:
        """What it said last."""
        return (self._shop.folder / "till.log").read_text()[-2000:]

    def _hang_up(self) -> None:
        with self._lock:
            if self._process and self._process.stdin:
                self._process.stdin.close()


def children(pid: int) -> list[int]:
    """Processes that this one started."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in listed]


def freeze(pid: int) -> None:
    """SIGSTOP, and wait until it stands still; one that has ended does."""
    os.kill(pid, signal.SIGSTOP)
    while _state(pid) not in "TtZ":
        time.sleep(0.001)


def _state(pid: int) -> str:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def kill(pid: int) -> None:
    """SIGKILL, and wait for the end of a process that may not be ours to wait for."""
    with suppress(ProcessLookupError):
        handle = os.pidfd_open(pid)
        try:
            signal.pidfd_send_signal(handle, signal.SIGKILL)
            assert select.select([handle], [], [], _PATIENCE_S)[0], f"{pid} does not end"
        finally:
            os.close(handle)
