"""Real journals in SQLite, made by the same code as a till's."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sync.journal.rows import Mark
from sync.messages import facts
from sync.storage.journal import Journal
from sync.storage.keys import TillKey

AT = 1_760_000_000_000  # ms UTC, some moment
KEY = TillKey(bytes(range(32)))


def fiscal(fd: int) -> facts.FiscalMark:
    """A document of a drive that is visibly no real one."""
    return facts.FiscalMark(
        registrar="0000000000000001",
        fn="9999000000000001",
        fd=fd,
        sign=fd * 7,
        at="2026-03-01T10:00:00",
        shift=1,
    )


def sale(n: int) -> facts.SaleClosed:
    """A sale of one good."""
    line = facts.SoldLine(
        line=1,
        basket_line=1,
        item="milk",
        code="4600000000015",
        name="Молоко «Утро»",
        unit=0,
        quantity=1000,
        list_price=8990,
        price=8990,
        amount=8990,
        vat=2,
    )
    return facts.SaleClosed(
        sale=f"sale-{n}",
        number=f"0001-{n:04}",
        shift="shift-1",
        user="anna",
        lines=(line,),
        tenders=(facts.Tender(kind="cash", amount=8990),),
        total=8990,
        discount=0,
        received=10000,
        change=1010,
        vat={"2": 817},
        tax_system=1,
        fiscal=fiscal(n),
        begun_at=AT,
    )


def shift_closed(fd: int) -> facts.ShiftClosed:
    """A Z with plain figures."""
    return facts.ShiftClosed(
        shift="shift-1",
        number=1,
        user="anna",
        sales=1,
        returns=0,
        sale_cash=8990,
        sale_card=0,
        return_cash=0,
        return_card=0,
        cash_in=0,
        cash_out=0,
        fund=50000,
        drawer=58990,
        registrar={"241": 8990},
        fiscal=fiscal(fd),
    )


def epoch_began(reason: str, parent: Mark | None = None) -> facts.EpochBegan:
    """The first fact of an epoch."""
    if parent is None:
        return facts.EpochBegan(till="till-1", reason=reason)
    return facts.EpochBegan(
        till="till-1",
        reason=reason,
        parent_epoch=parent.epoch,
        parent_seq=parent.seq,
        parent_hash=parent.hash.hex(),
    )


class JournalFile:
    """journal.db in a folder: written through `Journal`, each call a commit."""

    def __init__(self, path: Path) -> None:
        self.path = path
        from sync.storage.schema import metadata

        with self.writing() as db:
            db.execute("PRAGMA journal_mode=WAL")
            for statement in _ddl(metadata):
                db.execute(statement)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction on a connection of its own."""
        with closing(sqlite3.connect(self.path)) as db, db:
            yield db

    def append(self, *found: facts.Fact) -> None:
        """Append facts; the first of all begins epoch 1."""
        with self.writing() as db:
            journal = Journal(db)
            for fact in found:
                if isinstance(fact, facts.EpochBegan):
                    epoch = journal.head().epoch + 1
                    journal.begin_epoch(fact, epoch=epoch, at=AT, offset=180)
                else:
                    journal.append(fact, at=AT, offset=180)
                if isinstance(fact, facts.ShiftClosed):
                    journal.add_seal(KEY.sign_head(journal.head()))

    def head(self) -> Mark:
        """The journal's head."""
        with self.writing() as db:
            return Journal(db).head()

    def acknowledge(self, place: Mark) -> None:
        """Keep what the office said it holds."""
        with self.writing() as db:
            Journal(db).set_office_head(place, AT)

    def fork(self, above: int) -> None:
        """Begin an epoch above that number, as a till does where another wrote."""
        parent = self.head()
        with self.writing() as db:
            epoch = max(parent.epoch, above) + 1
            Journal(db).begin_epoch(epoch_began("fork", parent), epoch=epoch, at=AT, offset=180)

    def begin(self, sales: int) -> None:
        """A new epoch 1 and so many sales."""
        self.append(epoch_began("new"), *(sale(n) for n in range(1, sales + 1)))


def _ddl(metadata: object) -> list[str]:
    from sqlalchemy import MetaData
    from sqlalchemy.dialects import sqlite
    from sqlalchemy.schema import CreateTable

    assert isinstance(metadata, MetaData)
    dialect = sqlite.dialect()
    return [str(CreateTable(t).compile(dialect=dialect)) for t in metadata.sorted_tables]
