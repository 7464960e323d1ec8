"""A register's place where none is set up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drivers.contracts.errors import NoLink

if TYPE_CHECKING:
    from datetime import datetime

    from drivers.contracts.receipt import Cashier, RegistrarReceipt
    from drivers.contracts.registrar import (
        CashCounters,
        DocumentMade,
        FoundDocument,
        RegistrarSetup,
        RegistrarStatus,
        Registration,
    )


class NoRegistrar:
    """Stands where no register is set up: every call says so."""

    def status(self) -> RegistrarStatus:
        """Raises NoLink, as all the others do."""
        raise _absent()

    def document(self, fd: int) -> FoundDocument | None:
        """Raises NoLink."""
        raise _absent()

    def cash_counters(self) -> CashCounters:
        """Raises NoLink."""
        raise _absent()

    def shift_totals(self) -> dict[str, int]:
        """Raises NoLink."""
        raise _absent()

    def registration(self) -> Registration:
        """Raises NoLink."""
        raise _absent()

    def setup(self) -> RegistrarSetup:
        """Raises NoLink."""
        raise _absent()

    def change_setup(self, wanted: RegistrarSetup) -> None:
        """Raises NoLink."""
        raise _absent()

    def set_clock(self, moment: datetime) -> None:
        """Raises NoLink."""
        raise _absent()

    def open_shift(self, cashier: Cashier) -> DocumentMade:
        """Raises NoLink."""
        raise _absent()

    def close_shift(self, cashier: Cashier) -> DocumentMade:
        """Raises NoLink."""
        raise _absent()

    def register(self, receipt: RegistrarReceipt) -> DocumentMade:
        """Raises NoLink."""
        raise _absent()

    def cancel_document(self) -> None:
        """Raises NoLink."""
        raise _absent()

    def continue_print(self) -> None:
        """Raises NoLink."""
        raise _absent()

    def cash_in(self, amount: int) -> None:
        """Raises NoLink."""
        raise _absent()

    def cash_out(self, amount: int) -> None:
        """Raises NoLink."""
        raise _absent()

    def x_report(self) -> None:
        """Raises NoLink."""
        raise _absent()

    def print_copy(self) -> None:
        """Raises NoLink."""
        raise _absent()

    def print_document(self, fd: int) -> None:
        """Raises NoLink."""
        raise _absent()

    def print_text(self, lines: tuple[str, ...], qr: str = "") -> None:
        """Raises NoLink."""
        raise _absent()

    def open_drawer(self) -> None:
        """Raises NoLink."""
        raise _absent()

    def close(self) -> None:
        """Nothing to give back."""


def _absent() -> NoLink:
    return NoLink("no fiscal register is set up")
