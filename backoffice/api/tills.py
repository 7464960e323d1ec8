"""What tills ask over HTTP, by `sync.messages.wire`; bodies are msgpack, refusals plain text."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from backoffice.api.body import unpacked
from backoffice.api.gate import Gate, bearer
from backoffice.api.openapi import description
from backoffice.api.room import Room
from backoffice.domain.office import Till
from backoffice.domain.ports import Store
from backoffice.errors import (
    AlreadyMade,
    BadEntry,
    Busy,
    OfficeError,
    StaleQuestion,
    TakenOut,
    TooLarge,
    TooManyAttempts,
    UnknownImport,
    UnknownTill,
    Unreadable,
    WhichTill,
    WrongCode,
)
from backoffice.usecases import import_goods
from backoffice.usecases.accept import accept, head_of, last_aside, last_known
from backoffice.usecases.after_push import after_push
from backoffice.usecases.enrol import enrol
from backoffice.usecases.first_run import first_run
from backoffice.usecases.give_back import journal_behind, restore
from backoffice.usecases.guesses import with_code
from backoffice.usecases.known_till import show_key
from backoffice.usecases.proposals import settle
from backoffice.usecases.publish import raw_page
from sync.journal.rows import Mark
from sync.messages.signed import OFFICE_NOW
from sync.messages.wire import (
    Batch,
    Done,
    Enrol,
    FirstRun,
    Head,
    ImportPiece,
    OwnKey,
    Places,
    Restore,
)

MEDIA, JSON = "application/msgpack", "application/json"
PLACES_LIMIT = 2000
_INT64 = range(-(1 << 63), 1 << 63)
_STATUS: dict[type[OfficeError], int] = {
    Unreadable: 400,
    BadEntry: 400,
    UnknownTill: 401,
    TakenOut: 410,
    WrongCode: 403,
    WhichTill: 409,
    UnknownImport: 404,
    AlreadyMade: 409,
    TooLarge: 413,
}

Clock = Callable[[], int]
_Message = TypeVar("_Message")
_Handler = Callable[[Request], Awaitable[Response]]


class TillApi:
    """The endpoints over a store and a clock (ms UTC)."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._gate = Gate(store, clock)
        self._room = Room()

    def routes(self) -> list[Route]:
        """The table of `wire.py`."""
        table: list[tuple[str, str, _Handler]] = [
            ("POST", "/api/first-run", self._first_run),
            ("POST", "/api/enrol", self._enrol),
            ("POST", "/api/restore", self._restore),
            ("GET", "/api/journal/rows", self._rows),
            ("POST", "/api/key", self._key),
            ("GET", "/api/journal/head", self._head),
            ("POST", "/api/journal", self._push),
            ("POST", "/api/journal/known", self._known),
            ("GET", "/api/feed", self._feed),
            ("POST", "/api/import", self._begin_import),
            ("POST", "/api/import/{name}", self._import_rows),
            ("POST", "/api/import/{name}/commit", self._commit_import),
            ("DELETE", "/api/import/{name}", self._drop_import),
        ]
        routes = [Route(path, self._refusing(do), methods=[method]) for method, path, do in table]
        return [*routes, Route("/api/openapi.json", _described)]

    async def _first_run(self, request: Request) -> Response:
        return await self._by_code(request, first_run, await _read(request, FirstRun))

    async def _enrol(self, request: Request) -> Response:
        return await self._by_code(request, enrol, await _read(request, Enrol))

    async def _restore(self, request: Request) -> Response:
        return await self._by_code(request, restore, await _read(request, Restore))

    async def _by_code(
        self, request: Request, use: Callable[[Store, _Message, int], object], ask: _Message
    ) -> Response:
        address, now = request.client.host if request.client else "", self._clock()
        return _answer(await run_in_threadpool(with_code, self._store, use, ask, address, now))

    async def _rows(self, request: Request) -> Response:
        till = await self._gate.welcome(request)
        epoch, seq = (_whole(request.query_params.get(name, "0")) for name in ("epoch", "seq"))
        place = Mark(epoch, seq, b"")
        return _answer(await run_in_threadpool(journal_behind, self._store, till.till, place))

    async def _key(self, request: Request) -> Response:
        token = bearer(request)
        shown = await _read(request, OwnKey)
        await run_in_threadpool(show_key, self._store, token, shown.key)
        return _answer(Done())

    async def _head(self, request: Request) -> Response:
        till = await self._gate.till(request)
        return await self._told(till, await run_in_threadpool(head_of, self._store, till.till))

    async def _push(self, request: Request) -> Response:
        till = await self._gate.till(request)
        batch = await _read(request, Batch)
        _check_numbers(batch)
        store, now = self._store, self._clock()
        with self._room:
            head = await run_in_threadpool(accept, store, till.till, batch.rows, now, batch.seals)
            await run_in_threadpool(after_push, store, batch.rows, now)
        return await self._told(till, head)

    async def _known(self, request: Request) -> Response:
        till = await self._gate.till(request)
        places = (await _read(request, Places)).places
        if len(places) > PLACES_LIMIT:
            raise TooLarge(f"more than {PLACES_LIMIT} places; ask for fewer")
        known = await run_in_threadpool(last_known, self._store, till.till, places)
        return await self._told(till, known)

    async def _told(self, till: Till, head: Head) -> Response:
        aside_at = 0
        if head.quarantined:
            aside_at = await run_in_threadpool(last_aside, self._store, till.till)
        return _answer(msgspec.structs.replace(head, now=self._clock(), aside_at=aside_at))

    async def _feed(self, request: Request) -> Response:
        await self._gate.welcome(request)
        feed = request.query_params.get("feed", "")
        after = _whole(request.query_params.get("after", "0"))
        return _answer(await run_in_threadpool(raw_page, self._store, feed, after))

    async def _begin_import(self, request: Request) -> Response:
        await self._gate.welcome(request)
        return _answer(await run_in_threadpool(import_goods.begin, self._store))

    async def _import_rows(self, request: Request) -> Response:
        await self._gate.welcome(request)
        piece = await _read(request, ImportPiece)
        name, now = request.path_params["name"], self._clock()
        return _answer(
            await run_in_threadpool(import_goods.take, self._store, name, piece.rows, now)
        )

    async def _commit_import(self, request: Request) -> Response:
        await self._gate.welcome(request)
        name = request.path_params["name"]
        done = await run_in_threadpool(import_goods.commit, self._store, name)
        await run_in_threadpool(settle, self._store, self._clock())
        return _answer(done)

    async def _drop_import(self, request: Request) -> Response:
        await self._gate.welcome(request)
        name = request.path_params["name"]
        return _answer(await run_in_threadpool(import_goods.drop, self._store, name))

    def _refusing(self, handler: _Handler) -> _Handler:
        async def handle(request: Request) -> Response:
            try:
                answer = await handler(request)
                return _as_json(answer) if _speaks_json(request, "accept") else answer
            except Busy as error:
                return _refusal(error, 503, {"Retry-After": str(error.wait_s)})
            except TooManyAttempts as error:
                return _refusal(error, 429, {"Retry-After": str(error.wait_s)})
            except StaleQuestion as error:
                return _refusal(error, 401, {OFFICE_NOW: str(self._clock())})
            except tuple(_STATUS) as error:
                return _refusal(error, _STATUS[type(error)])

        return handle


