"""A small office in memory: the same messages, and faults on demand."""

from __future__ import annotations

import threading
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TypeVar
from urllib.parse import parse_qs, urlsplit

import msgspec

from sync.errors import OfficeUnreachable
from sync.journal.rows import BEGINNING, faults, mark
from sync.messages.feed import ItemChanged, Record
from sync.messages.wire import (
    Batch,
    Enrol,
    Enrolled,
    FeedPage,
    FirstRun,
    Head,
    Place,
    Places,
    Row,
    SealRow,
)

TOKEN = "fake-token"  # noqa: S105 — opens nothing

_Message = TypeVar("_Message")


@dataclass
class FakeOffice:
    """Keeps rows by (epoch, seq) and a feed; satisfies `sync.usecases.ports.Office`.

    `away` loses the question; `lose_answers` takes so many questions in and loses the answers.
    """

    page_size: int = 100
    away: bool = False
    lose_answers: int = 0
    rows: dict[tuple[int, int], Row] = field(default_factory=dict)
    branch: list[Row] = field(default_factory=list)  # of another till of the same name
    seals: dict[tuple[int, int], SealRow] = field(default_factory=dict)
    forked: tuple[int, ...] = ()
    aside: int = 0
    revoked: bool = False
    now: int = 0
    aside_at: int = 0
    batches: list[int] = field(default_factory=list)
    asked: list[tuple[str, int]] = field(default_factory=list)
    feed_id: str = "feed-1"
    changes: list[Record] = field(default_factory=list)

    def head(self) -> Head:
        """The last row held."""
        self._hear()
        return self._answer(self._head())

    def push(self, rows: list[Row], seals: list[SealRow]) -> Head:
        """Keep rows, each once; a chain that does not hold is the test's failure."""
        self._hear()
        self.batches.append(len(rows))
        for row in rows:
            self._keep(row)
        self.seals.update({(seal.epoch, seal.seq): seal for seal in seals})
        return self._answer(self._head())

    def known(self, places: list[Place]) -> Head:
        """The last of those places that is held."""
        self._hear()
        held = [one for one in places if self._has(one)]
        last = max(held, key=lambda one: (one.epoch, one.seq), default=None)
        return self._answer(Head(last.epoch, last.seq, last.hash.hex()) if last else Head(0, 0))

    def feed(self, feed: str, after: int) -> FeedPage:
        """A page; from zero for another feed's id."""
        self._hear()
        self.asked.append((feed, after))
        start = after if feed == self.feed_id else 0
        end = min(start + self.page_size, len(self.changes))
        records = self.changes[start:end]
        return self._answer(FeedPage(self.feed_id, end, records, end < len(self.changes)))

    def empty(self) -> None:
        """Lose every row, as after a disaster."""
        self.rows.clear()

    def sell(self, *goods: str, price: int = 100) -> None:
        """Put goods on sale."""
        self.changes += [
            ItemChanged(item=name, article=name, name=name, unit=0, vat=11, price=price)
            for name in goods
        ]

    def _keep(self, row: Row) -> None:
        held = self.rows.setdefault((row.epoch, row.seq), row)
        if held != row and row not in self.branch:
            self.branch.append(row)
            self.forked = tuple({*self.forked, row.epoch})

    def _has(self, place: Place) -> bool:
        held = [*self.rows.values(), *self.branch]
        return place in [Place(row.epoch, row.seq, row.hash) for row in held]

    def _head(self) -> Head:
        if not self.rows:
            return Head(0, 0)
        last = self.rows[max(self.rows)]
        return Head(
            last.epoch, last.seq, last.hash.hex(), self.aside, self.forked, self.revoked, self.now,
            self.aside_at,
        )  # fmt: skip

    def chain_faults(self) -> list[str]:
        """What is wrong with all that is held."""
        return list(faults((self.rows[place] for place in sorted(self.rows)), BEGINNING))

    def last(self) -> tuple[int, int, bytes]:
        """The place of the last row held."""
        place = mark(self.rows[max(self.rows)])
        return place.epoch, place.seq, place.hash

    def _hear(self) -> None:
        if self.away:
            raise OfficeUnreachable("no connection")

    def _answer(self, message: _Message) -> _Message:
        if self.lose_answers:
            self.lose_answers -= 1
            raise OfficeUnreachable("the answer got lost")
        return message


Respond = Callable[[str, str, bytes], tuple[int, bytes]]


def wire(office: FakeOffice) -> Respond:
    """The office's HTTP side: method, path with query and body to status and body."""

    def respond(method: str, target: str, body: bytes) -> tuple[int, bytes]:
        url = urlsplit(target)
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        match method, url.path:
            case "GET", "/api/journal/head":
                answer: object = office.head()
            case "POST", "/api/journal":
                batch = msgspec.msgpack.decode(body, type=Batch)
                answer = office.push(batch.rows, batch.seals)
            case "POST", "/api/journal/known":
                answer = office.known(msgspec.msgpack.decode(body, type=Places).places)
            case "GET", "/api/feed":
                answer = office.feed(query.get("feed", ""), int(query["after"]))
            case "POST", "/api/enrol":
                ask = msgspec.msgpack.decode(body, type=Enrol)
                if ask.code != "0000-1111":
                    return 403, b"no such code\nmore words"
                answer = Enrolled(ask.till, TOKEN, "shop-1")
            case "POST", "/api/first-run":
                answer = Enrolled(msgspec.msgpack.decode(body, type=FirstRun).till, TOKEN, "shop-1")
            case _:
                return 404, b"no such path"
        return 200, msgspec.msgpack.encode(answer)

    return respond


@contextmanager
def serving(
    respond: Respond,
    *,
    token: str = "",
    headers: Mapping[str, str] | None = None,
    sizes: list[int] | None = None,
) -> Iterator[str]:
    """Those answers over HTTP on this machine; gives the address.

    With a token, questions without it get 401, save the two that give one out. `headers` go
    with each answer; `sizes` are told of each body as it came over the wire.
    """

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._serve()

        def do_POST(self) -> None:
            self._serve()

        def _serve(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            if sizes is not None:
                sizes.append(len(body))
            if self.headers.get("Content-Encoding") == "deflate":
                body = zlib.decompress(body)
            open_path = self.path in {"/api/enrol", "/api/first-run"}
            known = self.headers.get("Authorization") == f"Bearer {token}"
            if token and not known and not open_path:
                status, answer = 401, b"no token"
            else:
                status, answer = respond(self.command, self.path, body)
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
