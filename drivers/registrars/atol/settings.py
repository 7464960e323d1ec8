"""Settings of an АТОЛ register behind its web server; what nobody could verify is one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from drivers.registrars.atol.codec import PATHS, V2


@dataclass(frozen=True, slots=True)
class Settings:
    """Times in seconds. A document takes 1 to 10; the maker advises to look every 0.2 to 1."""

    api: int = V2  # version of the paths
    device: str = ""  # deviceID where the server has several registers; empty is its own choice
    login: str = ""
    password: str = ""
    department: int = 1
    vat22: str = "vat22"  # the driver's word for 22 %
    vat122: str = "vat122"  # for 22/122
    numeric_tenders: bool = False  # "0" to "4" in place of words: older drivers
    iso_clock: bool = False  # setDateTime takes ISO 8601 in place of "2026.03.01 12:30:00"
    print_agents: bool = True
    batch: bool = True  # several questions in one request
    withdraw: bool = False  # DELETE an order that still waits when its time is over
    connect_s: float = 3.0
    http_s: float = 5.0  # for one request: the server keeps a queue and answers at once
    poll_s: float = 0.2
    poll_longest_s: float = 1.0
    question_s: float = 10.0
    document_s: float = 90.0
    attempts: int = 3  # POSTs of one task under its one uuid

    @classmethod
    def parse(cls, query: Mapping[str, str]) -> Settings:
        """From the query of an address: `api=1&device=till-2`.

        ValueError names a setting that is unknown or makes no sense.
        """
        kinds = {item.name: type(item.default) for item in fields(cls)}
        values: dict[str, bool | int | float | str] = {}
        for name, text in query.items():
            if name not in kinds:
                raise ValueError(f"unknown setting {name!r}; known are {', '.join(kinds)}")
            values[name] = _read(kinds[name], text)
        made = cls(**values)  # type: ignore[arg-type] # names and types come from the fields
        if made.api not in PATHS:
            raise ValueError(f"api is one of {', '.join(map(str, PATHS))}, not {made.api}")
        return made


def _read(kind: type, text: str) -> bool | int | float | str:
    if kind is bool:
        return bool(int(text))
    if kind is str:
        return text
    return float(text) if kind is float else int(text)
