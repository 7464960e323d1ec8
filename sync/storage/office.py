"""Which office a till belongs to: office.json in the data folder, private to its user."""

from __future__ import annotations

from pathlib import Path

import msgspec

from sync.storage.files import write_private

NAME = "office.json"


class Enrolment(msgspec.Struct, frozen=True):
    """The office's address, who the till is there, and the certificate that is trusted.

    The token is of a till that enrolled before there were keys; it is empty once the key is known.
    """

    url: str
    token: str
    till: str
    shop: str
    certificate: str = ""  # PEM; empty where an authority vouches for the office


def load(path: Path) -> Enrolment | None:
    """The enrolment in that file; None without one, or when it cannot be read.

    A damaged file costs a new one-time code, never a sale.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=Enrolment)
    except (FileNotFoundError, msgspec.DecodeError):
        return None


def save(path: Path, enrolment: Enrolment) -> None:
    """Keep the enrolment (mode 0600), in place of an earlier one."""
    write_private(path, msgspec.json.format(msgspec.json.encode(enrolment)) + b"\n")
