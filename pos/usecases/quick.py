"""Quick keys: the shop's own, or as this till has arranged them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from pos.domain.people import Right
from pos.domain.ports import Work
from pos.errors import BadInput
from pos.usecases.counter import Counter, cashier

SHOPS = "quick_keys"  # comes down by the feed
OWN = "quick_keys.own"  # arranged at this till; wins over the shop's
MOST_PAGES = 12
MOST_KEYS = 60
LONGEST_PAGE, LONGEST_LABEL = 24, 40

Key = Mapping[str, str]  # {"item", "label"}
Page = Mapping[str, str | Sequence[Key]]  # {"name", "items"}


def kept(work: Work) -> str:
    """The pages that hold at this till, as JSON; empty when there are none."""
    return work.setting(OWN) or work.setting(SHOPS)


def set_quick_keys(counter: Counter, pages: Sequence[tuple[str, Sequence[tuple[str, str]]]]) -> str:
    """Keep pages of (item, label) as this till's own; the JSON kept. Raises NotAllowed, BadInput.

    A page without a name, a key without a good, too many or too long ones are refused.
    """
    for name, keys in pages:
        _check(name, LONGEST_PAGE)
        for item, label in keys:
            _check(item, 100)
            _check(label, LONGEST_LABEL)
        if len(keys) > MOST_KEYS:
            raise BadInput(f"more than {MOST_KEYS} keys on {name}")
    if len(pages) > MOST_PAGES:
        raise BadInput(f"more than {MOST_PAGES} pages")
    shown = [
        {"name": name, "items": [{"item": item, "label": label} for item, label in keys]}
        for name, keys in pages
    ]
    return _keep(counter, json.dumps(shown, ensure_ascii=False))


def reset_quick_keys(counter: Counter) -> str:
    """Back to the shop's; what holds now. Raises NotAllowed."""
    return _keep(counter, "")


def _keep(counter: Counter, own: str) -> str:
    with counter.till.work() as work:
        cashier(work).need(Right.SETTINGS)
        work.set_setting(OWN, own)
        work.commit()
        return kept(work)


def _check(text: str, longest: int) -> None:
    if not 0 < len(text.strip()) <= longest:
        raise BadInput(f"{text!r} is empty or longer than {longest}")
