"""The program's side of the CAS dialogue."""

from __future__ import annotations

from drivers.contracts.errors import NoAnswer, Refused
from drivers.contracts.scale import Weight
from drivers.contracts.transport import Transport
from drivers.scales.cas import codec
from drivers.scales.reading import until

ANSWER_S = 0.5
# After DC1 scales may wait for the pan to settle.
WEIGHT_S = 3.0


class CasScale:
    """Satisfies `Scale`; for one thread."""

    def __init__(self, pipe: Transport) -> None:
        self._pipe = pipe

    def weigh(self) -> Weight:
        """ENQ, then DC1. `Refused` while the scales are set to tell a resting pan alone."""
        self._pipe.write(codec.ENQ)
        self._acknowledged("it is not ready: the pan moves")
        self._pipe.write(codec.ASK_WEIGHT)
        return codec.decode(until(self._pipe, bytes([codec.EOT]), WEIGHT_S))

    def zero(self) -> None:
        """As Mertech documents it; CAS scales of old have a key for that and keep silent."""
        self._pipe.write(codec.ZERO)
        self._acknowledged("it cannot be zeroed now")

    def tare(self) -> None:
        """As `zero`."""
        self._pipe.write(codec.TARE)
        self._acknowledged("it cannot take the tare now")

    def close(self) -> None:
        """Give the port back."""
        self._pipe.close()

    def _acknowledged(self, refusal: str) -> None:
        answer = self._pipe.read(1, ANSWER_S)
        if answer == codec.NAK:
            raise Refused(refusal)
        if answer != codec.ACK:
            got = answer.hex() or "nothing"
            raise NoAnswer(f"the scales did not acknowledge within {ANSWER_S} s, got {got}")
