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
from drivers.contracts.scale import Scale, Weight
from drivers.contracts.scanner import Heard, Scanner
from drivers.contracts.terminal import CardTerminal
from drivers.supervisor import (
    DeviceState,
    Health,
    SupervisedDisplay,
    SupervisedRegistrar,
    SupervisedScale,
    SupervisedScanner,
    SupervisedTerminal,
)
from pos.bootstrap import devices
from pos.bootstrap.folder import KIND, now, setting
from pos.storage.till import TillStore

REGISTER, TERMINAL, DISPLAY = "register", "terminal", "display"
SCANNER, SCALE = "scanner", "scale"
# The till's setting that names where each of them is.
ADDRESS = {
    REGISTER: "devices.registrar",
    TERMINAL: "devices.terminal",
    DISPLAY: "devices.display",
    SCANNER: "devices.scanner",
    SCALE: "devices.scale",
}
OnHealth = Callable[[str, Health], None]
OnHeard = Callable[[Heard], None]
OnWeight = Callable[[Weight], None]
OnStatus = Callable[[RegistrarStatus], None]

__all__ = [
    "ADDRESS",
    "DISPLAY",
    "REGISTER",
    "SCALE",
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
    scale: SupervisedScale

    def close(self) -> None:
        """Give the ports back."""
        for device in (self.registrar, self.terminal, self.display, self.scanner, self.scale):
            if device is not None:
                device.close()


@dataclass(frozen=True, slots=True)
class Ears:
    """Who is told what, on the devices' threads.

    `health` whenever a device's state changes, `heard` all that the scanner on a wire sends,
    `weight` what the scales bear, `status` what the register says of itself now and then.
    """

    health: OnHealth
    heard: OnHeard
    weight: OnWeight
    status: OnStatus | None = None


def connect(till: TillStore, ears: Ears) -> Devices:
    """Start the threads."""
    return Devices(
        registrar=SupervisedRegistrar(
            REGISTER,
            lambda: devices.registrar(
                setting(till, "devices.registrar"),
                allow_emulators=emulators_allowed(till),
                folder=till.folder,
            ),
            clock=now,
            on_change=lambda health: ears.health(REGISTER, health),
            on_status=ears.status,
        ),
        terminal=_terminal(till, ears.health) if setting(till, "devices.terminal") else None,
        display=_display(till, ears.health),
        scanner=_scanner(till, ears),
        scale=_scale(till, ears),
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


def _scanner(till: TillStore, ears: Ears) -> SupervisedScanner:
    def build() -> Scanner:
        scanner = devices.scanner(setting(till, ADDRESS[SCANNER]))
        if scanner is None:
            raise NoLink("no scanner on a wire is set up")
        return scanner

    return SupervisedScanner(
        SCANNER,
        build,
        on_heard=ears.heard,
        clock=now,
        on_change=lambda health: ears.health(SCANNER, health),
    )


def _scale(till: TillStore, ears: Ears) -> SupervisedScale:
    def build() -> Scale:
        scale = devices.scale(setting(till, ADDRESS[SCALE]))
        if scale is None:
            raise NoLink("no scales are set up")
        return scale

    return SupervisedScale(
        SCALE,
        build,
        on_weight=ears.weight,
        clock=now,
        on_change=lambda health: ears.health(SCALE, health),
    )
