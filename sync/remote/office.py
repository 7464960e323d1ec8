"""The office over HTTP, by the table in `sync.messages.wire`.

`httpx` is loaded with the first question: its import would hold the first frame up.
"""

from __future__ import annotations

import ipaddress
import zlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlencode, urlsplit

import msgspec

from sync.errors import (
    BadAddress,
    BadAnswer,
    OfficeBusy,
    OfficeRefused,
    OfficeUnreachable,
    OpenLine,
    TillRevoked,
    WrongCertificate,
)
from sync.journal.rows import Mark
from sync.messages.signed import OFFICE_NOW
from sync.messages.wire import (
    Batch,
    Done,
    Enrol,
    Enrolled,
    FeedPage,
    FirstRun,
    Head,
    ImportBegun,
    ImportDone,
    ImportPiece,
    ImportRow,
    ImportTaken,
    OwnKey,
    Place,
    Places,
    Restore,
    Restored,
    Row,
    SealRow,
)
from sync.remote.asker import SHOW_KEY, Asker, WithToken
from sync.remote.certificates import pinned

if TYPE_CHECKING:
    import ssl

    import httpx

CONNECT_S = 3.0
ANSWER_S = 15.0  # an office that is taking in a whole day's rows
PACK_FROM = 1000  # bytes; less is not worth it
# What a till asks before it is known.
OPEN = frozenset({"/api/first-run", "/api/enrol", "/api/restore", SHOW_KEY})
_AWAY = frozenset({502, 503, 504})  # a proxy speaks for an office that is down
_BUSY = frozenset({429, 503})
_MEDIA = {"Content-Type": "application/msgpack", "Accept": "application/msgpack"}

_Answer = TypeVar("_Answer")


class OfficeClient:
    """Asks the office. Raises OfficeUnreachable, OfficeRefused or BadAnswer.

    Repeats nothing but a question that the office did not take since its moment was wrong. Used
    by one thread; `close` when done. The address must be https, or http on this machine:
    BadAddress and OpenLine say otherwise at once. Without `me` asks who has but a one-time code.
    `certificate` (PEM) is the only one trusted where it is given; WrongCertificate says that
    another one was shown.
    """

    def __init__(
        self,
        url: str,
        me: Asker | None = None,
        *,
        answer_s: float = ANSWER_S,
        certificate: str = "",
    ) -> None:
        self._url, self._here = _address(url)
        self._me: Asker = me or WithToken()
        self._certificate = certificate
        self._answer_s = answer_s
        self._http: httpx.Client | None = None

    def first_run(self, ask: FirstRun) -> Enrolled:
        """Make an empty office with its first till."""
        return self._ask(Enrolled, "POST", "/api/first-run", ask)

    def enrol(self, ask: Enrol) -> Enrolled:
        """Trade a one-time code for a place in the office."""
        return self._ask(Enrolled, "POST", "/api/enrol", ask)

    def restore(self, ask: Restore) -> Restored:
        """Be the till whose disk died, by a one-time code."""
        return self._ask(Restored, "POST", "/api/restore", ask)

    def rows(self, behind: Mark) -> Batch:
        """The next rows of this till's journal, with their seals; none at its end."""
        place = {"epoch": str(behind.epoch), "seq": str(behind.seq)}
        return self._ask(Batch, "GET", "/api/journal/rows", params=place)

    def head(self) -> Head:
        """The last row the office holds of this till."""
        return self._ask(Head, "GET", "/api/journal/head")

    def push(self, rows: list[Row], seals: list[SealRow]) -> Head:
        """Hand over rows in order, with the seals among them; the head behind them."""
        return self._ask(Head, "POST", "/api/journal", Batch(rows, seals))

    def known(self, places: list[Place]) -> Head:
        """The last of those places that the office holds; epoch 0 for none."""
        return self._ask(Head, "POST", "/api/journal/known", Places(places))

    def feed(self, feed: str, after: int) -> FeedPage:
        """A page of the change feed behind that cursor."""
        return self._ask(FeedPage, "GET", "/api/feed", params={"feed": feed, "after": str(after)})

    def begin_import(self) -> ImportBegun:
        """Begin to hand over goods of a file."""
        return self._ask(ImportBegun, "POST", "/api/import")

    def import_rows(self, of: str, rows: list[ImportRow]) -> ImportTaken:
        """Hand over some rows; they lie apart."""
        # Packing two hundred megabytes for a program on this machine costs more than it saves.
        pack = not self._here
        return self._ask(ImportTaken, "POST", f"/api/import/{of}", ImportPiece(rows), pack=pack)

    def commit_import(self, of: str) -> ImportDone:
        """Put all of them on sale at once."""
        return self._ask(ImportDone, "POST", f"/api/import/{of}/commit")

    def drop_import(self, of: str) -> ImportDone:
        """Leave no trace of them."""
        return self._ask(ImportDone, "DELETE", f"/api/import/{of}")

    def close(self) -> None:
        """Close the connection; another question opens a new one."""
        if self._http:
            self._http.close()
            self._http = None

    def _ask(
        self,
        answer: type[_Answer],
        method: str,
        path: str,
        message: object = None,
        params: dict[str, str] | None = None,
        *,
        pack: bool = True,
    ) -> _Answer:
        content, headers = _packed(message, pack=pack)
        target = f"{path}?{urlencode(params)}" if params else path
        if path not in OPEN:
            self._me.prepare(self._show_key)
        response = self._send(method, target, content, headers)
        if response.status_code == 401 and self._me.set_clock(response.headers.get(OFFICE_NOW, "")):
            response = self._send(method, target, content, headers)
        if response.status_code in _BUSY and (wait_s := _seconds(response.headers)):
            raise OfficeBusy(f"{path}: the office has too much to do", wait_s)
        return _read(answer, path, response.status_code, response.content)

    def _show_key(self, key: bytes) -> bool:
        """Hand the key over in exchange for the token; an older office does not take it."""
        try:
            self._ask(Done, "POST", SHOW_KEY, OwnKey(key))
        except OfficeRefused as error:
            if error.status in {404, 405}:
                return False
            raise
        return True

    def _send(
        self, method: str, target: str, content: bytes | None, headers: dict[str, str]
    ) -> httpx.Response:
        import httpx

        known = self._me.headers(method, target, content or b"")
        try:
            return self._client().request(method, target, content=content, headers=headers | known)
        except httpx.DecodingError as error:
            raise BadAnswer(f"{target}: {error}") from error
        except httpx.HTTPError as error:
            what = str(error) or type(error).__name__
            if "CERTIFICATE_VERIFY_FAILED" in what:
                raise WrongCertificate(f"{self._url}: {what}") from error
            raise OfficeUnreachable(f"{self._url} does not answer: {what}") from error

    def _client(self) -> httpx.Client:
        if self._http is None:
            import httpx

            self._http = httpx.Client(
                base_url=self._url,
                headers=_MEDIA,
                timeout=httpx.Timeout(self._answer_s, connect=CONNECT_S),
                trust_env=not self._here,  # no proxy stands between a till and its own machine
                verify=self._trust(),
            )
        return self._http

    def _trust(self) -> ssl.SSLContext | bool:
        if not self._url.startswith("https:"):
            return False  # nothing is verified, and reading the authorities takes 50 ms
        return pinned(self._certificate) if self._certificate else True


