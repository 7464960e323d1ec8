"""A record of the feed as a row of the list of goods."""

from __future__ import annotations

from sync.messages.feed import ItemChanged


def normal(text: str) -> str:
    """Text as it is searched: small letters, ё as е."""
    return text.casefold().replace("ё", "е")


def good_row(one: ItemChanged) -> dict[str, object]:
    """The columns of `goods` in their order."""
    codes = " ".join(one.codes)
    return {
        "item": one.item,
        "name": one.name,
        "article": one.article,
        "grp": one.group,
        "unit": one.unit,
        "vat": one.vat,
        "price": one.price,
        "codes": codes,
        "gone": one.gone,
        "search": normal(f"{one.name} {one.article} {codes}"),
    }
