"""What the first start has been told so far; going back loses nothing of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from pos.ui.start.lists import DEFAULT_ZONE
from pos.usecases.first_start import Setup


class Way(Enum):
    """How the register is connected."""

    NETWORK = "network"
    CABLE = "cable"
    SERVER = "server"
    ADDRESS = "address"
    LATER = "later"


BAUDS = ("115200", "57600", "38400", "19200", "9600", "4800", "2400")


@dataclass(slots=True)
class Draft:
    """Filled field by field."""

    owner: str = ""
    pin: str = ""
    login: str = ""
    password: str = ""
    shop: str = ""
    inn: str = ""
    tax_system: int = 1  # 1055
    zone: str = DEFAULT_ZONE
    till_name: str = ""
    way: Way = Way.NETWORK
    host: str = "192.168.137.111"  # factory address of Штрих registers
    port: str = "7778"
    server: str = "127.0.0.1"  # of АТОЛ's driver, on this computer as a rule
    server_port: str = "16732"
    address: str = ""  # whole, of a register of any maker
    serial_port: str = ""
    baud: str = BAUDS[0]

    @property
    def registrar(self) -> str:
        """Its URL as in `python -m fiscal probe`, or empty for later."""
        if self.way is Way.NETWORK:
            return f"shtrih+tcp://{self.host}:{self.port}"
        if self.way is Way.SERVER:
            return f"atol+http://{self.server}:{self.server_port}"
        if self.way is Way.ADDRESS:
            return self.address.strip()
        if self.way is Way.CABLE and self.serial_port:
            return f"shtrih+serial:{_path(self.serial_port)}?baud={self.baud}"
        return ""

    def setup(self) -> Setup:
        """For the use-case; terminal and display are connected later."""
        return Setup(
            owner=self.owner,
            pin=self.pin,
            shop=self.shop,
            inn=self.inn,
            till_name=self.till_name,
            tax_system=self.tax_system,
            zone=self.zone,
            registrar=self.registrar,
        )


def _path(port: str) -> str:
    return f"//{port}" if port.startswith("/") else port  # COM3 is no path
