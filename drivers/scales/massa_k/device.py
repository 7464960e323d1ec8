"""The program's side of Масса-К, Protocol 100."""

from __future__ import annotations

from drivers.contracts.errors import BadFrame, NoAnswer, Refused
from drivers.contracts.scale import Weight
from drivers.contracts.transport import Transport
from drivers.scales.massa_k import codec
from drivers.scales.massa_k.codec import Command
from drivers.scales.reading import exactly

ANSWER_S = 0.5


class MassaKScale:
    """Satisfies `Scale`; for one thread. Old firmware is asked in the old way once found."""

    def __init__(self, pipe: Transport) -> None:
        self._pipe = pipe
        self._question = Command.ASK

    def weigh(self) -> Weight:
        """23h, or A0h where that is not known."""
        return codec.weight(self._look())

    def zero(self) -> None:
        """72h."""
        self._do(bytes([Command.SET_ZERO]))

    def tare(self) -> None:
        """A3h with what lies there; the scales are asked for it first."""
        inner = self._look()
        if not codec.weight(inner).stable:
            raise Refused("the pan is still moving")
        self._do(bytes([Command.SET_TARE]) + codec.loaded(inner))

    def close(self) -> None:
        """Give the port back."""
        self._pipe.close()

    def _look(self) -> bytes:
        inner = self._ask(bytes([self._question]))
        if inner[0] == Command.UNKNOWN and self._question is Command.ASK:
            self._question = Command.OLD_ASK
            inner = self._ask(bytes([self._question]))
        return inner

    def _do(self, body: bytes) -> None:
        if why := codec.refusal(self._ask(body)):
            raise Refused(why)

    def _ask(self, body: bytes) -> bytes:
        """A frame out, a frame back; what stands before its head is noise of the wire."""
        self._pipe.write(codec.frame(body))
        head = self._head()
        return codec.body(exactly(self._pipe, codec.length(head) + codec.TAIL, ANSWER_S))

    def _head(self) -> bytes:
        noise, head = 0, exactly(self._pipe, codec.HEAD, ANSWER_S)
        while not head.startswith(codec.HEADER):
            noise += 1
            if noise > codec.LONGEST:
                raise BadFrame("nothing but noise")
            byte = self._pipe.read(1, ANSWER_S)
            if not byte:
                raise NoAnswer(f"the scales fell silent after {head.hex(' ')}")
            head = head[1:] + byte
        return head
