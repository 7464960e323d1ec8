"""Log in by PIN, log out."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from pos.domain.ports import Work
from pos.domain.views import TillView
from pos.errors import TooManyTries, WrongPin
from pos.usecases.counter import SESSION, Counter
from pos.usecases.customer import told
from pos.usecases.pins import matches

FREE_TRIES = 5
LOCK = timedelta(seconds=30)


def log_in(counter: Counter, pin: str) -> TillView:
    """Raises WrongPin, or TooManyTries for a while after five wrong ones."""
    found = by_pin(counter, pin)
    with counter.till.work() as work:
        work.set_setting(SESSION, found)
        work.set_setting("session.last", found)
        work.commit()
    return told(counter)


def by_pin(counter: Counter, pin: str) -> str:
    """Whose PIN it is; raises as `log_in` does. Nobody is logged in by it."""
    now = counter.now()
    with counter.till.work() as work:
        _need_unlocked(work, now)
        hashes = work.people.hashes()
        last = work.setting("session.last")
    # Argon2 takes its time on purpose; no transaction is open meanwhile.
    likely_first = sorted(hashes, key=lambda pair: pair[0] != last)
    found = next((user for user, digest in likely_first if matches(pin, digest)), "")
    with counter.till.work() as work:
        if found:
            work.set_setting("session.wrong", "0")
        else:
            _count_wrong(work, now)
        work.commit()
    if not found:
        raise WrongPin("nobody has this PIN")
    return found


def log_out(counter: Counter) -> TillView:
    """Lock the till; an open basket stays."""
    with counter.till.work() as work:
        work.set_setting(SESSION, "")
        work.commit()
    return told(counter)


def _need_unlocked(work: Work, now: datetime) -> None:
    until = work.setting("session.locked_until")
    if not until:
        return
    left = datetime.fromisoformat(until) - now
    if timedelta(0) < left <= LOCK:  # a clock that was set back does not lock for longer
        raise TooManyTries(math.ceil(left.total_seconds()))


def _count_wrong(work: Work, now: datetime) -> None:
    wrong = int(work.setting("session.wrong") or 0) + 1
    work.set_setting("session.wrong", str(wrong % FREE_TRIES))
    if wrong >= FREE_TRIES:
        work.set_setting("session.locked_until", (now + LOCK).isoformat())
