"""What use-cases ask of a store; `backoffice/storage` answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from backoffice.domain.derived import Derived
from backoffice.domain.figures import DayFigures, HourSum, ReceiptSum
from backoffice.domain.found import FoundDocument
from backoffice.domain.office import Good, Owner, Session, Shop, Task, Till
from backoffice.domain.proposals import Decision, Proposed
from backoffice.domain.stock import Delivery, DeliverySum, StockRow
from sync.journal.rows import Mark
from sync.messages.feed import ItemChanged, Record, UserChanged
from sync.messages.wire import RawPage, Row, SealRow


class Places(Protocol):
    """Shops and tills."""

    def made(self) -> bool:
        """Whether the first run is done."""

    def make(self, feed: str, at: int) -> None:
        """Begin the office with that feed id."""

    def add_shop(self, shop: Shop) -> None: ...

    def shops(self) -> list[Shop]:
        """By name."""

    def shop_named(self, name: str) -> Shop | None: ...

    def add_till(self, till: Till, token_hash: bytes) -> None: ...

    def till(self, till: str) -> Till | None:
        """A till; in a writing transaction nobody else writes to it until that one's end."""

    def till_of_token(self, token_hash: bytes) -> Till | None: ...

    def tills(self) -> list[Till]:
        """By name."""

    def branches(self, till: str) -> list[Till]:
        """Branches of that till's journal, in the order they were found."""

    def journal(self, till: str) -> tuple[Till, list[Till]] | None:
        """A till with those branches, asked for and held as `till` is."""

    def renew_token(self, till: str, token_hash: bytes, key: bytes | None = None) -> None:
        """Another disk is that till now, taken in again."""

    def show_key(self, till: str, key: bytes) -> None:
        """From now on that till is known by its key alone."""

    def revoke(self, till: str, *, revoked: bool) -> None:
        """Take a till out of the office, or in again."""

    def move_head(self, till: str, head: Mark, quarantined: int) -> None: ...


@dataclass(frozen=True, slots=True)
class Code:
    """A one-time code as it is kept; `till` is filled once a first run used it."""

    code_hash: bytes
    purpose: str  # "first-run", "enrol"
    expires: int  # ms UTC
    shop: str = ""
    till: str = ""


class Access(Protocol):
    """Owners, sessions, one-time codes."""

    def add_owner(self, owner: Owner) -> None: ...

    def owner(self, login: str) -> Owner | None: ...

    def set_password(self, owner: str, password_hash: str) -> None: ...

    def add_session(self, token_hash: bytes, session: Session, expires: int) -> None: ...

    def session(self, token_hash: bytes, now: int) -> Session | None: ...

    def end_session(self, token_hash: bytes) -> None: ...

    def end_session_of(self, csrf: str) -> None:
        """End the session whose forms carry that."""

    def end_sessions(self, owner: str, but: str) -> None:
        """End all of an owner's sessions but the one whose forms carry that."""

    def set_factor(self, owner: str, totp: str, step: int) -> None:
        """The secret of an owner's second factor and the last step used; empty and 0 for none."""

    def open_factors(self) -> list[str]:
        """Owners whose secret is not sealed: an earlier program kept it as it was."""

    def seal_factors(self) -> None:
        """Seal theirs."""

    def put_recovery(self, owner: str, hashes: Sequence[bytes]) -> None:
        """Recovery codes in place of those that were there."""

    def use_recovery(self, owner: str, code_hash: bytes) -> bool:
        """Spend a recovery code; False where there is no such."""

    def failures(self, who: Sequence[str], since: int) -> list[int]:
        """Moments of wrong passwords of any of those, oldest first."""

    def add_failure(self, who: Sequence[str], at: int, forget_before: int) -> None: ...

    def forget_failures(self, who: Sequence[str]) -> None: ...

    def put_code(self, code: Code) -> None:
        """Keep the code; a new code of a first run replaces the old one."""

    def code(self, code_hash: bytes) -> Code | None: ...

    def use_code(self, code_hash: bytes, till: str) -> None: ...

    def drop_code(self, code_hash: bytes) -> None: ...


