"""A server with a register, its driver and what a shop sells: the small world of these tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from drivers.contracts.receipt import Cashier, Operation, RegistrarLine, RegistrarReceipt
from drivers.contracts.registrar import FiscalRegistrar
from drivers.emulation.drive import Document
from drivers.registrars.atol.device import AtolRegistrar
from drivers.registrars.atol.emulator.emulator import AtolEmulator
from drivers.registrars.atol.emulator.machine import Setup
from drivers.registrars.atol.emulator.queue import Pace
from drivers.registrars.atol.emulator.server import EmulatorServer
from drivers.registrars.atol.settings import Settings

CASHIER = Cashier("Кассир Иванова А. П.", "771234567890")
# Looks often; its deadlines are for a machine that is busy with other things.
QUICK = Settings(poll_s=0.005, poll_longest_s=0.02, question_s=10, document_s=10, http_s=5)
# For a driver whose deadline is to pass, and not for one that has to be in time for it.
HASTY = {"question_s": 1.0, "document_s": 0.3, "http_s": 1.0}
CHEESE = RegistrarLine(
    "Сыр «Российский»", price=31240, quantity=755, amount=23586, vat=2, measure=11
)
SHOES = RegistrarLine("Кеды", price=10000, quantity=1000, amount=10000, vat=11)
BAG = RegistrarLine("Пакет", price=500, quantity=2000, amount=1000, vat=6)


class StoppedClock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 12, 30)  # noqa: DTZ001 - a register's clock has no zone

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **duration: float) -> None:
        self.now += timedelta(**duration)


class Shop:
    """An emulated server on a port of its own, and a driver that keeps its orders beside it."""

    def __init__(
        self,
        folder: Path,
        *,
        setup: Setup | None = None,
        pace: Pace | None = None,
        forget_queue: bool = False,
        settings: Mapping[str, object] | None = None,
    ) -> None:
        self.folder, self.clock = folder, StoppedClock()
        self.events: list[Mapping[str, object]] = []
        self.emulator = AtolEmulator(
            folder / "drive.jsonl",
            setup,
            self.clock,
            self.events.append,
            pace=pace or Pace(finds_out_s=0.05),
            forget_queue=forget_queue,
        )
        self.server = EmulatorServer(self.emulator)
        self.url = self.server.listen("tcp:127.0.0.1:0")
        self.settings = replace(QUICK, **settings or {})  # type: ignore[arg-type]
        self.device = self.another()
        self.registrar: FiscalRegistrar = self.device

    @property
    def port(self) -> int:
        """Where the server listens."""
        return int(self.url.rpartition(":")[2])

    def another(self, **settings: Any) -> AtolRegistrar:
        """A driver built anew, as after an error or a restart of the till."""
        changed = replace(self.settings, **settings)
        return AtolRegistrar("127.0.0.1", self.port, changed, self.folder / "kept")

    def faults(self, spec: str) -> None:
        """Faults of the tasks to come, counted from now."""
        self.emulator.obey({"faults": spec})

    def opened(self) -> Shop:
        """With an open shift."""
        self.registrar.open_shift(CASHIER)
        return self

    @property
    def documents(self) -> list[Document]:
        """All of the drive."""
        return self.emulator.machine.documents

    @property
    def kinds(self) -> list[int]:
        """Kinds of the drive's documents, in order."""
        return [document.kind for document in self.documents]

    @property
    def paper(self) -> list[str]:
        """Every line printed so far."""
        return [str(event["paper"]) for event in self.events if "paper" in event]

    def close(self) -> None:
        self.device.close()
        self.server.close()
        self.emulator.close()


def sale(*lines: RegistrarLine, **changes: object) -> RegistrarReceipt:
    """A sale of these lines (cheese and shoes by default), paid in cash unless changed."""
    chosen = lines or (CHEESE, SHOES)
    values: dict[str, object] = {
        "operation": Operation.SALE,
        "lines": chosen,
        "cashier": CASHIER,
        "cash": sum(line.amount for line in chosen),
    }
    return RegistrarReceipt(**(values | changes))  # type: ignore[arg-type]
