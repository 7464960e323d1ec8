"""An office on PostgreSQL with ten million lines: 200 shops, 365 days, 137 lines a shop and day.

Made once by the database itself, in some minutes, and kept as a stopped cluster for the next run,
in the user's temporary folder (4 GB; it may be removed at any time); an office of an earlier
schema is brought to the newest like any other. Its days end at `LAST`.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

from backoffice.domain.office import Owner
from backoffice.storage.store import OfficeStore
from backoffice.usecases.secrets import hash_password
from tests.backoffice.postgres.cluster import Cluster
from tests.backoffice.trade import PEOPLE, ZONE

LAST = date(2026, 11, 24)
LOGIN, PASSWORD = "vera", "правильная лошадь"
SHOPS, DAYS, GOODS, RECEIPTS = 200, 365, 20_000, 14

_NAMES = f"""
    CREATE FUNCTION pg_temp.hash(n bigint) RETURNS bigint IMMUTABLE LANGUAGE sql AS
        'SELECT hashint8(n)::bigint & 2147483647';
    CREATE TEMP TABLE day AS
        SELECT n, (date '{LAST}' - {DAYS} + 1 + n)::text AS day,
            extract(epoch FROM date '{LAST}' - {DAYS} + 1 + n)::bigint * 1000 AS midnight
        FROM generate_series(0, {DAYS} - 1) n;
    CREATE TEMP TABLE shop AS SELECT n, md5('shop' || n)::uuid::text AS shop, 'till-' || n AS till
        FROM generate_series(0, {SHOPS} - 1) n;
    CREATE TEMP TABLE good AS
        SELECT k, md5('good' || k)::uuid::text AS item, 'Товар «Заречное» ' || k || ' г' AS name,
            500 + pg_temp.hash(k) % 300000 AS price
        FROM generate_series(0, {GOODS} - 1) k;
    CREATE TEMP TABLE receipt AS
        SELECT (d.n * {SHOPS} + s.n)::bigint * {RECEIPTS} + r AS id, d.day, s.shop, s.till, r,
            d.midnight + (5 + r) * 3600000 AS at, 'shift-' || d.n || '-' || s.n AS shift,
            CASE WHEN r < 11 THEN 10 ELSE 9 END AS lines
        FROM day d CROSS JOIN shop s CROSS JOIN generate_series(0, {RECEIPTS} - 1) r
        ORDER BY 1;
    ANALYZE receipt;
"""  # noqa: S608 — numbers of our own
_SALE = "'01a20000-0000-7000-8000-' || lpad(to_hex(r.id), 12, '0')"
_FILL = (
    f"INSERT INTO shops SELECT shop, 'Лавка ' || n, '', '{ZONE}' FROM shop",  # noqa: S608
    "INSERT INTO tills (till, shop, name, token_hash, head_epoch, head_seq, head_hash, quarantined,"
    " revoked) SELECT till, shop, 'Касса', sha256(till::bytea), 0, 0, '', 0, false FROM shop",
    "INSERT INTO goods SELECT item, name, k::text, 'Разное', 0, 2, price, '', false, lower(name)"
    " FROM good",
    "INSERT INTO costs SELECT item, '2025-01-01', '', price * 2 / 3, 0 FROM good WHERE k % 10 > 0",
    # Each shop was delivered some goods itself, at prices of its own.
    "INSERT INTO costs SELECT item, day, shop, price * 3 / 4, midnight FROM good, shop, day"
    " WHERE k % 20 = shop.n % 20 AND day.n = k % 300",
    # Without a join, so that lines lie in the order of their receipts, as they come in life.
    "INSERT INTO sale_lines"  # noqa: S608
    f" SELECT {_SALE}, l, shop, day, 'sale', md5('good' || k)::uuid::text,"
    " 'Товар «Заречное» ' || k || ' г', 0, 1000, 500 + pg_temp.hash(k) % 300000, 2"
    " FROM receipt r CROSS JOIN generate_series(1, 10) l"
    f" CROSS JOIN LATERAL (SELECT pg_temp.hash(r.id * 10 + l) % {GOODS} AS k OFFSET 0) one"
    " WHERE l <= lines",
    f"INSERT INTO sales SELECT sale, till, shop, 1, id + 2, at, day, 8 + r, 'n', 'sale', '',"  # noqa: S608
    " shift, CASE WHEN r < 7 THEN 'anna' ELSE 'ivan' END, amount, 0, amount, 0, 0, lines"
    f" FROM (SELECT *, {_SALE} AS sale FROM receipt r) r JOIN"
    " (SELECT sale, sum(amount) AS amount FROM sale_lines GROUP BY sale) paid USING (sale)"
    " ORDER BY id",
    "INSERT INTO day_sums SELECT shop, day, kind, count(*), sum(total), 0, sum(cash), 0, 0"
    " FROM sales GROUP BY shop, day, kind",
    "INSERT INTO day_vat SELECT shop, day, kind, 2, total / 11 FROM day_sums",
    "INSERT INTO shift_begins SELECT 'shift-' || d.n || '-' || s.n, till, shop,"
    " midnight + 5 * 3600000, day, d.n, 'anna', 0 FROM day d CROSS JOIN shop s",
    "INSERT INTO shift_ends SELECT shift, till, s.shop, at + 13 * 3600000, s.day, number, 'ivan',"
    " 0, total FROM shift_begins s JOIN day_sums d ON d.shop = s.shop AND d.day = s.day",
    "INSERT INTO shift_counters SELECT shift, 'drawer', drawer, drawer FROM shift_ends",
    "SELECT brin_summarize_new_values('sale_lines_by_day')",
)
_QUICK = ("fsync", "full_page_writes", "synchronous_commit")


@contextmanager
def served() -> Iterator[Cluster]:
    """A cluster that serves, with that office in the database `postgres`."""
    cluster = Cluster(_kept())
    cluster.start()
    try:
        yield cluster
    finally:
        cluster.stop()


def _kept() -> Path:
    folder = Path(tempfile.gettempdir()) / "prilavok-bench-office"
    if not (folder / "whole").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o755)
        _make(Cluster(folder))
        (folder / "whole").touch()
    return folder


def _make(cluster: Cluster) -> None:
    cluster.make()
    cluster.start()
    try:
        for setting in _QUICK:
            cluster.execute(f"ALTER SYSTEM SET {setting} = off")
        cluster.execute("ALTER SYSTEM SET max_wal_size = '8GB'")
        cluster.execute("SELECT pg_reload_conf()")
        with closing(OfficeStore(cluster.url())) as store, store.work() as work:
            work.places.make("feed", 0)
            work.access.add_owner(Owner("vera", LOGIN, hash_password(PASSWORD)))
            work.feed.put(PEOPLE)
        cluster.execute(";".join((_NAMES, *_FILL)))
        for statement in ("VACUUM ANALYZE", *(f"ALTER SYSTEM RESET {one}" for one in _QUICK)):
            cluster.execute(statement)
    finally:
        cluster.stop()


if __name__ == "__main__":
    with served():
        pass
