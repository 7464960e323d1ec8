"""Programs started by this one: emulated devices, the shop's own office."""

from __future__ import annotations

import logging
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

log = logging.getLogger(__name__)

READY_S = 15.0
END_S = 2.0
ROOT = Path(__file__).parents[2]

Event = dict[str, object]
Hear = Callable[[Event], None]


class ChildFailed(RuntimeError):
    """The program ended, or did not say in time where it listens."""


class Child:
    """`python -m …` in a process of its own, talking JSON lines both ways.

    Its first line says where it listens. Later lines go to `hear`, on the reading thread. It
    ends with this program: its standard input is closed then.
    """

    def __init__(
        self, name: str, arguments: list[str], hear: Hear | None = None, *, zone: str = ""
    ) -> None:
        """`zone` (IANA) is the clock on its wall, the system's own when empty."""
        self.name = name
        self._hear = hear or (lambda event: None)
        self._first: queue.SimpleQueue[Event | None] = queue.SimpleQueue()
        self._process = subprocess.Popen(  # noqa: S603 — our own modules
            [sys.executable, "-m", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env={**os.environ, "TZ": zone} if zone else None,
        )
        self._reader = threading.Thread(target=self._read, name=f"{name} output", daemon=True)
        self._reader.start()

    def listening(self, timeout_s: float = READY_S) -> Event:
        """The first line: `{"listening": URL, …}`. Blocks; raises ChildFailed."""
        try:
            event = self._first.get(timeout=timeout_s)
        except queue.Empty:
            raise ChildFailed(f"{self.name} did not say where it listens") from None
        if event is None:
            raise ChildFailed(f"{self.name} ended at once")
        return event

    def tell(self, order: Mapping[str, object]) -> None:
        """Send a line; nothing happens when the program has ended."""
        pipe = self._process.stdin
        if pipe is not None:
            with suppress(OSError, ValueError):
                pipe.write(msgspec.json.encode(order) + b"\n")
                pipe.flush()

    def stop(self) -> None:
        """End it, gently first."""
        self._process.terminate()
        with suppress(OSError):
            if self._process.stdin is not None:
                self._process.stdin.close()
        try:
            self._process.wait(END_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join(END_S)

    def _read(self) -> None:
        pipe = self._process.stdout
        if pipe is None:
            return
        seen = False
        with pipe:
            for line in pipe:
                event = _event(line)
                if event is None:
                    continue
                if seen:
                    self._hear(event)
                else:
                    seen = True
                    self._first.put(event)
        self._first.put(None)


def _event(line: bytes) -> Event | None:
    try:
        return msgspec.json.decode(line, type=dict[str, object])
    except msgspec.DecodeError:
        log.warning("not a line of JSON: %r", line[:200])
        return None
