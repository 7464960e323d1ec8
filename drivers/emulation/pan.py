"""A pan that a person loads: what emulators of all scales have in common."""

from __future__ import annotations

import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field

from drivers.contracts.scale import Grams, Load, Weight
from drivers.emulation.control import BadWord, Emit, Event, flag, silence
from drivers.emulation.faults import Fault, FaultKind, Faults, die
from drivers.emulation.server import Session

FAULTS = tuple(kind for kind in FaultKind if kind is not FaultKind.DECLINE)
NO_FAULT = Fault(FaultKind.DELAY, delay_s=0.0)
NOISE = b"\xff\x00\x55\xaa"
LIMIT = Grams(15_000)
KNOWN = "grams: NUMBER, stable: true or false, faults: SPEC"


@dataclass
class Pan(ABC):
    """`loaded` is all that lies there, grams; above `limit` the scales tell an overload."""

    loaded: int = 0
    is_stable: bool = True
    limit: int = LIMIT
    faults: Faults = field(default_factory=Faults.none)
    emit: Emit = silence
    die: Callable[[], None] = die
    _zero: int = 0
    _tare: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def weight(self) -> Weight:
        """What the display of the scales shows."""
        with self._lock:
            net, tare = self.loaded - self._zero - self._tare, Grams(self._tare)
            if self.loaded > self.limit:
                return Weight(Grams(0), stable=False, load=Load.OVER, tare=tare)
            load = Load.UNDER if net < 0 else Load.FINE
            return Weight(Grams(net), self.is_stable, load, tare)

    def zero(self) -> bool:
        """Call what lies there nothing; real scales do so near their zero only."""
        with self._lock:
            if abs(self.loaded) * 50 > self.limit or not self.is_stable:
                return False
            self._zero, self._tare = self.loaded, 0
            return True

    def take_tare(self) -> bool:
        """What lies there is packaging; of an empty pan: none any more."""
        with self._lock:
            net = self.loaded - self._zero
            if net < 0 or not self.is_stable or self.loaded > self.limit:
                return False
            self._tare = net
            return True

    @abstractmethod
    def session(self) -> Session:
        """A conversation in the protocol of these scales."""

    def obey(self, word: Event) -> None:
        """Put something on the pan, let it swing, or change the faults."""
        match dict(word):
            case {"grams": int(grams), **rest} if rest.keys() <= {"stable"}:
                with self._lock:
                    self.loaded = grams
                    self.is_stable = flag(rest.get("stable", True), "stable")
            case {"stable": bool(stable), **rest} if not rest:
                with self._lock:
                    self.is_stable = stable
            case {"faults": str(spec), **rest} if not rest:
                self.faults = Faults.parse(spec, FAULTS)
            case other if other:
                raise BadWord(f"cannot obey {other!r}; known are {KNOWN}")

    def spoiled(self, act: Callable[[], bytes]) -> bytes:
        """What `act` answers, as the fault of this command has it."""
        fault = self.faults.next() or NO_FAULT
        if fault.kind is FaultKind.DIE_BEFORE:
            self.die()
        if fault.kind is FaultKind.DROP_REQUEST:
            return b""
        time.sleep(fault.delay_s)
        answer = act()
        self.emit({"weight": self.weight.grams})
        if fault.kind is FaultKind.DIE_AFTER:
            self.die()
        if fault.kind is FaultKind.DROP_REPLY:
            return b""
        return NOISE + answer[-1:] if fault.kind is FaultKind.GARBAGE else answer
