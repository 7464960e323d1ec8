"""Штрих-М in the list of devices: how it is called, and how it is opened."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from drivers.address import Address
from drivers.contracts.errors import BadAddress
from drivers.contracts.registrar import FiscalRegistrar
from drivers.contracts.transport import Transport

TITLE = "Фискальный регистратор, протокол Штрих-М версий 1 и 2"
SCHEMES = ("shtrih+tcp", "shtrih+serial")
AUTO = "auto"


def opened(address: Address, folder: Path | None) -> FiscalRegistrar:
    """The register at that address; the folder is not needed: the register holds its answers."""
    from drivers.registrars.shtrih.device import ShtrihRegistrar
    from drivers.registrars.shtrih.settings import Settings

    options = {name: text for name, text in address.options.items() if name != "baud"}
    try:
        settings = Settings.parse(options)
    except ValueError as error:
        raise BadAddress(f"{address.scheme}: {error}") from error
    pipe, *others = pipes(address)
    return ShtrihRegistrar(pipe, settings, other_speeds=others)


def pipes(address: Address) -> list[Transport]:
    """The port at its speed; at every speed there is where none is named, or `baud=auto`."""
    if not address.path or address.options.get("baud", AUTO) != AUTO:
        return [address.transport(baud=115200)]
    from drivers.registrars.shtrih.search import SPEEDS

    at = {name: text for name, text in address.options.items() if name != "baud"}
    return [replace(address, options={**at, "baud": str(baud)}).transport(baud) for baud in SPEEDS]
