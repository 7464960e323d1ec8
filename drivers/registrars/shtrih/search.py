"""Finding out which protocol, at which speed, a register speaks: by questions only.

First v1, whose ENQ means nothing in v2; then v2, whose packet has no control byte of v1. So a
register that waits for the first byte to choose its protocol is not turned to another one than
it is delivered with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from drivers.contracts.errors import NoAnswer, NoLink
from drivers.contracts.transport import Transport
from drivers.registrars.shtrih.answers import Answer
from drivers.registrars.shtrih.commands import device_type
from drivers.registrars.shtrih.link import Link
from drivers.registrars.shtrih.link_clean import LinkClean
from drivers.registrars.shtrih.link_v2 import LinkV2
from drivers.registrars.shtrih.settings import AUTO, Settings
from drivers.registrars.shtrih.talk import Talk

Make = Callable[[Transport, Settings], Talk]
PROTOCOLS: dict[str, Make] = {"v1": Link, "v2": LinkV2, "v1.1": LinkClean}
SEARCHED = ("v1", "v2")
# The usual ones first.
SPEEDS = (115200, 4800, 9600, 19200, 38400, 57600, 230400, 460800, 921600, 2400)
# Several speeds are tried one after another, so each gets less time than a lone one.
HASTE_S, NAME_S = 0.2, 3.0


class SearchedLink:
    """`Talk` with whatever is found; it is looked for again once nobody answers any more."""

    def __init__(self, pipes: Sequence[Transport], settings: Settings) -> None:
        self._settings = settings
        names = SEARCHED if settings.protocol == AUTO else (settings.protocol,)
        self._ways = [(pipe, PROTOCOLS[name]) for pipe in pipes for name in names]
        self._has_speeds = len(pipes) > 1
        self._found: Talk | None = None

    def reach(self) -> None:
        """Find it."""
        self._talk().reach()

    def ask(self, body: bytes, timeout_s: float) -> Answer:
        """A question."""
        return self._heard(lambda talk: talk.ask(body, timeout_s))

    def order(self, body: bytes, timeout_s: float) -> Answer:
        """A command: given once, to whoever was found."""
        return self._heard(lambda talk: talk.order(body, timeout_s))

    def close(self) -> None:
        """Give the port back."""
        for pipe, _ in self._ways:
            pipe.close()

    def _heard(self, what: Callable[[Talk], Answer]) -> Answer:
        talk = self._talk()
        try:
            return what(talk)
        except NoLink:
            if len(self._ways) > 1:
                self._found = None
            raise

    def _talk(self) -> Talk:
        if self._found is None:
            self._found = self._find()
        return self._found

    def _find(self) -> Talk:
        if len(self._ways) == 1:
            pipe, make = self._ways[0]
            return make(pipe, self._settings)
        silence = NoLink("not looked for")
        for at, pipe, make in self._openable():
            try:
                talk = self._tried(pipe, make)
            except NoLink as error:
                pipe.close()
                silence = error
            else:
                self._ways.insert(0, self._ways.pop(at))  # the first to be tried next time
                return talk
        raise silence

    def _openable(self) -> Iterator[tuple[int, Transport, Make]]:
        """The ways whose port opens; `NoLink` where none does."""
        closed: dict[int, NoLink] = {}
        for at, (pipe, make) in enumerate(self._ways):
            if id(pipe) in closed:
                continue
            try:
                pipe.write(b"")
            except NoLink as error:
                closed[id(pipe)] = error
            else:
                yield at, pipe, make
        if len(closed) == len({id(pipe) for pipe, _ in self._ways}):
            raise next(iter(closed.values()))

    def _tried(self, pipe: Transport, make: Make) -> Talk:
        talk = make(pipe, self._settings)
        if self._has_speeds:
            self._name(make(pipe, self._hasty()))
        else:
            talk.reach()
        return talk

    def _hasty(self) -> Settings:
        settings = self._settings
        control_s, answer_s = min(HASTE_S, settings.control_s), min(NAME_S, settings.answer_s)
        return replace(settings, attempts=2, control_s=control_s, answer_s=answer_s)

    def _name(self, probe: Talk) -> None:
        """At a wrong speed noise may look like a control byte, hardly like the device's name."""
        probe.reach()
        try:
            probe.ask(device_type(), NAME_S)
        except NoAnswer as error:
            raise NoLink(str(error)) from error
