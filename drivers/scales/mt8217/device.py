"""The program's side of the Mettler-Toledo 8217."""

from __future__ import annotations

import time
from collections.abc import Callable

from drivers.contracts.errors import Refused
from drivers.contracts.scale import Weight
from drivers.contracts.transport import Transport
from drivers.scales.mt8217 import codec
from drivers.scales.reading import until

ANSWER_S = 0.5
GAP_S = 0.15  # between commands, service manual


class Mt8217Scale:
    """Satisfies `Scale`; for one thread."""

    def __init__(self, pipe: Transport, sleep: Callable[[float], None] = time.sleep) -> None:
        self._pipe, self._sleep = pipe, sleep
        self._is_first = True

    def weigh(self) -> Weight:
        """W."""
        return codec.decode(self._ask(codec.ASK))

    def zero(self) -> None:
        """Z; what follows is told by the next weight."""
        self._do(codec.ZERO, "it cannot be zeroed now: the pan moves or bears too much")

    def tare(self) -> None:
        """T."""
        self._do(codec.TARE, "it cannot take the tare now: the pan moves or is empty")

    def close(self) -> None:
        """Give the port back."""
        self._pipe.close()

    def _do(self, letter: bytes, refusal: str) -> None:
        if codec.status(self._ask(letter)) & (codec.MOVING | codec.OVER | codec.UNDER):
            raise Refused(refusal)

    def _ask(self, letter: bytes) -> bytes:
        if not self._is_first:
            self._sleep(GAP_S)
        self._is_first = False
        self._pipe.write(letter)
        return until(self._pipe, codec.CR, ANSWER_S)