class Documents(Protocol):
    """Documents that restored tills read from their drives, and the own facts of the same."""

    def found(self, shop: str) -> list[FoundDocument]:
        """All of a shop."""

    def keep(self, documents: Iterable[FoundDocument]) -> None:
        """Insert or replace, by drive and number."""

    def receipts(self, shop: str, numbers: Sequence[str]) -> list[tuple[str, str, int, int]]:
        """Number, till and place of receipts with those numbers for people."""

    def shifts(self, trunk: str, numbers: Sequence[int]) -> list[tuple[bool, int, str, int]]:
        """Openings (True) and ends with those numbers, of a till and the branches of its journal.

        Each with its number, id and moment (ms UTC).
        """

    def take_back(self, rows: Sequence[Derived]) -> None:
        """Receipts, VAT and shifts that count no more."""

    def move_shift(self, found: str, own: str) -> None:
        """What was done in the first shift was done in the second."""

    def drop_task(self, of: FoundDocument) -> None:
        """Nobody has to look at it any more."""


class Ledger(Protocol):
    """Copies of journals, and what is derived from them."""

    @property
    def documents(self) -> Documents: ...

    def hash_at(self, till: str, epoch: int, seq: int) -> bytes | None:
        """Hash of the fact that stands there."""

    def hashes(self, till: str, places: Sequence[tuple[int, int]]) -> dict[tuple[int, int], bytes]:
        """Hashes of the facts that stand at those of the places (epoch, seq)."""

    def named(self, tills: Sequence[str], hash_: bytes) -> tuple[str, Mark] | None:
        """The till and place of a row with that hash, facts and quarantine alike."""

    def first(self, till: str, epoch: int = 0) -> Row | None:
        """The first fact of a till or a branch, in that epoch or at all."""

    def last(self, till: str) -> Row | None:
        """The last fact of a till or a branch."""

    def stretch(self, till: str, epoch: int, first: int, last: int) -> Iterator[Row]:
        """Facts of one epoch, both ends within, in order; read as they are taken."""

    def add(self, till: Till, rows: Sequence[Row]) -> None:
        """Keep facts to the byte; a place that is taken fails the transaction."""

    def adding(self, till: Till, rows: Sequence[Row]) -> AbstractContextManager[None]:
        """The same, done at the block's end; until then no other question can be asked."""

    def set_aside(self, till: str, row: Row, why: str, at: int) -> bool:
        """Keep a row apart; False where this very row is there already."""

    @property
    def careful(self) -> bool:
        """Whether the transaction outlives a row that does not fit."""

    def together(self) -> AbstractContextManager[None]:
        """What is written inside stays or goes as one.

        Raises DoesNotFit for a row that is there already or that a column cannot hold: when
        careful only the block is taken back, else the whole transaction must be.
        """

    def write(self, rows: Iterable[Derived]) -> None:
        """Keep derived rows, and add receipts to the sums of their days."""

    def add_task(self, task: Task) -> None:
        """Keep a task; a row that has one keeps that."""

    def add_seal(self, till: str, seal: SealRow, why: str) -> None:
        """Keep a seal; one that is there already stays as it is."""

    def key(self, till: str, epoch: int) -> bytes | None:
        """The public key of that epoch's first good seal."""

    def seals(self, till: str = "") -> list[tuple[str, SealRow, str]]:
        """Seals of a till or of all, with why one is not good, in order of till and place."""

    def clear_derived(self) -> None: ...

    def rows(self, kind: str = "") -> Iterator[tuple[str, Row]]:
        """Every fact, or those of a kind, with its till, in order of till and place."""

    def last_aside(self, till: str) -> int:
        """When the last row of that till was set aside, ms UTC; 0 for none."""

    def aside(self) -> list[tuple[str, int, int, str]]:
        """Till, place and reason of every row set aside."""


class Feed(Protocol):
    """The change feed and the lists the office shows of it."""

    def put(self, records: Iterable[Record]) -> int:
        """Publish what differs from the last state; how many records did."""

    def page(self, feed: str, after: int, limit: int) -> RawPage: ...

    def record(self, kind: str, key: str) -> Record | None: ...

    def users(self) -> list[UserChanged]:
        """By name."""

    def goods(self, text: str, group: str, limit: int, offset: int) -> tuple[list[Good], int]:
        """A page of goods on sale that fit, by name, and how many fit in all."""

    def groups(self) -> list[str]: ...

    def goods_named(self, code: str) -> set[str]:
        """Goods on sale with that code or article."""

    def with_articles(self, articles: Sequence[str]) -> dict[str, ItemChanged]:
        """Goods by their article, gone ones too; those of the articles that are known."""

    def with_codes(self, codes: Sequence[str]) -> dict[str, ItemChanged]:
        """Goods on sale by their barcode; those of the codes that are known."""

    def next_article(self) -> str:
        """A number behind all articles that are numbers."""


