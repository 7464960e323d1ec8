"""The till's process as whoever stands before it sees it: orders, answers, sudden ends."""

from __future__ import annotations

import random
from functools import partial
from pathlib import Path
from typing import Any

from tests.torture import broken, till
from tests.torture.children import KILLED, Child
from tests.torture.devices import Terminal
from tests.torture.errors import Disagreement
from tests.torture.world import MOST_ROUNDS, World

Seen = dict[str, Any]
Told = dict[str, object]
PATIENCE = 4 * MOST_ROUNDS


class Desk:
    """Gives orders to the till, starts it again when it was killed, and decides what waits."""

    def __init__(
        self,
        dice: random.Random,
        folder: Path,
        world: World,
        terminal: Terminal,
        *,
        has_threads: bool,
        lie: str,
    ) -> None:
        self._dice, self._world, self._terminal = dice, world, terminal
        self._folder, self._has_threads, self._lie = folder, has_threads, lie
        self._log = folder / "till.log"
        self._child: Child | None = None
        self._urls = ("", "")
        self._expired = 0  # number of a shift that takes no more receipts, as far as she knows

    def open(self, register: str, terminal: str) -> Seen:
        """Start the till; what it shows."""
        self._urls = register, terminal
        return self.still(self._started(None))

    def close(self) -> None:
        """End it as a person does."""
        if self._child is not None and (code := self._child.finish()):
            raise Disagreement(f"the till ended with {code}: {self._words()}")
        self._child = None

    def kill(self) -> None:
        """Nobody needs it any more."""
        if self._child is not None:
            self._child.kill()

    def mend(self, rounds: int, seen: Seen | None = None) -> None:
        """Somebody looks after the devices before the same is tried again."""
        if rounds > PATIENCE:
            raise Disagreement(f"it never comes about: {seen}")
        self._world.mend(rounds)

    def is_over(self, seen: Seen) -> bool:
        """Whether the shift on the screen has expired."""
        return seen.get("shift") == self._expired

    def order(self, what: str, rest: Told | None = None) -> Seen:
        """Give an order, with whatever befalls it; a till that was killed is started again."""
        end = self._world.befall(what)
        assert self._child
        self._child.say({"do": what, "end": end, **(rest or {})})
        seen = self._child.hear()
        if seen is None:
            return self._started(self._again())
        self._note(seen)
        return seen

    def still(self, seen: Seen) -> Seen:
        """Decide and wait until nothing hangs any more. Raises Disagreement if it never ends."""
        for rounds in range(PATIENCE):
            if "stage" not in seen and not seen["errand"]:
                return seen
            self._world.mend(rounds)
            seen = self._next(seen, rounds)
        raise Disagreement(f"no end of it: {seen}")

    def _next(self, seen: Seen, rounds: int) -> Seen:
        stage = seen.get("stage", "")
        if stage == "refused":
            return self._decided(seen, rounds)
        if stage == "card_unknown" and not self._terminal.is_well and self._dice.random() < 0.3:
            return self.order("decide", {"moved": self._moved(str(seen["ref"]))})
        return self.order("look")

    def _decided(self, seen: Seen, rounds: int) -> Seen:
        """A receipt that is refused once all is well again will not be taken: give it up."""
        if "shift" not in seen:
            return self.order("open", {"fund": None})
        if self.is_over(seen) and self._dice.random() < 0.5:
            return self.order("close")
        is_hopeless = rounds > MOST_ROUNDS + 2
        gives_up = is_hopeless or self._dice.random() < 0.3
        return self.order("reverse" if gives_up and seen["can_give_up"] else "again")

    def _moved(self, ref: str) -> bool:
        """What the terminal's slip says."""
        return any(entry.ref == ref for entry in self._terminal.approved())

    def _started(self, end: tuple[int, str] | None) -> Seen:
        while True:
            program = partial(self._run, end)
            self._child = Child(program, self._log)
            seen = self._child.hear()
            if seen is not None:
                self._note(seen)
                return seen
            end = self._again()

    def _again(self) -> tuple[int, str] | None:
        """After its end, which was ours: perhaps it does not even get through its start."""
        assert self._child
        code = self._child.wait()
        if code != KILLED:
            raise Disagreement(f"the till ended with {code}: {self._words()}")
        self._world.happened["kill till"] += 1
        return self._world.befall("look") if self._dice.random() < 0.3 else None

    def _run(self, end: tuple[int, str] | None) -> object:
        broken.plant(self._lie)
        folder = self._folder / "data"
        return till.main(folder, *self._urls, end, has_threads=self._has_threads)

    def _note(self, seen: Seen) -> None:
        told = {seen["error"], seen.get("trouble")}
        if "shift" in seen and told & {"ShiftExpired", "ShiftNotOpen"}:
            self._expired = int(seen["shift"])

    def _words(self) -> str:
        return self._log.read_text(encoding="utf-8")[-3000:]
