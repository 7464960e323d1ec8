"""A receipt as a fiscal register takes it: the words of FFD, whoever made the register.

Sums are whole kopecks, quantities whole thousandths. Numbers beside fields are tags
(приказ о форматах фискальных документов, ФФД 1.05 and 1.2).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum, IntFlag


class Operation(IntEnum):
    """Sign of settlement, tag 1054."""

    SALE = 1
    SALE_RETURN = 2
    PURCHASE = 3
    PURCHASE_RETURN = 4


class CorrectionCause(IntEnum):
    """Tag 1173."""

    OWN = 0  # found by the shop itself
    ORDER = 1  # ordered by the tax office


class AgentKind(IntFlag):
    """Kind of agent, tag 1222 (of an item) and 1057 (of a receipt)."""

    BANK_AGENT = 1
    BANK_SUBAGENT = 2
    PAYMENT_AGENT = 4
    PAYMENT_SUBAGENT = 8
    ATTORNEY = 16
    COMMISSIONER = 32
    AGENT = 64


@dataclass(frozen=True, slots=True)
class Agent:
    """Whose goods an item is, and who takes the money for them: tags 1222 to 1226."""

    kind: AgentKind
    supplier_inn: str  # 1226, 10 or 12 digits
    supplier_name: str = ""  # 1225, ≤256
    supplier_phones: tuple[str, ...] = ()  # 1171, + and digits, ≤19
    operation: str = ""  # 1044, ≤24
    phones: tuple[str, ...] = ()  # 1073, of the paying agent
    operator_phones: tuple[str, ...] = ()  # 1074, of who takes payments in
    transfer_phones: tuple[str, ...] = ()  # 1075
    transfer_name: str = ""  # 1026, ≤64
    transfer_address: str = ""  # 1005, ≤256
    transfer_inn: str = ""  # 1016


@dataclass(frozen=True, slots=True)
class Buyer:
    """A company or sole trader who buys: 1227 and 1228; in FFD 1.2 children of 1256."""

    name: str  # ≤256
    inn: str  # 10 or 12 digits


@dataclass(frozen=True, slots=True)
class Correction:
    """Why a settlement is corrected: 1173 and 1174."""

    cause: CorrectionCause
    settled_on: date  # 1178, the day the settlement should have been registered
    number: str = ""  # 1179, of the order; empty for one's own
    description: str = ""  # 1177, FFD 1.05 alone, ≤256


@dataclass(frozen=True, slots=True)
class Cashier:
    """Tags 1021 (position and name, ≤64) and 1203 (ИНН, 12 digits or empty)."""

    name: str
    inn: str = ""


@dataclass(frozen=True, slots=True)
class RegistrarLine:
    """One settlement item (предмет расчёта, tag 1059); sums in kopecks."""

    name: str  # 1030, ≤128
    price: int  # 1079, kopecks per unit after discounts
    quantity: int  # 1023, thousandths
    amount: int  # 1043, kopecks; within a kopeck of price × quantity
    vat: int  # 1199
    method: int = 4  # 1214, full settlement
    subject: int = 1  # 1212, goods
    measure: int = 0  # 2108
    item_code: str = ""  # raw marking code, empty for unmarked goods
    agent: Agent | None = None


@dataclass(frozen=True, slots=True)
class RegistrarReceipt:
    """A receipt to register. The tenders add up to its total, cash after change.

    With a `correction` it is a correction (31): a register of FFD 1.05 takes the totals of its
    lines, one of 1.1 and 1.2 the lines themselves.
    """

    operation: Operation
    lines: tuple[RegistrarLine, ...]
    cashier: Cashier
    cash: int = 0  # 1031, kopecks to keep, change excluded
    electronic: int = 0  # 1081
    prepaid: int = 0  # 1215
    credit: int = 0  # 1216
    provision: int = 0  # 1217
    tax_system: int = 1  # 1055, one bit
    contact: str = ""  # 1008, phone +7… or e-mail; empty for a paper receipt
    cash_received: int = 0  # what the customer handed over, for the printed change
    buyer: Buyer | None = None
    correction: Correction | None = None  # None for an ordinary receipt
    note: str = ""  # 1192, ≤16: on a return that mends an error the sign of the first receipt
    is_printed: bool = True  # False: sent to the contact, no paper
    rounding: int = 0  # kopecks dropped in the customer's favour, never as much as a rouble

    @property
    def gross(self) -> int:
        """Sum of the lines, kopecks."""
        return sum(line.amount for line in self.lines)

    @property
    def total(self) -> int:
        """Sum of the receipt (tag 1020), kopecks: as many whole roubles as its lines have."""
        return self.gross - self.rounding
