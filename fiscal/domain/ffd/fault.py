"""What is wrong with a document: which tag, in which line, why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from fiscal.errors import UnlawfulDocument


class Reason(Enum):
    """Why a document is refused; each has words in pos/ui/words/<language>/ffd.toml."""

    MISSING = "missing"  # mandatory by document and version, or by another tag
    FOREIGN = "foreign"  # this document or version has no such tag
    LONG = "long"  # more bytes than its tag takes
    CHARACTER = "character"  # CP866 has none like it
    VALUE = "value"  # not one of its dictionary, or below zero
    INN = "inn"
    PHONE = "phone"
    CONTACT = "contact"
    TAX_SYSTEM = "tax_system"  # not exactly one bit of 1055
    TAX_SYSTEM_FOREIGN = "tax_system_foreign"  # not within 1062
    PRODUCT = "product"  # further than a kopeck from price × quantity
    TOTAL = "total"  # 1020 has other roubles than its lines, or more
    TENDERS = "tenders"  # they do not add up to 1020
    RECEIVED = "received"  # less cash handed over than is kept
    VAT = "vat"  # the sum of a rate follows neither rule
    SEVERAL = "several"  # a marked good is one piece
    ITEM_SIZE = "item_size"
    SIZE = "size"
    LINES = "lines"  # an autonomous register takes ten with codes or agents
    AUTONOMOUS = "autonomous"  # no electronic receipts without an OFD
    FUTURE = "future"  # a settlement is corrected that is still to come
    # Registers take what follows, and real receipts show it; an inspector may not.
    SUBJECT = "subject"  # an advance and paying a credit are payments (1212 is 10)
    RATE = "rate"  # money before goods is taxed at a calculated rate
    RATE_ENDED = "rate_ended"  # 20 % of a sale after 2025
    CREDIT = "credit"  # credit given and 1216 belong together
    CODE = "code"  # a good sold as marked shows its code


ADVICE = frozenset({Reason.SUBJECT, Reason.RATE, Reason.RATE_ENDED, Reason.CREDIT, Reason.CODE})


@dataclass(frozen=True, slots=True)
class Fault:
    """A tag that breaks a rule; `line` counts from 1, 0 is the receipt itself."""

    tag: int
    reason: Reason
    line: int = 0
    name: str = ""  # of that line
    wanted: str = ""
    found: str = ""

    @property
    def is_advice(self) -> bool:
        """Whether a register takes it all the same."""
        return self.reason in ADVICE

    def error(self) -> UnlawfulDocument:
        """The same as a refusal."""
        return UnlawfulDocument(
            self.tag, self.reason.value, self.line, self.name, self.wanted, self.found
        )
