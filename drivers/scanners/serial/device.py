"""The program's side of a scanner on a wire: it listens, and never says a word."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from drivers.contracts.errors import NoLink
from drivers.contracts.scanner import Heard, Scanned
from drivers.contracts.transport import Transport
from drivers.scanners.serial.codec import Form, Messages

CHUNK = 512
# A first byte is waited for; those that came with it are taken along without waiting for more.
ALONG_S = 0.001


@dataclass(frozen=True, slots=True)
class Settings:
    """Of one scanner.

    A code seen again within `repeat_s` of its last sighting is the same piece still in view of a
    scanner that reads by itself. A pause of `idle_s` inside a message makes it half of one, and
    ends a message that has no suffix.
    """

    form: Form = field(default_factory=Form)
    repeat_s: float = 0.7
    idle_s: float = 0.3

    @classmethod
    def of(cls, form: Form) -> Settings:
        """The usual ones. Where a pause ends a code, somebody waits for it: it is a short one."""
        return cls(form) if form.ends else cls(form, idle_s=0.1)


class SerialScanner:
    """A `Scanner`; for one thread. `clock` is a monotonic one, in seconds."""

    def __init__(
        self,
        pipe: Transport,
        settings: Settings | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._pipe, self._clock = pipe, clock
        self._settings = settings or Settings()
        self._messages = Messages(self._settings.form)
        self._last, self._last_at = b"", 0.0

    def listen(self, timeout_s: float) -> Sequence[Heard]:
        """See the contract. Bytes sent before the port was opened are nobody's scan."""
        until = self._clock() + timeout_s
        heard: list[Heard] = []
        while not heard and (left_s := until - self._clock()) > 0:
            heard = self._listen(left_s)
        return heard

    def close(self) -> None:
        """Give the port back; half a message is forgotten."""
        self._messages = Messages(self._settings.form)
        self._pipe.close()

    def _listen(self, left_s: float) -> list[Heard]:
        # A pause is counted whole: silence shorter than that is no end of anything.
        wait_s = self._settings.idle_s if self._messages.waiting else left_s
        data = self._read(wait_s)
        if data:
            return [one for one in self._messages.feed(data) if self._is_new(one)]
        ended = self._messages.pause()
        return [ended] if ended is not None and self._is_new(ended) else []

    def _read(self, wait_s: float) -> bytes:
        try:
            first = self._pipe.read(1, wait_s)
            return first + self._pipe.read(CHUNK, ALONG_S) if first else b""
        except NoLink:
            self.close()
            raise

    def _is_new(self, one: Heard) -> bool:
        if not isinstance(one, Scanned):
            return True
        now, seen, at = self._clock(), self._last, self._last_at
        self._last, self._last_at = one.raw, now
        return one.raw != seen or now - at >= self._settings.repeat_s
