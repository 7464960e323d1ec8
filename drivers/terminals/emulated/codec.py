"""Lines of the emulated terminal: one JSON object a line, one request, one answer, same id.

A protocol of our own, so no manual stands beside it; docs/drivers/terminal-emulated.md is the
description. Full card numbers are masked here, before anything can log them.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from enum import Enum

from drivers.contracts.terminal import CardOperation, CardResult, Settlement, TerminalStatus
from drivers.terminals.emulated import jsonline
from drivers.terminals.emulated.jsonline import Object

# A list of a day's operations is the longest answer; 200 bytes each.
MAX_LINE = 4 << 20

# ISO/IEC 7812: 13 to 19 digits, often printed in groups. An RRN has 12 and stays readable.
_PAN = re.compile(r"(?<!\d)\d(?:[ -]?\d){8,14}([ -]?\d){4}(?!\d)")


class Verb(Enum):
    """What is asked of the terminal."""

    STATUS = "status"
    PAY = "pay"
    REFUND = "refund"
    REVERSAL = "reversal"
    FIND = "find"
    SETTLE = "settle"
    OPERATIONS = "operations"


class Trouble(Enum):
    """Why there is no result."""

    DECLINED = "declined"  # the bank said no; no money moved
    REFUSED = "refused"  # the request makes no sense; no money moved
    BUSY = "busy"  # another operation is under way


@dataclass(frozen=True, slots=True)
class Request:
    """One question or order; `amount` in kopecks."""

    id: int
    verb: Verb
    ref: str = ""
    amount: int = 0
    of_rrn: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: a trouble with the bank's code, or what was asked for."""

    id: int
    trouble: Trouble | None = None
    code: str = ""
    text: str = ""
    status: TerminalStatus | None = None
    operations: tuple[CardResult, ...] = ()
    totals: Settlement | None = None


def encode_request(request: Request) -> bytes:
    """One line, newline included."""
    return jsonline.dump({**asdict(request), "verb": request.verb.value})


def decode_request(line: bytes) -> Request:
    """Read a line; `BadFrame` for anything that is no request."""
    fields = jsonline.load(line)
    return Request(
        id=jsonline.whole(fields, "id"),
        verb=jsonline.choice(Verb, fields, "verb"),
        ref=jsonline.text(fields, "ref"),
        amount=jsonline.whole(fields, "amount"),
        of_rrn=jsonline.text(fields, "of_rrn"),
    )


def encode_answer(answer: Answer) -> bytes:
    """One line, newline included."""
    return jsonline.dump(
        {
            "id": answer.id,
            "trouble": answer.trouble.value if answer.trouble else None,
            "code": answer.code,
            "text": answer.text,
            "status": asdict(answer.status) if answer.status else None,
            "operations": [_encode_result(result) for result in answer.operations],
            "totals": asdict(answer.totals) if answer.totals else None,
        }
    )


def decode_answer(line: bytes) -> Answer:
    """Read a line; `BadFrame` for anything that is no answer. Card numbers come out masked."""
    fields = jsonline.load(line)
    trouble = fields.get("trouble")
    status, totals = fields.get("status"), fields.get("totals")
    return Answer(
        id=jsonline.whole(fields, "id"),
        trouble=None if trouble is None else jsonline.choice(Trouble, fields, "trouble"),
        code=jsonline.text(fields, "code"),
        text=hide_pan(jsonline.text(fields, "text")),
        status=None if status is None else _decode_status(jsonline.inner(status)),
        operations=tuple(map(_decode_result, jsonline.objects(fields, "operations"))),
        totals=None if totals is None else _decode_totals(jsonline.inner(totals)),
    )


def mask_card(number: str) -> str:
    """A card as it may be seen: "•••• 4821", whatever the terminal sent."""
    digits = [char for char in number if char.isdigit()]
    return "•••• " + "".join(digits[-4:]) if digits else ""


def hide_pan(text: str) -> str:
    """The text with every whole card number masked but for its last four digits."""
    return _PAN.sub(lambda found: mask_card(found.group()), text)


def _encode_result(result: CardResult) -> Object:
    return {
        **asdict(result),
        "operation": result.operation.value,
        "at": result.at.isoformat() if result.at else None,
    }


def _decode_result(fields: Object) -> CardResult:
    return CardResult(
        ref=jsonline.text(fields, "ref"),
        operation=jsonline.choice(CardOperation, fields, "operation"),
        amount=jsonline.whole(fields, "amount"),
        rrn=jsonline.text(fields, "rrn"),
        auth_code=jsonline.text(fields, "auth_code"),
        card=mask_card(jsonline.text(fields, "card")),
        at=jsonline.moment(fields, "at"),
        slip=tuple(map(hide_pan, jsonline.texts(fields, "slip"))),
    )


def _decode_status(fields: Object) -> TerminalStatus:
    return TerminalStatus(
        model=jsonline.text(fields, "model"),
        serial=jsonline.text(fields, "serial"),
        ready=jsonline.flag(fields, "ready"),
        emulated=jsonline.flag(fields, "emulated"),
    )


def _decode_totals(fields: Object) -> Settlement:
    return Settlement(
        count=jsonline.whole(fields, "count"),
        paid=jsonline.whole(fields, "paid"),
        refunded=jsonline.whole(fields, "refunded"),
    )
