"""Receipts: what the drive keeps, what is read back, what is refused and leaves nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from drivers.contracts.errors import (
    CoverOpen,
    DeviceError,
    DocumentOpen,
    NotEnoughCash,
    PaperOut,
    Refused,
    ShiftExpired,
    ShiftNotOpen,
)
from drivers.contracts.ffd import tlv
from drivers.contracts.receipt import Operation, RegistrarReceipt
from drivers.contracts.registrar import DocumentKind, ShiftState
from drivers.registrars.shtrih.emulator.machine import Options, Setup
from tests.drivers.shtrih.shop import BAG, CASHIER, CHEESE, SHOES, Shop, sale


def tags(shop: Shop, fd: int) -> dict[str, Any]:
    return tlv.tree(bytes.fromhex(shop.emulator.machine.documents[fd - 1].tlv))


def test_a_sale_is_kept_with_all_its_tags(shop: Shop) -> None:
    receipt = sale(CHEESE, SHOES, BAG, cash=14586, electronic=20000, contact="a@b.ru")
    made = shop.opened().registrar.register(receipt)
    kept = tags(shop, made.fd)
    assert (made.kind, made.shift, made.number, made.total) == (DocumentKind.RECEIPT, 1, 1, 34586)
    assert made.at == shop.clock.now
    expected = {
        **{"1209": 4, "1018": "7701234567", "1040": made.fd, "1038": 1, "1042": 1},
        **{"1054": 1, "1055": 1, "1020": 34586, "1031": 14586, "1081": 20000},
        **{"1215": 0, "1216": 0, "1217": 0, "1008": "a@b.ru"},
        **{"1021": CASHIER.name, "1203": CASHIER.inn, "1012": "2026-03-01T12:30:00"},
    }
    assert {tag: kept[tag] for tag in expected} == expected
    assert kept["1059"][0] == {
        **{"1030": 'Сыр "Российский"', "1079": 31240, "1023": "0.755", "1043": 23586},
        **{"1199": 2, "1200": 2144, "1214": 4, "1212": 1, "2108": 11},
    }


def test_sums_of_vat_are_read_back_from_the_drive(shop: Shop) -> None:
    made = shop.opened().registrar.register(sale(CHEESE, SHOES, SHOES, BAG))
    # 22 % has no tag of its own and comes out of 1115; "no VAT" tells its turnover.
    assert made.vat == {2: 2144, 11: 3606, 6: 1000}
    found = shop.registrar.document(made.fd)
    assert found is not None
    assert (found.vat, found.lines, found.cash) == (made.vat, 4, 44586)
    assert (found.operation, found.total, found.sign) == (1, 44586, made.sign)


@pytest.mark.parametrize(("by_total", "vat"), [(False, {2: 3}), (True, {2: 2})])
def test_vat_is_taken_line_by_line_or_of_the_total(
    tmp_path: Path, by_total: bool, vat: dict[int, int]
) -> None:
    """Three times 0.06 at 10 %: 3 × 0.01 or 0.02."""
    shop = Shop(tmp_path / "drive.jsonl", setup=Setup(options=Options(vat_by_total=by_total)))
    cheap = replace(SHOES, price=6, amount=6, vat=2)
    assert shop.opened().registrar.register(sale(cheap, cheap, cheap)).vat == vat
    shop.close()


@pytest.mark.parametrize("vat", range(1, 13))
def test_every_rate_goes_there_and_back(shop: Shop, vat: int) -> None:
    made = shop.opened().registrar.register(sale(replace(SHOES, vat=vat)))
    assert list(made.vat) == [vat]
    assert tags(shop, made.fd)["1059"][0]["1199"] == vat


def test_a_sale_a_return_and_two_purchases_move_the_drawer(shop: Shop) -> None:
    shop.opened()
    for operation, cash in (
        (Operation.SALE, 10000),
        (Operation.SALE_RETURN, 0),
        (Operation.SALE, 10000),
        (Operation.PURCHASE, 0),
        (Operation.PURCHASE_RETURN, 10000),
    ):
        shop.registrar.register(sale(SHOES, operation=operation))
        assert shop.registrar.status().cash == cash
    totals = shop.registrar.shift_totals()
    assert totals == {
        **{"sale_cash": 20000, "sale_electronic": 0, "cash": 10000},
        **{"return_cash": 10000, "return_electronic": 0},
    }


def test_change_is_printed_and_not_counted(shop: Shop) -> None:
    made = shop.opened().registrar.register(sale(SHOES, cash_received=50000))
    assert tags(shop, made.fd)["1031"] == 10000
    assert shop.registrar.status().cash == 10000
    assert any("СДАЧА" in line and "=400.00" in line for line in shop.paper)


def test_an_item_code_travels_with_its_item(shop: Shop) -> None:
    code = "0104600000000008215abcDEF\x1d93dGVz"
    made = shop.opened().registrar.register(sale(replace(SHOES, item_code=code, subject=33)))
    item = tags(shop, made.fd)["1059"][0]
    assert item["1163"] == {"1305": code[:38]}
    assert (item["2102"], item["2106"], len(item["2115"])) == (0, 0, 4)


def test_a_long_name_with_an_item_code_is_read_back_whole(shop: Shop) -> None:
    """Such an item does not fit into one answer of FF3Bh."""
    line = replace(SHOES, name="я" * 128, item_code="01046000000000082" + "1" * 60)
    made = shop.opened().registrar.register(sale(line, CHEESE))
    assert made.vat == {11: 1803, 2: 2144}
    assert len(tags(shop, made.fd)["1059"]) == 2


def test_a_name_that_would_stay_off_the_paper_is_printed(shop: Shop) -> None:
    shop.opened().registrar.register(sale(replace(SHOES, name="//скрытый")))
    assert any("//скрытый" in line for line in shop.paper)


REFUSED: list[tuple[RegistrarReceipt, type[DeviceError], str]] = [
    (sale(replace(SHOES, amount=10002), cash=10002), Refused, "33"),
    (sale(SHOES, cash=9999), Refused, "45"),
    (sale(SHOES, cash=0, electronic=10001), Refused, "4D"),
    (sale(SHOES, tax_system=3), Refused, "33"),
    (sale(SHOES, replace(SHOES, quantity=0, amount=0)), Refused, "62"),
    (sale(SHOES, replace(SHOES, method=9)), Refused, "33"),
    (sale(SHOES, operation=Operation.SALE_RETURN), NotEnoughCash, "46"),
]


@pytest.mark.parametrize(("receipt", "error", "code"), REFUSED)
def test_a_refusal_leaves_nothing_registered_and_nothing_open(
    shop: Shop, receipt: RegistrarReceipt, error: type[DeviceError], code: str
) -> None:
    shop.opened()
    with pytest.raises(error) as refused:
        shop.registrar.register(receipt)
    status = shop.registrar.status()
    assert refused.value.code == code
    assert (status.last_fd, status.document_open, status.cash) == (2, False, 0)
    assert shop.registrar.register(sale()).fd == 3


def test_a_gift_is_registered_for_nothing(shop: Shop) -> None:
    made = shop.opened().registrar.register(sale(replace(SHOES, price=0, amount=0), cash=0))
    assert (made.total, made.vat) == (0, {})


def test_a_register_that_closes_nothing_over_nothing_refuses_it_plainly(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "state", setup=Setup(options=Options(gifts=False)))
    shop.opened()
    with pytest.raises(Refused) as refused:
        shop.registrar.register(sale(replace(SHOES, price=0, amount=0), cash=0))
    assert refused.value.code == "8E"
    assert not shop.registrar.status().document_open
    gift = sale(SHOES, replace(SHOES, price=0, amount=0))
    assert shop.registrar.register(gift).total == 10000
    shop.close()


def test_kopecks_are_dropped_and_the_tax_follows_the_lines(shop: Shop) -> None:
    made = shop.opened().registrar.register(sale(CHEESE, rounding=86, cash=23500))
    kept = tags(shop, made.fd)
    assert (made.total, kept["1020"], kept["1031"]) == (23500, 23500, 23500)
    assert (kept["1059"][0]["1043"], made.vat) == (23586, {2: 2144})
    assert shop.registrar.status().cash == 23500
    assert any("ОКРУГЛЕНИЕ" in line and "=0.86" in line for line in shop.paper)
    found = shop.registrar.document(made.fd)
    assert found is not None
    assert (found.total, found.cash) == (23500, 23500)


@pytest.mark.parametrize("rounding", [87, 100, -1])
def test_a_rounding_that_reaches_the_roubles_is_refused_before_anything_is_sent(
    shop: Shop, rounding: int
) -> None:
    shop.opened()
    with pytest.raises(Refused, match="rounded"):
        shop.registrar.register(sale(CHEESE, rounding=rounding, cash=23586 - rounding))
    assert (shop.kinds, shop.registrar.status().document_open) == ([1, 2], False)


def test_a_rate_the_table_lacks_is_refused_before_anything_is_sent(shop: Shop) -> None:
    shop.opened()
    with pytest.raises(Refused, match="13"):
        shop.registrar.register(sale(SHOES, replace(SHOES, vat=13)))
    assert not shop.registrar.status().document_open


def test_without_a_shift_nothing_is_sold(shop: Shop) -> None:
    with pytest.raises(ShiftNotOpen):
        shop.registrar.register(sale())


def test_after_24_hours_only_the_shift_can_be_closed(shop: Shop) -> None:
    shop.opened()
    shop.clock.pass_by(hours=23, minutes=59)
    shop.registrar.register(sale())
    shop.clock.pass_by(minutes=1)
    assert shop.registrar.status().shift is ShiftState.EXPIRED
    with pytest.raises(ShiftExpired):
        shop.registrar.register(sale())
    assert shop.registrar.close_shift(CASHIER).kind is DocumentKind.SHIFT_CLOSE
    assert shop.opened().registrar.status().shift is ShiftState.OPEN


def test_a_receipt_left_open_by_another_run_is_told_and_cancelled(shop: Shop) -> None:
    shop.opened().faults("reboot-before@6")  # the end of the process in the middle of a receipt
    with pytest.raises(DeviceError):
        shop.registrar.register(sale(CHEESE, SHOES, BAG))
    assert shop.registrar.status().document_open
    with pytest.raises(DocumentOpen):
        shop.registrar.register(sale())
    shop.registrar.cancel_document()
    assert shop.registrar.register(sale()).fd == 3


def test_no_paper_and_an_open_cover_are_told_apart(shop: Shop) -> None:
    shop.opened()
    shop.emulator.obey({"paper": False})
    with pytest.raises(PaperOut):
        shop.registrar.register(sale())
    shop.emulator.obey({"paper": True, "cover": True})
    with pytest.raises(CoverOpen):
        shop.registrar.register(sale())
    shop.emulator.obey({"cover": False})
    assert shop.registrar.register(sale()).fd == 3


def test_the_printed_receipt_shows_what_the_law_wants_and_that_it_is_fake(shop: Shop) -> None:
    shop.opened()
    shop.events.clear()
    made = shop.registrar.register(
        sale(CHEESE, SHOES, contact="a@b.ru", electronic=3586, cash=30000)
    )
    paper = "\n".join(shop.paper)
    for part in (
        *('ООО "ПРИМЕР"', "КАССОВЫЙ ЧЕК", "ПРИХОД", "ЧЕК 1", "СМЕНА 1", 'Сыр "Российский"'),
        *("0.755 кг x 312.40", "=235.86", "НДС 10%", "НДС 22%", "ИТОГ", "=335.86"),
        *("НАЛИЧНЫМИ", "БЕЗНАЛИЧНЫМИ", "СУММА НДС 10%", "СУММА НДС 22%", "СНО", "ОСН"),
        *(CASHIER.name, CASHIER.inn, "a@b.ru", "ИНН 7701234567", "www.nalog.gov.ru"),
        *("9999078900000001", f"ФД {made.fd}", f"ФП 0000{made.sign}", "01.03.26 12:30"),
        "ЭМУЛЯТОР",
    ):
        assert part in paper
    assert all(len(line) <= 48 for line in shop.paper)
    qr = f"t=20260301T1230&s=335.86&fn=9999078900000001&i={made.fd}&fp={made.sign}&n=1"
    assert {"qr": qr} in shop.events
    assert shop.events[-1] == {"cut": True}
