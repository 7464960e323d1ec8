"""POS2 scales as software."""

from __future__ import annotations

from dataclasses import dataclass

from drivers.contracts.errors import BadFrame
from drivers.emulation.pan import Pan
from drivers.emulation.server import Session
from drivers.scales.pos2 import codec


@dataclass
class Pos2Emulator(Pan):
    """Answers ENQ with NAK (ready) or ACK (an answer waits); says an answer again on NAK."""

    password: str = codec.PASSWORD

    def session(self) -> Session:
        """A conversation: frames and control bytes of any cut in, the same out."""
        waiting, unheard = b"", b""

        def receive(data: bytes) -> bytes:
            nonlocal waiting, unheard
            waiting += data
            said = b""
            while waiting:
                first = waiting[:1]
                if first != codec.STX:
                    waiting = waiting[1:]
                    if first == codec.ENQ:
                        said += codec.ACK if unheard else codec.NAK
                    elif first == codec.NAK:
                        said += unheard
                    elif first == codec.ACK:
                        unheard = b""
                    continue
                size = codec.HEAD + waiting[1] + 1 if len(waiting) > 1 else len(waiting) + 1
                if len(waiting) < size:
                    break
                heard, waiting = waiting[:size], waiting[size:]
                answer = self._take(heard)
                unheard = answer.removeprefix(codec.ACK)
                said += answer
            return said

        return receive

    def _take(self, heard: bytes) -> bytes:
        head, rest = heard[: codec.HEAD], heard[codec.HEAD :]
        try:
            body = codec.body(head, rest)
        except BadFrame:
            return codec.NAK
        return codec.ACK + self.spoiled(lambda: codec.frame(self._answer(body)))

    def _answer(self, body: bytes) -> bytes:
        code, password = body[0], body[1:5].decode("ascii", "replace")
        if password != self.password:
            return bytes([code, 0x7A])
        match code:
            case codec.STATE:
                return codec.state(self.weight)
            case codec.ZERO:
                return bytes([code, codec.DONE if self.zero() else 0x15])
            case codec.TARE:
                return bytes([code, codec.DONE if self.take_tare() else 0x17])
        return bytes([code, 0x78])
