"""Guesses are counted, by whom they are about and by where they come from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from backoffice.domain.ports import Access, Store
from backoffice.errors import TooManyAttempts

WINDOW_MS = 15 * 60 * 1000
ADDRESS_LIMIT = 30  # wrong guesses of an address within the window, whatever they were about
CODE_LIMIT = 10  # wrong one-time codes of an address within the window

_Ask = TypeVar("_Ask")
_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True)
class Guess:
    """What is guessed at, from where, and how often that may fail within the window."""

    about: str
    address: str
    limit: int

    @property
    def who(self) -> tuple[str, str]:
        """Under which names it is counted."""
        return self.about, self.address


def counted(access: Access, guess: Guess, now: int) -> None:
    """Count a guess before it is looked at, so that those sent side by side all count.

    Raises TooManyAttempts.
    """
    _check_limit(access, guess.about, guess.limit, now)
    _check_limit(access, guess.address, ADDRESS_LIMIT, now)
    access.add_failure(guess.who, now, now - WINDOW_MS)


def forgiven(access: Access, guess: Guess) -> None:
    """It was right: nothing is counted any more."""
    access.forget_failures(guess.who)


def with_code(
    store: Store, use: Callable[[Store, _Ask, int], _Answer], ask: _Ask, address: str, now: int
) -> _Answer:
    """What a one-time code opens, guessed at as seldom as a password. Raises TooManyAttempts."""
    guess = Guess(f"codes:{address}", f"address:{address}", CODE_LIMIT)
    with store.work() as work:
        counted(work.access, guess, now)
    answer = use(store, ask, now)
    with store.work() as work:
        forgiven(work.access, guess)
    return answer


def _check_limit(access: Access, who: str, limit: int, now: int) -> None:
    failures = access.failures([who], now - WINDOW_MS)
    if len(failures) >= limit:
        # The wait ends when so many have grown old that one more attempt fits.
        free_at = failures[len(failures) - limit] + WINDOW_MS
        raise TooManyAttempts(max(1, (free_at - now + 999) // 1000))
