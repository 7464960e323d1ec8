"""PostgreSQL goes away and comes back: what was acknowledged is there, the rest is asked again."""

from __future__ import annotations

import json
from collections.abc import Iterator

import httpx
import msgspec
import pytest

from backoffice.bootstrap import clock
from sync.messages.wire import Batch, Head
from tests.backoffice.conftest import packed
from tests.backoffice.postgres.cluster import Cluster, new_cluster
from tests.backoffice.signed import SignedBy
from tests.backoffice.test_commands import first_run, run, serving
from tests.backoffice.trade import GOODS, Till, sold_line


@pytest.fixture
def own_cluster() -> Iterator[Cluster]:
    """A cluster that nobody else uses: it is ended in the middle."""
    with new_cluster() as cluster:
        yield cluster


def test_a_database_that_crashed_is_told_with_503_and_used_again(own_cluster: Cluster) -> None:
    db = own_cluster.url(own_cluster.create())
    till = Till()
    till.open_shift()
    with serving(db) as (_, line), httpx.Client(base_url=line["listening"], timeout=30) as client:
        client.auth = SignedBy(first_run(client, line["first_run_code"]).till, clock)
        assert push(client, till) == len(till.rows)
        own_cluster.stop("immediate")
        till.sell(sold_line(1, GOODS[0], 1000))
        answer = client.post("/api/journal", content=packed(Batch(till.rows)))
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) > 0
        own_cluster.start()
        assert push(client, till) == len(till.rows)
    assert json.loads(run("verify", "--db", db).stdout)["rows"] == len(till.rows)


def push(client: httpx.Client, till: Till) -> int:
    """Send all of it, again where the office cannot yet; the last row it holds."""
    for _ in range(5):
        answer = client.post("/api/journal", content=packed(Batch(till.rows)))
        if answer.is_success:
            return msgspec.msgpack.decode(answer.content, type=Head).seq
        assert answer.status_code == 503
    raise AssertionError("the office does not come back")
