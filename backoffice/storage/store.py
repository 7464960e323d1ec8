"""Opens the office's database and its transactions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection

from backoffice.domain.ports import Imports, Nonces
from backoffice.storage.access import AccessTables
from backoffice.storage.costs import CostTables
from backoffice.storage.engine import is_postgres, reading
from backoffice.storage.feed import FeedTables
from backoffice.storage.laid_apart import LaidApart
from backoffice.storage.ledger import LedgerTables
from backoffice.storage.nonces import NonceTable
from backoffice.storage.places import PlaceTables
from backoffice.storage.proposals import ProposalTables
from backoffice.storage.reports import ReportTables
from backoffice.storage.sealing import Sealer, key_file
from backoffice.storage.staging import StagedImports
from backoffice.storage.stock import StockTables
from backoffice.storage.turns import Room, take_turn
from backoffice.storage.upgrade import opened


class Transaction:
    """All tables on one connection; the turn in a room is taken when it is first asked for."""

    def __init__(
        self, db: Connection, sealer: Sealer, *, writing: bool, careful: bool = False
    ) -> None:
        self._db, self._sealer = db, sealer
        self._writing = writing
        self._careful = careful
        self._turns = set[Room]()

    @property
    def places(self) -> PlaceTables:
        return PlaceTables(self._db, holding=self._writing)

    @property
    def access(self) -> AccessTables:
        return AccessTables(self._in_turn(Room.PEOPLE), self._sealer)

    @property
    def ledger(self) -> LedgerTables:
        return LedgerTables(self._db, careful=self._careful)

    @property
    def feed(self) -> FeedTables:
        return FeedTables(self._in_turn(Room.GOODS))

    @property
    def costs(self) -> CostTables:
        return CostTables(self._in_turn(Room.GOODS))

    @property
    def stock(self) -> StockTables:
        return StockTables(self._db)

    @property
    def proposals(self) -> ProposalTables:
        return ProposalTables(self._in_turn(Room.GOODS))

    @property
    def reports(self) -> ReportTables:
        return ReportTables(self._db)

    def _in_turn(self, room: Room) -> Connection:
        if self._writing and room not in self._turns:
            take_turn(self._db, room)
            self._turns.add(room)
        return self._db


class OfficeStore:
    """The store of an office at its newest schema; raises DamagedStore when it cannot be opened."""

    def __init__(self, url: str) -> None:
        self._engine = opened(url)
        self._nonces = NonceTable(self._engine)
        self._sealer = Sealer(key_file(self._engine.url))

    @contextmanager
    def work(self, *, careful: bool = False) -> Iterator[Transaction]:
        """A writing transaction: SQLite gives the place of writer at its start or waits."""
        with self._engine.begin() as db:
            yield Transaction(db, self._sealer, writing=True, careful=careful)

    @contextmanager
    def look(self) -> Iterator[Transaction]:
        """A reading transaction: one state of the database, no wait for the writer."""
        with reading(self._engine).begin() as db:
            yield Transaction(db, self._sealer, writing=False)

    @property
    def imports(self) -> Imports:
        """Imports that are under way, beside the office's own goods."""
        if is_postgres(self._engine):
            return LaidApart(self._engine)
        return StagedImports(Path(self._engine.url.database or ":memory:").absolute())

    @property
    def nonces(self) -> Nonces:
        """What tills signed of late."""
        return self._nonces

    def close(self) -> None:
        """Give the connections back; the last one of SQLite checkpoints the WAL."""
        self._nonces.close()
        self._engine.dispose()
