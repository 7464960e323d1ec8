"""Protocol v1.1, "clean": STX, length, body, both ways; for lines that lose nothing."""

from __future__ import annotations

from drivers.contracts.errors import BadFrame, NoAnswer, NoLink
from drivers.contracts.transport import Transport
from drivers.registrars.shtrih.answers import Answer, answer
from drivers.registrars.shtrih.commands import device_type
from drivers.registrars.shtrih.frames import NOISE, STX, pack_clean
from drivers.registrars.shtrih.settings import Settings
from drivers.registrars.shtrih.talk import answers_to

MOST_NOISE = 64


class LinkClean:
    """`Talk` without control bytes; after silence the port is closed, with any late answer."""

    def __init__(self, pipe: Transport, settings: Settings) -> None:
        self._pipe, self._settings = pipe, settings

    def reach(self) -> None:
        """FCh: there is nothing smaller to ask."""
        try:
            self._exchange(device_type(), self._settings.control_s)
        except NoAnswer as error:
            raise NoLink(str(error)) from error

    def ask(self, body: bytes, timeout_s: float) -> Answer:
        """A question."""
        silence = NoAnswer("not asked")
        for _ in range(self._settings.attempts):
            try:
                return self._exchange(body, timeout_s)
            except NoAnswer as error:
                silence = error
        raise silence

    def order(self, body: bytes, timeout_s: float) -> Answer:
        """A command; that somebody is there is seen first."""
        self.reach()
        return self._exchange(body, timeout_s)

    def close(self) -> None:
        """Give the port back."""
        self._pipe.close()

    def _exchange(self, body: bytes, timeout_s: float) -> Answer:
        self._pipe.write(pack_clean(body))
        try:
            said = answer(self._receive(timeout_s))
        except (NoLink, BadFrame) as error:
            self._pipe.close()
            raise NoAnswer(f"the outcome is unknown: {error}") from error
        if not answers_to(body, said):
            self._pipe.close()
            raise NoAnswer(f"answered {said.code:X}h to {body[:2].hex()}")
        return said

    def _receive(self, timeout_s: float) -> bytes:
        start = NOISE
        for _ in range(MOST_NOISE):
            start = self._pipe.read(1, timeout_s)
            if start != NOISE:
                break
        if start != STX:
            raise BadFrame(f"an answer cannot begin with {start.hex()}" if start else "no answer")
        size = self._pipe.read(1, self._settings.control_s)
        body = self._pipe.read(size[0], self._settings.control_s) if size else b""
        if not size or len(body) < size[0]:
            raise BadFrame("the answer is cut short")
        return body
