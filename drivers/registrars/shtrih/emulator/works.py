"""A command carried out with whatever trouble was planned for it, on any protocol."""

from __future__ import annotations

import time
from collections.abc import Iterator

from drivers.emulation.faults import FaultKind, die
from drivers.registrars.shtrih.codes import Command
from drivers.registrars.shtrih.emulator.faults import Mishap, Plan, Trouble
from drivers.registrars.shtrih.emulator.machine import Machine


class PowerCut(ConnectionResetError):
    """The register lost its power for a moment: the line drops, an unread answer is gone."""


class Works:
    """Machine and plan of faults."""

    def __init__(self, machine: Machine, plan: Plan) -> None:
        self.machine, self.plan = machine, plan
        self.chooses_anew = False  # 14h: the next byte chooses the protocol

    def begin(self) -> Trouble | None:
        """The trouble of the command that has arrived; None where it is lost on its way."""
        trouble = self.plan.next()
        return None if trouble.kind is FaultKind.DROP_REQUEST else trouble

    def carry_out(self, trouble: Trouble, body: bytes) -> bytes:
        """Execute. Raises `PowerCut`."""
        self._before(trouble)
        answer = self.machine.execute(body)
        self.chooses_anew |= body[0] == Command.WRITE_EXCHANGE and answer[1] == 0
        if trouble.kind is FaultKind.DIE_AFTER:
            die()
        if trouble.mishap is Mishap.REBOOT_AFTER:
            raise PowerCut("the register lost its power")
        return answer

    def sent(self, trouble: Trouble, frame: bytes) -> Iterator[bytes]:
        """The answer as it goes out: whole, damaged or not at all."""
        if trouble.kind is FaultKind.GARBAGE:
            yield _spoilt(frame)
        elif trouble.kind is not FaultKind.DROP_REPLY:
            yield frame

    def _before(self, trouble: Trouble) -> None:
        if trouble.kind is FaultKind.DIE_BEFORE:
            die()
        if trouble.mishap is Mishap.REBOOT_BEFORE:
            raise PowerCut("the register lost its power")
        if trouble.mishap is Mishap.PAPER_OUT:
            self.machine.printer.runs_out = True
        if trouble.kind is FaultKind.DELAY:
            time.sleep(trouble.delay_s)


def _spoilt(frame: bytes) -> bytes:
    """The frame with one byte changed, so that its checksum tells."""
    middle = len(frame) // 2
    return frame[:middle] + bytes([frame[middle] ^ 0x55]) + frame[middle + 1 :]
