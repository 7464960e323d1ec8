"""One thread per device: a queue, deadlines, reconnecting, health."""

from drivers.supervisor.health import DeviceState, Health
from drivers.supervisor.proxies import (
    Deadlines,
    SupervisedDisplay,
    SupervisedRegistrar,
    SupervisedTerminal,
)
from drivers.supervisor.scale import SupervisedScale
from drivers.supervisor.scanner import SupervisedScanner
from drivers.supervisor.worker import Supervised

__all__ = [
    "Deadlines",
    "DeviceState",
    "Health",
    "Supervised",
    "SupervisedDisplay",
    "SupervisedRegistrar",
    "SupervisedScale",
    "SupervisedScanner",
    "SupervisedTerminal",
]
