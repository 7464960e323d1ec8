"""The fiscal drive of an emulated register: numbers and signs of documents, whoever made it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from drivers.contracts.ffd import tlv
from drivers.contracts.ffd.tags import Tag

RECEIPTS = (3, 31)  # a receipt, and a correction of some
KEY_NUMBER = b"\x99\x99"


class Owner(Protocol):
    """Who is registered with the drive."""

    @property
    def inn(self) -> str:
        """1018."""

    @property
    def rnm(self) -> str:
        """1037."""

    @property
    def fn(self) -> str:
        """1041."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the drive; `tlv` is the whole of it, in hexadecimal."""

    fd: int
    kind: int
    at: str
    sign: int
    shift: int
    tlv: str
    operation: int = 0
    number: int = 0
    total: int = 0

    @property
    def is_receipt(self) -> bool:
        """A receipt, or a correction of some."""
        return self.kind in RECEIPTS

    @property
    def moment(self) -> datetime:
        """When it was made, by the register's clock."""
        return datetime.fromisoformat(self.at)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a document says beside its tags."""

    kind: int
    shift: int
    operation: int = 0
    number: int = 0
    total: int = 0


def fake_sign(fd: int) -> int:
    """A fiscal sign that nobody takes for real: printed as 0000……, and the same every time."""
    return 100_000 + fd * 7919 % 900_000


def make(
    owner: Owner, ffd: int, fd: int, at: datetime, facts: Facts, tags: Iterable[bytes]
) -> Document:
    """The document: what all documents begin with, then its own tags. `ffd` as in 1209."""
    sign = fake_sign(fd)
    common = [
        tlv.number(Tag.FFD, ffd),
        tlv.padded(Tag.USER_INN, owner.inn, 12),
        tlv.padded(Tag.RNM, owner.rnm, 20),
        tlv.padded(Tag.FN, owner.fn, 16),
        tlv.moment(Tag.AT, at),
        tlv.number(Tag.FD, fd, 4),
        tlv.entry(Tag.SIGN, KEY_NUMBER + sign.to_bytes(4, "big")),
    ]
    return Document(
        fd=fd,
        kind=facts.kind,
        at=at.isoformat(),
        sign=sign,
        shift=facts.shift,
        tlv=b"".join([*common, *tags]).hex(),
        operation=facts.operation,
        number=facts.number,
        total=facts.total,
    )
