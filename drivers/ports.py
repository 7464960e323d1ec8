"""Serial ports of this machine."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Port:
    """A port as the system names it; `usb` is "vid:pid" in hex, empty for a plain port."""

    path: str
    title: str
    usb: str


def serial_ports() -> list[Port]:
    """Those that are there now."""
    from serial.tools.list_ports import comports

    return [
        Port(
            path=port.device,
            title=port.description,
            usb="" if port.vid is None else f"{port.vid:04x}:{port.pid:04x}",
        )
        for port in sorted(comports())
    ]
