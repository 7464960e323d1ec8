"""Every document of FFD 1.05 and 1.2: what the drive keeps of it, and what is read back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from drivers.contracts.errors import Refused
from drivers.contracts.receipt import (
    Agent,
    AgentKind,
    Buyer,
    Operation,
)
from drivers.registrars.shtrih.codes import Format
from drivers.registrars.shtrih.device import ShtrihRegistrar
from drivers.registrars.shtrih.emulator.machine import Setup
from drivers.registrars.shtrih.emulator.session import in_process
from drivers.registrars.shtrih.emulator.state import Plate
from drivers.registrars.shtrih.item_codes import old_form
from drivers.transports.loopback import LoopbackTransport
from tests.drivers.shtrih.shop import BAG, CHEESE, QUICK, SHOES, Shop, kept, sale


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


def test_a_drive_registered_for_another_version_is_asked_anew(tmp_path: Path) -> None:
    plate = Plate(ffd=Format.V1_05, fn="9999078900000002")
    new, old = Shop(tmp_path / "new"), Shop(tmp_path / "old", setup=Setup(plate))
    now = new
    device = ShtrihRegistrar(LoopbackTransport(lambda data: in_process(now.emulator.session)(data)))
    assert device.status().ffd == "1.2"
    now = old.opened()
    assert device.status().ffd == "1.05"
    assert device.register(sale()).fd == 3
    new.close()
    old.close()
