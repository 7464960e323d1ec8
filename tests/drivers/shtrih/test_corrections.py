"""Corrections: by totals in FFD 1.05, by items in 1.2."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from drivers.contracts.errors import NoAnswer, Refused
from drivers.contracts.receipt import (
    Correction,
    CorrectionCause,
    Operation,
    RegistrarReceipt,
)
from drivers.contracts.registrar import DocumentKind
from drivers.registrars.shtrih.device import ShtrihRegistrar
from tests.drivers.shtrih.shop import BAG, CASHIER, CHEESE, QUICK, SHOES, Shop, kept, sale

OWN = Correction(CorrectionCause.OWN, date(2026, 2, 27), description="касса не работала")
ORDERED = Correction(CorrectionCause.ORDER, date(2026, 2, 27), "12-Д/345")
MONEY = [Operation.SALE, Operation.PURCHASE]


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
