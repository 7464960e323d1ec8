"""The shop's rules of codes with a weight, a price or a count inside."""

from __future__ import annotations

from collections.abc import Sequence

from inventory.codes import weight
from inventory.codes.weight import BadRule, Rule
from pos.domain.people import Right
from pos.usecases.counter import Counter, cashier


def rules(counter: Counter) -> Sequence[Rule]:
    """The rules that hold; the usual ones where the setting is empty or cannot be read."""
    try:
        return weight.rules_of(counter.till.setting(weight.SETTING))
    except BadRule:
        return weight.USUAL


def set_rules(counter: Counter, wanted: Sequence[Rule]) -> None:
    """Keep other rules; they hold from the next scan. Raises NotAllowed."""
    with counter.till.work() as work:
        cashier(work).need(Right.SETTINGS)
        work.set_setting(weight.SETTING, weight.text_of(wanted))
        work.commit()
