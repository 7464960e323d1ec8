"""What the use-cases ask of storage; pos.storage satisfies it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from datetime import datetime

    from inventory.domain.catalogue import Item
    from inventory.values.money import Money
    from pos.domain.basket import Basket, BasketLine
    from pos.domain.deal import Attempt, Deal
    from pos.domain.later import ClaimView
    from pos.domain.people import User
    from pos.domain.stock import Stock
    from pos.domain.views import SaleView, ShiftView
    from sync.journal.rows import Mark
    from sync.messages.facts import Fact, Tender
    from sync.messages.feed import UserChanged
    from sync.messages.wire import Row


class Clock(Protocol):
    """Where moments come from."""

    def __call__(self) -> datetime:
        """Aware, UTC."""


class Shelf(Protocol):
    """Baskets, lines and deals on disk."""

    def current(self) -> Basket:
        """The oldest open basket, EMPTY when there is none."""

    def get(self, basket: str) -> Basket:
        """That basket with its lines."""

    def put(self, basket: Basket, *, user: str, shift: str) -> None:
        """Write the head of a basket (not its lines)."""

    def put_line(self, basket: str, line: BasketLine) -> None:
        """Write one line."""

    def drop_line(self, basket: str, line: int) -> None:
        """Take one line away."""

    def put_deal(self, deal: Deal) -> None:
        """Write the head of a basket with what it takes to settle it."""

    def deal(self, basket: str) -> Deal:
        """The deal of a basket."""

    def unsettled(self) -> Deal | None:
        """The deal that is being paid or was refused; of a correction's two the first."""

    def waiting(self, behind: str) -> list[Deal]:
        """Sales of the same customer that are to be paid behind that basket; none is begun."""

    def unsettled_corrections(self) -> list[Deal]:
        """Deals of a correction that are not settled, in their order."""

    def latest_closed(self) -> Deal | None:
        """The deal settled last, for the change on the screen."""

    def forget_closed(self) -> None:
        """Erase the deal settled last; another one takes its place."""

    def open_count(self) -> int:
        """Open baskets with lines; parked ones are not among them."""

    def park(self, basket: str, name: str, at: int) -> None:
        """Remember under which name and when (ms UTC) a basket was put aside."""

    def unpark(self, basket: str) -> None:
        """Erase that name; when it was stays known."""

    def parked_count(self) -> int:
        """Baskets put aside."""

    def parked(self) -> list[tuple[Basket, str]]:
        """Baskets put aside with their names, the one put aside first in front."""

    def forget(self, basket: str) -> None:
        """Erase a settled basket, its contact's key first of all."""

    def erase_contact(self, basket: str) -> None:
        """Erase the contact's key alone: nobody reads the contact any more."""


class Attempts(Protocol):
    """Attempts at devices on disk."""

    def put(self, attempt: Attempt) -> None:
        """Insert or replace."""

    def of_basket(self, basket: str) -> list[Attempt]:
        """In the order they were begun."""

    def drop_of(self, basket: str) -> None:
        """Forget a basket's attempts: all of them are undone."""

    def unsettled_errand(self) -> Attempt | None:
        """A shift or cash attempt whose outcome is not known; there is one at most."""


class Books(Protocol):
    """Questions to the derived tables."""

    def open_shift(self) -> ShiftView | None:
        """The open shift with its figures."""

    def sale(self, sale: str) -> SaleView:
        """A past sale with its lines; raises SaleUnknown."""

    def numbers(self, sale: str) -> tuple[str, int]:
        """The number of its receipt for people, and the drive's; raises SaleUnknown."""

    def find(self, text: str, limit: int) -> list[SaleView]:
        """Newest first; by number, FD number or all."""

    def of_document(self, fn: str, fd: int, sign: int) -> list[SaleView]:
        """The sale or return that the drive keeps under those numbers; none or one."""

    def tenders(self, sale: str) -> list[Tender]:
        """How a sale was paid, or a return given back."""

    def given_back(self, sale: str) -> list[Tender]:
        """What all returns of a sale gave back."""

    def claim(self, sale: str) -> ClaimView | None:
        """What a receipt in advance or on credit leaves open; None for any other."""

    def corrections(self, shift: str) -> dict[str, int]:
        """What corrections of a shift add to its sums (`ShiftClosed.corrections`), kopecks."""

    def shift_of(self, sale: str) -> str:
        """The shift a sale was made in."""

    def tax_system(self, sale: str) -> int:
        """Tax system (1055) of a sale."""

    def returned_amount(self, sale: str, line: int) -> Money:
        """What returns of that line gave back so far."""

    def basket_of(self, sale: str) -> Basket:
        """A past sale as a basket, for the screen and for copies."""


class People(Protocol):
    """Users on disk."""

    def get(self, user: str) -> User | None:
        """An active user."""

    def hashes(self) -> list[tuple[str, str]]:
        """User id and PIN hash of each active user."""

    def put(self, user: UserChanged) -> None:
        """Insert or replace."""

    def name(self, user: str) -> str:
        """Name of a user, active or not; empty when unknown."""


class Made(Protocol):
    """Goods that were made at this till."""

    def of_code(self, code: str) -> list[Item]:
        """Goods made for that very code, the one made last in front."""

    def get(self, item: str) -> Item | None:
        """A good by its id."""

    def all(self) -> list[Item]:
        """All of them, the one made last in front."""


class Work(Protocol):
    """One transaction of the till. What is not committed is rolled back."""

    @property
    def shelf(self) -> Shelf: ...
    @property
    def attempts(self) -> Attempts: ...
    @property
    def books(self) -> Books: ...
    @property
    def people(self) -> People: ...
    @property
    def stock(self) -> Stock: ...
    @property
    def made(self) -> Made: ...

    @property
    def lagging(self) -> bool:
        """Whether derived tables lack facts."""

    def setting(self, key: str) -> str:
        """A setting, empty when not set."""

    def set_setting(self, key: str, value: str) -> None:
        """Write a setting."""

    def record(self, fact: Fact, at: datetime, fact_id: str = "") -> None:
        """Append a fact and derive what follows from it.

        A deriving fault leaves the fact in place: the tables lag and the next start catches up.
        """

    def begin_epoch(self, fact: Fact, epoch: int, at: datetime) -> None:
        """Append the first row of an epoch."""

    def head(self) -> Mark:
        """The last row's place."""

    def rows_after(self, place: Mark) -> Iterator[Row]:
        """Rows behind that place, in order."""

    def seal(self) -> None:
        """Sign the journal's head with the till's key, as each Z does."""

    def commit(self) -> None:
        """Make it last."""


class Till(Protocol):
    """journal.db of a till."""

    def work(self) -> AbstractContextManager[Work]:
        """A transaction; others wait until it ends, so devices are never called inside."""

    def setting(self, key: str) -> str:
        """A setting as it was last committed, empty when not set; waits for nobody's work."""

    def rest(self) -> None:
        """Between customers: move the WAL into the file."""

    def tidy(self) -> None:
        """At the end of a shift: nothing that was erased lies on in the WAL."""
