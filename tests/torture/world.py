"""What befalls a shop: wire, register, paper, terminal, and the end of any of the programs."""

from __future__ import annotations

import math
import random
from collections import Counter
from datetime import datetime, timedelta

from tests.torture.devices import Device, Register, Terminal
from tests.torture.makers import TERMINAL_FAULTS

# Commands the register and the terminal get in an order, and steps of the till: about so many.
LONGEST = {"open": 55, "close": 60, "cash": 40, "x": 25, "fill": 8, "cancel": 2}
USUAL = 85
MOMENTS = ("before", "after")
MOST_ROUNDS = 4  # of trouble upon trouble; then the world is mended


class World:
    """Draws mishaps, and mends what they left. `happened` counts them.

    A fault is counted when it is in store: at the 60th command of an order that has 40 it does not
    come about.
    """

    def __init__(
        self, dice: random.Random, register: Register, terminal: Terminal, clock: Clock
    ) -> None:
        self._dice, self._clock = dice, clock
        self._register, self._terminal = register, terminal
        self.happened: Counter[str] = Counter()
        self._is_calm = False

    def befall(self, order: str) -> tuple[int, str] | None:
        """Before an order: where the till is to be killed in it, if it is."""
        self._clock.go_on(timedelta(minutes=2))
        if self._is_calm:
            return None
        maker = self._register.maker
        longest = math.ceil(LONGEST.get(order, USUAL) * maker.commands)
        steps = longest * maker.writes
        if order not in ("fill", "cancel"):
            self._befall_register(longest)
            self._befall_terminal()
        if self._dice.random() > 0.12:
            return None
        return self._dice.randint(1, steps), self._dice.choice(MOMENTS)

    def mend(self, rounds: int) -> None:
        """Somebody looks after the devices; behind the last round all is well, and stays so."""
        is_over = self._is_calm = rounds >= MOST_ROUNDS
        if is_over:  # first: a till with threads asks all the time, and may bring a fault about
            self._register.say(faults="", silent=False)
            self._terminal.say(faults="")
        if is_over or self._dice.random() < 0.5:
            revive(self._register)
            self._register.say(paper=True, cover=False, ofd=True)
        if is_over or self._dice.random() < 0.5:
            revive(self._terminal)
            self._terminal.say(answer="approve", silent=False)

    def _befall_register(self, longest: int) -> None:
        roll = self._dice.random()
        if roll < 0.22:
            self._arm(self._register, self._register.maker.faults, longest)
        elif roll < 0.25:
            self._strike("kill register", self._register)
        elif roll < 0.27:
            self._count("cover", self._register)
            self._register.say(cover=True)
        elif roll < 0.28:
            self._count("unplugged register", self._register)
            self._register.say(offline=True)
        elif roll < 0.295:
            self._a_day_later()
        elif roll < 0.3:
            self.happened["Z without the till"] += self._register.close_shift()
        elif roll < 0.31:
            self._count("no OFD", self._register)
            self._register.say(ofd=False)
        elif roll < 0.33 and "garbage" in self._register.maker.faults:
            self._count("noise", self._register)
            self._register.say(faults=f"random:{self._dice.random()}:0.05")

    def _befall_terminal(self) -> None:
        roll = self._dice.random()
        if roll < 0.12:
            self._arm(self._terminal, TERMINAL_FAULTS, 5)
        elif roll < 0.14:
            self._strike("kill terminal", self._terminal)
        elif roll < 0.15:
            self._count("unplugged terminal", self._terminal)
            self._terminal.say(offline=True)

    def _a_day_later(self) -> None:
        """Switched off over night: the shift has expired when it is back."""
        self._count("a day later", self._register)
        self._register.kill()
        self._clock.go_on(timedelta(hours=25))
        self._register.start()

    def _strike(self, what: str, device: Device) -> None:
        self._count(what, device)
        device.kill()

    def _arm(self, device: Device, faults: tuple[str, ...], longest: int) -> None:
        words = []
        for _ in range(self._dice.choice((1, 1, 2))):
            fault, number = self._dice.choice(faults), self._dice.randint(1, longest)
            self._count(fault, device)
            words.append(f"{fault}@{number}" + (":20" if fault == "delay" else ""))
        device.say(faults=",".join(words))

    def _count(self, what: str, device: Device) -> None:
        self.happened[what] += not device.is_dead


class Clock:
    """The shop's time by its register, which tells it when it is started."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """Naive local."""
        return self.now

    def go_on(self, time: timedelta) -> None:
        """Later by so much."""
        self.now += time


def revive(device: Device) -> None:
    """Switched on and plugged in."""
    if device.is_dead:
        device.start()
    elif device.is_out:
        device.say(offline=False)
