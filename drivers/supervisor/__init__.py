"""One thread per device: a queue, deadlines, reconnecting, health."""

from drivers.supervisor.health import DeviceState, Health
from drivers.supervisor.proxies import (
    Deadlines,
    SupervisedDisplay,
    SupervisedRegistrar,
    SupervisedTerminal,
)
from drivers.supervisor.scanner import SupervisedScanner
from drivers.supervisor.worker import Supervised

__all__ = [
    "Deadlines",
    "DeviceState",
    "Health",
    "Supervised",
    "SupervisedDisplay",
    "SupervisedRegistrar",
    "SupervisedScanner",
    "SupervisedTerminal",
]
