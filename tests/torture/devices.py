"""The register and the terminal as programs that can be killed, unplugged and told to fail."""

from __future__ import annotations

import io
import json
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stdout
from datetime import datetime
from pathlib import Path
from typing import Any

from drivers import __main__ as drivers_program
from drivers import registry
from drivers.contracts.errors import DeviceError
from drivers.contracts.receipt import Cashier
from drivers.contracts.registrar import RegistrarStatus
from drivers.terminals.emulated.ledger import Entry, read_ledger
from fiscal import __main__ as fiscal_program
from tests.torture.children import DIED, KILLED, Child
from tests.torture.makers import Maker

Document = dict[str, Any]
_LOOK_S = 0.001
_PATIENCE_S = 60.0
TERMINAL = "operation_s=1&question_s=1"


class Device:
    """An emulator on one address for all of its life, its drive or ledger in a file."""

    def __init__(self, folder: Path, name: str) -> None:
        self.state = folder / f"{name}.state"
        self._tape, self._log = folder / f"{name}.tape", folder / f"{name}.log"
        self._child: Child | None = None
        self._read = 0
        self.is_out = False
        # Bound and never listened to: while the emulator is dead nobody else gets its port.
        self._place = socket.socket()
        self._place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._place.bind(("127.0.0.1", 0))
        self._listen = f"tcp:127.0.0.1:{self._place.getsockname()[1]}"

    @property
    def is_dead(self) -> bool:
        """Whether it was killed, or died as it was told."""
        return self._child is None or self._child.ended is not None

    @property
    def is_well(self) -> bool:
        """Whether it would answer."""
        return not self.is_dead and not self.is_out

    def start(self) -> str:
        """Serve; where."""
        self._bury()
        words = self._words()
        self._read = self._tape.stat().st_size if self._tape.exists() else 0
        self._child = Child(lambda: self._main(words), self._log, self._tape)
        self.is_out = False
        return str(self._next("listening"))

    def say(self, **word: object) -> None:
        """An order to the emulator: obeyed on return. The dead obey nothing."""
        if self.is_dead:
            return
        assert self._child
        self._child.say(word)
        self._child.say({"heard": "?"})  # a word nobody knows is told back
        self._next("error")
        self.is_out = bool(word.get("offline", self.is_out))

    @property
    def trouble(self) -> str:
        """What its program complained of; it must not."""
        return self._log.read_text(encoding="utf-8")[-3000:] if self._log.exists() else ""

    def kill(self) -> None:
        """SIGKILL."""
        if self._child is not None:
            self._child.kill()

    def rest(self) -> None:
        """Over night: its standard input ends, and so does it."""
        if self._child is not None and not self.is_dead:
            self._child.finish()
        self._bury()

    def close(self) -> None:
        """For good."""
        self.kill()
        self._place.close()

    def _bury(self) -> None:
        if self._child is not None:
            code = self._child.wait()
            assert code in (0, KILLED, DIED), f"{code}: {self._log.read_text()}"
            self._child = None

    def _words(self) -> list[str]:
        raise AssertionError("a device has words of its own")

    def _main(self, words: Sequence[str]) -> object:
        raise AssertionError("a device has a program of its own")

    def _next(self, name: str) -> object:
        """The next event of that name on the tape; None from one that dies meanwhile."""
        until = time.monotonic() + _PATIENCE_S
        while time.monotonic() < until:
            is_dead = self.is_dead
            for event in self._events():
                if name in event:
                    return event[name]
            if is_dead:
                return None
            time.sleep(_LOOK_S)
        raise AssertionError(f"{self._tape.name} has no {name}")

    def _events(self) -> Iterator[dict[str, Any]]:
        with self._tape.open("rb") as tape:
            tape.seek(self._read)
            for line in tape:
                if not line.endswith(b"\n"):
                    return
                self._read += len(line)
                yield json.loads(line)


class Register(Device):
    """`python -m fiscal emulate`, with a clock that goes on where it is told."""

    def __init__(self, folder: Path, maker: Maker, clock: Callable[[], datetime]) -> None:
        super().__init__(folder, "register")
        self.maker, self._clock = maker, clock
        self._read_at, self._documents = 0, list[Document]()

    def start(self) -> str:
        """Serve; the address for the till."""
        self._url = f"{super().start()}?{self.maker.options}"
        return self._url

    def close_shift(self) -> bool:
        """Z at its own keys, without the till; False where it does not print one now."""
        registrar = registry.open_registrar(self._url, allow_emulators=True)
        try:
            registrar.close_shift(Cashier(""))
        except DeviceError:
            return False
        finally:
            registrar.close()
        return True

    def documents(self) -> list[Document]:
        """`python -m fiscal archive`: every document of the drive."""
        size = self.state.stat().st_size  # it only ever grows
        if size != self._read_at:
            told = io.StringIO()
            with redirect_stdout(told):
                fiscal_program.main(["archive", "--state", str(self.state), "--json"])
            self._documents = [json.loads(line) for line in told.getvalue().splitlines()]
            self._read_at = size
        return self._documents

    def status(self, url: str) -> RegistrarStatus:
        """What the register itself says of its shift and its cash."""
        registrar = registry.open_registrar(url, allow_emulators=True)
        try:
            return registrar.status()
        finally:
            registrar.close()

    def _words(self) -> list[str]:
        place = ["--listen", self._listen, "--state", str(self.state), "--attached"]
        return ["emulate", *self.maker.emulate, *place, "--now", self._clock().isoformat()]

    def _main(self, words: Sequence[str]) -> object:
        return fiscal_program.main(words)


class Terminal(Device):
    """`python -m drivers emulate terminal`."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, "terminal")

    def start(self) -> str:
        """Serve; the address for the till."""
        return f"{super().start()}?{TERMINAL}"

    def approved(self) -> list[Entry]:
        """The bank's ledger: what moved money, oldest first."""
        return [one for one in read_ledger(self.state) if one.approved and one.amount]

    def _words(self) -> list[str]:
        place = ["--listen", self._listen, "--state", str(self.state), "--attached"]
        return ["emulate", "terminal", *place]

    def _main(self, words: Sequence[str]) -> object:
        return drivers_program.main(list(words))
