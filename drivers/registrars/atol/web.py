"""The way to the web server: one HTTP request at a time, each on a connection of its own."""

from __future__ import annotations

import logging
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from drivers.contracts.errors import NoAnswer, NoLink
from drivers.registrars.atol.codec import PATHS
from drivers.registrars.atol.settings import Settings

if TYPE_CHECKING:
    import httpx

TRACE = 5  # below DEBUG: every body
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Said:
    """What came back over HTTP."""

    code: int
    body: bytes

    @property
    def taken(self) -> bool:
        """Whether it is one of the codes of success."""
        return 200 <= self.code < 300


class Web:
    """`NoLink`: nothing was sent. `NoAnswer`: perhaps it was, and perhaps it was understood."""

    def __init__(self, host: str, port: int, settings: Settings) -> None:
        self._host = f"[{host}]" if ":" in host else host
        self._port, self._settings = port, settings
        self._client: httpx.Client | None = None

    def post(self, body: bytes) -> Said:
        """Hand tasks in."""
        return self._request("POST", "", body)

    def get(self, uuid: str) -> Said:
        """Ask for the results of tasks."""
        return self._request("GET", f"/{quote(uuid, safe='')}", b"")

    def delete(self, uuid: str) -> Said:
        """Take tasks back."""
        return self._request("DELETE", f"/{quote(uuid, safe='')}", b"")

    def close(self) -> None:
        """Forget the client; the next request makes a new one."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def _request(self, method: str, path: str, body: bytes) -> Said:
        import httpx

        _log.log(TRACE, "-> %s %s %s", method, path, body.decode(errors="replace"))
        try:
            answer = self._opened().request(method, PATHS[self._settings.api] + path, content=body)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise NoLink(f"cannot connect to {self._host}:{self._port}: {error}") from error
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            raise NoAnswer(f"no answer to {method}: {type(error).__name__} {error}") from error
        _log.log(TRACE, "<- %s %s", answer.status_code, answer.text)
        return Said(answer.status_code, answer.content)

    def _opened(self) -> httpx.Client:
        if self._client is None:
            self._client = self._made()
        return self._client

    def _made(self) -> httpx.Client:
        import httpx

        settings = self._settings
        return httpx.Client(
            base_url=f"http://{self._host}:{self._port}",
            params={"deviceID": settings.device} if settings.device else None,
            headers={"Content-Type": "application/json; charset=utf-8"},
            auth=(settings.login, settings.password) if settings.login else None,
            timeout=httpx.Timeout(settings.http_s, connect=settings.connect_s),
            # A connection kept open may be closed by the other end just as a task goes out: that
            # would be one more way not to know whether it arrived.
            limits=httpx.Limits(max_keepalive_connections=0),
            # Plain HTTP: a context that trusts nobody spares 0.2 s of reading certificates.
            verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
            # A register stands in the shop: no proxy of the environment leads to it.
            trust_env=False,
        )
