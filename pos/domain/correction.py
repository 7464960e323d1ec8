"""A settlement that is put right: one never registered, or a receipt that was wrong (T19)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum


class CorrectionCause(Enum):
    """Who found it, tag 1173."""

    OWN = 0
    ORDER = 1  # of the tax office


@dataclass(frozen=True, slots=True)
class Correction:
    """Why a document is made, as it goes with its deal.

    `is_document`: a correction (31), which FFD 1.05 has for what was never registered alone;
    else a plain receipt that names the wrong one by its sign (1192).
    """

    cause: CorrectionCause
    settled_on: date  # 1178
    reason: str  # in the shop's own words, for journal and memo; 1177
    number: str = ""  # 1179, of the order
    of_number: str = ""  # of the wrong receipt, for people
    of_fd: int = 0
    of_sign: int = 0  # 1077; 0 where there was no receipt
    is_document: bool = True
    is_itemised: bool = True  # FFD 1.1 and later; else totals alone
    from_basket: bool = False  # its goods were scanned: refused, they are an open basket again

    @property
    def note(self) -> str:
        """Tag 1192: the wrong receipt by its sign."""
        return f"{self.of_sign:010}" if self.of_sign else ""


class CorrectionRight(Enum):
    """What the right receipt is, beside its payment."""

    NONE = "none"  # there should have been no receipt
    SAME = "same"  # the same goods, paid otherwise
    BASKET = "basket"  # the goods of the open basket
