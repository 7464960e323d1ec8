"""Versions of the formats, and under which circumstances a document is judged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum


class Ffd(IntEnum):
    """Version of the formats by the code of tag 1209. 1.0 is out of use since 2019."""

    V1_05 = 2
    V1_1 = 3
    V1_2 = 4

    @property
    def said(self) -> str:
        """As people and `RegistrarStatus.ffd` call it: "1.05"."""
        return _SAID[self]


_SAID = {Ffd.V1_05: "1.05", Ffd.V1_1: "1.1", Ffd.V1_2: "1.2"}
_BY_NAME = {name: version for version, name in _SAID.items()}


def version(said: str) -> Ffd:
    """The version a register tells; 1.2 where it tells none that is in use."""
    return _BY_NAME.get(said, Ffd.V1_2)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a document depends on besides the receipt: the register's registration and the day."""

    ffd: Ffd = Ffd.V1_2
    tax_systems: int = 0  # 1062, bits; 0 for unknown
    is_autonomous: bool = False  # 1002
    vat_by_total: bool = False  # the register taxes the total of a rate, not each line
    on: date | None = None  # the shop's day; None leaves days unchecked
