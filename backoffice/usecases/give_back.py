"""A till whose disk died gets its name and its journal back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from backoffice.domain.office import Shop, Till
from backoffice.domain.ports import Code, Store, Work
from backoffice.errors import UnknownTill, WhichTill, WrongCode
from backoffice.usecases import secrets
from backoffice.usecases.known_till import check_key
from sync.journal.rows import GENESIS, Mark, mark
from sync.messages.wire import Batch, Restore, Restored, Row

PAGE_ROWS = 500
PAGE_BYTES = 2 << 20  # of bodies


def restore(store: Store, ask: Restore, now: int) -> Restored:
    """A till that is known signs with another key from now on; the old disk's opens nothing.

    The code is one for enrolling; where its shop has several tills, `ask.till` names one. Raises
    WrongCode, WhichTill; the code is not spent then.
    """
    check_key(ask.key)
    with store.work() as work:
        code = work.access.code(secrets.code_hash(ask.code))
        if code is None or code.purpose != "enrol" or code.expires <= now:
            raise WrongCode("this code is unknown, used or too old; ask the office for another")
        shop = next(one for one in work.places.shops() if one.shop == code.shop)
        return _known_again(work, code, shop, _wanted(work, shop, ask.till.strip()), ask.key)


def _wanted(work: Work, shop: Shop, name: str) -> Till:
    there = [one for one in work.places.tills() if one.shop == shop.shop and not one.trunk]
    found = [one for one in there if not name or one.name == name]
    if len(found) == 1:
        return found[0]
    raise WhichTill([one.name for one in there])


def _known_again(work: Work, code: Code, shop: Shop, till: Till, key: bytes) -> Restored:
    work.places.show_key(till.till, key)
    work.access.drop_code(code.code_hash)
    return Restored(till.till, shop.name, till.name, shop.inn, shop.zone)


def journal_behind(store: Store, till_id: str, place: Mark) -> Batch:
    """The next rows of the journal the till had last, with their seals; none at its end.

    Of two branches that is the one whose last row stands furthest. Raises UnknownTill.
    """
    with store.look() as work:
        till = work.places.till(till_id)
        if till is None:
            raise UnknownTill("this till left the office; enrol it again")
        rows = list(_page(_behind(work, till, place)))
        keys = {(row.epoch, row.seq): row.hash for row in rows}
        seals = [
            seal
            for whose, seal, why in work.ledger.seals()
            if whose == till_id and not why and keys.get((seal.epoch, seal.seq)) == seal.hash
        ]
    return Batch(rows, seals)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Rows of one epoch in the trunk or a branch, both ends within."""

    till: str
    epoch: int
    first: int
    last: int


def _behind(work: Work, till: Till, place: Mark) -> Iterator[Row]:
    for stretch in _stretches(work, till):
        if (stretch.epoch, stretch.last) > (place.epoch, place.seq):
            behind = place.seq if stretch.epoch == place.epoch else 0
            first = max(stretch.first, behind + 1)
            yield from work.ledger.stretch(stretch.till, stretch.epoch, first, stretch.last)


def _stretches(work: Work, till: Till) -> Sequence[_Stretch]:
    """The journal from its beginning, walked back from its last row by the hashes rows name."""
    family = [till.till, *(one.till for one in work.places.branches(till.till))]
    ends = [(name, mark(row)) for name in family if (row := work.ledger.last(name))]
    at = max(ends, key=lambda end: (end[1].epoch, end[1].seq), default=None)
    found: list[_Stretch] = []
    while at is not None:
        name, end = at
        first = work.ledger.first(name, end.epoch)
        if first is None:
            break
        found.append(_Stretch(name, end.epoch, first.seq, end.seq))
        is_begin = first.prev_hash == GENESIS
        at = None if is_begin else work.ledger.named(family, first.prev_hash)
    return found[::-1]


def _page(rows: Iterator[Row]) -> Iterator[Row]:
    """As many as go at once; one at least while there is one."""
    size = 0
    for count, row in enumerate(rows):
        size += len(row.body)
        if count and (count == PAGE_ROWS or size > PAGE_BYTES):
            return
        yield row
