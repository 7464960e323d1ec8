"""A scanner made of software: it sends the codes somebody holds before it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from drivers.contracts.scanner import Scanned
from drivers.emulation.control import BadWord, Emit, Event, silence
from drivers.emulation.faults import Fault, FaultKind, Faults, die
from drivers.emulation.server import Session
from drivers.scanners.serial.codec import AIM, Form, write

# It is asked nothing, so no request can be lost.
FAULTS = (
    FaultKind.DROP_REPLY,
    FaultKind.DELAY,
    FaultKind.GARBAGE,
    FaultKind.DIE_BEFORE,
    FaultKind.DIE_AFTER,
)
NOISE = b"\x00\xff\xfe\x80\xf8"  # what another speed looks like
KNOWN = 'scan: "CODE" with symbology: "]E0" or without, bytes: "HEX", faults: SPEC'


def nobody(data: bytes) -> bool:
    """No cable."""
    return False


@dataclass
class ScannerEmulator:
    """One scanner; what it sends goes to `send`, which says whether a cable is there."""

    form: Form = field(default_factory=Form)
    faults: Faults = field(default_factory=Faults.none)
    emit: Emit = silence
    send: Callable[[bytes], bool] = nobody
    die: Callable[[], None] = die

    def session(self) -> Session:
        """A conversation: it takes no orders."""
        return lambda data: b""

    def obey(self, word: Event) -> None:
        """Hold a code before it, send any bytes, or change the faults."""
        match dict(word):
            case {"scan": str(code), **rest} if code and rest.keys() <= {"symbology"}:
                self.scan(Scanned(b"", code, _symbology(rest.get("symbology", ""))))
            case {"bytes": str(text), **rest} if not rest:
                self._tell(_bytes(text))
            case {"faults": str(spec), **rest} if not rest:
                self.faults = Faults.parse(spec, FAULTS)
            case other if other:
                raise BadWord(f"cannot obey {other!r}; known are {KNOWN}")

    def scan(self, code: Scanned) -> None:
        """Read a code and send it, as the fault of this one has it."""
        try:
            message = write(code, self.form)
        except UnicodeError:
            raise BadWord(f"{code.text!r} cannot be said in {self.form.encoding}") from None
        fault = self.faults.next() or Fault(FaultKind.DELAY)
        if fault.kind is FaultKind.DIE_BEFORE:
            self.die()
        time.sleep(fault.delay_s)
        if fault.kind is not FaultKind.DROP_REPLY:
            self._tell(NOISE + message[-1:] if fault.kind is FaultKind.GARBAGE else message)
        if fault.kind is FaultKind.DIE_AFTER:
            self.die()

    def _tell(self, message: bytes) -> None:
        self.emit({"sent": message.hex(), "heard": self.send(message)})


def _symbology(value: object) -> str:
    if isinstance(value, str) and (not value or AIM.fullmatch(value.encode("utf-8"))):
        return value
    raise BadWord(f"a symbology is an AIM identifier like ]E0, not {value!r}")


def _bytes(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise BadWord(f"bytes are hex, not {text!r}") from None
