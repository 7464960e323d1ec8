"""How many receipts a second an office takes from so many tills at once, over HTTP, without error.

`python -m tests.bench.office_tills [N …]`: the real server with two workers on PostgreSQL, tills as
threads of one process beside it, each with a day of receipts in batches of fifty. Not in `make
bench`: it has no raw side, its figures stand in docs/scaling.md.
"""

from __future__ import annotations

import json
import sys
import threading
from contextlib import closing
from time import monotonic

import httpx
import msgspec

from backoffice.bootstrap import clock
from backoffice.domain.office import Shop, Till
from backoffice.storage.store import OfficeStore
from backoffice.usecases.verify import verify
from sync.messages.wire import Batch, Head
from tests.backoffice import trade
from tests.backoffice.postgres.cluster import new_cluster
from tests.backoffice.signed import KEY, SignedBy
from tests.bench import serving

RECEIPTS, BATCH = 100, 50
TILLS = (1, 10, 100, 200)


def main(counts: list[int]) -> int:
    """A line of JSON for each number of tills."""
    for count in counts or TILLS:
        print(json.dumps(measure(count)), flush=True)
    return 0


def measure(count: int) -> dict[str, object]:
    """Seconds and receipts a second, and what went wrong."""
    with new_cluster() as cluster:
        url = cluster.url(cluster.create())
        names = [f"till-{n:04d}" for n in range(count)]
        with closing(OfficeStore(url)) as store:
            _set_up(store, names)
        batches = {name: _batches() for name in names}
        with serving.office(url, workers=2) as listening:
            errors, seconds = _push_all(listening, batches)
        with closing(OfficeStore(url)) as store:
            verdict = verify(store)
    taken = {"tills": count, "seconds": round(seconds, 1), "errors": errors, "ok": verdict.ok}
    return {**taken, "rows": verdict.rows, "receipts_s": round(count * RECEIPTS / seconds)}


def _set_up(store: OfficeStore, names: list[str]) -> None:
    with store.work() as work:
        work.places.make("feed", 0)
        for name in names:
            work.places.add_shop(Shop(f"shop-{name}", f"Лавка {name}", "", trade.ZONE))
            till = Till(name, f"shop-{name}", "Касса", trade.ZONE, key=KEY.public())
            work.places.add_till(till, name.encode())


def _batches() -> list[bytes]:
    journal = trade.Till()
    journal.open_shift()
    for n in range(RECEIPTS):
        goods = [trade.GOODS[(n + k) % len(trade.GOODS)] for k in range(10)]
        journal.sell(*(trade.sold_line(k, good, 1000) for k, good in enumerate(goods, 1)))
    rows = journal.rows
    return [
        msgspec.msgpack.encode(Batch(rows[at : at + BATCH])) for at in range(0, len(rows), BATCH)
    ]


def _push_all(url: str, batches: dict[str, list[bytes]]) -> tuple[int, float]:
    errors: list[str] = []
    tills = [
        threading.Thread(target=_push, args=(url, name, of, errors)) for name, of in batches.items()
    ]
    begun = monotonic()
    for till in tills:
        till.start()
    for till in tills:
        till.join()
    return len(errors), monotonic() - begun


def _push(url: str, name: str, batches: list[bytes], errors: list[str]) -> None:
    with httpx.Client(base_url=url, auth=SignedBy(name, clock), timeout=120) as client:
        for batch in batches:
            answer = client.post("/api/journal", content=batch)
            while answer.status_code in (429, 503):  # the office asks to wait, as it may
                threading.Event().wait(float(answer.headers.get("Retry-After", 1)))
                answer = client.post("/api/journal", content=batch)
            if not answer.is_success:
                errors.append(answer.text)
        if answer.is_success:
            msgspec.msgpack.decode(answer.content, type=Head)


if __name__ == "__main__":
    sys.exit(main([int(one) for one in sys.argv[1:]]))
