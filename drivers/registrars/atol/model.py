"""АТОЛ in the list of devices: how it is called, and how it is opened."""

from __future__ import annotations

from pathlib import Path

from drivers.address import Address
from drivers.contracts.errors import BadAddress
from drivers.contracts.registrar import FiscalRegistrar

TITLE = "Фискальный регистратор АТОЛ, веб-сервер драйвера 10"
SCHEMES = ("atol+http",)


def opened(address: Address, folder: Path | None) -> FiscalRegistrar:
    """The register at that address; the folder keeps what is under way through a power cut."""
    from drivers.registrars.atol.device import AtolRegistrar
    from drivers.registrars.atol.settings import Settings

    try:
        settings = Settings.parse(address.options)
    except ValueError as error:
        raise BadAddress(f"{address.scheme}: {error}") from error
    return AtolRegistrar(address.host, address.port, settings, folder)
