"""One request over HTTP, in either version of the paths."""

from __future__ import annotations

import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from urllib.parse import unquote, urlsplit

from drivers.contracts.errors import BadFrame
from drivers.emulation.faults import FaultKind
from drivers.registrars.atol import codec, exact
from drivers.registrars.atol.emulator.emulator import AtolEmulator
from drivers.registrars.atol.emulator.faults import Trouble
from drivers.registrars.atol.emulator.queue import UuidUsed

LONGEST_BODY = 1 << 20
LOOK_AROUND_S = 0.1
NOISE = b"\x00\xffnoise\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Asked:
    """A path, read: the version of the paths, and the uuid where there is one."""

    version: int
    uuid: str = ""

    @classmethod
    def of(cls, path: str) -> Asked | None:
        """None where nothing of ours is."""
        where = urlsplit(path).path.rstrip("/")
        for version, base in codec.PATHS.items():
            if where == base:
                return cls(version)
            if where.startswith(f"{base}/"):
                return cls(version, unquote(where[len(base) + 1 :]))
        return None


class Handler(BaseHTTPRequestHandler):
    """A connection; it is closed after each answer, as one of HTTP/1.0 is."""

    emulator: AtolEmulator
    timeout = 10.0  # for a client that opens a connection and says nothing

    def do_POST(self) -> None:
        """Tasks."""
        asked, body = Asked.of(self.path), self._body()
        if not self._speaks() or body is None:
            return
        if asked is None or asked.uuid:
            self._say(404, _error("no such path"))
            return
        trouble = self.emulator.plan.posted()
        if trouble.kind is not FaultKind.DROP_REQUEST:
            code, told = self._post(body, trouble)
            self._tell(code, told, trouble)

    def do_GET(self) -> None:
        """Results; the root is there for whoever looks whether a server is."""
        asked = Asked.of(self.path)
        if not self._speaks():
            return
        if urlsplit(self.path).path == "/":
            self._say(200, b"{}")
        elif asked is None or not asked.uuid:
            self._say(404, _error("no such path"))
        else:
            trouble = self.emulator.plan.asked()
            if trouble.kind is not FaultKind.DROP_REQUEST:
                self._tell(*self._results(asked), trouble)

    def do_DELETE(self) -> None:
        """Take tasks back."""
        asked = Asked.of(self.path)
        if not self._speaks():
            return
        done = self.emulator.queue.cancel(asked.uuid) if asked and asked.uuid else None
        code = {True: 200, False: 400, None: 404}[done]
        self._say(code, b"{}" if done else _error("not in the queue"))

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the paper and the queue's file tell what happened."""

    def _post(self, body: bytes, trouble: Trouble) -> tuple[int, bytes]:
        try:
            posted = codec.posted(body)
        except BadFrame as error:
            return 400, _error(str(error))
        try:
            told = self.emulator.queue.post(posted, trouble)
        except UuidUsed:
            return 409, _error("this uuid is used")
        return 201, codec.queued(posted.uuid, told)

    def _results(self, asked: Asked) -> tuple[int, bytes]:
        replies = self.emulator.queue.results(asked.uuid)
        if replies is None:
            return 404, _error("unknown uuid")
        return 200, codec.results(replies, asked.version)

    def _tell(self, code: int, told: bytes, trouble: Trouble) -> None:
        match trouble.kind:
            case FaultKind.DROP_REPLY:
                return
            case FaultKind.GARBAGE:
                self.wfile.write(NOISE)
                return
            case FaultKind.DELAY if trouble.fault is not None:
                time.sleep(trouble.fault.delay_s)
        self._say(code, told)

    def _say(self, code: int, told: bytes) -> None:
        self.send_response(code)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def _body(self) -> bytes | None:
        size = self.headers.get("Content-Length", "")
        if not size.isascii() or not size.isdigit() or int(size) > LONGEST_BODY:
            self._say(400, _error("no length, or too much of it"))
            return None
        return self.rfile.read(int(size))

    def _speaks(self) -> bool:
        """Whether to answer: a silent server keeps the client waiting until it speaks again.

        What it was told in the meantime it has not heard.
        """
        if self.emulator.speaks.is_set():
            return True
        while not self.server.is_ending and not self.emulator.speaks.wait(LOOK_AROUND_S):  # type: ignore[attr-defined]
            pass
        return False


def _error(words: str) -> bytes:
    return exact.dumps({"error": {"code": -1, "description": words}}).encode()
