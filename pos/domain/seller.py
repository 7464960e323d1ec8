"""Whose goods a line is: several legal entities may sell at one till."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Seller:
    """A legal entity and one of its tax systems: together they make a receipt of their own.

    A receipt has one seller (1018) and one tax system (1055), hence goods of two systems of the
    same entity are two receipts, though of one register.
    """

    inn: str  # empty for the shop itself
    tax_system: int  # 1055, one bit


@dataclass(frozen=True, slots=True)
class Sellers:
    """Who sells which good; what is not named is the shop's own."""

    own: Seller
    of_item: tuple[tuple[str, Seller], ...] = ()  # by id in the nomenclature

    def of(self, item: str) -> Seller:
        """The seller of a good; goods in no catalogue (an empty id) are the shop's own."""
        return dict(self.of_item).get(item, self.own) if item else self.own
