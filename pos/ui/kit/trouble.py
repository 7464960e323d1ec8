"""A trouble in three sentences: what happened, what it means, what to do.

What happened comes from the error, what it means from what was going on, what to do from
both. The words are in pos/ui/words/<language>/trouble.toml; a test walks every leaf of the
error trees and fails when one has none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date
from enum import Enum

from inventory.values.money import Money
from pos.errors import (
    AlreadyReceived,
    CardStands,
    CodeNotFound,
    CodeTaken,
    NotAllowed,
    ReceiptUnlawful,
    ShiftFound,
    TooManyTries,
)
from pos.ui.kit.format import Format
from pos.ui.kit.unlawful import unlawful
from pos.ui.kit.words import Words

UNEXPECTED = "Unexpected"


class Situation(Enum):
    """What was going on when it happened."""

    SELLING = "selling"
    CARD = "card"
    RECEIPT = "receipt"
    RETURN = "return"
    SHIFT = "shift"
    CASH = "cash"


@dataclass(frozen=True, slots=True)
class Trouble:
    """Three sentences and how serious it is: tone "attention" or "stop"; "ok" is good news."""

    happened: str
    means: str = ""
    do: str = ""
    tone: str = "attention"


STOPS = frozenset({"DriveExhausted", "UnsentTooOld", "AlreadyRunning", UNEXPECTED})


def explain(error: Exception, situation: Situation, words: Words) -> Trouble:
    """The words for an error; one that has none is a bug of ours and says so."""
    return explain_name(_name(error), situation, words, _facts(error, words))


def explain_name(
    name: str, situation: Situation, words: Words, facts: Mapping[str, str] | None = None
) -> Trouble:
    """The same by the class name, as `PendingView.trouble` carries it."""
    known = name if words.has(f"trouble.happened.{name}") else UNEXPECTED
    happened = words(f"trouble.happened.{known}", **_blanks(facts))
    means = _best(words, "means", known, situation)
    do = _best(words, "do", known, situation)
    return Trouble(happened, means, do, "stop" if known in STOPS else "attention")


def _name(error: Exception) -> str:
    """The class name; a card that stands tells why by a class name or in a word of its own."""
    name = type(error).__name__
    if isinstance(error, CardStands):
        return _CARD_STANDS.get(error.why, name)
    return name


_CARD_STANDS = {
    "unknown": "CardStandsUnknown",
    "not_done": "CardStandsNotDone",
    "CardDeclined": "CardDeclined",
}


def _best(words: Words, part: str, name: str, situation: Situation) -> str:
    """The most particular sentence: error in that situation, the error, the situation."""
    candidates = (
        f"trouble.{part}.{situation.value}.{name}",
        f"trouble.{part}.any.{name}",
        f"trouble.{part}.{situation.value}.other",
    )
    return next((words(key) for key in candidates if words.has(key)), "")


def _blanks(facts: Mapping[str, str] | None) -> dict[str, str]:
    blanks = dict.fromkeys(
        ("code", "name", "right", "seconds", "shift", "since", "amount", "document", "why"), ""
    )
    return {**blanks, **(facts or {})}


def _facts(error: Exception, words: Words) -> dict[str, str]:
    if isinstance(error, CodeNotFound):
        return {"code": error.code}
    if isinstance(error, CodeTaken):
        return {"code": error.code, "name": error.name}
    if isinstance(error, NotAllowed):
        return {"right": words(f"trouble.right.{error.right}")}
    if isinstance(error, TooManyTries):
        return {"seconds": str(error.seconds)}
    if isinstance(error, ShiftFound):
        return _found(error, Format(words))
    if isinstance(error, AlreadyReceived):
        return _received(error, Format(words))
    if isinstance(error, ReceiptUnlawful):
        return {"why": f": {unlawful(error.fault, words)}"}
    code = getattr(error, "code", "")
    return {"code": f" ({code})" if code else ""}


def _found(error: ShiftFound, form: Format) -> dict[str, str]:
    """The register's clock is the shop's own: its digits are shown as they are."""
    since = error.since.replace(tzinfo=UTC) if error.since else None
    return {
        "shift": str(error.number),
        "since": form.moment(since, "UTC") if since else "?",
        "amount": form.money(Money(error.kopecks)),
    }


def _received(error: AlreadyReceived, form: Format) -> dict[str, str]:
    day = f"{date.fromisoformat(error.date):%d.%m.%Y}"
    return {
        "document": f"№ {error.number}, {day}, {error.supplier}",
        "since": form.moment(error.posted, error.zone),
    }
