"""Find the good of each line of a supplier's document, or say why it cannot be received."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from inventory.domain.catalogue import Catalogue, Item
from inventory.domain.delivery import DeliveryRow
from inventory.domain.imported import Refused
from inventory.domain.stock import is_kept
from inventory.values.money import Money
from inventory.values.quantity import Quantity
from inventory.values.vat import VatRate


@dataclass(frozen=True, slots=True)
class Matched:
    """A line with its good; `code` is the one the document named it by."""

    row: DeliveryRow
    item: Item
    code: str

    @property
    def vat(self) -> VatRate:
        """The document's rate, else the good's."""
        return self.row.vat or self.item.vat

    @property
    def tax(self) -> Money:
        """The document's VAT, else by the rate."""
        return self.vat.tax_in(self.row.amount) if self.row.tax is None else self.row.tax


def match(
    rows: Iterable[DeliveryRow], catalogue: Catalogue, at: datetime
) -> tuple[list[Matched], list[Refused]]:
    """Each line by the first of its codes that names a good."""
    found: list[Matched] = []
    refused: list[Refused] = []
    for row in rows:
        match _match(row, catalogue, at):
            case Refused() as why:
                refused.append(why)
            case Matched() as one:
                found.append(one)
    return found, refused


def _match(row: DeliveryRow, catalogue: Catalogue, at: datetime) -> Matched | Refused:
    named = [(code, item) for code in row.codes if (item := catalogue.by_code(code, at))]
    if not named:
        return Refused(row.row, _unknown(row))
    code, item = named[0]
    if any(other.item != item.item for _, other in named):
        goods = " and ".join(f"{one} «{other.name}»" for one, other in named)
        return Refused(row.row, f"its codes name different goods: {goods}")
    why = _unfit(row, item)
    return Refused(row.row, f"«{item.name}»: {why}") if why else Matched(row, item, code)


def _unknown(row: DeliveryRow) -> str:
    name = f"«{row.name}»" if row.name else "a good without a name"
    if not row.codes:
        return f"{name} has no code in the document: nothing to find it by"
    unknown = f"{name}: no good has the code {' or '.join(row.codes)}"
    if row.name and row.unit is not None and row.vat is not None:
        return f"{unknown}; name, unit and VAT are there to make it: add the good, then receive"
    return f"{unknown}; add the good first"


def _unfit(row: DeliveryRow, item: Item) -> str:
    if not is_kept(item.subject):
        return f"it is no goods (1212 is {item.subject}), and has no stock"
    if row.unit is not None and row.unit is not item.unit:
        return f"the document counts it in {row.unit.name}, the shop in {item.unit.name}"
    if not (item.unit.divisible or Quantity(row.thousandths).whole):
        return "it is sold in whole pieces only"
    if row.tax is not None and row.tax > row.amount:
        return "its VAT is more than its sum"
    return ""
