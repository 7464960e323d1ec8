"""Every document of FFD 1.05 and 1.2: what the drive keeps of it, and what is read back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from drivers.contracts.errors import NoAnswer, Refused
from drivers.contracts.ffd import tlv
from drivers.contracts.receipt import (
    Agent,
    AgentKind,
    Buyer,
    Correction,
    CorrectionCause,
    Operation,
    RegistrarReceipt,
)
from drivers.contracts.registrar import DocumentKind
from drivers.registrars.shtrih.codes import Format
from drivers.registrars.shtrih.device import ShtrihRegistrar
from drivers.registrars.shtrih.emulator.machine import Setup
from drivers.registrars.shtrih.emulator.state import Plate
from drivers.registrars.shtrih.item_codes import old_form
from tests.drivers.shtrih.shop import BAG, CASHIER, CHEESE, QUICK, SHOES, Shop, sale

OWN = Correction(CorrectionCause.OWN, date(2026, 2, 27), description="касса не работала")
ORDERED = Correction(CorrectionCause.ORDER, date(2026, 2, 27), "12-Д/345")
MONEY = [Operation.SALE, Operation.PURCHASE]


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Shop]:
    """Registered for FFD 1.05, with a shift open and money in the drawer."""
    made = Shop(tmp_path / "old.jsonl", setup=Setup(Plate(ffd=Format.V1_05)))
    made.opened().registrar.cash_in(100000)
    yield made
    made.close()


@pytest.fixture
def new(tmp_path: Path) -> Iterator[Shop]:
    """Registered for FFD 1.2."""
    made = Shop(tmp_path / "new.jsonl")
    made.opened().registrar.cash_in(100000)
    yield made
    made.close()


@pytest.fixture(params=["old", "new"])
def any_shop(request: pytest.FixtureRequest) -> Shop:
    shop: Shop = request.getfixturevalue(request.param)
    return shop


def kept(shop: Shop) -> dict[str, Any]:
    return tlv.tree(bytes.fromhex(shop.emulator.machine.documents[-1].tlv))


def test_the_version_is_told_and_kept(old: Shop, new: Shop) -> None:
    assert (old.registrar.status().ffd, new.registrar.status().ffd) == ("1.05", "1.2")
    assert (old.registrar.registration().ffd, kept(old)["1209"]) == ("1.05", 2)
    assert (new.registrar.registration().ofd_inn, kept(new)["1209"]) == ("9999999999", 4)
    assert old.registrar.registration().ofd_inn == "9999999999"


def test_a_measure_is_a_word_in_1_05_and_a_number_in_1_2(old: Shop, new: Shop) -> None:
    for shop in (old, new):
        shop.registrar.register(sale(CHEESE, BAG))
    assert [item.get("1197") for item in kept(old)["1059"]] == ["кг", "шт"]
    assert "2108" not in kept(old)["1059"][0]
    assert [item.get("2108") for item in kept(new)["1059"]] == [11, 0]
    assert "1197" not in kept(new)["1059"][0]


@pytest.mark.parametrize("operation", list(Operation))
def test_each_operation_is_registered(any_shop: Shop, operation: Operation) -> None:
    made = any_shop.registrar.register(sale(operation=operation))
    assert (kept(any_shop)["1054"], made.vat) == (operation, {2: 2144, 11: 1803})


@pytest.mark.parametrize("method", range(1, 8))
def test_each_method_of_settlement_is_registered(any_shop: Shop, method: int) -> None:
    subject = 10 if method in (3, 7) else 1
    line = replace(SHOES, method=method, subject=subject)
    any_shop.registrar.register(sale(line))
    item = kept(any_shop)["1059"][0]
    assert (item["1214"], item["1212"]) == (method, subject)


def test_advance_credit_and_provision_are_tenders_of_their_own(any_shop: Shop) -> None:
    sold = sale(SHOES, cash=1000, electronic=2000, prepaid=3000, credit=3500, provision=500)
    made = any_shop.registrar.register(sold)
    tags = kept(any_shop)
    tenders = [tags[tag] for tag in ("1031", "1081", "1215", "1216", "1217")]
    assert (made.total, tenders) == (10000, [1000, 2000, 3000, 3500, 500])
    assert any_shop.registrar.status().cash == 101000


@pytest.mark.parametrize(("vat", "sum_"), [(7, 476), (8, 654), (11, 1803), (12, 1803)])
def test_rates_without_a_tag_of_their_own_are_read_back_from_1115(
    any_shop: Shop, vat: int, sum_: int
) -> None:
    made = any_shop.registrar.register(sale(replace(SHOES, vat=vat)))
    assert made.vat == {vat: sum_}
    assert kept(any_shop)["1115"]["1119"] == [{"1199": vat, "1120": sum_}]


AGENT = Agent(
    AgentKind.COMMISSIONER,
    "7701234567",
    "ИП Сидоров",
    ("+74951234567", "+74957654321"),
    "оплата",
    ("+79001112233",),
    ("+79002223344",),
    ("+79003334455",),
    "Оператор",
    "Москва",
    "7709876543",
)


def test_an_agents_item_carries_whose_it_is(any_shop: Shop) -> None:
    any_shop.registrar.register(sale(replace(SHOES, agent=AGENT), CHEESE))
    agents, own = kept(any_shop)["1059"]
    assert (agents["1222"], agents["1226"]) == (32, "7701234567")
    assert agents["1224"] == {"1171": ["+74951234567", "+74957654321"], "1225": "ИП Сидоров"}
    assert agents["1223"] == {
        **{"1044": "оплата", "1026": "Оператор", "1005": "Москва", "1016": "7709876543"},
        **{"1073": ["+79001112233"], "1074": ["+79002223344"], "1075": ["+79003334455"]},
    }
    assert "1222" not in own
    assert any("КОМИССИОНЕР" in line for line in any_shop.paper)


def test_a_plain_agent_is_kind_and_supplier_alone(any_shop: Shop) -> None:
    any_shop.registrar.register(sale(replace(SHOES, agent=Agent(AgentKind.AGENT, "7701234567"))))
    item = kept(any_shop)["1059"][0]
    assert (item["1222"], item["1226"]) == (64, "7701234567")
    assert not item.keys() & {"1223", "1224"}


def test_data_that_no_command_holds_are_refused_before_anything_is_sent(any_shop: Shop) -> None:
    long = replace(AGENT, transfer_address="я" * 256)
    with pytest.raises(Refused, match="1223"):
        any_shop.registrar.register(sale(replace(SHOES, agent=long)))
    assert not any_shop.registrar.status().document_open


def test_a_company_that_buys_is_named(old: Shop, new: Shop) -> None:
    buyer = Buyer('ООО "Покупатель"', "7712345678")
    for shop in (old, new):
        shop.registrar.register(sale(SHOES, buyer=buyer))
        assert any("7712345678" in line for line in shop.paper)
    assert (kept(old)["1227"], kept(old)["1228"]) == (buyer.name, buyer.inn)
    assert kept(new)["1256"] == {"1227": buyer.name, "1228": buyer.inn}


def test_a_note_is_kept(any_shop: Shop) -> None:
    any_shop.registrar.register(sale(operation=Operation.SALE_RETURN, note="1234567890"))
    assert kept(any_shop)["1192"] == "1234567890"


CODE = "0104600000000008215abcDEFghijkl\x1d93dGVz"


def test_a_marking_code_is_1162_in_1_05(old: Shop) -> None:
    old.registrar.register(sale(replace(SHOES, item_code=CODE)))
    written = bytes.fromhex("444D") + (4600000000008).to_bytes(6, "big") + b"5abcDEFghijkl"
    assert kept(old)["1059"][0]["1162"] == written.hex()


def test_a_pack_of_tobacco_has_serial_and_price(old: Shop) -> None:
    pack = "04600000000008" + "AAAAAAA" + "AB12" + "xyz1"
    assert old_form(pack)[8:] == b"AAAAAAAAB12"
    with pytest.raises(Refused, match=r"1\.05"):
        old.registrar.register(sale(replace(SHOES, item_code="что-то")))
    assert not old.registrar.status().document_open


def test_the_drive_of_one_version_refuses_the_tags_of_the_other(old: Shop, new: Shop) -> None:
    for shop, ffd in ((old, "1.2"), (new, "1.05")):
        stubborn = ShtrihRegistrar(shop.wire(), replace(QUICK, ffd=ffd))
        with pytest.raises(Refused):
            stubborn.register(sale())
        assert not shop.registrar.status().document_open


@pytest.mark.parametrize("operation", MONEY)
def test_1_05_corrects_by_totals(old: Shop, operation: Operation) -> None:
    wrong = sale(CHEESE, BAG, operation=operation, cash=586, electronic=24000, correction=OWN)
    made = old.registrar.register(wrong)
    assert (made.kind, made.total, made.number) == (DocumentKind.CORRECTION, 24586, 1)
    assert made.vat == {2: 2144, 6: 1000}
    tags = kept(old)
    assert (tags["1054"], tags["1173"], tags["1055"]) == (operation, 0, 1)
    assert tags["1174"] == {"1177": OWN.description, "1178": "2026-02-27T00:00:00"}
    assert (tags["1031"], tags["1081"], tags["1021"]) == (586, 24000, CASHIER.name)
    assert "1059" not in tags
    assert any("ЧЕК КОРРЕКЦИИ" in line for line in old.paper)
    found = old.registrar.document(made.fd)
    assert found is not None
    assert (found.kind, found.operation, found.total) == (made.kind, operation, 24586)
    assert (found.electronic, found.lines) == (24000, None)


def test_1_05_sends_the_sums_of_new_rates_beside_the_totals(old: Shop) -> None:
    made = old.registrar.register(sale(SHOES, CHEESE, correction=ORDERED))
    assert made.vat == {2: 2144, 11: 1803}
    assert kept(old)["1174"]["1179"] == "12-Д/345"
    strict = ShtrihRegistrar(old.wire(), replace(QUICK, new_rates_in_1115=False))
    with pytest.raises(Refused, match="11"):
        strict.register(sale(SHOES, correction=ORDERED))


@pytest.mark.parametrize(
    "wrong",
    [
        sale(operation=Operation.SALE_RETURN, correction=OWN),
        sale(operation=Operation.PURCHASE_RETURN, correction=OWN),
        sale(CHEESE, correction=OWN, rounding=86, cash=23500),
        sale(replace(SHOES, vat=13), correction=OWN),
    ],
)
def test_1_05_refuses_what_it_corrects_otherwise_before_anything_is_sent(
    old: Shop, wrong: RegistrarReceipt
) -> None:
    count = len(old.kinds)
    with pytest.raises(Refused):
        old.registrar.register(wrong)
    assert (len(old.kinds), old.registrar.status().document_open) == (count, False)


def test_a_correction_refused_in_its_middle_is_taken_back(old: Shop) -> None:
    with pytest.raises(Refused):
        old.registrar.register(sale(cash=1, correction=OWN))
    status = old.registrar.status()
    assert (status.document_open, status.last_fd) == (False, 2)
    assert old.registrar.register(sale(correction=OWN)).fd == 3


@pytest.mark.parametrize("operation", list(Operation))
def test_1_2_corrects_by_items(new: Shop, operation: Operation) -> None:
    made = new.registrar.register(sale(CHEESE, SHOES, operation=operation, correction=ORDERED))
    assert (made.kind, made.total, made.vat) == (
        DocumentKind.CORRECTION,
        33586,
        {2: 2144, 11: 1803},
    )
    tags = kept(new)
    assert (tags["1054"], tags["1173"], len(tags["1059"])) == (operation, 1, 2)
    assert tags["1174"] == {"1178": "2026-02-27T00:00:00", "1179": "12-Д/345"}
    found = new.registrar.document(made.fd)
    assert found is not None
    assert (found.kind, found.lines, found.operation) == (made.kind, 2, operation)


def test_a_number_for_ones_own_correction_is_a_setting(new: Shop) -> None:
    device = ShtrihRegistrar(new.wire(), replace(QUICK, own_number="0"))
    device.register(sale(correction=replace(OWN, description="")))
    assert kept(new)["1174"]["1179"] == "0"


def test_z_counts_corrections_apart(new: Shop) -> None:
    new.registrar.register(sale(SHOES))
    new.registrar.register(sale(SHOES, correction=OWN))
    new.registrar.close_shift(CASHIER)
    totals = kept(new)["1194"]
    assert (totals["1134"], totals["1129"]["1201"], totals["1133"]) == (1, 10000, {"1144": 1})


# The command that registers, counted from 1: 10h, FF01h, FF35h, 1174, 1115, two tags, FF4Ah;
# 10h, FF01h, 8Dh, 1173, 1174, FF46h, FF4Dh, two tags, FF45h.
CLOSING = {"1.05": 8, "1.2": 10}


@pytest.mark.parametrize("fault", ["reboot-before", "reboot-after", "drop-request"])
def test_a_correction_whose_answer_is_lost_is_found_or_was_not_made(
    any_shop: Shop, fault: str
) -> None:
    before = any_shop.registrar.status()
    any_shop.faults(f"{fault}@{CLOSING[before.ffd]}")
    with pytest.raises(NoAnswer):
        any_shop.registrar.register(sale(SHOES, correction=OWN))
    status, done = any_shop.registrar.status(), fault == "reboot-after"
    assert status.last_fd == before.last_fd + done
    assert status.document_open is not done
    any_shop.registrar.cancel_document()
    assert not any_shop.registrar.status().document_open


def test_paper_that_ends_while_a_correction_is_printed_gives_one_document(any_shop: Shop) -> None:
    any_shop.faults(f"paper-out@{CLOSING[any_shop.registrar.status().ffd]}")
    made = any_shop.registrar.register(sale(SHOES, correction=OWN))
    any_shop.emulator.obey({"paper": True})
    any_shop.registrar.continue_print()
    assert any_shop.registrar.status().last_fd == made.fd
