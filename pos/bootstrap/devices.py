"""Devices of a till by their addresses."""

from __future__ import annotations

from pathlib import Path

from drivers import registry
from drivers.contracts.display import CustomerDisplay
from drivers.contracts.registrar import FiscalRegistrar
from drivers.contracts.scale import Scale
from drivers.contracts.scanner import Scanner
from drivers.contracts.terminal import CardTerminal
from pos.bootstrap.no_registrar import NoRegistrar

ORDERS = "register"  # a folder in the data folder


def registrar(url: str, *, allow_emulators: bool, folder: Path | None = None) -> FiscalRegistrar:
    """The register at an address; for an empty one, one that says that none is set up.

    A driver may keep the order under way in the till's data folder, through a power cut.
    """
    if not url:
        return NoRegistrar()
    return registry.open_registrar(url, allow_emulators, folder / ORDERS if folder else None)


def terminal(url: str, *, allow_emulators: bool) -> CardTerminal | None:
    """The card terminal at an address, None for an empty one."""
    return registry.open_terminal(url, allow_emulators) if url else None


def display(url: str) -> CustomerDisplay | None:
    """The customer display at an address, None for an empty one."""
    return registry.open_display(url) if url else None


def scanner(url: str) -> Scanner | None:
    """The scanner on a wire at an address, None for an empty one."""
    return registry.open_scanner(url) if url else None


def scale(url: str) -> Scale | None:
    """The scales at an address, None for an empty one."""
    return registry.open_scale(url) if url else None
