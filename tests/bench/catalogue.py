"""A million goods: load, import, lookup, search and selling on, against raw SQLite of the same run.

    python -m tests.bench.catalogue [--goods N]

Raw load is the sqlite3 shell: `.import` of goods by number and of codes, then FTS5 over the names
with the same prefixes; our unique id and the index of articles it does not keep. Raw lookup and
raw search are the same SQL on a bare connection.
"""

from __future__ import annotations

import argparse
import lzma
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from inventory.domain.imported import GoodsRow
from inventory.domain.words import words
from inventory.storage.catalogue import CatalogueStore
from inventory.storage.feed import CatalogueFeed
from inventory.usecases.read_goods import read_goods
from sync.journal.rows import uuid7
from sync.messages.feed import ItemChanged
from tests.bench import selling_on
from tests.bench.figure import Figure, hundredth
from tests.conftest import SHARED

REFERENCE = SHARED / "data" / "catalog-1m.tsv.xz"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
PAGE, SHOWN = 2000, 20
LOAD, IMPORT, ASK = 2.0, 4.0, 2.0
KEYSTROKE_MS = 10.0
_SHELL = """
PRAGMA journal_mode=WAL;
CREATE TABLE items (n INTEGER PRIMARY KEY, item TEXT, article TEXT, name TEXT, unit INT, vat INT,
    price INT, grp TEXT);
CREATE TABLE codes (code TEXT PRIMARY KEY, n INT) WITHOUT ROWID;
.mode ascii
.separator "\\t" "\\n"
.import items.tsv items
.import codes.tsv codes
CREATE VIRTUAL TABLE search USING fts5(words, content='', tokenize='unicode61',
    prefix='1 2 3 4');
INSERT INTO search (rowid, words) SELECT n, name FROM items;
"""
_RAW_CODE = (
    'SELECT i.item, i.article, i.name, i.unit, i.vat, i.price, i."group" FROM codes c'
    " JOIN items i ON i.n = c.n WHERE c.code = ?"
)
_RAW_WORDS = (
    'SELECT i.item, i.article, i.name, i.unit, i.vat, i.price, i."group" FROM search s'
    " JOIN items i ON i.n = s.rowid WHERE search MATCH ? LIMIT ?"
)


def figures(goods: int = 1_000_000) -> Iterator[Figure]:
    """Every figure of the catalogue; takes minutes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        table, items = _table(folder, goods)
        yield from _load(folder, table, items)
        yield from _ask(folder / "catalog.db", items)
        # No till holds a million goods in memory: a collection of garbage would look at them all.
        chance = random.Random(20261124)  # noqa: S311 — no secret
        items = chance.sample(items, min(selling_on.PRICES, len(items)))
        yield selling_on.figure(folder / "catalog.db", items)


def _table(folder: Path, goods: int) -> tuple[Path, list[ItemChanged]]:
    """So many real goods as a file, as records, and as the shell's own files."""
    table = folder / "goods.tsv.xz"
    rows: list[GoodsRow] = []
    with (
        lzma.open(REFERENCE, "rt", encoding="utf-8", newline="") as source,
        lzma.open(table, "wt", encoding="utf-8", newline="", preset=0) as target,
    ):
        lines = (line for _, line in zip(range(goods + 1), source, strict=False))
        read = read_goods(_copied(lines, target.write))
        rows += [row for row in read if isinstance(row, GoodsRow)]
    items = [_item(row) for row in rows]
    with (folder / "items.tsv").open("w") as all_items, (folder / "codes.tsv").open("w") as codes:
        for n, one in enumerate(items, 1):
            fields = (n, one.item, one.article, one.name, one.unit, one.vat, one.price, one.group)
            all_items.write("\t".join(map(str, fields)) + "\n")
            codes.write(f"{one.codes[0]}\t{n}\n")
    return table, items


def _copied(lines: Iterator[str], write: Callable[[str], int]) -> Iterator[str]:
    for line in lines:
        write(line)
        yield line


