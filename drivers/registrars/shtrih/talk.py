"""What every protocol of the line offers, whichever a register speaks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from drivers.contracts.errors import BadFrame, NoAnswer, NoLink
from drivers.registrars.shtrih.answers import Answer

# After these nobody knows what the register did; every other error is a plain refusal.
UNKNOWN = (NoAnswer, NoLink, BadFrame)


class Talk(Protocol):
    """Asks and orders, one at a time.

    A question may be repeated, so silence leads to another try. An order runs once: where its
    answer got lost and the register cannot be asked for it, the outcome is unknown, `NoAnswer`.
    """

    def reach(self) -> None:
        """See that somebody speaks this protocol there; `NoLink` else. Changes nothing."""

    def ask(self, body: bytes, timeout_s: float) -> Answer:
        """A question. `NoLink` when there is nobody, `NoAnswer` after all attempts."""

    def order(self, body: bytes, timeout_s: float) -> Answer:
        """A command that may run once. `NoLink`: not sent. `NoAnswer`: the outcome is unknown."""

    def close(self) -> None:
        """Give the port back."""


def slices(timeout_s: float, poke_s: float) -> Iterator[float]:
    """A long wait in pieces of `poke_s`, after each of which the register is poked."""
    whole, rest_s = divmod(timeout_s, poke_s)
    yield from [poke_s] * int(whole)
    if rest_s or not whole:
        yield rest_s


def answers_to(body: bytes, said: Answer) -> bool:
    """The answer is to that command."""
    wide = body[:1] == b"\xff"
    asked = int.from_bytes(body[: 2 if wide else 1], "big")
    return said.code == asked or (wide and said.code == 0xFF00)
