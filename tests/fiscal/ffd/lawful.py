"""Receipts that break no rule, to be spoiled one thing at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from drivers.contracts.receipt import (
    Agent,
    AgentKind,
    Buyer,
    Cashier,
    Correction,
    CorrectionCause,
    Operation,
    RegistrarLine,
    RegistrarReceipt,
)
from fiscal.domain.ffd.version import Circumstances, Ffd

COMPANY, PERSON = "7707083893", "500100732259"
TODAY = date(2026, 11, 24)
ANNA = Cashier("Кассир Анна", PERSON)
MILK = RegistrarLine("Молоко «Утро»", 9490, 2000, 18980, 2)
SOAP = RegistrarLine("Мыло", 6333, 1000, 6333, 11)
CHEESE = RegistrarLine("Сыр, вес", 89990, 244, 21958, 2, measure=11)
OWN = Correction(CorrectionCause.OWN, date(2026, 11, 20))
AGENT = Agent(AgentKind.COMMISSIONER, COMPANY, "ООО «Ткач»", ("+74951234567",))
MARK = "0104600000000015215'abcdefghijk\x1d91EE11\x1d92abcdefgh"


def under(ffd: Ffd = Ffd.V1_2, **changes: Any) -> Circumstances:
    """A register of a shop on the general system, today."""
    return replace(Circumstances(ffd, tax_systems=1, on=TODAY), **changes)


def receipt(*lines: RegistrarLine, **changes: Any) -> RegistrarReceipt:
    """Those goods, or milk and soap, for exact cash."""
    goods = lines or (MILK, SOAP)
    paid = sum(line.amount for line in goods)
    plain = RegistrarReceipt(Operation.SALE, goods, ANNA, cash=paid, tax_system=1)
    return replace(plain, **changes)


def company() -> Buyer:
    """Who buys for a business."""
    return Buyer("ООО «Покупатель»", COMPANY)
