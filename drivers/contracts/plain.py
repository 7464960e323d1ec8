"""What a register may lack: a beginning for a new driver, which writes over what it can do."""

from __future__ import annotations

from datetime import datetime

from drivers.contracts.errors import Refused
from drivers.contracts.registrar import RegistrarSetup, Registration


class PlainRegistrar:
    """The half of `FiscalRegistrar` that the law does not ask for.

    A command that the register has not is `Refused`, so a cashier reads why; nothing is left to
    cancel, to print on or to close. The other half has no defaults: `status`, `document`,
    `cash_counters`, `shift_totals`, `open_shift`, `close_shift`, `register`, `cash_in`,
    `cash_out`.
    """

    def registration(self) -> Registration:
        """See the contract."""
        raise _lacks("does not tell how it is registered")

    def setup(self) -> RegistrarSetup:
        """See the contract."""
        return RegistrarSetup()

    def change_setup(self, wanted: RegistrarSetup) -> None:
        """See the contract."""
        if wanted != self.setup():
            raise _lacks("has no settings that a till may write")

    def set_clock(self, moment: datetime) -> None:
        """See the contract."""
        raise _lacks("does not let a till set its clock")

    def cancel_document(self) -> None:
        """See the contract."""

    def continue_print(self) -> None:
        """See the contract."""

    def x_report(self) -> None:
        """See the contract."""
        raise _lacks("prints no X report")

    def print_copy(self) -> None:
        """See the contract."""
        raise _lacks("prints no copies")

    def print_document(self, fd: int) -> None:
        """See the contract."""
        raise _lacks("prints nothing out of its archive")

    def print_text(self, lines: tuple[str, ...], qr: str = "") -> None:
        """See the contract."""
        raise _lacks("prints no plain text")

    def open_drawer(self) -> None:
        """See the contract."""
        raise _lacks("opens no drawer")

    def close(self) -> None:
        """See the contract."""


def _lacks(what: str) -> Refused:
    return Refused(f"this register {what}")
