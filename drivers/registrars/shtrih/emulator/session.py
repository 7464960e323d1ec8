"""The register's end of protocol v1: control bytes, frames, faults."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from drivers.contracts.errors import NoLink
from drivers.emulation.faults import FaultKind, die
from drivers.registrars.shtrih.emulator.faults import Mishap, Plan, Trouble
from drivers.registrars.shtrih.emulator.machine import Machine
from drivers.registrars.shtrih.frames import ACK, ENQ, NAK, STX, lrc, pack

# A real register drops a frame whose bytes stop coming for 50 ms; a busy machine needs more.
BYTE_TIMEOUT_S = 0.5


class PowerCut(ConnectionResetError):
    """The register lost its power for a moment: the line drops, an unread answer is gone."""


class Session:
    """One line to the register. What was done stays done; what it holds unread stays held."""

    def __init__(
        self, machine: Machine, plan: Plan, ticks: Callable[[], float] = time.monotonic
    ) -> None:
        self.machine, self.plan, self._ticks = machine, plan, ticks
        self._last = ticks()  # when bytes came in
        self.silent = False
        self._held = b""  # the answer nobody confirmed yet
        self._incoming = bytearray()

    def hang_up(self) -> None:
        """Another client: the rest of a frame that never arrived is forgotten."""
        self._incoming.clear()

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Bytes in; bytes out, each as soon as it is due. Raises `PowerCut`."""
        now = self._ticks()
        if now - self._last > BYTE_TIMEOUT_S:
            self._incoming.clear()
        self._last = now
        self._incoming += data
        while self._incoming:
            first = bytes(self._incoming[:1])
            if first == STX:
                frame = self._frame()
                if frame is None:
                    return
                yield from self._command(frame)
            else:
                del self._incoming[:1]
                yield from self._control(first)

    def _control(self, byte: bytes) -> Iterator[bytes]:
        if self.silent:
            return
        if byte == ENQ:
            yield (ACK + self._held) if self._held else NAK
        elif byte == ACK:
            self._held = b""

    def _frame(self) -> bytes | None:
        if len(self._incoming) < 2 or len(self._incoming) < self._incoming[1] + 3:
            return None
        size = self._incoming[1] + 3
        frame = bytes(self._incoming[:size])
        del self._incoming[:size]
        return frame

    def _command(self, frame: bytes) -> Iterator[bytes]:
        if self.silent:
            return
        if frame[1] == 0 or lrc(frame[1:-1]) != frame[-1]:
            yield NAK
            return
        trouble = self.plan.next()
        if trouble.kind is FaultKind.DROP_REQUEST:
            return
        yield ACK
        self._before(trouble)
        answer = self.machine.execute(frame[2:-1])
        self._after(trouble)
        self._held = pack(answer)
        if trouble.kind is FaultKind.GARBAGE:
            yield _spoilt(self._held)
        elif trouble.kind is not FaultKind.DROP_REPLY:
            yield self._held

    def _before(self, trouble: Trouble) -> None:
        if trouble.kind is FaultKind.DIE_BEFORE:
            die()
        if trouble.mishap is Mishap.REBOOT_BEFORE:
            self._lose_power()
        if trouble.mishap is Mishap.PAPER_OUT:
            self.machine.printer.runs_out = True
        if trouble.kind is FaultKind.DELAY:
            time.sleep(trouble.delay_s)

    def _after(self, trouble: Trouble) -> None:
        if trouble.kind is FaultKind.DIE_AFTER:
            die()
        if trouble.mishap is Mishap.REBOOT_AFTER:
            self._lose_power()

    def _lose_power(self) -> None:
        self._held = b""
        self._incoming.clear()
        raise PowerCut("the register lost its power")


def in_process(session: Session) -> Callable[[bytes], bytes]:
    """The other end of a `LoopbackTransport`; a power cut is a lost link there too."""

    def answer(data: bytes) -> bytes:
        try:
            return b"".join(session.feed(data))
        except PowerCut as cut:
            raise NoLink(str(cut)) from cut

    return answer


def _spoilt(frame: bytes) -> bytes:
    """The frame with one byte changed, so that its LRC tells."""
    middle = len(frame) // 2
    return frame[:middle] + bytes([frame[middle] ^ 0x55]) + frame[middle + 1 :]
