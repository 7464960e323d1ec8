"""Documents of the emulated drive, which knows nothing of these tables, held against them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from drivers.contracts.ffd.codec import decode
from drivers.contracts.receipt import Operation, RegistrarReceipt
from fiscal.domain.ffd.check import check
from fiscal.domain.ffd.document import Document
from fiscal.domain.ffd.printed import printed
from fiscal.domain.ffd.version import Ffd
from tests.drivers.shtrih.shop import Shop
from tests.fiscal.ffd.lawful import CHEESE, MARK, MILK, SOAP, receipt, under

EACH = [
    receipt(),
    receipt(CHEESE, MILK, contact="+79991234567"),
    receipt(MILK, SOAP, cash=313, electronic=20000, prepaid=5000),
    receipt(cash=25300, rounding=13),
    receipt(replace(SOAP, vat=6), replace(MILK, vat=5), replace(SOAP, vat=7)),
    receipt(replace(SOAP, subject=33, item_code=MARK)),
]


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """A register with an open shift and money in the drawer."""
    made = Shop(tmp_path / "state.json").opened()
    made.registrar.cash_in(100_000)
    yield made
    made.close()


def kept(shop: Shop, sold: RegistrarReceipt) -> Document:
    """The document that the drive keeps of a receipt."""
    shop.registrar.register(sold)
    last = shop.emulator.machine.documents[-1]
    return Document(last.kind, Ffd.V1_2, decode(bytes.fromhex(last.tlv)))


@pytest.mark.parametrize("sold", EACH, ids=range(len(EACH)))
def test_a_finished_document_breaks_no_rule(shop: Shop, sold: RegistrarReceipt) -> None:
    assert list(check(kept(shop, sold), under(), finished=True)) == []


def test_a_finished_return_breaks_no_rule(shop: Shop) -> None:
    back = receipt(operation=Operation.SALE_RETURN)
    assert list(check(kept(shop, back), under(), finished=True)) == []


@pytest.mark.parametrize("sold", EACH, ids=range(len(EACH)))
def test_the_paper_shows_what_the_law_wants(shop: Shop, sold: RegistrarReceipt) -> None:
    made = kept(shop, sold)
    codes = [str(event["qr"]) for event in shop.events if "qr" in event]
    paper = "\n".join([*shop.paper, *codes])
    flat = paper.replace("\n", "")
    missing = {tag: text for tag, text in printed(made) if text not in paper and text not in flat}
    assert missing == {}


def test_a_paper_without_its_sign_would_be_seen(shop: Shop) -> None:
    made = kept(shop, receipt())
    wanted = dict(printed(made))
    assert {1000, 1054, 1020, 1077, 1196, 1030, 1120} <= set(wanted)
    assert wanted[1196].startswith("t=20260301T1230&s=253.13&fn=")
