"""Whose goods a line is: several legal entities, or tax systems of one, may sell at one till."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Seller:
    """A legal entity and one of its tax systems: together they make a receipt of their own.

    A receipt has one seller (1018) and one tax system (1055), hence goods of two systems of the
    same entity are two receipts, though of one register.
    """

    tax_system: int  # 1055, one bit
    inn: str = ""  # empty for the shop itself


@dataclass(frozen=True, slots=True)
class Sellers:
    """Who sells which group of goods; all that is not named is the shop's own."""

    own: Seller
    by_group: Mapping[str, Seller] = field(default_factory=dict)

    def of(self, group: str) -> Seller:
        """The seller of a group; goods of none are the shop's own."""
        return self.by_group.get(group, self.own)
