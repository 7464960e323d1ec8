"""Mettler-Toledo 8217 scales as software."""

from __future__ import annotations

from drivers.emulation.pan import Pan
from drivers.emulation.server import Session
from drivers.scales.mt8217 import codec

_REFUSED = codec.STX + codec.QUERY + bytes([codec.ALWAYS | codec.MOVING]) + codec.CR
_WORDS = (codec.ASK, codec.ZERO, codec.TARE)


class Mt8217Emulator(Pan):
    """A letter at a time; others are passed over."""

    def session(self) -> Session:
        """A conversation: letters in, lines out."""

        def receive(data: bytes) -> bytes:
            letters = (bytes([byte & codec.SEVEN]) for byte in data)
            return b"".join(self._answer(letter) for letter in letters if letter in _WORDS)

        return receive

    def _answer(self, letter: bytes) -> bytes:
        return self.spoiled(lambda: self._told(letter))

    def _told(self, letter: bytes) -> bytes:
        if letter == codec.ASK:
            return codec.encode(self.weight)
        done = self.zero() if letter == codec.ZERO else self.take_tare()
        return codec.encode(self.weight) if done else _REFUSED