async def _read(request: Request, kind: type[_Message]) -> _Message:
    body = await unpacked(request)
    decode = (
        msgspec.json.decode if _speaks_json(request, "content-type") else msgspec.msgpack.decode
    )
    try:
        return decode(body, type=kind)
    except (msgspec.DecodeError, RecursionError) as error:
        raise Unreadable(f"not a {kind.__name__}: {error}") from error


def _check_numbers(batch: Batch) -> None:
    for row in batch.rows:
        if any(n not in _INT64 for n in (row.epoch, row.seq, row.version, row.at, row.offset)):
            raise Unreadable("a number of a row does not fit in 64 bits")


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Unreadable("places are whole numbers of at most 18 digits")
    return int(text)


def _answer(message: object) -> Response:
    return Response(msgspec.msgpack.encode(message), media_type=MEDIA)


async def _described(_request: Request) -> Response:
    return Response(description(), media_type=JSON)


def _speaks_json(request: Request, header: str) -> bool:
    """Our own programs speak msgpack."""
    said = request.headers.get(header, "")
    return JSON in said and MEDIA not in said


def _as_json(answer: Response) -> Response:
    return Response(msgspec.json.encode(msgspec.msgpack.decode(answer.body)), media_type=JSON)


def _refusal(
    error: OfficeError, status: int, headers: dict[str, str] | None = None
) -> PlainTextResponse:
    return PlainTextResponse(f"{error}\n", status, headers=headers)
