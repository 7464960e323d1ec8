"""Pieces made ahead by a thread: in order, not too many, and an error where it belongs."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from sync.usecases.ahead import Ahead


class Torn(Exception):
    """What the iterator raises."""


def test_the_pieces_come_in_order_and_end() -> None:
    with Ahead(range(100), 3) as pieces:
        assert list(pieces) == list(range(100))


def test_pieces_are_made_before_they_are_asked_for_but_not_too_many() -> None:
    made: list[int] = []
    enough = threading.Event()

    def numbers() -> Iterator[int]:
        for number in range(10):
            made.append(number)
            if len(made) == 3:
                enough.set()
            yield number

    with Ahead(numbers(), 3) as pieces:
        assert enough.wait(10)
        assert not pieces_came_too_early(made)
        assert list(pieces) == list(range(10))


def pieces_came_too_early(made: list[int]) -> bool:
    """Whether a fourth was made though nobody took the first."""
    threading.Event().wait(0.05)
    return len(made) > 3


def test_an_error_comes_behind_the_pieces_before_it() -> None:
    def torn() -> Iterator[int]:
        yield 1
        raise Torn

    taken: list[int] = []
    with Ahead(torn(), 5) as pieces, pytest.raises(Torn):
        taken.extend(pieces)
    assert taken == [1]


def test_whoever_closes_early_leaves_no_thread_behind() -> None:
    before = threading.active_count()
    with Ahead(iter(int, 1), 2) as pieces:
        assert next(iter(pieces)) == 0
        assert threading.active_count() == before + 1
    assert threading.active_count() == before