def _address(url: str) -> tuple[str, bool]:
    """The address without a closing slash, and whether it is this machine."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise BadAddress(f"{url!r} is no address: {error}") from error
    if parts.scheme not in {"http", "https"} or not host:
        raise BadAddress(f"{url!r} is no address of an office; https://office.example is one")
    here = _is_this_machine(host)
    if parts.scheme == "http" and not here:
        raise OpenLine(f"{host} is another machine: the token would travel open; use https://")
    return url.rstrip("/"), here


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _packed(message: object, *, pack: bool) -> tuple[bytes | None, dict[str, str]]:
    """The body of a question and how it is packed: a day of receipts goes in an eighth of it."""
    if message is None:
        return None, {}
    content = msgspec.msgpack.encode(message)
    if len(content) < PACK_FROM or not pack:
        return content, {}
    return zlib.compress(content, 3), {"Content-Encoding": "deflate"}


def _seconds(headers: Mapping[str, str]) -> float:
    """How long a busy office asks to be left alone; zero when it does not say."""
    text = headers.get("Retry-After", "")
    return float(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0.0


def _read(answer: type[_Answer], path: str, status: int, body: bytes) -> _Answer:
    if status in _AWAY:
        raise OfficeUnreachable(f"{path}: the office is away, {status}")
    if status == 410:
        raise TillRevoked(f"{path}: {_first_line(body)}")
    if 400 <= status < 500:
        raise OfficeRefused(f"{path}: {_first_line(body) or status}", status)
    if status != 200:
        raise BadAnswer(f"{path}: status {status}")
    try:
        return msgspec.msgpack.decode(body, type=answer)
    except msgspec.DecodeError as error:
        raise BadAnswer(f"{path}: not a {answer.__name__}: {error}") from error


def _first_line(body: bytes) -> str:
    lines = body[:400].decode("utf-8", "replace").splitlines()
    return lines[0][:200] if lines else ""
