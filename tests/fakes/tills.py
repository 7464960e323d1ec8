"""A till's half of the link: its journal and catalogue on disk, its users in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from inventory.storage.catalogue import CatalogueStore
from inventory.storage.feed import CatalogueFeed
from sync.journal.rows import Mark
from sync.storage.journal import Journal
from sync.storage.reader import reading
from sync.usecases.link import Link, LinkPorts, LinkState
from sync.usecases.ports import Office, State
from sync.usecases.push import push
from tests.fakes.journals import AT, KEY, JournalFile


@dataclass
class MemoryState:
    """Users and settings of a till, and how often they were handed over."""

    kept: list[State] = field(default_factory=list)

    def apply(self, records: Sequence[State]) -> None:
        """Keep them in order of arrival."""
        self.kept += records


@dataclass
class Till:
    """One till's half of the link."""

    journal: JournalFile
    goods: CatalogueFeed
    store: CatalogueStore
    state: MemoryState = field(default_factory=MemoryState)
    seen: list[LinkState] = field(default_factory=list)

    def push(self, office: Office) -> Mark:
        """Push as a fresh process would."""
        with reading(self.journal.path) as journal:
            return push(office, journal, self.journal.acknowledge, KEY.public).held

    def acknowledged(self) -> Mark | None:
        """What journal.db says the office holds."""
        with self.journal.writing() as db:
            return Journal(db).office_head()

    def link(self, office: Office) -> Link:
        """A link as the desktop program makes it, without chance."""
        ports = LinkPorts(
            office=office,
            journal=partial(reading, self.journal.path),
            goods=self.goods,
            state=self.state,
            acknowledge=self.journal.acknowledge,
            fork=self.journal.fork,
            key=KEY.public,
            clock=lambda: AT,
            close=self.goods.close,
        )
        return Link(ports, self.seen.append, chance=lambda: 0.0)
