"""The register's end of the line: which protocol is spoken, and when it is silent."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from drivers.contracts.errors import NoLink
from drivers.registrars.shtrih.emulator.faults import Plan
from drivers.registrars.shtrih.emulator.lines import Line, LineClean, LineV1, LineV2
from drivers.registrars.shtrih.emulator.machine import Machine
from drivers.registrars.shtrih.emulator.works import PowerCut, Works
from drivers.registrars.shtrih.frames import ENQ, STX
from drivers.registrars.shtrih.frames_v2 import STX as STX_V2
from drivers.registrars.shtrih.settings import AUTO

# A real register drops a frame whose bytes stop coming for 50 ms; a busy machine needs more.
BYTE_TIMEOUT_S = 0.5
CHOOSES = {ENQ[0]: "v1", STX[0]: "v1", STX_V2: "v2"}


class Session:
    """One line to the register.

    With `protocol` auto the first byte chooses between v1 and v2, as after a reset of the link's
    settings; a real register keeps that for good, this one until another client comes.
    """

    def __init__(
        self,
        machine: Machine,
        plan: Plan,
        ticks: Callable[[], float] = time.monotonic,
        protocol: str = AUTO,
    ) -> None:
        self._works = works = Works(machine, plan)
        self._lines: dict[str, Line] = {
            "v1": LineV1(works),
            "v1.1": LineClean(works),
            "v2": LineV2(works),
        }
        self._fixed = self._lines.get(protocol)
        self._line = self._fixed
        self._ticks, self._last = ticks, ticks()  # when bytes came in
        self.silent = False

    @property
    def plan(self) -> Plan:
        """Faults of the commands to come."""
        return self._works.plan

    @plan.setter
    def plan(self, plan: Plan) -> None:
        self._works.plan = plan

    def hang_up(self) -> None:
        """Another client: the rest of a frame that never arrived is forgotten."""
        for line in self._lines.values():
            line.forget()
        self._line = self._fixed

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Bytes in; bytes out, each as soon as it is due. Raises `PowerCut`."""
        now = self._ticks()
        if now - self._last > BYTE_TIMEOUT_S:
            for line in self._lines.values():
                line.forget()
        self._last = now
        if not self.silent:
            yield from self._spoken(data)

    def _spoken(self, data: bytes) -> Iterator[bytes]:
        line = self._line or self._chosen(data)
        if line is None:
            return
        try:
            yield from line.take(data)
        except PowerCut:
            for each in self._lines.values():
                each.lose_power()
            raise
        if self._works.chooses_anew:
            self._works.chooses_anew, self._line = False, self._fixed

    def _chosen(self, data: bytes) -> Line | None:
        for byte in data:
            if byte in CHOOSES:
                self._line = self._lines[CHOOSES[byte]]
                return self._line
        return None


def in_process(session: Session) -> Callable[[bytes], bytes]:
    """The other end of a `LoopbackTransport`; a power cut is a lost link there too."""

    def answer(data: bytes) -> bytes:
        try:
            return b"".join(session.feed(data))
        except PowerCut as cut:
            raise NoLink(str(cut)) from cut

    return answer
