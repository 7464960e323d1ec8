"""Papers that register nothing: copies, text, QR codes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from drivers.contracts.errors import PaperOut, Refused
from drivers.registrars.shtrih.copies import HEADING
from tests.drivers.shtrih.shop import BAG, CASHIER, CHEESE, SHOES, Shop, sale


def test_the_last_document_is_printed_again_and_marked(shop: Shop) -> None:
    with pytest.raises(Refused) as refused:
        shop.registrar.print_copy()
    assert refused.value.code == "56"
    shop.opened().registrar.register(sale())
    shop.events.clear()
    shop.registrar.print_copy()
    assert any("КОПИЯ" in line for line in shop.paper)
    assert any("ФД 3" in line for line in shop.paper)
    assert shop.kinds == [1, 2, 3]


def test_any_document_of_the_archive_is_printed_as_text(shop: Shop) -> None:
    sold = sale(CHEESE, SHOES, BAG, cash=14586, electronic=20000, contact="a@b.ru")
    made = shop.opened().registrar.register(sold)
    shop.registrar.close_shift(CASHIER)
    shop.events.clear()
    shop.registrar.print_document(made.fd)
    paper = "\n".join(shop.paper)
    for part in (
        *(*HEADING, "КАССОВЫЙ ЧЕК", "ПРИХОД", 'Сыр "Российский"', "0.755 кг x 312.40 =235.86"),
        *("НДС 22%", "ИТОГ =345.86", "НАЛИЧНЫМИ =145.86", "СУММА НДС 10% =21.44"),
        *("СУММА НДС 22% =18.03", "СУММА БЕЗ НДС =10.00", "СМЕНА 1 ЧЕК 1", CASHIER.name, "a@b.ru"),
        f"01.03.2026 12:30 ФД {made.fd} ФП {made.sign:010d}",
    ):
        assert part in paper
    assert shop.events[-1] == {"cut": True}


def test_a_document_the_drive_no_longer_keeps_whole_is_printed_in_short(shop: Shop) -> None:
    made = shop.opened().registrar.register(sale())
    documents = shop.emulator.machine.documents
    documents[made.fd - 1] = replace(documents[made.fd - 1], tlv="")
    shop.events.clear()
    shop.registrar.print_document(made.fd)
    assert "ИТОГ =335.86" in shop.paper


def test_a_report_is_printed_too_and_what_nobody_made_is_not(shop: Shop) -> None:
    shop.opened().registrar.print_document(2)
    assert any("ОТКРЫТИИ СМЕНЫ" in line for line in shop.paper)
    shop.events.clear()
    with pytest.raises(Refused) as refused:
        shop.registrar.print_document(3)
    assert (refused.value.code, shop.events) == ("08", [])


@pytest.mark.parametrize("text", ["https://example.org/a?b=1", "Пример", "x" * 300])
def test_a_qr_code_comes_below_the_text(shop: Shop, text: str) -> None:
    shop.registrar.print_text(("Оцените нас",), qr=text)
    printed = [event for event in shop.events if event != {"paper": ""}]
    assert printed[-3:] == [{"paper": "Оцените нас"}, {"qr": text}, {"cut": True}]


def test_nothing_is_printed_without_paper(shop: Shop) -> None:
    shop.opened()
    shop.emulator.obey({"paper": False})
    for order in (shop.registrar.print_copy, lambda: shop.registrar.print_document(1)):
        with pytest.raises(PaperOut):
            order()
