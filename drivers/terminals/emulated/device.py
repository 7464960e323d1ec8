"""The program's side of the emulated terminal: ask, wait as long as a customer takes."""

from __future__ import annotations

import time
from dataclasses import dataclass
from itertools import count

from drivers.contracts.errors import (
    BadFrame,
    Busy,
    CardDeclined,
    DeviceError,
    NoAnswer,
    NoLink,
    Refused,
)
from drivers.contracts.terminal import CardOrder, CardResult, Settlement, TerminalStatus
from drivers.contracts.transport import Transport
from drivers.terminals.emulated import codec
from drivers.terminals.emulated.codec import Answer, Request, Trouble, Verb

CHUNK = 256
# The rest of a line follows its first byte at once; a longer wait would slow down every answer.
TAIL_S = 0.002

TROUBLES: dict[Trouble, type[DeviceError]] = {
    Trouble.DECLINED: CardDeclined,
    Trouble.REFUSED: Refused,
    Trouble.BUSY: Busy,
}


@dataclass(frozen=True, slots=True)
class Settings:
    """Deadlines in seconds; a customer looks for a card longer than a bank for an answer."""

    question_s: float = 5.0
    operation_s: float = 90.0
    settlement_s: float = 60.0


class EmulatedTerminal:
    """A `CardTerminal` and a `CardJournal`; for one thread."""

    def __init__(self, pipe: Transport, settings: Settings | None = None) -> None:
        self._pipe = pipe
        self._settings = settings or Settings()
        self._numbers = count(1)
        self._buffer = bytearray()
        self._is_open = False

    def status(self) -> TerminalStatus:
        """Model, serial number, readiness. A question."""
        answer = self._ask(Verb.STATUS, self._settings.question_s)
        if answer.status is None:
            raise BadFrame("the terminal answered without its status")
        return answer.status

    def run(self, order: CardOrder) -> CardResult:
        """Move the money; see the contract.

        `NoLink`: the line could not be opened, nothing was sent. Whatever goes wrong after
        that is `NoAnswer`: the bank may have moved the money, `find` is to be asked.
        """
        verb = Verb(order.operation.value)
        try:
            answer = self._ask(verb, self._settings.operation_s, order)
            return _result_of(order, answer)
        except BadFrame as error:
            self.close()
            raise NoAnswer(f"the answer to {order.ref} cannot be read: {error}") from error

    def find(self, ref: str) -> CardResult | None:
        """The approved operation with that reference, None if there is none. A question."""
        answer = self._ask(Verb.FIND, self._settings.question_s, ref=ref)
        return next((result for result in answer.operations if result.ref == ref), None)

    def operations(self) -> tuple[CardResult, ...]:
        """All approved operations, oldest first. A question."""
        return self._ask(Verb.OPERATIONS, self._settings.question_s).operations

    def settle(self) -> Settlement:
        """Close the bank's day."""
        answer = self._ask(Verb.SETTLE, self._settings.settlement_s)
        if answer.totals is None:
            raise BadFrame("the terminal answered without the totals of the day")
        return answer.totals

    def close(self) -> None:
        """Give the port back."""
        self._is_open = False
        self._pipe.close()

    def _ask(
        self, verb: Verb, timeout_s: float, order: CardOrder | None = None, ref: str = ""
    ) -> Answer:
        number = next(self._numbers)
        request = Request(number, verb, ref)
        if order is not None:
            request = Request(number, verb, order.ref, order.amount, order.of_rrn)
        self._forget_old_answers()
        self._pipe.write(codec.encode_request(request))
        self._is_open = True
        answer = self._await(request, timeout_s)
        if answer.trouble is not None:
            raise TROUBLES[answer.trouble](answer.text, answer.code)
        return answer

    def _forget_old_answers(self) -> None:
        # Also finds out that the other end has gone, before an order is lost in a dead line.
        self._buffer.clear()
        try:
            while self._is_open and self._pipe.read(CHUNK, TAIL_S):
                continue
        except NoLink:
            self.close()

    def _await(self, request: Request, timeout_s: float) -> Answer:
        until = time.monotonic() + timeout_s
        try:
            while True:
                answer = codec.decode_answer(self._line(until))
                if answer.id == request.id:
                    return answer
        except NoLink as error:
            self.close()
            raise NoAnswer(f"the line broke while {request.verb.value} was answered") from error
        except TimeoutError as error:
            self.close()  # What comes later belongs to nobody.
            raise NoAnswer(f"no answer to {request.verb.value} within {timeout_s} s") from error

    def _line(self, until: float) -> bytes:
        while b"\n" not in self._buffer:
            left_s = until - time.monotonic()
            if left_s <= 0:
                raise TimeoutError
            if len(self._buffer) > codec.MAX_LINE:
                raise BadFrame("the terminal's answer does not end")
            size, wait_s = (CHUNK, TAIL_S) if self._buffer else (1, left_s)
            self._buffer += self._pipe.read(size, wait_s)
        line, _, rest = bytes(self._buffer).partition(b"\n")
        self._buffer[:] = rest
        return line


def _result_of(order: CardOrder, answer: Answer) -> CardResult:
    for result in answer.operations:
        if (result.ref, result.operation, result.amount) == (
            order.ref,
            order.operation,
            order.amount,
        ):
            return result
    raise BadFrame(f"the terminal approved something other than {order.ref}")
