"""CAS scales as software."""

from __future__ import annotations

from drivers.emulation.pan import Pan
from drivers.emulation.server import Session
from drivers.scales.cas import codec


class CasEmulator(Pan):
    """Takes bytes one by one, like the real one: what it does not know it passes over."""

    def session(self) -> Session:
        """A conversation: words of any cut in, answers out."""
        waiting = b""

        def receive(data: bytes) -> bytes:
            nonlocal waiting
            waiting += data
            said = b""
            while waiting:
                word = next((w for w in _WORDS if waiting.startswith(w)), None)
                if word is None and any(w.startswith(waiting) for w in _WORDS):
                    break
                waiting = waiting[len(word or b"?") :]
                said += self._answer(word) if word else b""
            return said

        return receive

    def _answer(self, word: bytes) -> bytes:
        if word == codec.ENQ:
            return codec.ACK
        if word == codec.ASK_WEIGHT:
            return self.spoiled(lambda: codec.encode(self.weight))
        act = self.zero if word == codec.ZERO else self.take_tare
        return self.spoiled(lambda: codec.ACK if act() else codec.NAK)


_WORDS = (codec.ENQ, codec.ASK_WEIGHT, codec.ZERO, codec.TARE)
