"""A device's health as a lamp of the strip."""

from __future__ import annotations

from drivers.supervisor import DeviceState
from pos.ui.kit.paint import Health as Lamp

LAMPS = {
    DeviceState.ONLINE: Lamp.OK,
    DeviceState.BUSY: Lamp.OK,
    DeviceState.OFFLINE: Lamp.STOP,
    DeviceState.UNKNOWN: Lamp.ATTENTION,
}

__all__ = ["LAMPS", "Lamp"]