class Costs(Protocol):
    """Purchase prices, kopecks for a unit; each holds from a day of the shop's calendar on."""

    def put(self, prices: Mapping[str, int | None], day: str) -> int:
        """Prices by good from that ISO day on, None for not known; how many changed."""

    def of(self, item: str, day: str) -> int | None:
        """The price of that day."""

    def of_goods(self, items: Sequence[str], day: str) -> dict[str, int | None]:
        """The price of each that day; goods never told of are left out."""


class Stock(Protocol):
    """What shops have and received, by the facts that came."""

    def of(self, shop: str, asked: str, limit: int, offset: int) -> tuple[list[StockRow], int]:
        """A page of a shop's goods that fit, by name, and how many fit in all."""

    def deliveries(self, shop: str, limit: int) -> list[DeliverySum]:
        """Suppliers' documents, the one posted last in front."""

    def of_dates(self, dates: Sequence[str] | None) -> list[Delivery]:
        """Documents of those dates (ISO) or of all, first parts alone.

        By shop and date, then the one posted first in front; those alone on their date left out.
        """


class Proposals(Protocol):
    """Goods that tills made, and what was decided on them."""

    def waiting(self) -> list[Proposed]:
        """Those that nobody decided on, the one made first in front."""

    def sold(self, items: Sequence[str], day: str) -> tuple[int, int]:
        """Thousandths and kopecks of those goods sold from that day on, returns taken off."""

    def decide(self, decisions: Sequence[Decision]) -> None: ...


class Reports(Protocol):
    """Figures out of derived tables."""

    def days(self, first: str, last: str, shop: str | None) -> DayFigures:
        """All figures of those days."""

    def hours(self, first: str, last: str, shop: str | None) -> list[HourSum]:
        """The hours of those days alone."""

    def receipts(
        self, first: str, last: str, shop: str | None, until: int | None
    ) -> list[ReceiptSum]:
        """The receipts of those days alone; `until` (ms UTC) leaves out what is later."""

    def days_with_sales(self, shop: str | None) -> tuple[str, str] | None:
        """The first and the last day that has a receipt."""

    def tasks(self) -> list[Task]: ...


class Work(Protocol):
    """One transaction over all of it."""

    @property
    def places(self) -> Places: ...
    @property
    def access(self) -> Access: ...
    @property
    def ledger(self) -> Ledger: ...
    @property
    def feed(self) -> Feed: ...
    @property
    def costs(self) -> Costs: ...
    @property
    def stock(self) -> Stock: ...
    @property
    def proposals(self) -> Proposals: ...
    @property
    def reports(self) -> Reports: ...


class Imports(Protocol):
    """Goods laid apart until all of them are committed."""

    def begin(self, name: str) -> None: ...

    def has(self, name: str) -> bool:
        """Whether it was begun and neither committed nor dropped."""

    def put(self, name: str, goods: Sequence[ItemChanged], known: set[str]) -> None:
        """Lay goods apart; `known` are the ids the office has already."""

    def put_costs(self, name: str, costs: Mapping[str, int], day: str) -> None:
        """Lay purchase prices by good apart, to hold from that ISO day on."""

    def commit(self, name: str) -> int:
        """Publish all of them in one transaction; how many."""

    def drop(self, name: str) -> None:
        """Leave nothing of it."""

    def sweep(self) -> None:
        """Drop all of them."""


class Nonces(Protocol):
    """Questions that tills signed of late; any thread may ask."""

    def first(self, till: str, nonce: str, at: int, now: int) -> bool:
        """Whether it comes for the first time; it is remembered as long as it would be taken."""


class Store(Protocol):
    """Opens transactions. A block that ends well is committed, one that raises leaves nothing."""

    @property
    def nonces(self) -> Nonces: ...

    @property
    def imports(self) -> Imports: ...

    def work(self, *, careful: bool = False) -> AbstractContextManager[Work]:
        """For writing: each room has one writer at a time, and so has each till.

        A careful one can take back a part of itself, which costs every part some time.
        """

    def look(self) -> AbstractContextManager[Work]:
        """For reading one state of everything."""
