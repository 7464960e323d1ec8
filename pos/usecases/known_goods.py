"""Goods as this till knows them: the catalogue, and behind it what was made here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

from inventory.codes.spellings import spellings
from inventory.domain.catalogue import Item
from inventory.domain.layout import other_layout
from inventory.domain.words import words
from pos.domain.ports import Work
from pos.usecases.counter import Counter
from sync.messages import feed


class KnownGoods:
    """`inventory.domain.catalogue.Catalogue`; journal.db is asked where the catalogue is silent.

    A good made here answers until the office says what became of it: it came down by the feed as
    it is, it stands for another one, or it is none.
    """

    def __init__(self, counter: Counter) -> None:
        self._till, self._catalogue = counter.till, counter.catalogue

    def by_code(self, code: str, at: datetime) -> Item | None:
        """By a code of the catalogue, else by that of a good made here."""
        return self._catalogue.by_code(code, at) or self._made_for(code.strip(), at)

    def by_id(self, item: str, at: datetime) -> Item | None:
        """By id in the nomenclature, else by that the till gave it."""
        if known := self._catalogue.by_id(item, at):
            return known
        with self._till.work() as work:
            made = work.made.get(item)
            became = _became(work, item)
        return self._now(made, became, at) if made else None

    def search(self, text: str, at: datetime, limit: int = 20) -> list[Item]:
        """Made here and not yet in the catalogue first: there are few of them."""
        own = [one for one in self._named(text) if not self._catalogue.by_id(one.item, at)]
        return (own + self._catalogue.search(text, at, limit))[:limit]

    def count(self) -> int:
        """How many goods are on sale by the catalogue."""
        return self._catalogue.count()

    def _made_for(self, code: str, at: datetime) -> Item | None:
        with self._till.work() as work:
            found = [
                (made, _became(work, made.item))
                for spelled in (code, *spellings(code))
                for made in work.made.of_code(spelled)
            ]
        return next((now for one in found if (now := self._now(*one, at))), None)

    def _now(self, made: Item, became: str | None, at: datetime) -> Item | None:
        """What sells for it: itself, the good it stands for, or nothing."""
        return self._catalogue.by_id(became, at) if became else made if became is None else None

    def _named(self, text: str) -> Iterator[Item]:
        """Goods made here that nobody decided on, with all those words or that code."""
        with self._till.work() as work:
            waiting = [one for one in work.made.all() if _became(work, one.item) is None]
        for asked in (words(text), words(other_layout(text))) if waiting else ():
            found = [one for one in waiting if asked and _fits(one, asked)]
            if found:
                yield from found
                return


def _fits(item: Item, asked: list[str]) -> bool:
    has = [*words(item.name), *words(item.code)]
    return all(any(word.startswith(part) for word in has) for part in asked)


def _became(work: Work, item: str) -> str | None:
    """The id of the good it stands for, empty for none; None while the office has not said."""
    said = work.setting(f"{feed.MADE}{item}")
    return (json.loads(said) or "") if said else None
