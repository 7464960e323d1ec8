"""A register, its driver and what a shop sells: the small world these tests share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from drivers.contracts.ffd import tlv
from drivers.contracts.receipt import Cashier, Operation, RegistrarLine, RegistrarReceipt
from drivers.contracts.registrar import FiscalRegistrar
from drivers.contracts.transport import Transport
from drivers.registrars.shtrih.device import ShtrihRegistrar
from drivers.registrars.shtrih.emulator.emulator import ShtrihEmulator
from drivers.registrars.shtrih.emulator.machine import Setup
from drivers.registrars.shtrih.emulator.session import in_process
from drivers.registrars.shtrih.settings import AUTO, Settings
from drivers.transports.loopback import LoopbackTransport

CASHIER = Cashier("Кассир Иванова А. П.", "771234567890")
QUICK = Settings(control_s=0.05, answer_s=0.2, report_s=0.2, busy_s=0.1, poll_s=0.01)
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
    """An emulated register and its driver, wired without a port."""

    def __init__(
        self,
        state: Path,
        faults: str = "",
        setup: Setup | None = None,
        protocol: str = AUTO,
    ) -> None:
        self.state, self.clock = state, StoppedClock()
        self.events: list[Mapping[str, object]] = []
        self.emulator = ShtrihEmulator(
            state, setup, self.clock, self.events.append, faults, protocol
        )
        self.device = ShtrihRegistrar(self.wire(), QUICK)
        self.registrar: FiscalRegistrar = self.device

    def wire(self, spoil: Callable[[bytes], bytes] | None = None) -> Transport:
        """A line to the register; `spoil` sees and may change what comes out of it."""
        answer = in_process(self.emulator.session)
        return LoopbackTransport(lambda data: (spoil or bytes)(answer(data)))

    def faults(self, spec: str) -> None:
        """Faults of the commands to come, counted from now."""
        self.emulator.obey({"faults": spec})

    def opened(self) -> Shop:
        """With an open shift."""
        self.registrar.open_shift(CASHIER)
        return self

    @property
    def paper(self) -> list[str]:
        """Every line printed so far."""
        return [str(event["paper"]) for event in self.events if "paper" in event]

    @property
    def kinds(self) -> list[int]:
        """Kinds of the drive's documents, in order."""
        return [document.kind for document in self.emulator.machine.documents]

    def close(self) -> None:
        self.device.close()
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


def kept(shop: Shop) -> dict[str, Any]:
    """Tags of the last document in the drive."""
    return tlv.tree(bytes.fromhex(shop.emulator.machine.documents[-1].tlv))
