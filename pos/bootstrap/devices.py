"""Devices of a till by their addresses."""

from __future__ import annotations

from drivers import registry
from drivers.contracts.display import CustomerDisplay
from drivers.contracts.errors import NoLink
from drivers.contracts.registrar import (
    CashCounters,
    Cashier,
    DocumentMade,
    FiscalRegistrar,
    FoundDocument,
    RegistrarReceipt,
    RegistrarStatus,
)
from drivers.contracts.scanner import Scanner
from drivers.contracts.terminal import CardTerminal


def registrar(url: str, *, allow_emulators: bool) -> FiscalRegistrar:
    """The register at an address; for an empty one, one that says that none is set up."""
    if not url:
        return NoRegistrar()
    return registry.open_registrar(url, allow_emulators)


def terminal(url: str, *, allow_emulators: bool) -> CardTerminal | None:
    """The card terminal at an address, None for an empty one."""
    return registry.open_terminal(url, allow_emulators) if url else None


def display(url: str) -> CustomerDisplay | None:
    """The customer display at an address, None for an empty one."""
    return registry.open_display(url) if url else None


def scanner(url: str) -> Scanner | None:
    """The scanner on a wire at an address, None for an empty one."""
    return registry.open_scanner(url) if url else None


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

    def print_text(self, lines: tuple[str, ...]) -> None:
        """Raises NoLink."""
        raise _absent()

    def open_drawer(self) -> None:
        """Raises NoLink."""
        raise _absent()

    def close(self) -> None:
        """Nothing to give back."""


def _absent() -> NoLink:
    return NoLink("no fiscal register is set up")
