"""The sums a customer is likely to hand over: three keys computed from the total."""

from __future__ import annotations

from inventory.values.money import Money

KEYS = 3
# Notes people pay with, in roubles; 50 only helps below 50.
_STEPS = (50, 100, 500, 1000, 5000)


def hot_cash(total: Money) -> tuple[Money, ...]:
    """Up to three round sums above the total, rising; none for nothing to pay."""
    if total.kopecks <= 0:
        return ()
    sums = {_round_up(total, step) for step in _STEPS if step > 50 or total.kopecks < 5000}
    likely = sorted(amount for amount in sums if amount != total)
    return tuple(likely[:KEYS])


def _round_up(total: Money, roubles: int) -> Money:
    step = roubles * 100
    return Money(-(-total.kopecks // step) * step)
