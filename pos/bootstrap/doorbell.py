"""Commands reach a running till over a local socket, since only the till may write.

The till listens on the loopback interface of this machine; port and key lie in its data
folder, readable by its user alone. Answers are JSON lines, then one with the exit code.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path
from typing import cast

import msgspec

from pos.bootstrap.complaint import in_words
from pos.errors import AlreadyRunning
from sync.storage.files import write_private

log = logging.getLogger(__name__)

NAME = "till.port"
HERE = "127.0.0.1"

Emit = Callable[[bytes], None]
Handler = Callable[[str, dict[str, str], Emit], int]


class Address(msgspec.Struct):
    """Where the running till listens."""

    port: int
    key: bytes


class Ask(msgspec.Struct):
    """A command and its parameters."""

    name: str
    params: dict[str, str]
    lang: str = "ru"  # of the words that answer it


class Answer(msgspec.Struct):
    """A line of output; the last answer carries the exit code and a trouble in words."""

    line: bytes = b""
    exit: int | None = None
    trouble: str = ""


class Doorbell:
    """Listens in a thread of its own and hands each command to `handler`, one at a time."""

    def __init__(self, folder: Path, handler: Handler) -> None:
        self._handler = handler
        self._path = folder / NAME
        key = os.urandom(16)
        self._listener = Listener((HERE, 0), authkey=key)
        _, port = cast(tuple[str, int], self._listener.address)
        write_private(self._path, msgspec.json.encode(Address(port, key)))
        self._closing = False
        self._thread = threading.Thread(target=self._serve, name="doorbell", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening."""
        self._closing = True
        self._path.unlink(missing_ok=True)
        with suppress(OSError, EOFError):
            # Wakes the thread that waits for a caller.
            Client(cast(tuple[str, int], self._listener.address), authkey=None).close()
        self._listener.close()

    def _serve(self) -> None:
        from multiprocessing import AuthenticationError

        while not self._closing:
            try:
                with self._listener.accept() as caller:
                    self._answer(caller)
            except (OSError, EOFError, AuthenticationError, msgspec.DecodeError) as error:
                if not self._closing:
                    log.warning("a command's call was lost: %s", error)

    def _answer(self, caller: Connection) -> None:
        ask = msgspec.json.decode(caller.recv_bytes(), type=Ask)

        def emit(line: bytes) -> None:
            caller.send_bytes(msgspec.json.encode(Answer(line=line)))

        try:
            last = Answer(exit=self._handler(ask.name, ask.params, emit))
        except Exception as error:
            # The caller is another program: it gets the words, the till goes on.
            log.info("the command %s failed: %s", ask.name, error)
            last = Answer(exit=1, trouble=in_words(error, ask.lang))
        caller.send_bytes(msgspec.json.encode(last))


def address_in(folder: Path) -> Address:
    """Where the till of that folder listens. Raises OSError, msgspec.DecodeError."""
    return msgspec.json.decode((folder / NAME).read_bytes(), type=Address)


def ring(folder: Path, name: str, params: dict[str, str], emit: Emit, lang: str = "ru") -> Answer:
    """Hand a command to the till that runs there. Raises AlreadyRunning when none answers."""
    from multiprocessing import AuthenticationError

    try:
        address = address_in(folder)
        with Client((HERE, address.port), authkey=address.key) as line:
            line.send_bytes(msgspec.json.encode(Ask(name, params, lang)))
            while True:
                answer = msgspec.json.decode(line.recv_bytes(), type=Answer)
                if answer.exit is not None:
                    return answer
                emit(answer.line)
    except (OSError, EOFError, AuthenticationError, msgspec.DecodeError) as error:
        raise AlreadyRunning(f"a program holds {folder} and does not answer") from error
