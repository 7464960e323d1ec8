"""Штрих-М in the list of devices: how it is called, and how it is opened."""

from __future__ import annotations

from pathlib import Path

from drivers.address import Address
from drivers.contracts.errors import BadAddress
from drivers.contracts.registrar import FiscalRegistrar

TITLE = "Фискальный регистратор, протокол Штрих-М версии 1"
SCHEMES = ("shtrih+tcp", "shtrih+serial")


def opened(address: Address, folder: Path | None) -> FiscalRegistrar:
    """The register at that address; the folder is not needed: the register holds its answers."""
    from drivers.registrars.shtrih.device import ShtrihRegistrar
    from drivers.registrars.shtrih.settings import Settings

    options = {name: text for name, text in address.options.items() if name != "baud"}
    try:
        settings = Settings.parse(options)
    except ValueError as error:
        raise BadAddress(f"{address.scheme}: {error}") from error
    return ShtrihRegistrar(address.transport(baud=115200), settings)
