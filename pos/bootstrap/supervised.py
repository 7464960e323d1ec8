"""The till's devices, each on a thread of its own, at the addresses the settings name now.

An address is read when a device is connected: a register that is set up later, or moved to
another port, is taken with the next try, and the till goes on meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from drivers import registry
from drivers.contracts.errors import NoLink
from drivers.contracts.terminal import CardTerminal
from drivers.supervisor import (
    DeviceState,
    Health,
    SupervisedDisplay,
    SupervisedRegistrar,
    SupervisedTerminal,
)
from pos.bootstrap import devices
from pos.bootstrap.folder import KIND, now, setting
from pos.storage.till import TillStore

REGISTER, TERMINAL, DISPLAY = "register", "terminal", "display"
OnHealth = Callable[[str, Health], None]

__all__ = ["DISPLAY", "REGISTER", "TERMINAL", "DeviceState", "Devices", "Health", "connect"]


@dataclass(frozen=True, slots=True)
class Devices:
    """What stands at the till; None where none is set up."""

    registrar: SupervisedRegistrar
    terminal: SupervisedTerminal | None
    display: SupervisedDisplay | None

    def close(self) -> None:
        """Give the ports back."""
        for device in (self.registrar, self.terminal, self.display):
            if device is not None:
                device.close()


def connect(till: TillStore, on_health: OnHealth) -> Devices:
    """Start the threads; `on_health` is called on them whenever a device's state changes."""
    return Devices(
        registrar=SupervisedRegistrar(
            REGISTER,
            lambda: devices.registrar(
                setting(till, "devices.registrar"), allow_emulators=emulators_allowed(till)
            ),
            clock=now,
            on_change=lambda health: on_health(REGISTER, health),
        ),
        terminal=_terminal(till, on_health) if setting(till, "devices.terminal") else None,
        display=_display(till, on_health) if setting(till, "devices.display") else None,
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
    url = setting(till, "devices.display")
    return SupervisedDisplay(
        DISPLAY,
        lambda: registry.open_display(url),
        clock=now,
        on_change=lambda health: on_health(DISPLAY, health),
    )
