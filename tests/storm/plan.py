"""What befalls one storm: all of it drawn from its seed before it begins."""

from __future__ import annotations

import random
from dataclasses import dataclass
from enum import Enum


class Fault(Enum):
    """What happens to a question on its way, or to its answer on the way back."""

    NONE = "none"
    LOST = "the question never arrives"
    UNANSWERED = "the answer never arrives"
    SLOW = "the question waits on its way"
    LATE = "the question arrives behind later ones, and nobody waits for it any more"
    DOUBLED = "the question arrives twice, the answer to the second one counts"
    AT_ONCE = "the question arrives twice at the same time"
    CUT = "the question ends in the middle"
    DAMAGED = "a byte of the question is another one"
    CUT_ANSWER = "the answer ends in the middle"
    ERROR = "500"
    BUSY = "503, come again"
    GARBAGE = "200 and something that is no message"
    NOISE = "bytes that are no HTTP"
    KILL_WITHIN = "the office is killed while it works on the question"
    KILL_BEHIND = "the office is killed as soon as it answered"
    KILL_WORKER = "one worker is killed while it works on the question"
    KILL_DATABASE = "the database is killed while it works on the question"
    KILL_TILL = "the till is killed while it waits for the answer"


# How often each comes: a process takes a hundred times longer to come back than a connection.
_WEIGHTS = dict.fromkeys(Fault, 3) | {
    Fault.NONE: 60,
    Fault.UNANSWERED: 6,
    Fault.LATE: 6,
    Fault.KILL_WITHIN: 0,
    Fault.KILL_BEHIND: 0,
    Fault.KILL_WORKER: 0,
    Fault.KILL_DATABASE: 0,
    Fault.KILL_TILL: 0,
}
KILLS = tuple(fault for fault in Fault if fault.name.startswith("KILL"))
# These wait for a question that hands rows over: a process that does nothing loses nothing.
AT_A_PUSH = tuple(fault for fault in KILLS if fault is not Fault.KILL_TILL)
REQUESTS = 80


@dataclass(frozen=True, slots=True)
class Plan:
    """Faults by the number of the question, and what is sold and published meanwhile."""

    seed: int
    on_postgres: bool
    tills: tuple[tuple[dict[str, object], ...], ...]  # receipts of each, as `replay` reads them
    faults: tuple[Fault, ...]
    prices: tuple[
        tuple[int, int], ...
    ]  # number of the good, kopecks; by each of two authors in turn

    def chance(self, number: int) -> random.Random:
        """What a fault still has to draw: the same for the same question of the same seed."""
        return random.Random(f"{self.seed}/{number}")  # noqa: S311 — not for secrets


def plan(seed: int, *, goods: int) -> Plan:
    """The storm of that seed; every second one is on PostgreSQL."""
    chance = random.Random(seed)  # noqa: S311 — not for secrets
    faults = chance.choices(list(_WEIGHTS), list(_WEIGHTS.values()), k=REQUESTS)
    # Three of the five ends in a storm, while there is something to hand over.
    places = chance.sample(range(5, REQUESTS // 2), 3)
    for at, kill in zip(places, chance.sample(KILLS, 3), strict=True):
        faults[at] = kill
    tills = tuple(_receipts(chance) for _ in range(2))
    # Each author has goods of its own, so that the last price of each is known.
    prices = tuple(
        (chance.randrange(n % 2, goods, 2), chance.randint(1, 99_999)) for n in range(40)
    )
    return Plan(seed, bool(seed % 2), tills, tuple(faults), prices)


def _receipts(chance: random.Random) -> tuple[dict[str, object], ...]:
    return tuple(_receipt(chance) for _ in range(chance.randint(12, 20)))


def _receipt(chance: random.Random) -> dict[str, object]:
    items: list[dict[str, object]] = []
    total = 0
    for n in range(chance.randint(1, 3)):
        price, pieces = chance.randint(1, 50_000), chance.randint(1, 5)
        total += price * pieces
        items.append(
            {"name": f"Товар {n}", "price_kop": price, "qty": str(pieces)}
            | {"sum_kop": price * pieces, "vat_code": 11}
        )
    card = chance.choice((0, total, total // 2))
    return {
        "items": items, "total_kop": total, "card_kop": card, "cash_kop": total - card,
    }  # fmt: skip
