"""The conversation of protocol v1 from the host's side (Протокол работы ККТ 2.0)."""

from __future__ import annotations

import logging
import time

from drivers.contracts.errors import BadFrame, NoAnswer, NoLink
from drivers.contracts.transport import Transport
from drivers.registrars.shtrih.answers import Answer, answer
from drivers.registrars.shtrih.frames import ACK, ENQ, NAK, NOISE, STX, pack, unpack
from drivers.registrars.shtrih.settings import Settings
from drivers.registrars.shtrih.talk import answers_to, slices

TRACE = 5  # below DEBUG: every byte
QUIET_S = 0.05  # silence that ends a burst of noise
MOST_NOISE = 64  # bursts: a line that never falls silent is no register

_log = logging.getLogger(__name__)


class Link:
    """`Talk` over frames that are confirmed by control bytes.

    An order is sent until the register confirms the frame, and never again after that: where
    its answer got lost, the register is asked for the answer it still holds (ENQ → ACK), and if
    it holds none the outcome is unknown: `NoAnswer`.
    """

    def __init__(self, pipe: Transport, settings: Settings) -> None:
        self._pipe, self._settings = pipe, settings
        # Whether nothing can be on its way to us: the last exchange ended as it should.
        self._clean = True
        self._poked = False

    def reach(self) -> None:
        """ENQ, until the register is idle."""
        self._reach_idle()

    def ask(self, body: bytes, timeout_s: float) -> Answer:
        """A question. `NoLink` when there is nobody, `NoAnswer` after all attempts."""
        silence = NoAnswer("not asked")
        for _ in range(self._settings.attempts):
            self._reach_idle()
            try:
                return self._exchange(body, timeout_s)
            except (NoAnswer, NoLink) as error:
                silence = NoAnswer(f"no answer: {error}")
            held = self._held_answer(body, timeout_s)
            if held is not None:
                return held
        raise silence

    def order(self, body: bytes, timeout_s: float) -> Answer:
        """A command that may run once. `NoLink`: not sent. `NoAnswer`: the outcome is unknown."""
        self._reach_idle()
        try:
            return self._exchange(body, timeout_s)
        except (NoAnswer, NoLink) as error:
            held = self._held_answer(body, timeout_s)
            if held is None:
                raise NoAnswer(f"the outcome is unknown: {error}") from error
            return held

    def close(self) -> None:
        """Give the port back."""
        self._pipe.close()

    def _exchange(self, body: bytes, timeout_s: float) -> Answer:
        self._clean = self._poked = False
        self._send(pack(body))
        try:
            said = answer(self._receive(timeout_s))
        except BadFrame as error:
            raise NoAnswer(str(error)) from error
        if not answers_to(body, said):
            raise NoAnswer(f"answered {said.code:X}h to {body[:2].hex()}")
        # Where an ENQ crossed the answer, its own reply is still to come.
        self._clean = not self._poked
        return said

    def _held_answer(self, body: bytes, timeout_s: float) -> Answer | None:
        """The answer to this very command, if the register still holds it."""
        try:
            self._drain()
            self._write(ENQ)
            if self._control() != ACK:
                return None
            said = answer(self._receive(timeout_s))
        except (NoAnswer, NoLink, BadFrame):
            return None
        return said if answers_to(body, said) else None

    def _reach_idle(self) -> None:
        """ENQ until NAK. An unread answer belongs to an earlier command: read and dropped.

        After anything irregular a reply may come late, and a late NAK would be taken for
        "damaged, send again" once a command is out, which would run it twice. So the line must
        have fallen silent before the ENQ, and again after its NAK.
        """
        silences = 0
        for _ in range(MOST_NOISE):
            if not self._clean:
                self._drain()
            self._write(ENQ)
            control = self._control()
            if control == NAK and (self._clean or self._quiet()):
                return
            self._clean = False
            if control == ACK:
                self._drop_answer()
            silences += control != NAK
            if silences == self._settings.attempts:
                break
        self._pipe.close()
        raise NoLink("the register does not answer to ENQ")

    def _drop_answer(self) -> None:
        try:
            _log.info("an answer nobody read: %s", self._receive(self._settings.answer_s).hex(" "))
        except NoAnswer:
            _log.info("the register announced an answer and did not give it")

    def _send(self, frame: bytes) -> None:
        """Until the register confirms it; a frame it found damaged (NAK) is sent again."""
        for _ in range(self._settings.attempts):
            self._write(frame)
            control = self._control()
            if control == ACK:
                return
            if control != NAK:
                raise NoAnswer("the register did not confirm the command")
        raise NoAnswer("the register found every copy of the command damaged")

    def _receive(self, timeout_s: float) -> bytes:
        """The body of one answer, confirmed; a damaged one is asked for again."""
        for _ in range(self._settings.attempts):
            try:
                body = self._frame(timeout_s)
            except BadFrame as error:
                _log.warning("damaged answer: %s", error)
                if not self._again():
                    break
            else:
                self._write(ACK)
                return body
        raise NoAnswer("every copy of the answer was damaged")

    def _again(self) -> bool:
        self._drain()
        self._write(NAK + ENQ)
        return self._control() == ACK

    def _frame(self, timeout_s: float) -> bytes:
        start = self._first(timeout_s)
        if start != STX:
            raise BadFrame(f"an answer cannot begin with {start.hex()}")
        size = self._read(1)
        rest = self._read(size[0] + 1) if size else b""
        return unpack(start + size + rest)

    def _first(self, timeout_s: float) -> bytes:
        """The first byte of an answer.

        A register that executes confirms an ENQ, and one whose answer got lost gives it again:
        asking every `poke_s` finds a lost answer long before the time is over.
        """
        for wait_s in slices(timeout_s, self._settings.poke_s):
            start = self._control(wait_s)
            if start == ACK:  # of an ENQ of ours
                start = self._control(wait_s)
            if start == NAK:
                raise NoAnswer("the register holds no answer")
            if start:
                return start
            self._poked = True
            self._write(ENQ)
        raise NoAnswer(f"no answer within {timeout_s} s")

    def _control(self, timeout_s: float | None = None) -> bytes:
        """The next byte that is not noise; none when the time is over."""
        wait_s = self._settings.control_s if timeout_s is None else timeout_s
        until = time.monotonic() + wait_s
        while (left_s := until - time.monotonic()) > 0:
            byte = self._pipe.read(1, left_s)
            if byte != NOISE:
                _log.log(TRACE, "<- %s", byte.hex())
                return byte
        return b""

    def _read(self, size: int) -> bytes:
        data = self._pipe.read(size, self._settings.control_s)
        _log.log(TRACE, "<- %s", data.hex(" "))
        return data

    def _write(self, data: bytes) -> None:
        _log.log(TRACE, "-> %s", data.hex(" "))
        self._pipe.write(data)

    def _quiet(self) -> bool:
        return not self._pipe.read(256, QUIET_S)

    def _drain(self) -> None:
        for _ in range(MOST_NOISE):
            if self._quiet():
                return
