"""Settings of a Штрих-М register, with the vendor's defaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from drivers.registrars.shtrih.codes import Format
from drivers.registrars.shtrih.vat import VAT_BYTES

AUTO = "auto"
PROTOCOLS = (AUTO, "v1", "v1.1", "v2")
FORMATS = {"1.05": Format.V1_05, "1.1": Format.V1_1, "1.2": Format.V1_2}


@dataclass(frozen=True, slots=True)
class Settings:
    """Passwords as programmed in table 2; times in seconds, as in the vendor's driver."""

    password: int = 30  # of the operator, for receipts and money
    admin_password: int = 30  # for reports, tables and the drive
    protocol: str = AUTO  # v1 or v2, whichever answers; v1.1 is spoken when it is told only
    department: int = 1
    vat_bytes: Mapping[int, int] = field(default_factory=lambda: VAT_BYTES)
    open_receipt: bool = False  # send 8Dh first; most firmware opens with the first FF46h
    width: int = 48  # characters in a line of paper
    feed_lines: int = 4  # from the print head to the knife
    # Rows of table 4 that are printed above and below a document; models differ.
    header_row: int = 4
    header_rows: int = 4
    footer_row: int = 1
    footer_rows: int = 3
    # Field of table 17 that keeps the next document off paper; 0 finds it by its name.
    off_paper_field: int = 0
    ffd: str = AUTO  # 1.05, 1.1 or 1.2 where the register's table does not tell
    # FF4Ah of FFD 1.05 has no place for the sums of 5, 7 and 22 %: 1115 along with it.
    new_rates_in_1115: bool = True
    own_number: str = ""  # 1179 of a correction of one's own; empty leaves it to the register
    qr_kind: int = 3  # DEh; newer firmware has 131 for QR too
    qr_dot: int = 5  # dots of a QR code's square, 3…8
    # The byte timeout is 50 ms; the vendor's driver waits 1.05 s for a control byte over TCP.
    control_s: float = 1.0
    answer_s: float = 30.0
    poke_s: float = 3.0  # ENQ while waiting: a lost answer is given again
    report_s: float = 65.0  # 40h, 41h, FF43h print long papers before they answer
    # How long a paper may take to come out before "printing" (50h) is an error.
    busy_s: float = 30.0
    poll_s: float = 0.1
    attempts: int = 3

    @classmethod
    def parse(cls, query: Mapping[str, str]) -> Settings:
        """From the query of an address: `password=30&answer_s=10`.

        ValueError names a setting that is unknown, or a value that cannot be read.
        """
        kinds = {item.name: type(item.default) for item in fields(cls)}
        kinds.pop("vat_bytes")
        values: dict[str, str | bool | int | float] = {}
        for name, text in query.items():
            if name not in kinds:
                raise ValueError(f"unknown setting {name!r}; known are {', '.join(kinds)}")
            values[name] = _read(kinds[name], text)
        if values.get("protocol", AUTO) not in PROTOCOLS:
            raise ValueError(f"protocol is one of {', '.join(PROTOCOLS)}")
        if values.get("ffd", AUTO) not in (AUTO, *FORMATS):
            raise ValueError(f"ffd is one of {AUTO}, {', '.join(FORMATS)}")
        return cls(**values)  # type: ignore[arg-type] # names and types come from the fields


def _read(kind: type, text: str) -> str | bool | int | float:
    if kind is str:
        return text
    if kind is bool:
        return bool(int(text))
    return float(text) if kind is float else int(text)
