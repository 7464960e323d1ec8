"""The card terminal as software: a bank in a file, a customer who answers as told."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from drivers.contracts.errors import BadFrame
from drivers.contracts.terminal import Settlement, TerminalStatus
from drivers.emulation.control import BadWord, Emit, Event, flag, silence
from drivers.emulation.faults import Fault, FaultKind, Faults, die
from drivers.emulation.server import Session
from drivers.terminals.emulated import bank, codec
from drivers.terminals.emulated.codec import Answer, Request, Trouble, Verb
from drivers.terminals.emulated.ledger import SETTLE, Entry, Ledger, totals

MODEL, SERIAL = "ЭМУЛЯТОР терминала", "99990001"
MONEY = (Verb.PAY, Verb.REFUND, Verb.REVERSAL)
NO_FAULT = Fault(FaultKind.DELAY, delay_s=0.0)
NOISE = b"\xff\x00\x1b noise \xfe\n"


class Behaviour(Enum):
    """How orders for money end."""

    APPROVE = "approve"
    DECLINE = "decline"
    LOST = "lost"  # approved in the ledger, no answer


@dataclass
class TerminalEmulator:
    """One terminal; its fields may be changed while it serves.

    A second order with a reference that the ledger knows gives the recorded outcome and moves
    no money. While an order is under way, other requests but `status` are told BUSY.
    """

    ledger: Ledger
    clock: Callable[[], datetime]
    behaviour: Behaviour = Behaviour.APPROVE
    silent: bool = False
    delay_s: float = 0.0  # how long the customer takes
    faults: Faults = field(default_factory=Faults.none)
    emit: Emit = silence
    die: Callable[[], None] = die
    _at_work: threading.Lock = field(default_factory=threading.Lock)

    def session(self) -> Session:
        """A conversation: bytes of any cut in, whole lines out."""
        waiting = bytearray()

        def receive(data: bytes) -> bytes:
            waiting.extend(data)
            *lines, rest = bytes(waiting).split(b"\n")
            waiting[:] = rest[-codec.MAX_LINE :]
            return b"".join(map(self._exchange, lines))

        return receive

    def obey(self, word: Event) -> None:
        """Change the behaviour: answer, silent, delay_ms, faults. `BadWord` for anything else."""
        for name, value in word.items():
            match name, value:
                case "answer", "approve" | "decline" | "lost":
                    self.behaviour = Behaviour(value)
                case "silent", _:
                    self.silent = flag(value, name)
                case "delay_ms", int(milliseconds) if milliseconds >= 0:
                    self.delay_s = milliseconds / 1000
                case "faults", str(spec):
                    self.faults = Faults.parse(spec)
                case _:
                    raise BadWord(
                        f"cannot obey {name}: {value!r}; known are answer: approve|decline|lost, "
                        "silent: true|false, delay_ms: N, faults: SPEC"
                    )

    def _exchange(self, line: bytes) -> bytes:
        fault = self.faults.next() or NO_FAULT
        if self.silent or fault.kind is FaultKind.DROP_REQUEST:
            return b""
        if fault.kind is FaultKind.DIE_BEFORE:
            self.die()
        try:
            request = codec.decode_request(line)
        except BadFrame:
            return b""  # Noise on the line: a terminal keeps silent.
        reply = codec.encode_answer(self._answer(request, fault))
        if fault.kind is FaultKind.DIE_AFTER:
            self.die()
        time.sleep(fault.delay_s)
        if fault.kind is FaultKind.DROP_REPLY or self._loses(request):
            return b""
        return NOISE if fault.kind is FaultKind.GARBAGE else reply

    def _loses(self, request: Request) -> bool:
        return self.behaviour is Behaviour.LOST and request.verb in MONEY

    def _answer(self, request: Request, fault: Fault) -> Answer:
        if request.verb is Verb.STATUS:
            ready = not self._at_work.locked()
            return Answer(request.id, status=TerminalStatus(MODEL, SERIAL, ready, emulated=True))
        if not self._at_work.acquire(blocking=False):
            return Answer(request.id, Trouble.BUSY, text="Терминал занят другой операцией")
        try:
            return self._work(request, fault)
        finally:
            self._at_work.release()

    def _work(self, request: Request, fault: Fault) -> Answer:
        match request.verb:
            case Verb.FIND:
                return self._find(request)
            case Verb.OPERATIONS:
                every = tuple(entry.result() for entry in self.ledger.approved())
                return Answer(request.id, operations=every)
            case Verb.SETTLE:
                return self._settle(request)
            case _:
                return self._move_money(request, fault)

    def _find(self, request: Request) -> Answer:
        entry = self.ledger.by_ref(request.ref)
        found = (entry.result(bank.slip(entry)),) if entry and entry.approved else ()
        return Answer(request.id, operations=found)

    def _settle(self, request: Request) -> Answer:
        count, paid, refunded = totals(self.ledger.since_settlement())
        now = self.clock()
        self.ledger.append(Entry("", SETTLE, paid - refunded, "", "", "", now, approved=True))
        self.emit({"operation": SETTLE, "count": count, "paid": paid, "refunded": refunded})
        return Answer(request.id, totals=Settlement(count, paid, refunded))

    def _move_money(self, order: Request, fault: Fault) -> Answer:
        if not order.ref or order.amount <= 0:
            return Answer(order.id, Trouble.REFUSED, text="Нужны номер заказа и сумма больше нуля")
        entry = self.ledger.by_ref(order.ref) or self._carry_out(order, fault)
        if (entry.operation, entry.amount) != (order.verb.value, order.amount):
            return Answer(order.id, Trouble.REFUSED, text="Номер заказа уже занят другой операцией")
        if not entry.approved:
            return Answer(order.id, Trouble.DECLINED, entry.code, entry.text)
        return Answer(order.id, code=entry.code, operations=(entry.result(bank.slip(entry)),))

    def _carry_out(self, order: Request, fault: Fault) -> Entry:
        time.sleep(self.delay_s)
        now = self.clock()
        declined = self.behaviour is Behaviour.DECLINE or fault.kind is FaultKind.DECLINE
        verdict = bank.DECLINED if declined else bank.judge(order, self.ledger, now)
        entry = bank.book(order, verdict, self.ledger, now)
        self.ledger.append(entry)
        self.emit(_event(entry))
        return entry


def _event(entry: Entry) -> Event:
    return {
        "operation": entry.operation,
        "ref": entry.ref,
        "amount": entry.amount,
        "approved": entry.approved,
        "card": entry.card,
        "rrn": entry.rrn,
        "slip": list(bank.slip(entry)),
    }
