"""The life of a shop of one seed: days of work and mishaps, the books held together at each end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from tests.torture import plan
from tests.torture.books import RECEIPTS, Books, signed
from tests.torture.cashier import Cashier
from tests.torture.desk import Desk, Seen
from tests.torture.devices import Document, Register, Terminal
from tests.torture.errors import Disagreement
from tests.torture.plan import Character
from tests.torture.world import MOST_ROUNDS, Clock, World

LONGEST = 5  # days of a shop: what it sold yesterday comes back today
OPENS = datetime(2026, 3, 2, 9, 0)  # noqa: DTZ001 — a register's clock knows no zone


@dataclass(frozen=True, slots=True)
class Day:
    """A day that is over, and nothing disagrees."""

    seed: int
    day: int
    maker: str
    done: dict[str, int]
    happened: dict[str, int]


class Shop:
    """The programs of a shop, and who works there."""

    def __init__(self, seed: int, folder: Path, lie: str = "") -> None:
        self._character, self._folder = Character.of(seed), folder
        folder.mkdir(parents=True, exist_ok=True)
        self._clock = Clock(OPENS)
        self._register = Register(folder, self._character.maker, self._clock)
        self._terminal = Terminal(folder)
        dice = plan.chance(seed, "world")
        self._world = World(dice, self._register, self._terminal, self._clock)
        self._dice = plan.chance(seed, "cashier")
        self._desk = Desk(
            self._dice,
            folder,
            self._world,
            self._terminal,
            has_threads=self._character.has_threads,
            lie=lie,
        )
        self._cashier = Cashier(self._dice, self._desk)

    def live(self, days: int) -> Iterator[Day]:
        """So many days. Raises Disagreement."""
        try:
            for day in range(1, days + 1):
                self._world.happened.clear()
                yield Day(
                    self._character.seed,
                    day,
                    self._character.maker.name,
                    dict(self._day(is_last=day == days)),
                    dict(+self._world.happened),
                )
        except Disagreement as error:
            again = f"repeat it: make torture N={day} SEED={self._character.seed}"
            words = [error, *(one.trouble for one in (self._register, self._terminal)), again]
            raise Disagreement(f"day {day}: " + "\n".join(map(str, filter(None, words)))) from error
        finally:
            self._desk.kill()
            self._register.close()
            self._terminal.close()

    def _day(self, *, is_last: bool) -> Counter[str]:
        self._clock.go_on(timedelta(hours=14))
        register, terminal = self._register.start(), self._terminal.start()
        done: Counter[str] = Counter()
        seen = self._cashier.open(self._desk.open(register, terminal))
        for act in plan.acts(self._dice):
            self._desk.mend(0)
            done.update(self._done(act, seen))
            seen = self._desk.still(self._desk.order("look"))
            if self._desk.is_over(seen):
                seen = self._cashier.open(self._cashier.close(seen))
                done["Z"] += 1
        self._cashier.close(seen)
        done["Z"] += 1
        self._agree(register, terminal, is_last=is_last)
        return done

    def _done(self, act: str, seen: Seen) -> list[str]:
        """An act, and what came of it in drive and bank: that, and nothing else."""
        before, bank = len(self._receipts()), self._balance()
        event = getattr(self._cashier, act)(seen)
        made, moved = self._receipts()[before:], self._balance() - bank
        cash = sum(signed(one, "cash") for one in made)
        by_receipts = 0 if event.what in ("in", "out") else event.cash
        if len(made) not in event.receipts or (cash, moved) != (by_receipts, event.by_card):
            told = f"{len(made)} receipts with {cash} in cash, and {moved} moved at the bank"
            raise Disagreement(f"{act} came to {event}, but there are {told}")
        return [event.what or f"no {act}"]

    def _receipts(self) -> list[Document]:
        return [one for one in self._register.documents() if one["kind"] in RECEIPTS]

    def _balance(self) -> int:
        return sum(
            one.amount if one.operation == "pay" else -one.amount
            for one in self._terminal.approved()
        )

    def _agree(self, register: str, terminal: str, *, is_last: bool) -> None:
        self._desk.close()
        self._world.mend(MOST_ROUNDS)
        counted = self._register.status(register).cash
        books = Books(
            self._folder / "data",
            self._register.documents(),
            self._terminal.approved(),
            self._cashier.hands,
            counted,
        )
        told = [*books.faults(), *filter(None, (self._register.trouble, self._terminal.trouble))]
        if is_last:
            told += books.verified(register, terminal)
        self._register.rest()
        self._terminal.rest()
        if told:
            raise Disagreement("\n".join(told))
