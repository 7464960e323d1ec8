"""A register that must be a real one: an emulated one answers questions and nothing more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from drivers.contracts.errors import DeviceError, EmulatorRefused
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

R = TypeVar("R")


class GuardedRegistrar:
    """A `FiscalRegistrar` whose commands raise `EmulatorRefused` if the register is emulated.

    An emulated register speaks the real protocol, so it is known by what it says of itself:
    `status` is asked before the first command, and again after any error, since another
    register may stand at the address by then.
    """

    def __init__(self, inner: FiscalRegistrar) -> None:
        self._inner = inner
        self._is_known_real = False

    def status(self) -> RegistrarStatus:
        """See the contract."""
        return self._inner.status()

    def document(self, fd: int) -> FoundDocument | None:
        """See the contract."""
        return self._inner.document(fd)

    def cash_counters(self) -> CashCounters:
        """See the contract."""
        return self._inner.cash_counters()

    def shift_totals(self) -> dict[str, int]:
        """See the contract."""
        return self._inner.shift_totals()

    def registration(self) -> Registration:
        """See the contract."""
        return self._inner.registration()

    def setup(self) -> RegistrarSetup:
        """See the contract."""
        return self._inner.setup()

    def close(self) -> None:
        """Give the port back."""
        self._is_known_real = False
        self._inner.close()

    def change_setup(self, wanted: RegistrarSetup) -> None:
        """See the contract."""
        self._command(lambda: self._inner.change_setup(wanted))

    def set_clock(self, moment: datetime) -> None:
        """See the contract."""
        self._command(lambda: self._inner.set_clock(moment))

    def open_shift(self, cashier: Cashier) -> DocumentMade:
        """See the contract."""
        return self._command(lambda: self._inner.open_shift(cashier))

    def close_shift(self, cashier: Cashier) -> DocumentMade:
        """See the contract."""
        return self._command(lambda: self._inner.close_shift(cashier))

    def register(self, receipt: RegistrarReceipt) -> DocumentMade:
        """See the contract."""
        return self._command(lambda: self._inner.register(receipt))

    def cancel_document(self) -> None:
        """See the contract."""
        self._command(lambda: self._inner.cancel_document())

    def continue_print(self) -> None:
        """See the contract."""
        self._command(lambda: self._inner.continue_print())

    def cash_in(self, amount: int) -> None:
        """See the contract."""
        self._command(lambda: self._inner.cash_in(amount))

    def cash_out(self, amount: int) -> None:
        """See the contract."""
        self._command(lambda: self._inner.cash_out(amount))

    def x_report(self) -> None:
        """See the contract."""
        self._command(lambda: self._inner.x_report())

    def print_copy(self) -> None:
        """See the contract."""
        self._command(lambda: self._inner.print_copy())

    def print_document(self, fd: int) -> None:
        """See the contract."""
        self._command(lambda: self._inner.print_document(fd))

    def print_text(self, lines: tuple[str, ...], qr: str = "") -> None:
        """See the contract."""
        self._command(lambda: self._inner.print_text(lines, qr))

    def open_drawer(self) -> None:
        """See the contract."""
        self._command(lambda: self._inner.open_drawer())

    def _command(self, do: Callable[[], R]) -> R:
        if not self._is_known_real:
            self._look()
        try:
            return do()
        except DeviceError:
            self._is_known_real = False
            raise

    def _look(self) -> None:
        status = self._inner.status()
        if status.emulated:
            raise EmulatorRefused(f"{status.model} is an emulator: it registers for demo only")
        self._is_known_real = True
