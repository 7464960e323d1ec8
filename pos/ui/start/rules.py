"""What may stand in the fields of the first start. Each answers with the key of a fault or ""."""

from __future__ import annotations

import re

from fiscal.domain.ffd.inn import inn_valid
from pos.errors import PinTaken
from pos.usecases.pins import LONGEST, SHORTEST, need_good

SHORTEST_PASSWORD = 10
_LOGIN = re.compile(r"[A-Za-z0-9.\-]{3,32}")
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.\-]{0,251}[A-Za-z0-9])?")


def filled(value: str) -> str:
    """Something must stand there."""
    return "" if value else "start.fault_empty"


def pin(value: str) -> str:
    """4 to 8 digits, neither all equal nor a row."""
    if not (value.isascii() and value.isdigit() and SHORTEST <= len(value) <= LONGEST):
        return "start.fault_pin_length"
    try:
        need_good(value)
    except PinTaken:
        return "start.fault_pin_simple"
    return ""


def pin_again(value: str, first: str) -> str:
    """The same PIN once more."""
    return "" if value == first else "start.fault_pin_differs"


def login(value: str) -> str:
    """3 to 32 Latin letters, digits, dots, hyphens."""
    return "" if _LOGIN.fullmatch(value) else "start.fault_login"


def password(value: str) -> str:
    """At least ten characters."""
    return "" if len(value) >= SHORTEST_PASSWORD else "start.fault_password_short"


def password_again(value: str, first: str) -> str:
    """The same password once more."""
    return "" if value == first else "start.fault_password_differs"


def inn(value: str) -> str:
    """10 digits of a company or 12 of a person, with their control digits."""
    if not (value.isascii() and value.isdigit() and len(value) in (10, 12)):
        return "start.fault_inn_length"
    return "" if inn_valid(value) else "start.fault_inn_check"


def host(value: str) -> str:
    """A name or an address of the network."""
    return "" if _HOST.fullmatch(value) and ".." not in value else "start.fault_host"


def port(value: str) -> str:
    """1 to 65535."""
    good = value.isascii() and value.isdigit() and 0 < int(value) < 65536
    return "" if good else "start.fault_port"
