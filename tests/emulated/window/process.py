"""`python -m pos run` as a process of its own that can be driven, watched and killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[3]
SCRIPT: Final = Path(__file__).with_name("driven.py")
PATIENCE_S: Final = 30.0
PLACE: Final = {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
Seen = dict[str, Any]


class Till:
    """The program of one data folder."""

    def __init__(self, folder: Path) -> None:
        arguments = [sys.executable, str(SCRIPT), "run", "--data", str(folder), "--lang", "ru"]
        self._process = subprocess.Popen(  # noqa: S603  # our own script
            arguments,
            env=os.environ | PLACE,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def do(self, **order: object) -> Seen:
        """An order of driven.py; what is seen right after it."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, f"the till ended with {self._process.wait()}"
        seen: Seen = json.loads(answer)
        return seen

    def until(self, holds: Callable[[Seen], object]) -> Seen:
        """Look again and again until something is seen."""
        deadline = time.monotonic() + PATIENCE_S
        while not holds(seen := self.do(see=True)):
            assert time.monotonic() < deadline, f"it never came; last seen: {seen}"
            time.sleep(0.01)
        return seen

    def kill(self) -> None:
        """SIGKILL: nothing is said, nothing is tidied up."""
        self._process.kill()
        self._process.wait()
        self._close_pipes()

    def close(self) -> int:
        """Close the window; the exit code."""
        if self._process.poll() is None:
            self.do(close=True)
        code = self._process.wait(PATIENCE_S)
        self._close_pipes()
        return code

    @property
    def ended(self) -> bool:
        """Whether the process is over."""
        return self._process.poll() is not None

    def _close_pipes(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()


@contextmanager
def running(folder: Path) -> Iterator[Till]:
    """A till that is gone after the block, however it ends."""
    till = Till(folder)
    try:
        yield till
    finally:
        if not till.ended:
            till.kill()


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    """`python -m …` from the project's folder."""
    return subprocess.run(  # noqa: S603  # our own modules
        [sys.executable, "-m", *arguments],
        env=os.environ | PLACE,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
