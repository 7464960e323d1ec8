"""The uuid of the order under way: on the disk before it is sent, gone once its fate is told."""

from __future__ import annotations

import hashlib
import json
import logging
import os
from dataclasses import asdict, dataclass
from pathlib import Path

_log = logging.getLogger(__name__)
# Where no folder is given, for as long as the program runs: a device is built anew after an error.
_remembered: dict[str, Order] = {}


@dataclass(frozen=True, slots=True)
class Order:
    """A task that may have been sent; `accepted` once the server said that it has it."""

    uuid: str
    kind: str
    accepted: bool = False


class Keeper:
    """One order of one register. With a folder it outlives the program and the power."""

    def __init__(self, register: str, folder: Path | None) -> None:
        self._register = register
        name = hashlib.sha256(register.encode()).hexdigest()[:16]
        self._path = folder / f"atol-{name}.json" if folder else None

    def read(self) -> Order | None:
        """The order whose fate is not known yet."""
        if self._path is None:
            return _remembered.get(self._register)
        try:
            return Order(**json.loads(self._path.read_bytes()))
        except FileNotFoundError:
            return None
        except (ValueError, TypeError) as error:
            # Written whole or not at all; somebody else wrote this.
            _log.warning("%s is no order: %s", self._path, error)
            return None

    def write(self, order: Order) -> None:
        """Keep it; on the disk when this returns. OSError where the disk does not take it."""
        if self._path is None:
            _remembered[self._register] = order
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        draft = self._path.with_suffix(".new")
        with draft.open("wb") as file:
            file.write(json.dumps(asdict(order)).encode())
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._path)
        _sync(self._path.parent)

    def clear(self) -> None:
        """Its fate is known."""
        if self._path is None:
            _remembered.pop(self._register, None)
        else:
            self._path.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    """The name, too, must be on the disk; Windows has no handle of a folder to do it with."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
