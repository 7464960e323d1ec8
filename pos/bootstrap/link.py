"""Wiring of the link: a till's files and its office; `python -m sync` and the window use it."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from drivers.contracts.errors import DeviceError
from inventory.storage.catalogue import CatalogueStore
from inventory.storage.feed import FILLING, FILLING_ALONE, CatalogueFeed
from inventory.storage.files import NAME as CATALOGUE
from pos.bootstrap.archive import archive_next
from pos.bootstrap.complaint import in_words as in_words
from pos.bootstrap.epochs import FORK, begin_epoch
from pos.bootstrap.folder import open_till
from pos.bootstrap.known import client_of, clock, known, public_key, remember
from pos.bootstrap.tail import tail_faults
from pos.errors import SaleError
from pos.storage.till import TillStore
from pos.usecases.popularity import count_sales
from sync.errors import JournalDamaged, LinkBroken, SyncError, WrongCertificate
from sync.journal.rows import Mark
from sync.messages.feed import UserChanged
from sync.messages.wire import Enrol
from sync.remote.certificates import trusted, unknown
from sync.remote.office import OfficeClient
from sync.storage import memory, office
from sync.storage.memory import LinkMemory, Memory
from sync.storage.office import Enrolment
from sync.storage.reader import NAME as JOURNAL
from sync.storage.reader import reading
from sync.usecases.link import Link, LinkPorts, LinkState
from sync.usecases.ports import State
from sync.usecases.status import Status
from sync.usecases.status import status as status_of

if TYPE_CHECKING:
    from pos.bootstrap.restore import Done

_log = logging.getLogger(__name__)

TROUBLES = (SaleError, SyncError, DeviceError)

# What a till is, where it stands and who is logged in is its own: no feed changes it.
OWN_SETTINGS = ("till.", "session.", "folder.", "devices.")


def link_for(
    folder: Path,
    till: TillStore,
    listener: Callable[[LinkState], None] = lambda _: None,
    *,
    url: str = "",
    alone: bool = False,
) -> Link:
    """The link of an enrolled till, not started; `listener` is called in the link's thread.

    `url` stands in for the address kept at enrolment; `alone`: nobody sells in this process.
    Raises NotEnrolled, BadAddress, OpenLine.
    """
    client = client_of(folder, url=url)
    goods = CatalogueFeed(folder / CATALOGUE, filling=FILLING_ALONE if alone else FILLING)
    kept = LinkMemory(folder / memory.NAME)

    damaged = _damage(folder)

    def note(state: LinkState) -> None:
        told = replace(state, news=(*damaged, *state.news))
        try:
            kept.note(Memory(told.last_contact, told.last_error, told.named))
        except OSError:  # a full disk: only `status` of another process knows less
            _log.warning("the state of the link cannot be kept", exc_info=True)
        listener(told)

    def close() -> None:
        goods.close()
        client.close()

    ports = LinkPorts(
        office=client,
        journal=partial(reading, folder / JOURNAL),
        goods=goods,
        state=TillState(till),
        acknowledge=partial(acknowledge, till),
        fork=partial(begin_epoch, till, FORK),
        key=partial(public_key, folder),
        clock=clock,
        close=close,
        rest=partial(_rest, folder, till, goods),
    )
    return Link(ports, note)


def _damage(folder: Path) -> tuple[JournalDamaged, ...]:
    """Whether the journal stands behind its last seal, as a start looks at it."""
    faults = tail_faults(folder)
    for fault in faults:
        _log.error("journal.db: %s", fault)
    return (JournalDamaged(faults[0]),) if faults else ()


def _rest(folder: Path, till: TillStore, goods: CatalogueFeed) -> None:
    """What can wait for a turn of the link."""
    note_sales(folder / JOURNAL, goods)
    archive_next(folder, till, clock())


def note_sales(journal: Path, goods: CatalogueFeed) -> None:
    """Rank the search by what sold since the last turn."""
    if journal.exists():
        count_sales(reading(journal), goods)


class TillState:
    """People and settings of the feed into journal.db, one transaction a page."""

    def __init__(self, till: TillStore) -> None:
        self._till = till

    def apply(self, records: Sequence[State]) -> None:
        """Insert or replace; durable on return."""
        with self._till.work() as work:
            for record in records:
                if isinstance(record, UserChanged):
                    work.people.put(record)
                elif not record.key.startswith(OWN_SETTINGS):
                    work.set_setting(record.key, record.value)
            work.commit()


def acknowledge(till: TillStore, head: Mark) -> None:
    """Keep in journal.db what the office holds."""
    with till.work() as work:
        work.set_office_head(head, clock())
        work.commit()


@contextmanager
def standing_alone(folder: Path, url: str) -> Iterator[Link]:
    """The link without a window, for `python -m sync run`.

    Raises AlreadyRunning where a till runs: that one keeps the link itself.
    """
    known(folder)
    with _our_faults(), closing(open_till(folder)) as till:
        yield link_for(folder, till, url=url, alone=True)


def enrol(folder: Path, url: str, code: str, name: str, fingerprint: str = "") -> Enrolment:
    """Make this till known to an office by a one-time code. Raises SyncError.

    A certificate that no authority vouches for is taken when it has that fingerprint (SHA-256),
    and is the only one trusted from then on.
    """
    certificate = trusted(url, fingerprint) if fingerprint else ""
    with closing(OfficeClient(url, certificate=certificate)) as client:
        try:
            answer = client.enrol(Enrol(code, name, public_key(folder)))
        except WrongCertificate as error:
            raise unknown(url) from error
    return remember(folder, url, answer, certificate)


def pin(folder: Path, url: str, fingerprint: str) -> Enrolment:
    """Trust another certificate of the office, or its certificate at another address.

    Raises NotEnrolled, WrongCertificate, OfficeUnreachable.
    """
    there = known(folder)
    address = url or there.url
    certificate = trusted(address, fingerprint)
    pinned = msgspec.structs.replace(there, url=address, certificate=certificate)
    office.save(folder / office.NAME, pinned)
    return pinned


def restore(
    folder: Path, url: str, code: str, till: str, register: str, fingerprint: str = ""
) -> Done:
    """A new disk gets its till back. Raises SyncError, SaleError, DeviceError.

    The fingerprint is that of `enrol`.
    """
    from pos.bootstrap import restore as back

    with _our_faults():
        certificate = trusted(url, fingerprint) if fingerprint else ""
        return back.restore(folder, url, code, till, register, certificate)


def status(folder: Path) -> Status:
    """The state of the link by the folder's files; none of them is made or changed."""
    there = office.load(folder / office.NAME)
    remembered = memory.load(folder / memory.NAME)
    with closing(CatalogueStore(folder / CATALOGUE)) as goods:
        tell = partial(
            status_of,
            cursor=goods.cursor(),
            office=there.url if there else None,
            last_contact=remembered.last_contact,
            last_error=remembered.last_error,
            news=remembered.news,
        )
    path = folder / JOURNAL
    if not path.exists():
        return tell(None)
    with _our_faults(), reading(path) as journal:
        return tell(journal)


@contextmanager
def _our_faults() -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise LinkBroken(f"{type(error).__name__}: {error}") from error