def _item(row: GoodsRow) -> ItemChanged:
    return ItemChanged(
        item=uuid7(1_790_000_000_000 + row.row // 1000),
        article=row.article,
        name=row.name,
        unit=row.unit,
        vat=row.vat,
        price=row.price,
        group=row.group,
        codes=row.codes,
    )


def _load(folder: Path, table: Path, items: list[ItemChanged]) -> Iterator[Figure]:
    """The shell before and behind ours, so that a busy moment is not taken for a slow program."""
    raw = [_timed(lambda: _shell(folder))]
    ours = _timed(lambda: _feed(folder / "catalog.db", items))
    raw.append(_timed(lambda: _shell(folder)))
    yield Figure("catalogue_feed_load", [ours], raw, LOAD)
    whole = _timed(lambda: _import(table, folder / "shop"))
    raw.append(_timed(lambda: _shell(folder)))
    yield Figure("catalogue_import", [whole], raw[1:], IMPORT)


def _timed(call: Callable[[], None]) -> float:
    started = time.perf_counter()
    call()
    return (time.perf_counter() - started) * 1000


def _shell(folder: Path) -> None:
    for left in folder.glob("raw.db*"):
        left.unlink()
    subprocess.run(
        ["sqlite3", "raw.db"],  # noqa: S607 — packaging/system-test.txt
        input=_SHELL, text=True, cwd=folder, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip


def _feed(path: Path, items: list[ItemChanged]) -> None:
    """As the link does: pages of msgpack, read and applied."""
    feed = CatalogueFeed(path)
    feed.begin("bench")
    for start in range(0, len(items), PAGE):
        page = msgspec.msgpack.encode(items[start : start + PAGE])
        end = start + PAGE
        read = msgspec.msgpack.decode(page, type=list[ItemChanged])
        feed.apply(read, end, more=end < len(items))
    feed.close()


def _import(table: Path, folder: Path) -> None:
    command = [sys.executable, "-m", "inventory", "import", str(table), "--data", str(folder)]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 — our own module


def _ask(path: Path, items: list[ItemChanged]) -> Iterator[Figure]:
    chance = random.Random(20261124)  # noqa: S311 — no secret
    codes = [one.codes[0] for one in chance.sample(items, min(20_000, len(items)))]
    strokes = list(_strokes([one.name for one in chance.sample(items, 150)]))
    with closing(CatalogueStore(path)) as store, closing(sqlite3.connect(path)) as raw:
        ours, bare = _in_turns(
            codes,
            lambda code: store.by_code(code, NOW),
            lambda code: raw.execute(_RAW_CODE, (code,)).fetchall(),
        )
        yield Figure("catalogue_lookup", ours, bare, ASK)
        ours, bare = _in_turns(
            strokes,
            lambda text: store.search(text, NOW, SHOWN),
            lambda text: raw.execute(_RAW_WORDS, (_match(text), SHOWN)).fetchall(),
        )
        yield Figure("search_keystroke", ours, bare, ASK)
        yield Figure("search_keystroke_p99", [hundredth(ours)], [KEYSTROKE_MS], 1.0)


def _match(text: str) -> str:
    return " ".join(f'"{word}"*' for word in words(text))


def _strokes(names: list[str]) -> Iterator[str]:
    """The first two words of a name, letter by letter."""
    for name in names:
        text = " ".join(words(name)[:2])
        yield from (text[:end].strip() for end in range(1, len(text) + 1))


def _in_turns(
    asked: list[str], ours: Callable[[str], object], raw: Callable[[str], object]
) -> tuple[list[float], list[float]]:
    """Milliseconds of both, every question to both; who goes first changes."""
    taken: dict[Callable[[str], object], list[float]] = {ours: [], raw: []}
    for number, text in enumerate(asked):
        for side in (ours, raw) if number % 2 else (raw, ours):
            started = time.perf_counter()
            side(text)
            taken[side].append((time.perf_counter() - started) * 1000)
    return taken[ours], taken[raw]


def main() -> int:
    """Print a line of JSON for each figure; 1 above a limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--goods", type=int, default=1_000_000)
    good = True
    for figure in figures(parser.parse_args().goods):
        print(figure.line(), flush=True)
        good = good and figure.good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
