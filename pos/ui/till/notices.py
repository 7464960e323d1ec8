"""What the strip says that is no error: three sentences from the catalogue."""

from __future__ import annotations

from dataclasses import replace

from fiscal.domain.condition import Allowed, Condition
from inventory.domain.catalogue import Item
from inventory.values.money import Money
from pos.ui.kit.format import Format
from pos.ui.kit.trouble import Trouble
from pos.ui.kit.words import Words


def sentences(words: Words, key: str, tone: str = "attention", **values: str) -> Trouble:
    """happened, means and do under a key; what is not there stays empty."""
    happened, means, do = (
        words(part, **values) if words.has(part) else ""
        for part in (f"{key}.happened", f"{key}.means", f"{key}.do")
    )
    return Trouble(happened, means, do, tone)


def price_is(item: Item, words: Words, form: Format, zone: str) -> Trouble:
    """The answer of a price check, with the moment since which that price holds."""
    price = form.money(item.price)
    if item.unit.divisible:
        price = words("till.per_unit", price=price, unit=form.unit(item.unit))
    since = item.price_since
    held = words("till.price_since", moment=form.moment(since, zone)) if since else ""
    return replace(
        sentences(words, "till.price_is", tone="ok", name=item.name, price=price), do=held
    )


def cancel_question(total: Money, words: Words, form: Format) -> Trouble:
    """The whole basket would go: asked on the strip, answered by the same key."""
    return sentences(words, "till.cancel_question", amount=form.money(total))


def register_is(found: Condition, words: Words) -> Trouble:
    """What the register is in, what it means for this sale, what to do."""
    tone = "attention" if found.allowed is Allowed.SELL else "stop"
    days = words("register.days", n=found.figure)
    key = f"register.{found.kind.value}"
    return sentences(words, key, tone, figure=str(found.figure), days=days)
