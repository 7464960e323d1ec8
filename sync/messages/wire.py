"""Messages between a till and the office (msgpack over HTTP).

| path | request | answer |
|---|---|---|
| `POST /api/first-run` | FirstRun | Enrolled |
| `POST /api/enrol` | Enrol | Enrolled |
| `POST /api/restore` | Restore | Restored |
| `GET /api/journal/rows?epoch=E&seq=S` | – | Batch |
| `POST /api/key` | OwnKey | Done |
| `GET /api/journal/head` | – | Head |
| `POST /api/journal` | Batch | Head |
| `POST /api/journal/known` | Places | Head |
| `GET /api/feed?feed=ID&after=N` | – | FeedPage |
| `POST /api/import` | – | ImportBegun |
| `POST /api/import/ID` | ImportPiece | ImportTaken |
| `POST /api/import/ID/commit` | – | ImportDone |
| `DELETE /api/import/ID` | – | ImportDone |

Pieces of an import lie apart until its commit; nobody sees them, and a dropped one leaves nothing.
A body may be packed (`Content-Encoding: deflate`, RFC 1950). All but the first three are
signed by the till's own key (`sync.messages.signed`); a till that enrolled before there were keys
comes with `Authorization: Bearer <token>` until it has shown one. An office with too much to do
answers 503 with `Retry-After`.
"""

from __future__ import annotations

import msgspec

from sync.messages.feed import ItemChanged, Record, SettingChanged, UserChanged


class Row(msgspec.Struct, frozen=True, array_like=True):
    """One journal row, exact bytes."""

    epoch: int
    seq: int
    fact: str
    kind: str
    version: int
    at: int  # ms UTC
    offset: int  # minutes east of UTC
    body: bytes
    prev_hash: bytes
    hash: bytes


class SealRow(msgspec.Struct, frozen=True, array_like=True):
    """A head that a Z signed, with the public key (32 bytes) it was signed with."""

    epoch: int
    seq: int
    hash: bytes
    signature: bytes
    key: bytes


class Batch(msgspec.Struct, frozen=True):
    """Rows in order, from the head the office reported, and the seals that stand among them."""

    rows: list[Row]
    seals: list[SealRow] = []


class Place(msgspec.Struct, frozen=True, array_like=True):
    """Where a row stands and which one it is."""

    epoch: int
    seq: int
    hash: bytes


class Places(msgspec.Struct, frozen=True):
    """Rows of a journal; the answer is the last of them that the office holds."""

    places: list[Place]


class Head(msgspec.Struct, frozen=True):
    """The last row the office holds of this till; epoch 0 means none. `hash` is hex.

    The rest is told to the till's people: rows set aside and when the last of them came, epochs in
    which two tills of one name wrote, whether this till was taken out, and the office's clock.
    Moments are ms UTC, 0 where they are not told.
    """

    epoch: int
    seq: int
    hash: str = ""
    quarantined: int = 0
    forked: tuple[int, ...] = ()
    revoked: bool = False
    now: int = 0
    aside_at: int = 0


class Enrol(msgspec.Struct, frozen=True):
    """Ask to be known, with a one-time code."""

    code: str
    till: str  # name for people, "Касса 1"
    key: bytes = b""  # public, Ed25519, 32 bytes


class Restore(msgspec.Struct, frozen=True):
    """Ask for a till's own place again with a one-time code: its disk died."""

    code: str
    till: str = ""  # its name for people; empty where the shop has but one
    key: bytes = b""  # of the new disk: public, Ed25519, 32 bytes


class Restored(msgspec.Struct, frozen=True):
    """The till's id, and what it has to know of itself and its shop."""

    till: str
    shop: str
    name: str
    inn: str
    zone: str  # IANA name


class FirstRun(msgspec.Struct, frozen=True):
    """Make an empty office: its shop, its owner's password, its first till, users and goods."""

    code: str
    till: str
    shop: str
    inn: str
    zone: str  # IANA name
    login: str
    password: str
    users: list[UserChanged]
    items: list[ItemChanged] = []
    settings: list[SettingChanged] = []
    key: bytes = b""  # of the till: public, Ed25519, 32 bytes


class Enrolled(msgspec.Struct, frozen=True):
    """The till's id; a token is for tills that have shown no key, and empty for others."""

    till: str
    token: str
    shop: str


class OwnKey(msgspec.Struct, frozen=True):
    """A till of before shows its key; the token it comes with opens nothing from then on."""

    key: bytes  # public, Ed25519, 32 bytes


class Done(msgspec.Struct, frozen=True):
    """It is done, and there is nothing to tell."""


class FeedPage(msgspec.Struct, frozen=True):
    """A piece of the feed. Another `feed` id than asked for means: begin from zero."""

    feed: str
    cursor: int
    records: list[Record]
    more: bool


class RawPage(msgspec.Struct, frozen=True):
    """A FeedPage whose records are the msgpack the office keeps: on the way it is the same."""

    feed: str
    cursor: int
    records: list[msgspec.Raw]
    more: bool

    def read(self) -> FeedPage:
        """The page with its records."""
        return msgspec.msgpack.decode(msgspec.msgpack.encode(self), type=FeedPage)


class ImportRow(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A good as a row of a file names it."""

    row: int
    article: str
    name: str
    unit: int  # 2108
    vat: int  # 1199
    price: int  # kopecks per unit
    group: str
    codes: tuple[str, ...]
    cost: int | None = None  # kopecks paid for a unit; None where the file does not say


class ImportBegun(msgspec.Struct, frozen=True):
    """The id under which pieces are handed over."""

    id: str


class ImportPiece(msgspec.Struct, frozen=True):
    """The next rows of a file."""

    rows: list[ImportRow]


class ImportRefusal(msgspec.Struct, frozen=True, array_like=True):
    """A row that does not agree with what the office has."""

    row: int
    why: str


class ImportTaken(msgspec.Struct, frozen=True):
    """What the rows of a piece will do once they are committed."""

    added: int
    changed: int
    refused: list[ImportRefusal]


class ImportDone(msgspec.Struct, frozen=True):
    """How many goods went out to the tills."""

    published: int
