"""The real back office as a process that can be killed, stopped and started again."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

from pos.bootstrap.known import public_key, remember
from sync.messages.wire import Enrolled, FirstRun
from sync.remote.office import OfficeClient

ROOT = Path(__file__).parents[2]
SHOP, ZONE = "Лавка", "Europe/Moscow"
_COMMAND = (sys.executable, "-m", "backoffice", "serve")


class OfficeProcess:
    """`python -m backoffice serve` on one database; its address stays once it was given."""

    def __init__(self, database: Path) -> None:
        self.database = database
        self.url = ""
        self._process: subprocess.Popen[str] | None = None

    @property
    def db(self) -> str:
        """The URL of the database."""
        return f"sqlite:///{self.database}"

    def start(self) -> str | None:
        """Serve; the code of a first run while there is no owner."""
        listen = urlsplit(self.url).netloc or "127.0.0.1:0"
        self._process = subprocess.Popen(  # noqa: S603 — our own program
            [*_COMMAND, "--db", self.db, "--listen", listen],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout
        told = json.loads(self._process.stdout.readline())
        self.url = str(told["listening"])
        code: str | None = told["first_run_code"]
        return code

    def enrol(self, folder: Path) -> Enrolled:
        """Start, make the shop, and keep the till's enrolment in its folder."""
        code = self.start()
        ask = FirstRun(
            code or "", "Касса 1", SHOP, "7707083893", ZONE, "owner", "long enough", [],
            key=public_key(folder),
        )  # fmt: skip
        with closing(OfficeClient(self.url)) as client:
            made = client.first_run(ask)
        remember(folder, self.url, made)
        return made

    def kill(self) -> None:
        """SIGKILL: no goodbye, nothing is finished."""
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        assert self._process.stdout
        self._process.stdout.close()
        self._process = None

    def stop(self) -> None:
        """SIGSTOP, and wait until it stands still: it answers nobody, its sockets stay open."""
        pid = self._running()
        os.kill(pid, signal.SIGSTOP)
        os.waitid(os.P_PID, pid, os.WSTOPPED)

    def go_on(self) -> None:
        """SIGCONT."""
        os.kill(self._running(), signal.SIGCONT)

    def kill_while_it_writes(self) -> None:
        """SIGKILL within a transaction: what it had written by then was not committed.

        Stops the office while another writer finds the database locked, and looks again when
        it stands still; an office that had just committed goes on until the next time.
        """
        while True:
            if not self._writes():
                time.sleep(0.001)
                continue
            self.stop()
            if self._writes():
                self.kill()
                return
            self.go_on()

    def rows(self) -> list[tuple[int, int, bytes, bytes]]:
        """Place, hash and body of each fact it holds, in the order they came."""
        with closing(sqlite3.connect(self.database)) as db:
            found = db.execute("SELECT epoch, seq, hash, body FROM facts ORDER BY rowid")
            return [(epoch, seq, hash_, body) for epoch, seq, hash_, body in found]

    def _writes(self) -> bool:
        with closing(sqlite3.connect(self.database, timeout=0, isolation_level=None)) as db:
            try:
                db.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                assert "locked" in str(error)  # noqa: PT017 — any other trouble fails the test
                return True
            db.execute("ROLLBACK")
            return False

    def _running(self) -> int:
        assert self._process
        return self._process.pid
