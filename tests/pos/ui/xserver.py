"""An X server of our own with the Russian layout, and a keyboard whose keys we press."""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from Xlib import X  # type: ignore[import-untyped]  # it ships no types
from Xlib.display import Display  # type: ignore[import-untyped]
from Xlib.ext import xtest  # type: ignore[import-untyped]

ROOT = Path(__file__).parents[3]
PATIENCE_S = 30.0
# X key codes of a US keyboard: evdev codes + 8 (input-event-codes.h)
CODES: dict[str, int] = {
    char: first + index
    for first, row in (
        (10, "1234567890-="),
        (24, "qwertyuiop[]"),
        (38, "asdfghjkl;'"),
        (52, "zxcvbnm,./"),
    )
    for index, char in enumerate(row)
}
SHIFT, ENTER, NUM_PLUS, CTRL, BRACKET = 50, 36, 86, 37, 35


class Keyboard:
    """Presses physical keys through XTEST; the server keeps the pauses."""

    def __init__(self, display: str) -> None:
        self._display = Display(display)

    def focus(self, window: int) -> None:
        """Give the keyboard to a window; there is no window manager to do it."""
        target = self._display.create_resource_object("window", window)
        target.set_input_focus(X.RevertToParent, X.CurrentTime)
        self._display.sync()

    def press(self, code: int, pause_ms: int = 0) -> None:
        """One key, down and up, after a pause."""
        xtest.fake_input(self._display, X.KeyPress, code, pause_ms)
        xtest.fake_input(self._display, X.KeyRelease, code, 1)
        self._display.flush()

    def keys(self, text: str, pause_ms: int) -> None:
        """Characters of a US keyboard by their keys, whatever the layout makes of them."""
        for char in text:
            if char == "\x1d":
                self._chord(CTRL, BRACKET, pause_ms)
            elif char.isupper():
                self._chord(SHIFT, CODES[char.lower()], pause_ms)
            else:
                self.press(CODES[char], pause_ms)

    def scan(self, text: str) -> None:
        """What a scanner does: all keys at once, then Enter."""
        self.keys(text, 1)
        self.press(ENTER, 1)
        self._display.sync()

    def close(self) -> None:
        """Let the server go."""
        self._display.close()

    def _chord(self, held: int, code: int, pause_ms: int) -> None:
        xtest.fake_input(self._display, X.KeyPress, held, pause_ms)
        self.press(code)
        xtest.fake_input(self._display, X.KeyRelease, held, 0)
        self._display.flush()


class Till:
    """The program in a process of its own."""

    def __init__(self, display: str) -> None:
        environment = os.environ | {
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "PYTHONPATH": str(ROOT),
        }
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.pos.ui.window_program"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.window = int(self._line()["window"])

    def ask(self, word: str) -> dict[str, Any]:
        """Ask the program; its answer."""
        self.tell(word)
        return self._line()

    def tell(self, word: str) -> None:
        """Ask without waiting; the answer is still to be read."""
        assert self._process.stdin is not None
        self._process.stdin.write(word + "\n")
        self._process.stdin.flush()

    def answer(self) -> dict[str, Any]:
        """The answer to what was told."""
        return self._line()

    def until(self, fits: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The state as soon as it fits; the last one when it never does."""
        deadline = time.monotonic() + PATIENCE_S
        state = self.ask("state")
        while not fits(state) and time.monotonic() < deadline:
            time.sleep(0.05)
            state = self.ask("state")
        return state

    def close(self) -> None:
        """End the program; an unclean end fails the test."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self.ask("quit")
        code = self._process.wait(PATIENCE_S)
        self._process.stdin.close()
        self._process.stdout.close()
        assert code == 0

    def _line(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        ready, _, _ = select.select([self._process.stdout], [], [], PATIENCE_S)
        assert ready, "the program says nothing"
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer


def tool(name: str) -> str:
    """The full path of a program of the X server."""
    path = shutil.which(name)
    assert path, f"{name} is not installed"
    return path


@contextmanager
def x_server(layout: str) -> Iterator[str]:
    """Xvfb on a free display with that keyboard layout; yields its name."""
    read, write = os.pipe()
    screen = ["-screen", "0", "1280x900x24", "-nolisten", "tcp", "-noreset"]
    command = [tool("Xvfb"), "-displayfd", str(write), *screen]
    server = subprocess.Popen(command, pass_fds=(write,), stderr=subprocess.DEVNULL)  # noqa: S603  our own server
    os.close(write)
    with os.fdopen(read) as pipe:
        display = f":{pipe.readline().strip()}"
    try:
        switch = [tool("setxkbmap"), "-display", display, "-layout", layout]
        subprocess.run(switch, check=True)  # noqa: S603  of our own server
        yield display
    finally:
        server.terminate()
        server.wait(PATIENCE_S)
