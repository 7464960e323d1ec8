"""One thread for one device: calls in order, deadlines, reconnecting, health."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, Generic, Protocol, TypeVar

from drivers.contracts.errors import BadFrame, DeviceError, NoAnswer, NoLink
from drivers.supervisor.call import Call, plain
from drivers.supervisor.health import DeviceState, Health

log = logging.getLogger(__name__)

LINK_LOST = (NoLink, NoAnswer, BadFrame)
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.25, 5.0
CLOSE_WITHIN_S = 1.0


class Closeable(Protocol):
    """Anything that holds a port."""

    def close(self) -> None:
        """Give it back."""


D = TypeVar("D", bound=Closeable)
R = TypeVar("R")


class Supervised(Generic[D]):
    """Owns a device on a thread of its own; others hand it work and wait for the answer.

    A lost link (`NoLink`, `NoAnswer`, `BadFrame`) closes the device. It is built anew by the
    next call, at once, or by the periodic `probe`, whose pauses grow to five seconds. Only the
    probe is ever repeated, a call never is. Without `probe_every_s` a probe is made when
    `refresh` asks for it and at no other time.

    `on_change` is called on the device's thread, with BUSY for a call but not for a probe.
    `clock` gives aware moments for `Health`; waiting goes by the monotonic clock.
    """

    def __init__(
        self,
        name: str,
        build: Callable[[], D],
        *,
        clock: Callable[[], datetime],
        probe: Callable[[D], object] | None = None,
        probe_every_s: float | None = 5.0,
        on_change: Callable[[Health], None] | None = None,
    ) -> None:
        self.name = name
        self._build, self._clock, self._on_change = build, clock, on_change
        self._probe, self._probe_every_s = probe, probe_every_s
        self._device: D | None = None
        self._health = Health(DeviceState.UNKNOWN, clock())
        self._calls: deque[Call[D, Any]] = deque()
        self._current: Call[D, Any] | None = None
        self._is_closing = self._is_probe_wanted = self._is_outdated = False
        self._pause_s, self._probe_at = FIRST_PAUSE_S, time.monotonic()
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name=f"device {name}", daemon=True)
        self._thread.start()

    @property
    def health(self) -> Health:
        """How the device is now."""
        return self._health

    def call(self, what: Callable[[D], R], timeout_s: float) -> R:
        """Do it on the device's thread and wait; any thread may, but the window's own.

        Raises what `what` raises. When the time is over: `Busy` if it was not begun and now
        never will be, `NoAnswer` if it was; its late outcome goes to the log then.
        """
        call: Call[D, R] = Call(self.name, what)
        with self._changed:
            if self._is_closing:
                raise NoLink(f"{self.name} is closed")
            self._calls.append(call)
            self._changed.notify()
        return call.wait(timeout_s)

    def refresh(self) -> None:
        """Probe soon; while the device is offline, when its pause is over. Never waits."""
        with self._changed:
            self._is_probe_wanted = True
            self._changed.notify()

    def renew(self) -> None:
        """Build the device anew before its next work, which comes at once: it has moved."""
        with self._changed:
            self._is_outdated = self._is_probe_wanted = True
            self._pause_s, self._probe_at = FIRST_PAUSE_S, time.monotonic()
            self._changed.notify()

    def close(self) -> None:
        """End the thread and give the port back, within about a second even if it hangs.

        A call that waits its turn gets `NoLink`, one that is under way `NoAnswer`.
        """
        with self._changed:
            self._is_closing = True
            self._changed.notify()
        self._thread.join(CLOSE_WITHIN_S)
        if self._thread.is_alive():
            log.warning("%s hangs; its thread is left behind", self.name)
            self._release_callers()

    def _release_callers(self) -> None:
        with self._changed:
            waiting, current = list(self._calls), self._current
            self._calls.clear()
        for call in waiting:
            if call.begin():
                call.fail(NoLink(f"{self.name} is closed"))
        if current is not None:
            current.abandon(NoAnswer(f"{self.name} was closed while it was at work"))

    def _run(self) -> None:
        while work := self._next():
            work()
        self._release_callers()
        self._drop()

    def _next(self) -> Callable[[], None] | None:
        with self._changed:
            while not self._is_closing:
                if self._calls:
                    self._current = self._calls.popleft()
                    return partial(self._serve, self._current)
                left_s = self._until_probe_s()
                if left_s is not None and left_s <= 0:
                    self._is_probe_wanted = False
                    return self._look
                self._changed.wait(left_s)
        return None

    def _until_probe_s(self) -> float | None:
        is_periodic = self._probe_every_s is not None
        if self._probe is None or not (is_periodic or self._is_probe_wanted):
            return None
        if self._is_probe_wanted and self._health.state is not DeviceState.OFFLINE:
            return 0.0
        return self._probe_at - time.monotonic()

    def _serve(self, call: Call[D, Any]) -> None:
        if call.begin():
            busy = self._health.moved(DeviceState.BUSY, self._clock())
            self._tell(replace(busy, calls=busy.calls + 1))
            try:
                value = call.perform(self._ready())
            except Exception as error:  # The edge of the thread: the caller gets it.
                self._learn(error)
                call.fail(error)
            else:
                self._learn(None)
                call.succeed(value)
        self._current = None

    def _look(self) -> None:
        if self._probe is not None:
            try:
                self._probe(self._ready())
            except Exception as error:  # The edge of the thread: the health tells it.
                self._learn(error)
            else:
                self._learn(None)

    def _ready(self) -> D:
        if self._is_outdated:
            self._is_outdated = False
            self._drop()
        if self._device is None:
            self._device = self._build()
        return self._device

    def _learn(self, error: Exception | None) -> None:
        """Draw from an outcome what it says of the link."""
        if error is not None and not isinstance(error, DeviceError):
            log.error("%s: a mistake of ours", self.name, exc_info=error)
        if isinstance(error, LINK_LOST) or not isinstance(error, DeviceError | None):
            self._drop()
        if self._device is None and error is not None:
            self._is_offline(error)
        else:
            self._is_online()

    def _is_offline(self, error: Exception) -> None:
        self._probe_at = time.monotonic() + self._pause_s
        self._pause_s = min(2 * self._pause_s, LONGEST_PAUSE_S)
        health = self._health.moved(DeviceState.OFFLINE, self._clock())
        self._tell(replace(health, last_error=plain(error), failures=health.failures + 1))

    def _is_online(self) -> None:
        self._pause_s = FIRST_PAUSE_S
        self._probe_at = time.monotonic() + (self._probe_every_s or 0.0)
        self._tell(self._health.moved(DeviceState.ONLINE, self._clock()))

    def _tell(self, health: Health) -> None:
        before, self._health = self._health, health
        news = (health.state, health.last_error) != (before.state, before.last_error)
        if news and self._on_change is not None:
            try:
                self._on_change(health)
            except Exception:  # Somebody else's mistake must not end the device's thread.
                log.exception("%s: its listener failed", self.name)

    def _drop(self) -> None:
        device, self._device = self._device, None
        if device is not None:
            try:
                device.close()
            except Exception:  # A port that cannot be closed is lost anyway.
                log.exception("%s: cannot be closed", self.name)
