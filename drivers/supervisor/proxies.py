"""Devices as the rest of the program holds them: the contracts, over a supervised thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from drivers.contracts.display import CustomerDisplay
from drivers.contracts.receipt import Cashier, RegistrarReceipt
from drivers.contracts.registrar import (
    CashCounters,
    DocumentMade,
    FiscalRegistrar,
    FoundDocument,
    RegistrarSetup,
    RegistrarStatus,
    Registration,
)
from drivers.contracts.terminal import (
    CardOrder,
    CardResult,
    CardTerminal,
    Settlement,
    TerminalStatus,
)
from drivers.supervisor.health import Health
from drivers.supervisor.worker import Supervised

OnChange = Callable[[Health], None]
OnStatus = Callable[[RegistrarStatus], None]
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Deadlines:
    """How long a caller waits, seconds; longer than the device's own deadlines, or it is cut."""

    question_s: float = 15.0
    command_s: float = 120.0


class SupervisedRegistrar:
    """A `FiscalRegistrar`; its probe is `status`, every few seconds or never.

    `on_status` hears each status the probe brings, on the device's thread.
    """

    def __init__(
        self,
        name: str,
        build: Callable[[], FiscalRegistrar],
        *,
        clock: Clock,
        deadlines: Deadlines | None = None,
        on_change: OnChange | None = None,
        on_status: OnStatus | None = None,
        probe_every_s: float | None = 5.0,
    ) -> None:
        self._deadlines = deadlines or Deadlines()
        tell = on_status or (lambda status: None)
        self._worker = Supervised(
            name,
            build,
            clock=clock,
            probe=lambda device: tell(device.status()),
            probe_every_s=probe_every_s,
            on_change=on_change,
        )

    @property
    def health(self) -> Health:
        """How the register is."""
        return self._worker.health

    def status(self) -> RegistrarStatus:
        """See the contract."""
        return self._worker.call(lambda device: device.status(), self._deadlines.question_s)

    def document(self, fd: int) -> FoundDocument | None:
        """See the contract."""
        return self._worker.call(lambda device: device.document(fd), self._deadlines.question_s)

    def cash_counters(self) -> CashCounters:
        """See the contract."""
        return self._worker.call(lambda device: device.cash_counters(), self._deadlines.question_s)

    def shift_totals(self) -> dict[str, int]:
        """See the contract."""
        return self._worker.call(lambda device: device.shift_totals(), self._deadlines.question_s)

    def registration(self) -> Registration:
        """See the contract."""
        return self._worker.call(lambda device: device.registration(), self._deadlines.question_s)

    def setup(self) -> RegistrarSetup:
        """See the contract."""
        return self._worker.call(lambda device: device.setup(), self._deadlines.question_s)

    def change_setup(self, wanted: RegistrarSetup) -> None:
        """See the contract."""
        self._do(lambda device: device.change_setup(wanted))

    def set_clock(self, moment: datetime) -> None:
        """See the contract."""
        self._do(lambda device: device.set_clock(moment))

    def open_shift(self, cashier: Cashier) -> DocumentMade:
        """See the contract."""
        return self._command(lambda device: device.open_shift(cashier))

    def close_shift(self, cashier: Cashier) -> DocumentMade:
        """See the contract."""
        return self._command(lambda device: device.close_shift(cashier))

    def register(self, receipt: RegistrarReceipt) -> DocumentMade:
        """See the contract."""
        return self._command(lambda device: device.register(receipt))

    def cancel_document(self) -> None:
        """See the contract."""
        self._do(lambda device: device.cancel_document())

    def continue_print(self) -> None:
        """See the contract."""
        self._do(lambda device: device.continue_print())

    def cash_in(self, amount: int) -> None:
        """See the contract."""
        self._do(lambda device: device.cash_in(amount))

    def cash_out(self, amount: int) -> None:
        """See the contract."""
        self._do(lambda device: device.cash_out(amount))

    def x_report(self) -> None:
        """See the contract."""
        self._do(lambda device: device.x_report())

    def print_copy(self) -> None:
        """See the contract."""
        self._do(lambda device: device.print_copy())

    def print_document(self, fd: int) -> None:
        """See the contract."""
        self._do(lambda device: device.print_document(fd))

    def print_text(self, lines: tuple[str, ...], qr: str = "") -> None:
        """See the contract."""
        self._do(lambda device: device.print_text(lines, qr))

    def open_drawer(self) -> None:
        """See the contract."""
        self._do(lambda device: device.open_drawer())

    def close(self) -> None:
        """End the thread and give the port back."""
        self._worker.close()

    def _command(self, what: Callable[[FiscalRegistrar], DocumentMade]) -> DocumentMade:
        return self._worker.call(what, self._deadlines.command_s)

    def _do(self, what: Callable[[FiscalRegistrar], None]) -> None:
        self._worker.call(what, self._deadlines.command_s)


class SupervisedTerminal:
    """A `CardTerminal`; its probe is `status`, every few seconds or never."""

    def __init__(
        self,
        name: str,
        build: Callable[[], CardTerminal],
        *,
        clock: Clock,
        deadlines: Deadlines | None = None,
        on_change: OnChange | None = None,
        probe_every_s: float | None = 5.0,
    ) -> None:
        self._deadlines = deadlines or Deadlines()
        self._worker = Supervised(
            name,
            build,
            clock=clock,
            probe=lambda device: device.status(),
            probe_every_s=probe_every_s,
            on_change=on_change,
        )

    @property
    def health(self) -> Health:
        """How the terminal is."""
        return self._worker.health

    def status(self) -> TerminalStatus:
        """See the contract."""
        return self._worker.call(lambda device: device.status(), self._deadlines.question_s)

    def run(self, order: CardOrder) -> CardResult:
        """See the contract."""
        return self._worker.call(lambda device: device.run(order), self._deadlines.command_s)

    def find(self, ref: str) -> CardResult | None:
        """See the contract."""
        return self._worker.call(lambda device: device.find(ref), self._deadlines.question_s)

    def settle(self) -> Settlement:
        """See the contract."""
        return self._worker.call(lambda device: device.settle(), self._deadlines.command_s)

    def close(self) -> None:
        """End the thread and give the port back."""
        self._worker.close()


class SupervisedDisplay:
    """A `CustomerDisplay` that never blocks: the latest text wins, and is shown after a reconnect.

    Its probe shows the text once more, so a display that lost its power gets it back too.
    """

    def __init__(
        self,
        name: str,
        build: Callable[[], CustomerDisplay],
        *,
        clock: Clock,
        on_change: OnChange | None = None,
        probe_every_s: float = 5.0,
    ) -> None:
        self._lines = ("", "")
        self._worker = Supervised(
            name,
            build,
            clock=clock,
            probe=self._paint,
            probe_every_s=probe_every_s,
            on_change=on_change,
        )

    @property
    def health(self) -> Health:
        """How the display is."""
        return self._worker.health

    def show(self, upper: str, lower: str) -> None:
        """Show two lines soon; each is cut to the width of the device."""
        self._lines = (upper, lower)
        self._worker.refresh()

    def clear(self) -> None:
        """Blank it soon."""
        self.show("", "")

    def reconnect(self) -> None:
        """Take another address at once, and show the text there. Never waits."""
        self._worker.renew()

    def close(self) -> None:
        """End the thread and give the port back."""
        self._worker.close()

    def _paint(self, device: CustomerDisplay) -> None:
        upper, lower = self._lines
        device.show(upper, lower)
