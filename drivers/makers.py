"""Makers of fiscal registers: each is a folder of `drivers/registrars` with a `model.py` in it.

The folder's name stands before the plus of an address. `model.py` has `TITLE`, `SCHEMES` and
`opened(address, folder)`; it is imported when an address names it, or when somebody asks for the
list, and what it drives is imported when a register is opened. So a new maker is a new folder.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import ModuleType

from drivers.address import Address
from drivers.contracts.registrar import FiscalRegistrar

ROOM = "drivers.registrars"
# The folder is the till's own: for what a driver must remember through a power cut, or None.
Opener = Callable[[Address, Path | None], FiscalRegistrar]


class Makers(Mapping[str, Opener]):
    """Address scheme → how such a register is opened."""

    def __getitem__(self, scheme: str) -> Opener:
        """KeyError for a scheme of no maker."""
        name = scheme.partition("+")[0]
        if name not in self.names():
            raise KeyError(scheme)
        model = _model(name)
        if scheme not in model.SCHEMES:
            raise KeyError(scheme)
        opener: Opener = model.opened
        return opener

    def __iter__(self) -> Iterator[str]:
        """Every scheme; imports every `model.py`."""
        return (scheme for name in self.names() for scheme in _model(name).SCHEMES)

    def __len__(self) -> int:
        """How many schemes there are."""
        return sum(1 for _ in self)

    def title(self, name: str) -> str:
        """What a person calls the registers of that maker."""
        title: str = _model(name).TITLE
        return title

    def names(self) -> list[str]:
        """Folders, in the order of the alphabet."""
        room = importlib.import_module(ROOM)
        return sorted(found.name for found in pkgutil.iter_modules(room.__path__) if found.ispkg)


def _model(name: str) -> ModuleType:
    return importlib.import_module(f"{ROOM}.{name}.model")
