"""A record of the feed as a row of the list of goods."""

from __future__ import annotations

from backoffice.storage.schema import costs
from sync.messages.feed import ItemChanged


def normal(text: str) -> str:
    """Text as it is searched: small letters, ё as е."""
    return text.casefold().replace("ё", "е")


GOOD_COLUMNS = (
    "item", "name", "article", "grp", "unit", "vat", "price", "codes", "gone", "search",
)  # fmt: skip


def good_values(one: ItemChanged) -> tuple[object, ...]:
    """What stands in the columns of `goods`, in their order."""
    codes = " ".join(one.codes)
    search = normal(f"{one.name} {one.article} {codes}")
    return (
        one.item,
        one.name,
        one.article,
        one.group,
        one.unit,
        one.vat,
        one.price,
        codes,
        one.gone,
        search,
    )


def good_row(one: ItemChanged) -> dict[str, object]:
    """The same by the names of the columns."""
    return dict(zip(GOOD_COLUMNS, good_values(one), strict=True))


def cost_columns() -> dict[str, str]:
    """What stands in the columns of `costs` for a price that holds in every shop, as SQL.

    `item`, `day` and `cost` are columns of the rows that are laid apart.
    """
    given = {name: name for name in ("item", "day", "cost")}
    return {one.name: given.get(one.name, "''" if one.primary_key else "0") for one in costs.c}
