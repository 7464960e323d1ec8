"""Documents of the emulated drive, made by other hands, held against these tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from drivers.contracts.ffd.codec import decode
from drivers.contracts.receipt import CorrectionCause, Operation, RegistrarReceipt
from drivers.registrars.shtrih.codes import Format
from drivers.registrars.shtrih.emulator.machine import Setup
from drivers.registrars.shtrih.emulator.state import Plate
from fiscal.domain.ffd.check import check, faults
from fiscal.domain.ffd.document import Document
from fiscal.domain.ffd.printed import printed
from fiscal.domain.ffd.version import Ffd
from tests.drivers.shtrih.shop import Shop
from tests.fiscal.ffd.lawful import AGENT, CHEESE, MARK, MILK, OWN, SOAP, company, receipt, under

MARKED = receipt(replace(SOAP, subject=33, item_code=MARK))
BY_ORDER = replace(OWN, cause=CorrectionCause.ORDER, number="12-3/45")
EACH = {
    "cash": receipt(),
    "sent": receipt(CHEESE, MILK, contact="+79991234567"),
    "mixed tenders": receipt(MILK, SOAP, cash=313, electronic=20000, prepaid=5000),
    "rounded": receipt(cash=25300, rounding=13),
    "rates": receipt(replace(SOAP, vat=6), replace(MILK, vat=5), replace(SOAP, vat=7)),
    "a return": receipt(operation=Operation.SALE_RETURN),
    "a purchase": receipt(operation=Operation.PURCHASE),
    "for an agent": receipt(MILK, replace(SOAP, agent=AGENT)),
    "to a company": receipt(buyer=company()),
    "mending another": receipt(note="1234567890"),
    "a correction": receipt(correction=OWN),
    "a correction by order": receipt(correction=BY_ORDER),
}


@pytest.fixture(params=[Ffd.V1_05, Ffd.V1_2], ids=lambda ffd: ffd.said)
def shop(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Shop]:
    """A register of either version with an open shift and money in the drawer."""
    plate = Plate(ffd=Format(int(request.param)))
    made = Shop(tmp_path / "state.json", setup=Setup(plate)).opened()
    made.registrar.cash_in(100_000)
    yield made
    made.close()


def kept(shop: Shop, sold: RegistrarReceipt) -> Document:
    """The document that the drive keeps of a receipt."""
    shop.registrar.register(sold)
    last = shop.emulator.machine.documents[-1]
    ffd = Ffd(int(shop.emulator.machine.plate.ffd))
    return Document(last.kind, ffd, decode(bytes.fromhex(last.tlv)))


@pytest.mark.parametrize("sold", EACH.values(), ids=EACH)
def test_a_finished_document_breaks_no_rule(shop: Shop, sold: RegistrarReceipt) -> None:
    made = kept(shop, sold)
    assert list(faults(sold, under(made.ffd))) == []
    assert list(check(made, under(made.ffd), finished=True)) == []


@pytest.mark.parametrize("sold", EACH.values(), ids=EACH)
def test_the_paper_shows_what_the_law_wants(shop: Shop, sold: RegistrarReceipt) -> None:
    made = kept(shop, sold)
    codes = [str(event["qr"]) for event in shop.events if "qr" in event]
    paper = "\n".join([*shop.paper, *codes])
    flat = paper.replace("\n", "")
    missing = {tag: text for tag, text in printed(made) if text not in paper and text not in flat}
    assert missing == {}


@pytest.mark.parametrize("shop", [Ffd.V1_2], indirect=True)
def test_a_marked_good_breaks_no_rule_in_1_2(shop: Shop) -> None:
    made = kept(shop, MARKED)
    assert list(check(made, under(made.ffd), finished=True)) == []


def test_a_paper_without_its_sign_would_be_seen(shop: Shop) -> None:
    wanted = dict(printed(kept(shop, receipt())))
    assert {1000, 1054, 1020, 1077, 1196, 1030, 1120} <= set(wanted)
    assert wanted[1196].startswith("t=20260301T1230&s=253.13&fn=")
