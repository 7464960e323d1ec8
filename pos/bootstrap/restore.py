"""A new disk gets its till back: from the office, and the rest from the fiscal drive.

All of it is put together in a folder beside, which an interrupted restore finds again, and takes
its place at the end. What was there is set aside under `backups/`.
"""

from __future__ import annotations

import logging
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import msgspec

from drivers import registry
from pos.bootstrap.aside import OF_TILL, set_aside
from pos.bootstrap.epochs import RESTORED, go_on
from pos.bootstrap.folder import KIND, now, open_till
from pos.bootstrap.known import client_of, clock, public_key, remember
from pos.errors import FolderTaken
from pos.storage.database import NAME
from pos.storage.refill import Refill
from pos.storage.till import TillWork
from pos.usecases.lost_documents import Teller, beyond, lost_cash
from sync.journal.rows import BEGINNING, Seal, faults, mark, uuid7
from sync.messages.facts import EpochBegan, Fact, SaleClosed, UnreadableFact, decode
from sync.messages.wire import Batch, Enrolled, Restore, Restored, Row
from sync.remote.office import OfficeClient
from sync.storage.files import write_private
from sync.storage.reader import reading

log = logging.getLogger(__name__)

DRAFT = "restore.part"
WHO = "restored.json"
TRAINING = "training"


class Done(msgspec.Struct, frozen=True):
    """What came back: the till, rows of its journal, documents only the drive knew."""

    till: str
    shop: str
    name: str
    rows: int
    epoch: int
    documents: int


def restore(
    folder: Path, url: str, code: str, till_name: str, register: str, certificate: str = ""
) -> Done:
    """Give the till back. Raises SyncError, FolderTaken, AlreadyRunning, DeviceError."""
    _need_room(folder)
    draft = folder / DRAFT
    who = _who(draft, url, code, till_name, certificate)
    with closing(client_of(draft)) as client:
        rows = _fetch(draft, client)
    done = _go_on(draft, who, register, rows)
    set_aside(folder, OF_TILL)
    _take_place(draft, folder)
    return done


def _take_place(draft: Path, folder: Path) -> None:
    """The journal comes last, in one step: until then the same command goes on from the draft."""
    for file in draft.iterdir():
        if file.name not in (NAME, WHO):
            write_private(folder / file.name, file.read_bytes())
    (draft / NAME).replace(folder / NAME)
    shutil.rmtree(draft)


def _need_room(folder: Path) -> None:
    """A journal that can be read and holds something is not written over."""
    path = folder / NAME
    if not path.exists():
        return
    try:
        with reading(path) as journal:
            is_empty = journal.head() == BEGINNING
            is_whole = not any(faults(journal.after(BEGINNING)))
    except sqlite3.DatabaseError:
        log.warning("%s is damaged: it is set aside", path, exc_info=True)
        return
    if is_whole and not is_empty:
        raise FolderTaken(f"{folder} holds a till already")


def _who(draft: Path, url: str, code: str, name: str, certificate: str) -> Restored:
    """Who this till is; a restore that was interrupted goes on with what it was told."""
    kept = draft / WHO
    if kept.exists():
        return msgspec.json.decode(kept.read_bytes(), type=Restored)
    with closing(OfficeClient(url, certificate=certificate)) as client:
        who = client.restore(Restore(code, name, public_key(draft)))
    remember(draft, url, Enrolled(who.till, "", who.shop), certificate)
    write_private(kept, msgspec.json.encode(who))
    return who


def _fetch(draft: Path, client: OfficeClient) -> int:
    """All rows the office has; how many."""
    with closing(Refill(draft)) as refill:
        while (batch := client.rows(refill.head())).rows:
            refill.take(batch.rows, _seals(batch))
            refill.acknowledged(mark(batch.rows[-1]), clock())
    with reading(draft / NAME) as journal:
        return journal.count_after(0, 0)


def _seals(batch: Batch) -> list[Seal]:
    return [Seal(one.epoch, one.seq, one.hash, one.signature, one.key) for one in batch.seals]


def _go_on(draft: Path, who: Restored, register: str, rows: int) -> Done:
    """A new epoch, and in it what only the drive knows; all in one transaction."""
    with reading(draft / NAME) as journal:
        known = list(_readable(journal.after(BEGINNING)))
    with closing(open_till(draft)) as till, till.work() as work:
        _set(work, who, known, register)
        go_on(work, RESTORED)
        found = _from_register(work, known, register, who.zone) if register else 0
        epoch = work.head().epoch
        work.commit()
    return Done(who.till, who.shop, who.name, rows, epoch, found)


def _readable(rows: Iterable[Row]) -> Iterator[Fact]:
    for row in rows:
        try:
            yield decode(row.kind, row.version, row.body)
        except UnreadableFact as error:
            log.warning("row %s/%s: %s", row.epoch, row.seq, error)


def _set(work: TillWork, who: Restored, known: Sequence[Fact], register: str) -> None:
    """What the till is, as its journal and its office tell it."""
    began = next((fact.till for fact in known if isinstance(fact, EpochBegan)), who.till)
    taxes = [fact.tax_system for fact in known if isinstance(fact, SaleClosed)]
    settings = {
        "shop.name": who.shop,
        "shop.inn": who.inn,
        "shop.zone": who.zone,
        "shop.tax_system": str(taxes[-1] if taxes else 1),
        "till.name": who.name,
        "till.id": began,
        "devices.registrar": register,
    }
    for key, value in settings.items():
        work.set_setting(key, value)


def _from_register(work: TillWork, known: Sequence[Fact], register: str, zone: str) -> int:
    """Record what only the register knows; how many documents it told of."""
    registrar = registry.open_registrar(register, allow_emulators=True)
    try:
        status = registrar.status()
        # A folder made with an emulated register is a training folder for ever.
        work.set_setting(KIND, TRAINING if status.emulated else "")
        teller = Teller(status, work.books.open_shift(), zone, _new_id)
        told = list(teller.tell(beyond(registrar, known), now()))
    finally:
        registrar.close()
    for fact, at in told:
        work.record(fact, at, fact.document)
    if moved := lost_cash(status, work.books.open_shift(), _new_id):
        work.record(moved, now(), moved.move)
    return len(told)


def _new_id() -> str:
    return uuid7(int(now().timestamp() * 1000))
