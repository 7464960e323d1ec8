"""Decide on goods that tills made: a good of their own, a name for another one, or none.

What was sold meanwhile stays as it was registered; reports and stock count it with the good it
stands for. Tills are told by the feed.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

import msgspec

from backoffice.domain.ports import Store, Work
from backoffice.domain.proposals import Decision, Proposal, by_code
from backoffice.errors import BadEntry
from backoffice.usecases.edit import publish_item, typed_item
from inventory.codes.spellings import spellings
from sync.messages.feed import ItemChanged, stands_for

log = logging.getLogger(__name__)


def proposals(store: Store) -> list[Proposal]:
    """All that wait, with what they sold so far, the one made first in front."""
    with store.look() as work:
        return [_with_sales(work, one) for one in by_code(work.proposals.waiting())]


def proposal(store: Store, item: str) -> Proposal | None:
    """The one that holds the good of that id; None where it was decided on."""
    with store.look() as work:
        found = _of(work, item)
        return _with_sales(work, found) if found else None


def settle(store: Store, now: int) -> int:
    """Merge what has the barcode of a good on sale: nobody is asked. How many proposals did.

    Cheap where none waits, and done again where it was cut short: after a push, after a good was
    typed or imported, and when a server starts.
    """
    with store.look() as work:
        if not work.proposals.waiting():
            return 0
    with store.work() as work:
        known = list(_known(work))
        for one, good in known:
            _decide(work, one, good, "", now)
    for one, good in known:
        log.info("%s, made at a till, is %s by its barcode", one.first.item, good)
    return len(known)


def accept(
    store: Store, item: str, form: Mapping[str, str], today: date, who: str, now: int
) -> ItemChanged:
    """Put it on sale as it was typed, under the id its first till gave it. Raises BadEntry."""
    with store.work() as work:
        found = _waiting(work, item)
        name = found.first.item
        if work.feed.record("item", name) is not None:
            raise BadEntry("item", "taken")
        made = typed_item(work, name, form)
        publish_item(work, made, form, today)
        _decide(work, found, name, who, now)
        return made


def merge(store: Store, item: str, good: str, who: str, now: int) -> ItemChanged:
    """It is that good of the office, which gets its barcode. Raises BadEntry."""
    with store.work() as work:
        found = _waiting(work, item)
        known = work.feed.record("item", good)
        if not isinstance(known, ItemChanged) or known.gone:
            raise BadEntry("good", "unknown")
        if any(work.feed.goods_named(code) - {good} for code in found.codes):
            raise BadEntry("codes", "taken")
        codes = tuple(dict.fromkeys((*known.codes, *found.codes)))
        changed = msgspec.structs.replace(known, codes=codes)
        work.feed.put([changed])
        _decide(work, found, good, who, now)
        return changed


def refuse(store: Store, item: str, who: str, now: int) -> None:
    """It is no good: tills sell it no longer. What was sold stays sold. Raises BadEntry."""
    with store.work() as work:
        _decide(work, _waiting(work, item), "", who, now)


def _decide(work: Work, one: Proposal, good: str, who: str, now: int) -> None:
    work.proposals.decide([Decision(made.item, good, who, now) for made in one.goods])
    work.feed.put(stands_for(made.item, good) for made in one.goods if made.item != good)


def _known(work: Work) -> Iterator[tuple[Proposal, str]]:
    for one in by_code(work.proposals.waiting()):
        written = {code: None for raw in one.codes for code in (raw, *spellings(raw))}
        owners = set[str]().union(*map(work.feed.goods_named, written))
        if len(owners) == 1:
            yield one, owners.pop()


def _waiting(work: Work, item: str) -> Proposal:
    found = _of(work, item)
    if found is None:
        raise BadEntry("item", "unknown")
    return found


def _of(work: Work, item: str) -> Proposal | None:
    waiting = by_code(work.proposals.waiting())
    return next((one for one in waiting if item in {made.item for made in one.goods}), None)


def _with_sales(work: Work, one: Proposal) -> Proposal:
    day = min(made.day for made in one.goods)
    many, amount = work.proposals.sold([made.item for made in one.goods], day)
    return replace(one, sold=many, amount=amount)
