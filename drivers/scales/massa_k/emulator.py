"""Масса-К scales as software."""

from __future__ import annotations

from drivers.contracts.errors import BadFrame
from drivers.emulation.pan import Pan
from drivers.emulation.server import Session
from drivers.scales.massa_k import codec
from drivers.scales.massa_k.codec import Command


class MassaKEmulator(Pan):
    """Passes over what does not check, as the real one does."""

    def session(self) -> Session:
        """A conversation: frames of any cut in, frames out."""
        waiting = b""

        def receive(data: bytes) -> bytes:
            nonlocal waiting
            waiting += data
            said = b""
            while (begin := waiting.find(codec.HEADER)) >= 0:
                waiting = waiting[begin:]
                if len(waiting) < codec.HEAD:
                    break
                size = codec.HEAD + int.from_bytes(waiting[3:5], "little") + codec.TAIL
                if size > codec.LONGEST:
                    waiting = waiting[len(codec.HEADER) :]
                    continue
                if len(waiting) < size:
                    break
                rest, waiting = waiting[codec.HEAD : size], waiting[size:]
                said += self._heard(rest)
            return said

        return receive

    def _heard(self, rest: bytes) -> bytes:
        try:
            body = codec.body(rest)
        except BadFrame:
            return b""
        return self.spoiled(lambda: codec.frame(self._answer(body)))

    def _answer(self, body: bytes) -> bytes:
        match body[0]:
            case Command.ASK:
                return codec.mass(self.weight)
            case Command.SET_ZERO:
                done = self.zero()
                return bytes([Command.SET_DONE]) if done else bytes([Command.ERROR, 0x15])
            case Command.SET_TARE:
                done = self.take_tare()
                return bytes([Command.SET_TARE_DONE if done else Command.SET_TARE_FAILED])
        return bytes([Command.UNKNOWN])
