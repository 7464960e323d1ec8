"""Serial cables for tests: a pair of pseudo-terminals under a name, with a plug to pull."""

from __future__ import annotations

import os
import pty
import select
import tty
from pathlib import Path

PATIENCE_S = 10.0


class Cable:
    """The driver opens `path`; the test holds the other end, as socat's far side would be."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._near = self._far = -1
        self.plug()

    def plug(self) -> None:
        """The device is there, under the same name as before."""
        self._near, self._far = pty.openpty()
        tty.setraw(self._far)
        self.path.unlink(missing_ok=True)
        self.path.symlink_to(os.ttyname(self._far))

    def pull(self) -> None:
        """The device is gone, and its name with it; what it had sent and nobody read is lost."""
        self.path.unlink(missing_ok=True)
        for end in (self._near, self._far):
            if end >= 0:
                os.close(end)
        self._near = self._far = -1

    def send(self, data: bytes) -> None:
        """Bytes from the device."""
        os.write(self._near, data)

    def received(self, ending: bytes) -> bytes:
        """What the driver has sent, up to those bytes."""
        got = b""
        while not got.endswith(ending):
            assert select.select([self._near], [], [], PATIENCE_S)[0], f"only {got!r} came"
            got += os.read(self._near, 1)
        return got
