"""Saves an office while it runs, and makes one of a backup: on either engine, from either."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, Integer, MetaData, Table, func, inspect, select, update

from backoffice.errors import DamagedBackup, NotEmpty
from backoffice.storage import archive
from backoffice.storage.archive import Begin, Head, Piece
from backoffice.storage.bulk import put_rows
from backoffice.storage.engine import is_postgres, open_engine, reading, shown
from backoffice.storage.schema import metadata, office
from backoffice.storage.upgrade import NEWEST, known, opened, told_plainly, upgrade, version_of

_PIECE = 500  # rows; a fact has some kilobytes


@dataclass(frozen=True, slots=True)
class Kept:
    """What a backup holds, or what was made of one."""

    file: str
    schema: str
    rows: int


def save(url: str, file: Path, now: int) -> Kept:
    """One state of everything into a file, read back before it gets its name."""
    with _disposed(opened(url)) as engine, reading(engine).begin() as db:
        return Kept(str(file), NEWEST, archive.write(file, _frames(db, now)))


def restore(file: Path, url: str) -> Kept:
    """Make an office of a backup, in one transaction and at the newest schema.

    The file is read to its end before anything is touched. The feed gets a new name: tills that
    have seen more of the old one begin it from zero. Raises DamagedBackup, NotEmpty, DamagedStore.
    """
    head = archive.check(file)
    if not known(head.revision):
        raise DamagedBackup(f"{file} is of a newer program (schema {head.revision}); update this")
    with _disposed(open_engine(url)) as engine, told_plainly(engine):
        _check_empty(engine, head.revision)
        upgrade(engine, head.revision)
        with engine.begin() as db:
            rows = _load(db, archive.read(file))
            db.execute(update(office).values(feed=str(uuid.uuid4())))
        upgrade(engine)
    return Kept(str(file), NEWEST, rows)


@contextmanager
def _disposed(engine: Engine) -> Iterator[Engine]:
    try:
        yield engine
    finally:
        engine.dispose()


def _frames(db: Connection, now: int) -> Iterator[Head | Begin | Piece]:
    yield Head(archive.FORMAT, NEWEST, now)
    for table in metadata.sorted_tables:
        yield Begin(str(table.name), tuple(str(column.name) for column in table.columns))
        with closing(db.execution_options(yield_per=_PIECE).execute(select(table))) as found:
            for rows in found.partitions():
                yield Piece([list(row) for row in rows])


def _check_empty(engine: Engine, revision: str) -> None:
    with engine.connect() as db:
        there = [one for name, one in metadata.tables.items() if inspect(db).has_table(name)]
        taken = any(db.execute(select(1).select_from(one).limit(1)).first() for one in there)
        if taken or version_of(db) not in ("", revision):
            raise NotEmpty(
                f"{shown(engine.url)} has an office already; nothing was changed,"
                " give an empty database"
            )


def _load(db: Connection, frames: Iterable[Head | Begin | Piece]) -> int:
    tables = MetaData()
    tables.reflect(db)
    count = 0
    for frame in frames:
        match frame:
            case Begin(table=name, columns=columns):
                table = tables.tables[name]
            case Piece(rows=rows):
                put_rows(db, table, columns, [tuple(row) for row in rows])
                count += len(rows)
    if is_postgres(db):
        _count_on(db, tables.tables.values())
    return count


def _count_on(db: Connection, tables: Iterable[Table]) -> None:
    """Numbers that the database counts go on behind those that came."""
    for table in tables:
        for column in table.primary_key.columns:
            counter = func.pg_get_serial_sequence(table.name, column.name)
            if isinstance(column.type, Integer) and db.scalar(select(counter)):
                last = select(func.max(column)).scalar_subquery()
                db.execute(select(func.setval(counter, func.coalesce(last, 1), last.is_not(None))))
