"""One request of a browser: who asks, in which language, with which form."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from hmac import compare_digest
from urllib.parse import parse_qs, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from backoffice.domain.office import Session
from backoffice.domain.ports import Store
from backoffice.errors import OfficeError
from backoffice.usecases.sign_in import session_of
from backoffice.web.words import Words, choose, words

Clock = Callable[[], int]
FORM_LIMIT = 64 << 10  # bytes
SESSION_COOKIE = "prilavok_office"
FORM_COOKIE = "prilavok_form"  # ties the sign-in form to the browser, before there is a session
LANGUAGE_COOKIE = "prilavok_lang"


class ForeignForm(OfficeError):
    """A form without the token of its page: sent by another site, or very old."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What a page needs to know; `form` and `choices` are of a POST."""

    request: Request
    words: Words
    now: int
    session: Session | None = None
    half: Session | None = None  # the password was right, the second factor is due
    form: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)

    @property
    def csrf(self) -> str:
        """What a form of this page must bring back."""
        if known := self.session or self.half:
            return known.csrf
        return self.request.cookies.get(FORM_COOKIE, "")

    @property
    def query(self) -> dict[str, str]:
        """Parameters of the address."""
        return dict(self.request.query_params)

    @property
    def address(self) -> str:
        """Where the browser is."""
        return self.request.client.host if self.request.client else ""

    def part(self, name: str) -> str:
        """A part of the path."""
        return str(self.request.path_params[name])


Page = Callable[[Visit], Response]
Endpoint = Callable[[Request], Awaitable[Response]]


class Door:
    """Lets visits in: reads session and form, then runs the page on a worker thread."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def open(self, page: Page) -> Endpoint:
        """A page for everybody."""

        async def endpoint(request: Request) -> Response:
            return await run_in_threadpool(page, await self._visit(request))

        return endpoint

    def guarded(self, page: Page) -> Endpoint:
        """A page for a signed-in owner; others are sent to sign in."""

        async def endpoint(request: Request) -> Response:
            visit = await self._visit(request)
            if visit.session is None:
                return RedirectResponse(_sign_in_for(request), 303)
            return await run_in_threadpool(page, visit)

        return endpoint

    def halfway(self, page: Page) -> Endpoint:
        """The page for an owner whose second factor is due; others are sent to sign in."""

        async def endpoint(request: Request) -> Response:
            visit = await self._visit(request)
            if visit.half is None:
                return RedirectResponse("/login", 303)
            return await run_in_threadpool(page, visit)

        return endpoint

    async def _visit(self, request: Request) -> Visit:
        now = self._clock()
        token = request.cookies.get(SESSION_COOKIE, "")
        known = await run_in_threadpool(session_of, self._store, token, now)
        half = known if known and known.stage else None
        session = None if half else known
        choices = await _form(request) if request.method == "POST" else {}
        form = {name: values[-1] for name, values in choices.items()}
        visit = Visit(request, language_of(request), now, session, half, form, choices)
        if request.method == "POST":
            _check_token(visit)
        return visit


def whole(visit: Visit) -> Session:
    """The session of a guarded page."""
    assert visit.session is not None  # noqa: S101 — the door lets nobody else in
    return visit.session


def _sign_in_for(request: Request) -> str:
    """The sign-in page; paper is opened by its address and is gone on with behind it."""
    path = request.url.path
    return f"/login?{urlencode({'to': path})}" if path.endswith(".pdf") else "/login"


def own_path(path: str) -> str:
    """A path of this server; anything that may lead elsewhere becomes the first page."""
    inside = path.startswith("/") and not path.startswith(("//", "/\\"))
    return path if inside and path.isprintable() else "/"


async def _form(request: Request) -> dict[str, list[str]]:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > FORM_LIMIT:
            raise ForeignForm("a form of the office is never that large")
    text = body.decode("utf-8", "replace")
    return parse_qs(text, keep_blank_values=True, max_num_fields=200)


def _check_token(visit: Visit) -> None:
    sent, own = visit.form.get("csrf", ""), visit.csrf
    if not own or not compare_digest(sent.encode(), own.encode()):
        raise ForeignForm("the form does not carry the token of its page; open the page again")


def language_of(request: Request) -> Words:
    """The words for that browser."""
    kept = request.cookies.get(LANGUAGE_COOKIE, "")
    return words(choose(request.headers.get("accept-language", ""), kept))
