"""The conversation of protocol v2 from the host's side (Протокол работы ККТ 2.0).

The register executes a command once for each number: a command whose answer got lost is sent
again under its own number, and the register gives its answer without running it twice. It
forgets that when its power goes, so before sending again the host sees that it still holds the
answer before.
"""

from __future__ import annotations

import logging
import time

from drivers.contracts.errors import BadFrame, NoAnswer, NoLink
from drivers.contracts.transport import Transport
from drivers.registrars.shtrih.answers import Answer, answer
from drivers.registrars.shtrih.commands import device_type
from drivers.registrars.shtrih.frames_v2 import SYNCHRONISE, Packet, Reader, following, pack
from drivers.registrars.shtrih.settings import Settings
from drivers.registrars.shtrih.talk import answers_to, slices

TRACE = 5
QUIET_S = 0.05
MOST_NOISE = 64

_log = logging.getLogger(__name__)


class LinkV2:
    """`Talk` over numbered packets."""

    def __init__(self, pipe: Transport, settings: Settings) -> None:
        self._pipe, self._settings = pipe, settings
        self._reader = Reader()
        self._last: Packet | None = None  # what the register answered last; None: not known
        self._clean = False  # nothing but the answer awaited can be on its way

    def reach(self) -> None:
        """A packet of type I; any answer will do. Once: a lost one is sent with the next look."""
        self._synchronise(attempts=1)

    def ask(self, body: bytes, timeout_s: float) -> Answer:
        """A question: under a new number where the register forgot the old one."""
        silence = NoAnswer("not asked")
        for _ in range(self._settings.attempts):
            last = self._last or self._synchronise()
            try:
                return self._exchange(last, body, timeout_s)
            except NoAnswer as error:
                silence = error
        raise silence

    def order(self, body: bytes, timeout_s: float) -> Answer:
        """A command: the register must hold an answer first, or its restart could not be seen."""
        last = self._synchronise()
        if not last.data:
            self.ask(device_type(), timeout_s)
            last = self._synchronise()
        return self._exchange(last, body, timeout_s)

    def close(self) -> None:
        """Give the port back."""
        self._last = None
        self._pipe.close()

    def _synchronise(self, attempts: int = 0) -> Packet:
        """What the register answered last. `NoLink` when nobody answers."""
        for _ in range(attempts or self._settings.attempts):
            self._drain()
            self._write(SYNCHRONISE)
            last = self._packet(self._settings.control_s)
            if last is not None:
                self._last, self._clean = last, True
                return last
            self._clean = False
        self.close()
        raise NoLink("the register does not answer to a packet of protocol v2")

    def _exchange(self, last: Packet, body: bytes, timeout_s: float) -> Answer:
        number = following(last.number or 0)
        try:
            data = self._answer(last, pack(number, body), number, timeout_s)
            said = answer(data)
        except (NoLink, NoAnswer, BadFrame) as error:
            self._last, self._clean = None, False
            raise NoAnswer(f"the outcome is unknown: {error}") from error
        self._last = Packet(number, data)
        if not answers_to(body, said):
            raise NoAnswer(f"answered {said.code:X}h to {body[:2].hex()}")
        return said

    def _answer(self, last: Packet, frame: bytes, number: int, timeout_s: float) -> bytes:
        self._write(frame)
        for wait_s in slices(timeout_s, self._settings.poke_s):
            said = self._numbered(number, wait_s) or self._poked(last, frame, number)
            if said is not None:
                return said.data
        said = self._numbered(number, self._settings.control_s)  # of the last sending
        if said is None:
            raise NoAnswer(f"no answer within {timeout_s} s")
        return said.data

    def _poked(self, last: Packet, frame: bytes, number: int) -> Packet | None:
        """Ask for the last answer: ours was lost, or our command was, or it still executes."""
        self._clean = False
        self._write(SYNCHRONISE)
        held = self._packet(self._settings.control_s)
        if held is None or held.number == number:
            return self._whole(held)
        if held != last or not held.data:
            raise NoAnswer("the register has forgotten its last answer: it was switched off")
        self._write(frame)
        return None

    def _numbered(self, number: int, wait_s: float) -> Packet | None:
        """The answer with that number, others passed over; None when the time is over."""
        until = time.monotonic() + wait_s
        while (left_s := until - time.monotonic()) > 0:
            packet = self._packet(left_s)
            if packet is None:
                return None
            if packet.number == number:
                return self._whole(packet)
        return None

    def _whole(self, packet: Packet | None) -> Packet | None:
        if packet is not None and not packet.data:
            raise NoAnswer("done, but the register no longer holds the answer")
        return packet

    def _packet(self, wait_s: float) -> Packet | None:
        """The next packet; None when the time is over, or when it was damaged."""
        self._reader.drop()
        until = time.monotonic() + wait_s
        while (left_s := until - time.monotonic()) > 0:
            data = self._pipe.read(self._reader.need, left_s)
            _log.log(TRACE, "<- %s", data.hex(" "))
            if not data:
                return None
            for packet in self._reader.feed(data):
                return packet if packet and packet.number is not None else None
        return None

    def _write(self, data: bytes) -> None:
        _log.log(TRACE, "-> %s", data.hex(" "))
        self._pipe.write(data)

    def _drain(self) -> None:
        if self._clean:
            return
        for _ in range(MOST_NOISE):
            if not self._pipe.read(256, QUIET_S):
                return
