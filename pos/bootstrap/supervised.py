"""The till's devices, each on a thread of its own, at the addresses the settings name now.

An address is read when a device is connected: a register that is set up later, or moved to
another port, is taken with the next try, and the till goes on meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from drivers.contracts.display import CustomerDisplay
from drivers.contracts.errors import NoLink
from drivers.contracts.registrar import RegistrarStatus
from drivers.contracts.scanner import Heard, Scanner
from drivers.contracts.terminal import CardTerminal
from drivers.supervisor import (
    DeviceState,
    Health,
    SupervisedDisplay,
    SupervisedRegistrar,
    SupervisedScanner,
    SupervisedTerminal,
)
from pos.bootstrap import devices
from pos.bootstrap.folder import KIND, now, setting
from pos.storage.till import TillStore

REGISTER, TERMINAL, DISPLAY, SCANNER = "register", "terminal", "display", "scanner"
# The till's setting that names where each of them is.
ADDRESS = {
    REGISTER: "devices.registrar",
    TERMINAL: "devices.terminal",
    DISPLAY: "devices.display",
    SCANNER: "devices.scanner",
}
OnHealth = Callable[[str, Health], None]
OnHeard = Callable[[Heard], None]
OnStatus = Callable[[RegistrarStatus], None]

__all__ = [
    "ADDRESS",
    "DISPLAY",
    "REGISTER",
    "SCANNER",
    "TERMINAL",
    "DeviceState",
    "Devices",
    "Health",
    "connect",
]


@dataclass(frozen=True, slots=True)
class Devices:
    """What stands at the till. Without an address a device is offline until it gets one."""

    registrar: SupervisedRegistrar
    terminal: SupervisedTerminal | None
    display: SupervisedDisplay
    scanner: SupervisedScanner

    def close(self) -> None:
        """Give the ports back."""
        for device in (self.registrar, self.terminal, self.display, self.scanner):
            if device is not None:
                device.close()


def connect(
    till: TillStore, on_health: OnHealth, on_heard: OnHeard, on_status: OnStatus | None = None
) -> Devices:
    """Start the threads.

    On them `on_health` is called whenever a device's state changes, `on_heard` with all that the
    scanner on a wire sends, and `on_status` with what the register says of itself now and then.
    """
    return Devices(
        registrar=SupervisedRegistrar(
            REGISTER,
            lambda: devices.registrar(
                setting(till, "devices.registrar"),
                allow_emulators=emulators_allowed(till),
                folder=till.folder,
            ),
            clock=now,
            on_change=lambda health: on_health(REGISTER, health),
            on_status=on_status,
        ),
        terminal=_terminal(till, on_health) if setting(till, "devices.terminal") else None,
        display=_display(till, on_health),
        scanner=_scanner(till, on_health, on_heard),
    )


def emulators_allowed(till: TillStore) -> bool:
    """Only demo and training folders take emulated devices."""
    return bool(setting(till, KIND))


def _terminal(till: TillStore, on_health: OnHealth) -> SupervisedTerminal:
    def build() -> CardTerminal:
        url, allow = setting(till, "devices.terminal"), emulators_allowed(till)
        terminal = devices.terminal(url, allow_emulators=allow)
        if terminal is None:
            raise NoLink("no card terminal is set up")
        return terminal

    return SupervisedTerminal(
        TERMINAL, build, clock=now, on_change=lambda health: on_health(TERMINAL, health)
    )


def _display(till: TillStore, on_health: OnHealth) -> SupervisedDisplay:
    def build() -> CustomerDisplay:
        display = devices.display(setting(till, ADDRESS[DISPLAY]))
        if display is None:
            raise NoLink("no customer display is set up")
        return display

    return SupervisedDisplay(
        DISPLAY, build, clock=now, on_change=lambda health: on_health(DISPLAY, health)
    )


def _scanner(till: TillStore, on_health: OnHealth, on_heard: OnHeard) -> SupervisedScanner:
    def build() -> Scanner:
        scanner = devices.scanner(setting(till, ADDRESS[SCANNER]))
        if scanner is None:
            raise NoLink("no scanner on a wire is set up")
        return scanner

    return SupervisedScanner(
        SCANNER,
        build,
        on_heard=on_heard,
        clock=now,
        on_change=lambda health: on_health(SCANNER, health),
    )
