"""Between till and register: what is asked is written down, and what goes wrong is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from drivers.contracts.registrar import FiscalRegistrar
from drivers.registrars.shtrih.emulator.faults import Plan, Trouble


class PowerCut(BaseException):
    """The till ends here: nothing in it may catch this."""


class Recorder:
    """The till's register, with every call written down; the till may end behind one of them."""

    end_behind = ""

    def __init__(self, registrar: FiscalRegistrar, asked: list[str]) -> None:
        self._registrar, self._asked = registrar, asked

    def __getattr__(self, name: str) -> Callable[..., Any]:
        call: Callable[..., Any] = getattr(self._registrar, name)

        def recorded(*given: Any) -> Any:
            if name != "close":
                self._asked.append(name)
            answer = call(*given)
            if name == self.end_behind:
                raise PowerCut
            return answer

        return recorded


class Planned(Plan):
    """Tells when its fault befalls a command."""

    def __init__(self, plan: Plan, then: Callable[[], None]) -> None:
        self._plan, self._then = plan, then

    def next(self) -> Trouble:
        """The trouble of the command that has just arrived."""
        trouble = self._plan.next()
        if trouble.kind or trouble.mishap:
            self._then()
        return trouble
