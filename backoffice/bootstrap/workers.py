"""Processes that serve the same socket; one that ended, even by SIGKILL, is started again."""

from __future__ import annotations

import logging
import os
import socket
import subprocess
import sys
import threading

from backoffice.errors import BadAddress

_LOOK_S = 0.2
_PATIENCE_S = 5.0  # for the answers that are under way when the end is asked for

log = logging.getLogger(__name__)

_Process = subprocess.Popen[bytes]


class Workers:
    """`count` workers; each ends by itself when this process does, however it does."""

    def __init__(
        self, url: str, listener: socket.socket, tls: tuple[str, str] | None, count: int
    ) -> None:
        if os.name != "posix":
            raise BadAddress("this system cannot share a socket; serve without --workers")
        self._descriptor = listener.fileno()
        secure = ["--tls-cert", tls[0], "--tls-key", tls[1]] if tls else []
        socket_ = ["--socket", str(self._descriptor)]
        self._command = [
            *(sys.executable, "-m", "backoffice", "worker"),
            *("--db", url, *socket_, *secure),
        ]
        self._count = count
        self._running: list[_Process] = []
        self._ending = threading.Event()

    def start(self) -> None:
        """Start them, and wait until each serves."""
        self._running = [self._new() for _ in range(self._count)]
        for process in self._running:
            _wait_until_ready(process)

    def watch(self) -> None:
        """Replace workers that ended, until the end is asked for."""
        while not self._ending.wait(_LOOK_S):
            for n, process in enumerate(self._running):
                if process.poll() is not None:
                    log.error("worker %s ended with %s", process.pid, process.returncode)
                    _close(process)
                    self._running[n] = self._new()

    def end(self) -> None:
        """Ask for the end; from a signal or another thread."""
        self._ending.set()

    def close(self) -> None:
        """Let each finish its answers, then end it."""
        for process in self._running:
            assert process.stdin  # noqa: S101 — for the types
            process.stdin.close()
        for process in self._running:
            try:
                process.wait(_PATIENCE_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            _close(process)

    def _new(self) -> _Process:
        return subprocess.Popen(  # noqa: S603 — our own program
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            pass_fds=[self._descriptor],
        )


def _wait_until_ready(process: _Process) -> None:
    """A worker says a line when it serves; one that cannot has said why and is watched."""
    assert process.stdout  # noqa: S101 — for the types
    process.stdout.readline()


def _close(process: _Process) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe:
            pipe.close()
