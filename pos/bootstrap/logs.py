"""Where the program writes what it does, and how long its start took."""

from __future__ import annotations

import logging
import time
from pathlib import Path

BEGAN = time.monotonic()
LARGEST = 2_000_000  # bytes a file
KEPT = 5
NAME = "pos"  # of our handler among those of others


def log_to(folder: Path) -> None:
    """Log to `logs/pos.log` of a data folder, made if need be; to no other from now on."""
    logs = folder / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    _write_with(logging.FileHandler(logs / "pos.log", encoding="utf-8"))
    logging.getLogger().setLevel(logging.INFO)
    # Requests of the link would fill the file with the same line every few seconds.
    logging.getLogger("httpx").setLevel(logging.WARNING)


def rotate() -> None:
    """Keep that log small from now on; what this takes is not waited for at the start."""
    from logging.handlers import RotatingFileHandler

    for kept in _ours():
        if isinstance(kept, logging.FileHandler):
            name = kept.baseFilename
            _write_with(
                RotatingFileHandler(name, maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8")
            )


def _write_with(handler: logging.Handler) -> None:
    handler.name = NAME
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    for other in _ours():
        root.removeHandler(other)
        other.close()
    root.addHandler(handler)


def _ours() -> list[logging.Handler]:
    return [kept for kept in logging.getLogger().handlers if kept.name == NAME]


def ready_ms() -> int:
    """Milliseconds since the process began, where the system tells, else since our code did."""
    try:
        stat = Path("/proc/self/stat").read_text(encoding="ascii")
        ticks = int(stat.rpartition(")")[2].split()[19])
        return int((time.clock_gettime(time.CLOCK_BOOTTIME) - ticks / _ticks_a_second()) * 1000)
    except (OSError, ValueError, IndexError, AttributeError):
        return int((time.monotonic() - BEGAN) * 1000)


def _ticks_a_second() -> int:
    import os

    return os.sysconf("SC_CLK_TCK")
