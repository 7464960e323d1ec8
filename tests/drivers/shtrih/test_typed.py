"""What the drive keeps is the document that was checked before: two ways that know nothing of
each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from drivers.contracts.ffd.codec import Entry, decode
from drivers.contracts.ffd.tags import Tag
from drivers.contracts.receipt import (
    Agent,
    AgentKind,
    Buyer,
    Correction,
    CorrectionCause,
    Operation,
    RegistrarReceipt,
)
from drivers.registrars.shtrih.words import MEASURES
from fiscal.domain.ffd.document import document
from fiscal.domain.ffd.units import unit_name
from fiscal.domain.ffd.version import Circumstances, version
from tests.drivers.shtrih.shop import BAG, CHEESE, SHOES, Shop, sale

AGENT = Agent(AgentKind.AGENT, "7701234567", "ИП Сидоров", ("+74951234567",), operation="приём")
OTHER = Agent(AgentKind.COMMISSIONER, "771234567890")
CODE = "0104600000000008215abcDEFghijkl\x1d93dGVz"
OWN = Correction(CorrectionCause.OWN, date(2026, 2, 27), description="касса не работала")
ORDERED = Correction(CorrectionCause.ORDER, date(2026, 2, 27), "12-Д/345")
RECEIPTS = {
    "a sale": sale(CHEESE, SHOES, BAG),
    "a return": sale(CHEESE, operation=Operation.SALE_RETURN, note="0123456789"),
    "a purchase": sale(SHOES, operation=Operation.PURCHASE),
    "all tenders": sale(
        SHOES, cash=1000, electronic=2000, prepaid=3000, credit=3500, provision=500
    ),
    "a rounded one": sale(CHEESE, rounding=86, cash=23500),
    "agents": sale(replace(SHOES, agent=AGENT), replace(BAG, agent=OTHER), CHEESE),
    "a company": sale(buyer=Buyer('ООО "Покупатель"', "7712345678"), contact="+79001234567"),
    "a marked one": sale(replace(SHOES, item_code=CODE, subject=1)),
    "all rates": sale(*(replace(SHOES, vat=vat) for vat in range(1, 13))),
    "methods": sale(replace(SHOES, method=1, vat=12), replace(SHOES, method=3, subject=10)),
    "a correction": sale(CHEESE, SHOES, BAG, correction=OWN),
    "an ordered one": sale(SHOES, operation=Operation.PURCHASE, correction=ORDERED),
}
# The register signs the code with an answer of its own; FF67h keeps the whole of a known code.
OF_THE_REGISTER = {Tag.ITEM_CODE}


@pytest.mark.parametrize("receipt", RECEIPTS.values(), ids=RECEIPTS)
def test_the_drive_keeps_what_was_checked(any_shop: Shop, receipt: RegistrarReceipt) -> None:
    ffd = version(any_shop.registrar.status().ffd)
    any_shop.registrar.register(receipt)
    kept = decode(bytes.fromhex(any_shop.emulator.machine.documents[-1].tlv))
    checked = document(receipt, Circumstances(ffd)).entries
    assert missing(checked, kept) == []
    assert [entry.tag for entry in kept if entry.tag == Tag.ITEM] == [
        entry.tag for entry in checked if entry.tag == Tag.ITEM
    ]


def missing(wanted: Sequence[Entry], kept: Sequence[Entry]) -> list[Entry]:
    """Entries of the checked document that the drive has not; items one after another."""
    items = iter([entry for entry in kept if entry.tag == Tag.ITEM])
    gone: list[Entry] = []
    for entry in wanted:
        if entry.tag == Tag.ITEM:
            gone += missing(inside(entry), inside(next(items)))
        elif entry.tag not in OF_THE_REGISTER and entry not in kept:
            gone.append(entry)
    return gone


def inside(entry: Entry) -> Sequence[Entry]:
    """Children of a nested tag."""
    assert isinstance(entry.value, tuple)
    return [each for each in entry.value if isinstance(each, Entry)]


@pytest.mark.parametrize("measure", [0, 10, 11, 12, 20, 22, 32, 41, 42, 50, 71, 83, 255])
def test_a_measure_has_one_word(measure: int) -> None:
    assert MEASURES.get(measure, "") == unit_name(measure)
