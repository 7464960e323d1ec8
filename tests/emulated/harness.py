"""Real commands over emulators that keep drive and ledger in files of the test's own."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from drivers.emulation.drive import Document
from drivers.emulation.server import EmulatorServer, Listen
from drivers.registrars.atol.emulator.emulator import AtolEmulator
from drivers.registrars.atol.emulator.server import EmulatorServer as AtolServer
from drivers.registrars.shtrih.emulator.emulator import ShtrihEmulator
from drivers.registrars.shtrih.emulator.machine import Options, Setup
from drivers.registrars.shtrih.emulator.server import EmulatorServer as RegisterServer
from drivers.registrars.shtrih.emulator.store import archived
from drivers.terminals.emulated.emulator import TerminalEmulator
from drivers.terminals.emulated.ledger import Entry, Ledger, read_ledger
from pos import __main__ as program
from pos.storage.database import open_reader
from sync.journal.rows import BEGINNING
from sync.messages.facts import Fact, decode
from sync.storage.journal import Journal

ROOT = Path(__file__).parents[2]
ANY_PORT = "tcp:127.0.0.1:0"
Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command left: exit code, JSON lines of stdout, words of stderr."""

    code: int
    answers: list[Answer]
    words: str

    @property
    def answer(self) -> Answer:
        """The only JSON object it printed."""
        assert len(self.answers) == 1, f"{self.answers} {self.words}"
        return self.answers[0]


@dataclass(frozen=True, slots=True)
class Shop:
    """A data folder, and where the devices of this moment are."""

    folder: Path
    register: str = ""
    terminal: str = ""
    bank: TerminalEmulator | None = None  # to play the customer
    maker: str = "shtrih"  # of the register

    @property
    def data(self) -> Path:
        """What `--data` gets."""
        return self.folder / "data"

    @property
    def drive(self) -> Path:
        """State of the emulated register."""
        return self.folder / "drive.state"

    @property
    def ledger(self) -> Path:
        """The emulated bank's memory."""
        return self.folder / "bank.ledger"

    def command(self, *words: str) -> list[str]:
        """The words of `python -m pos` with this shop's folder and devices."""
        devices = ["--register", self.register, "--terminal", self.terminal]
        told = devices if words[0] in ("replay", "verify", "shift") else []
        return [sys.executable, "-m", "pos", *words, "--data", str(self.data), *told]

    def run(self, *words: str, environment: Mapping[str, str] | None = None) -> Ran:
        """Run a command to its end, in a process of its own."""
        done = subprocess.run(  # noqa: S603 — our own program
            self.command(*words, "--lang", "en"),
            cwd=ROOT,
            env={**os.environ, **(environment or {})},
            capture_output=True,
            timeout=120,
            check=False,
        )
        answers = [json.loads(line) for line in done.stdout.splitlines()]
        return Ran(done.returncode, answers, done.stderr.decode())

    def run_here(self, *words: str) -> Ran:
        """Run a command in this process: the same program, without the time of its start."""
        out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = program.main(self.command(*words, "--lang", "en")[3:])
        out.seek(0)
        return Ran(code, [json.loads(line) for line in out], err.getvalue())

    def replay(self, receipts: Iterable[Mapping[str, object]], name: str = "receipts") -> Ran:
        """Sell those receipts."""
        return self.run("replay", str(self.write(receipts, name)))

    def write(self, receipts: Iterable[Mapping[str, object]], name: str = "receipts") -> Path:
        """The receipts as a file for `replay`."""
        file = self.folder / f"{name}.jsonl"
        file.write_text("".join(json.dumps(receipt) + "\n" for receipt in receipts))
        return file

    def facts(self) -> list[Fact]:
        """Every fact of the journal, oldest first."""
        return facts_in(self.data)

    def documents(self) -> list[Document]:
        """Every document of the drive, oldest first."""
        return list(archived(self.drive))

    def operations(self) -> list[Entry]:
        """What the bank approved, oldest first."""
        return [entry for entry in read_ledger(self.ledger) if entry.approved]


def facts_in(data: Path) -> list[Fact]:
    """Every fact of the journal in a data folder, oldest first."""
    with closing(open_reader(data)) as db:
        rows = list(Journal(db).after(BEGINNING))
    return [decode(row.kind, row.version, row.body) for row in rows]


@contextmanager
def opened_shop(
    folder: Path, *, vat_by_total: bool = False, maker: str = "shtrih"
) -> Iterator[Shop]:
    """The shop of that folder with its devices switched on, on ports of their own."""
    folder.mkdir(exist_ok=True)
    shop = Shop(folder)
    switched_on = _server(shop.drive) if maker == "atol" else _register(shop.drive, vat_by_total)
    with switched_on as register, _terminal(shop.ledger) as (terminal, bank):
        yield Shop(folder, register, terminal, bank, maker)


@contextmanager
def _register(state: Path, vat_by_total: bool) -> Iterator[str]:
    emulator = ShtrihEmulator(state, Setup(options=Options(vat_by_total=vat_by_total)))
    server = RegisterServer(emulator)
    url = server.listen(ANY_PORT)
    try:
        yield url
    finally:
        server.close()
        emulator.close()


@contextmanager
def _server(state: Path) -> Iterator[str]:
    emulator = AtolEmulator(state)
    server = AtolServer(emulator)
    url = server.listen(ANY_PORT)
    try:
        yield url
    finally:
        server.close()
        emulator.close()


@contextmanager
def _terminal(state: Path) -> Iterator[tuple[str, TerminalEmulator]]:
    emulator = TerminalEmulator(Ledger(state), clock=_shop_time)
    server = EmulatorServer(emulator, "emulated", Listen.parse(ANY_PORT))
    url = server.start()
    try:
        yield url, emulator
    finally:
        server.stop()


def _shop_time() -> datetime:
    return datetime.now(UTC).astimezone()  # noqa: TID251 — the bank's own clock


def item(name: str, price: int, qty: str, amount: int, vat: int = 11) -> dict[str, object]:
    """An item of a receipt file; sums in kopecks."""
    return {"name": name, "price_kop": price, "qty": qty, "sum_kop": amount, "vat_code": vat}
