"""A till whose disk died gets its name and its journal back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from backoffice.domain.office import Shop, Till
from backoffice.domain.ports import Code, Store, Work
from backoffice.errors import UnknownTill, WhichTill, WrongCode
from backoffice.usecases import secrets
from backoffice.usecases.known_till import check_key
from sync.journal.rows import GENESIS, Mark, mark
from sync.messages.wire import Batch, Restore, Restored, Row

_ENROL, _SPENT = "enrol", "restore"
_WRONG = "this code is unknown, used or too old; ask the office for another"
PAGE_ROWS = 500
PAGE_BYTES = 2 << 20  # of bodies


def restore(store: Store, ask: Restore, now: int) -> Restored:
    """A till that is known signs with another key from now on; the old disk's opens nothing.

    The code is one for enrolling; where its shop has several tills, `ask.till` names one. It opens
    once more to the same key alone: the answer may get lost. Raises WrongCode, Unreadable, and
    WhichTill, which does not spend the code.
    """
    check_key(ask.key)
    with store.work() as work:
        code = work.access.code(secrets.code_hash(ask.code))
        if code is None or code.purpose not in (_ENROL, _SPENT) or code.expires <= now:
            raise WrongCode(_WRONG)
        shop = next(one for one in work.places.shops() if one.shop == code.shop)
        if code.purpose == _SPENT:
            return _answer(_again(work, code, ask.key), shop)
        till = _wanted(work, shop, ask.till.strip())
        work.places.show_key(till.till, ask.key)
        work.access.drop_code(code.code_hash)
        work.access.put_code(replace(code, purpose=_SPENT, till=till.till))
        return _answer(till, shop)


def _again(work: Work, code: Code, key: bytes) -> Till:
    """The answer got lost: the disk that asked asks once more."""
    till = work.places.till(code.till)
    if till is None or till.key != key:
        raise WrongCode(_WRONG)
    return till


def _answer(till: Till, shop: Shop) -> Restored:
    return Restored(till.till, shop.name, till.name, shop.inn, shop.zone)


def _wanted(work: Work, shop: Shop, name: str) -> Till:
    there = [one for one in work.places.tills() if one.shop == shop.shop and not one.trunk]
    found = [one for one in there if not name or one.name == name]
    if len(found) == 1:
        return found[0]
    raise WhichTill([one.name for one in there])


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
            for _, seal, why in work.ledger.seals(till_id)
            if not why and keys.get((seal.epoch, seal.seq)) == seal.hash
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
