"""The program's side of POS2."""

from __future__ import annotations

from drivers.contracts.errors import BadFrame, NoAnswer, Refused
from drivers.contracts.scale import Weight
from drivers.contracts.transport import Transport
from drivers.scales.pos2 import codec
from drivers.scales.reading import exactly

ANSWER_S = 0.5
TRIES = 3  # of one transfer: NAK says that it came spoilt and did nothing


class Pos2Scale:
    """Satisfies `Scale`; for one thread."""

    def __init__(self, pipe: Transport, password: str = codec.PASSWORD) -> None:
        self._pipe, self._password = pipe, password

    def weigh(self) -> Weight:
        """3Ah."""
        return codec.weight(self._ask(codec.STATE))

    def zero(self) -> None:
        """30h."""
        self._ask(codec.ZERO)

    def tare(self) -> None:
        """31h."""
        self._ask(codec.TARE)

    def close(self) -> None:
        """Give the port back."""
        self._pipe.close()

    def _ask(self, code: int) -> bytes:
        self._deliver(codec.command(code, self._password))
        answer = self._answer()
        if answer[0] != code:
            raise BadFrame(f"asked for {code:02X}h, answered {answer[0]:02X}h")
        if why := codec.refusal(answer):
            raise Refused(why, code=f"{answer[1]:02X}h")
        return answer

    def _deliver(self, frame: bytes) -> None:
        for _ in range(TRIES):
            self._pipe.write(frame)
            said = exactly(self._pipe, 1, ANSWER_S)
            if said == codec.ACK:
                return
            if said != codec.NAK:
                raise BadFrame(f"neither yes nor no: {said.hex()}")
        raise NoAnswer("the scales do not take the command: each time it came spoilt")

    def _answer(self) -> bytes:
        for _ in range(TRIES):
            head = exactly(self._pipe, codec.HEAD, ANSWER_S)
            try:
                answer = codec.body(head, exactly(self._pipe, codec.length(head), ANSWER_S))
            except BadFrame:
                self._pipe.write(codec.NAK)  # It says it again; a question or not, it is done once.
                continue
            self._pipe.write(codec.ACK)
            return answer
        raise NoAnswer("the answer of the scales came spoilt each time")
