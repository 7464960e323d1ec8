"""News of devices and office are shown while somebody else holds the till's file."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication

from pos.bootstrap.supervised import REGISTER, TERMINAL
from pos.bootstrap.window import Program
from sync.usecases.link import LinkState
from tests.emulated.window.place import Place

GIVE_UP_S = 20.0


@contextmanager
def file_held(program: Program) -> Iterator[threading.Event]:
    """A transaction of another thread; given up at last, so that a waiting window fails."""
    held, release, given_up = threading.Event(), threading.Event(), threading.Event()

    def hold() -> None:
        with program.till.work():
            held.set()
            if not release.wait(GIVE_UP_S):
                given_up.set()

    holder = threading.Thread(target=hold)
    holder.start()
    assert held.wait(GIVE_UP_S)
    yield given_up
    release.set()
    holder.join()


def test_news_do_not_wait_for_the_till_s_file(place: Place) -> None:
    hands = place.open()
    hands.rest()
    program = hands.program
    health = program.healths[REGISTER]
    with file_held(program) as given_up:
        for name in (REGISTER, TERMINAL):
            program.behind.told.emit(name, health)
        program.linked.emit(LinkState(online=True))
        QCoreApplication.processEvents()
        assert not given_up.is_set()
    hands.rest()
