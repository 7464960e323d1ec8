"""As whom a client asks: nobody yet, or a till that signs with its own key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from sync.messages.signed import claim, header

SHOW_KEY = "/api/key"
Clock = Callable[[], int]  # ms UTC


class Key(Protocol):
    """The till's own key."""

    def sign(self, statement: bytes) -> bytes:
        """A signature, 64 bytes."""

    def public(self) -> bytes:
        """The public key, 32 bytes."""


class Asker(Protocol):
    """What a client puts on each question."""

    def prepare(self, show_key: Callable[[bytes], bool]) -> None:
        """Called before a question; `show_key` tells whether the office knows the key now."""

    def headers(self, method: str, target: str, content: bytes) -> dict[str, str]:
        """Who asks, for just this question."""

    def set_clock(self, office_now: str) -> bool:
        """Sign by the office's clock from now on; False when it did not tell it."""


class WithToken:
    """A till that has shown no key yet; without a token, who has only a one-time code."""

    def __init__(self, token: str = "") -> None:
        self._token = token

    def prepare(self, show_key: Callable[[bytes], bool]) -> None:
        """Nothing to be done."""

    def headers(self, _method: str, _target: str, _content: bytes) -> dict[str, str]:
        """The token."""
        return {"Authorization": f"Bearer {self._token}"} if self._token else {}

    def set_clock(self, _office_now: str) -> bool:
        """Nothing is signed."""
        return False


class KnownTill:
    """A till the office knows by its key; `key` is read at the first question.

    One that enrolled before there were keys has a token: its first question shows the key, and
    `shown` is told when the office has it. The till's clock may be wrong by any time.
    """

    def __init__(
        self,
        till: str,
        key: Callable[[], Key],
        clock: Clock,
        *,
        token: str = "",
        shown: Callable[[], None] = lambda: None,
    ) -> None:
        self._till = till
        self._read_key = key
        self._clock = clock
        self._token = token
        self._shown = shown
        self._asked = False
        self._key: Key | None = None
        self._ahead = 0  # ms; of the till's clock

    def prepare(self, show_key: Callable[[bytes], bool]) -> None:
        """Exchange the token for the key, once; an older office goes on with the token."""
        if not self._token or self._asked:
            return
        taken = show_key(self._own().public())
        self._asked = True
        if taken:
            self._token = ""
            self._shown()

    def headers(self, method: str, target: str, content: bytes) -> dict[str, str]:
        """A signature over the question, or the token."""
        if self._token:
            return {"Authorization": f"Bearer {self._token}"}
        one = claim(self._till, content, self._clock() - self._ahead)
        return {"Authorization": header(one, self._own().sign(one.statement(method, target)))}

    def set_clock(self, office_now: str) -> bool:
        """Remember how far the clocks are apart."""
        if not (office_now.isascii() and office_now.isdecimal() and len(office_now) < 16):
            return False
        self._ahead = self._clock() - int(office_now)
        return True

    def _own(self) -> Key:
        if self._key is None:
            self._key = self._read_key()
        return self._key
