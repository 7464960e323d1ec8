"""Shops, tills, owners and sessions of an office."""

from __future__ import annotations

from dataclasses import dataclass

from sync.journal.rows import BEGINNING, Mark


@dataclass(frozen=True, slots=True)
class Shop:
    """A shop; `zone` is an IANA name and gives the shop's calendar day."""

    shop: str
    name: str
    inn: str
    zone: str


@dataclass(frozen=True, slots=True)
class Till:
    """A till as the office knows it; `head` is the last place taken, quarantine included.

    Where two went on with one journal, the rows of the second are a branch: a till of its own
    whose `trunk` is the first, and which left it in `fork_epoch`.
    """

    till: str
    shop: str
    name: str
    zone: str
    head: Mark = BEGINNING
    quarantined: int = 0
    revoked: bool = False
    trunk: str = ""
    fork_epoch: int = 0
    key: bytes | None = None  # public, Ed25519; None while the till has shown none


@dataclass(frozen=True, slots=True)
class Owner:
    """Who may look into the office. The password is an Argon2id hash.

    `totp` is the secret of the second factor (base 32), empty without one; `totp_step` is the
    last step a code was taken of.
    """

    owner: str
    login: str
    password_hash: str
    totp: str = ""
    totp_step: int = 0


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser; `csrf` must come back with every form.

    `stage` is empty for a whole session; "code": the password was right, a second factor is due.
    """

    owner: str
    login: str
    csrf: str
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Good:
    """A row of the list of goods; price in kopecks."""

    item: str
    name: str
    article: str
    group: str
    unit: int
    vat: int
    price: int
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """Something a person must look at: a fact that was not understood, or rows set aside."""

    till: str
    epoch: int
    seq: int
    kind: str
    why: str  # "unreadable", "reducer", "found", "fork", "seal", "twice"
    detail: str
    at: int  # ms UTC, of the row
