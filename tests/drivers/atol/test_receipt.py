"""Receipts, corrections and reports over the web server, as the drive keeps them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from drivers.contracts.errors import (
    CoverOpen,
    DeviceError,
    NoLink,
    NotEnoughCash,
    PaperOut,
    Refused,
    ShiftAlreadyOpen,
    ShiftExpired,
    ShiftNotOpen,
    UnsentTooOld,
)
from drivers.contracts.ffd import tlv
from drivers.contracts.receipt import (
    Agent,
    AgentKind,
    Buyer,
    Correction,
    CorrectionCause,
    Operation,
    RegistrarLine,
)
from drivers.contracts.registrar import DocumentKind, RegistrarSetup, ShiftState
from drivers.registrars.atol.emulator.failures import Failure, Why
from drivers.registrars.atol.emulator.machine import Machine, Setup
from drivers.registrars.atol.emulator.state import Plate
from drivers.registrars.atol.fields import Fields
from fiscal.usecases.settle import baseline
from tests.drivers.atol.shop import BAG, CASHIER, CHEESE, SHOES, Shop, sale

FIXED = Correction(CorrectionCause.ORDER, date(2026, 2, 27), number="17-2")


def tags(shop: Shop, fd: int) -> dict[str, Any]:
    return tlv.tree(bytes.fromhex(shop.documents[fd - 1].tlv))


def test_a_receipt_is_registered_and_its_vat_is_read_back(shop: Shop) -> None:
    made = shop.opened().registrar.register(sale(CHEESE, SHOES, BAG, contact="a@b.ru"))
    assert (made.kind, made.fd, made.shift, made.number) == (DocumentKind.RECEIPT, 3, 1, 1)
    assert (made.total, made.vat) == (34586, {2: 2144, 6: 1000, 11: 1803})
    kept = tags(shop, 3)
    assert (kept["1008"], kept["1021"], kept["1203"]) == ("a@b.ru", CASHIER.name, CASHIER.inn)
    assert [item["1043"] for item in kept["1059"]] == [23586, 10000, 1000]
    assert [item["1023"] for item in kept["1059"]] == ["0.755", "1.000", "2.000"]
    assert [item["2108"] for item in kept["1059"]] == [11, 0, 0]
    assert made.sign == shop.documents[2].sign
    assert made.at == datetime(2026, 3, 1, 12, 30)  # noqa: DTZ001 - a register has no zone


def test_a_document_of_the_drive_is_found_with_all_that_tells_it_apart(shop: Shop) -> None:
    made = shop.opened().registrar.register(sale(cash=3586, electronic=30000))
    found = shop.registrar.document(made.fd)
    assert found is not None
    assert (found.operation, found.total, found.number) == (Operation.SALE, 33586, 1)
    assert (found.cash, found.electronic, found.lines) == (3586, 30000, 2)
    assert (found.sign, found.at, found.vat) == (made.sign, made.at, made.vat)
    opening = shop.registrar.document(2)
    assert opening is not None
    assert (opening.kind, opening.shift) == (DocumentKind.SHIFT_OPEN, 1)
    assert shop.registrar.document(4) is None


@pytest.mark.parametrize("operation", Operation)
def test_all_four_operations_move_the_cash_their_own_way(shop: Shop, operation: Operation) -> None:
    shop.opened().registrar.cash_in(50_000)
    made = shop.registrar.register(sale(SHOES, operation=operation))
    comes_in = operation in (Operation.SALE, Operation.PURCHASE_RETURN)
    assert shop.registrar.status().cash == 50_000 + (10_000 if comes_in else -10_000)
    found = shop.registrar.document(made.fd)
    assert found is not None
    assert found.operation == operation


def test_every_tender_and_the_change(shop: Shop) -> None:
    line = replace(SHOES, price=60_000, amount=60_000)
    receipt = sale(
        line,
        cash=10_000,
        electronic=20_000,
        prepaid=5_000,
        credit=15_000,
        provision=10_000,
        cash_received=50_000,
    )
    shop.opened().registrar.register(receipt)
    kept = tags(shop, 3)
    tenders = [kept[tag] for tag in ("1031", "1081", "1215", "1216", "1217")]
    assert tenders == [10_000, 20_000, 5_000, 15_000, 10_000]
    assert shop.registrar.status().cash == 10_000


@pytest.mark.parametrize("vat", range(1, 13))
def test_every_vat_rate_goes_there_and_back(shop: Shop, vat: int) -> None:
    made = shop.opened().registrar.register(sale(replace(SHOES, vat=vat)))
    assert list(made.vat) == [vat]
    assert tags(shop, 3)["1059"][0]["1199"] == vat


def test_kopecks_dropped_for_the_customer_and_a_gift(shop: Shop) -> None:
    shop.opened()
    made = shop.registrar.register(sale(CHEESE, cash=23500, rounding=86))
    assert made.total == 23500
    gift = RegistrarLine("Подарок", price=0, quantity=1000, amount=0, vat=6)
    assert shop.registrar.register(sale(gift)).total == 0
    with pytest.raises(Refused, match="not rounded"):
        shop.registrar.register(sale(CHEESE, cash=23486, rounding=100))


def test_a_buyer_an_agent_a_marked_good_and_a_note(shop: Shop) -> None:
    agent = Agent(
        AgentKind.COMMISSIONER | AgentKind.AGENT,
        "7702000000",
        "Поставщик",
        supplier_phones=("+79990000000",),
        operation="Приём",
        phones=("+79991112233",),
        operator_phones=("+79994445566",),
        transfer_name="Оператор",
    )
    line = replace(SHOES, subject=33, item_code="0104650117240408215X\x1d91EE09", agent=agent)
    buyer = Buyer("ООО «Покупатель»", "7703000000")
    shop.opened().registrar.register(sale(line, buyer=buyer, note="123757"))
    kept = tags(shop, 3)
    assert kept["1256"] == {"1227": 'ООО "Покупатель"', "1228": "7703000000"}
    assert kept["1192"] == "123757"
    (item,) = kept["1059"]
    assert item["1163"] == {"1305": "0104650117240408215X\x1d91EE09"}
    assert (item["1222"], item["1226"]) == (96, "7702000000")
    assert item["1224"] == {"1171": ["+79990000000"], "1225": "Поставщик"}
    assert item["1223"] == {
        "1073": ["+79991112233"],
        "1074": ["+79994445566"],
        "1044": "Приём",
        "1026": "Оператор",
    }


@pytest.mark.parametrize("operation", Operation)
def test_a_correction_is_itemised_in_ffd_1_2(shop: Shop, operation: Operation) -> None:
    shop.opened().registrar.cash_in(10_000)
    made = shop.registrar.register(sale(SHOES, operation=operation, correction=FIXED))
    assert (made.kind, made.total, made.vat) == (DocumentKind.CORRECTION, 10_000, {11: 1803})
    kept = tags(shop, made.fd)
    assert (kept["1173"], kept["1054"], len(kept["1059"])) == (1, operation, 1)
    assert kept["1174"] == {"1178": "2026-02-27T00:00:00", "1179": "17-2"}


def test_a_correction_goes_by_its_totals_in_ffd_1_05(tmp_path: Path) -> None:
    old = Shop(tmp_path, setup=Setup(Plate(ffd="1.05"))).opened()
    made = old.registrar.register(sale(CHEESE, SHOES, correction=FIXED))
    found = old.registrar.document(made.fd)
    assert found is not None
    assert (found.kind, found.total, found.lines) == (DocumentKind.CORRECTION, 33586, 0)
    assert found.vat == {2: 2144, 11: 1803}
    assert old.registrar.register(sale(CHEESE)).total == 23586
    assert old.registrar.status().ffd == "1.05"
    old.close()


def test_an_electronic_receipt_wants_no_paper(shop: Shop) -> None:
    shop.opened().emulator.obey({"paper": False})
    made = shop.registrar.register(sale(SHOES, contact="+79990001122", is_printed=False))
    assert made.fd == 3
    assert not any("КАССОВЫЙ ЧЕК" in line for line in shop.paper)


@pytest.mark.parametrize(
    ("spoilt", "words"),
    [
        ({"vat": 13}, "VAT code 13"),
        ({"method": 9}, "method of settlement 9"),
        ({"subject": 29}, "subject of settlement 29"),
        ({"measure": 77}, "measure 77"),
    ],
)
def test_what_the_register_has_no_word_for_is_refused_before_it_is_sent(
    shop: Shop, spoilt: dict[str, int], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        shop.opened().registrar.register(sale(replace(SHOES, **spoilt)))  # type: ignore[arg-type]
    with pytest.raises(Refused, match="tax system 8"):
        shop.registrar.register(sale(tax_system=8))
    assert shop.kinds == [1, 2]


@pytest.mark.parametrize(
    ("word", "error", "code"),
    [({"paper": False}, PaperOut, "44"), ({"cover": True}, CoverOpen, "45")],
)
def test_without_paper_nothing_is_registered(
    shop: Shop, word: dict[str, bool], error: type[DeviceError], code: str
) -> None:
    shop.opened().emulator.obey(word)
    with pytest.raises(error) as refused:
        shop.registrar.register(sale())
    assert refused.value.code == code
    status = shop.registrar.status()
    assert (status.paper, status.cover_open) == (code == "45", code == "45")
    assert (status.last_fd, status.document_open) == (2, False)


def test_money_that_does_not_add_up_is_refused(shop: Shop) -> None:
    shop.opened()
    for wrong in (
        {"cash": 1},
        {"cash": 0, "electronic": 99_999},
        {"lines": (replace(SHOES, amount=9998),), "cash": 9998},
    ):
        with pytest.raises(Refused):
            shop.registrar.register(sale(SHOES, **wrong))
    with pytest.raises(NotEnoughCash):
        shop.registrar.register(sale(operation=Operation.SALE_RETURN))
    with pytest.raises(NotEnoughCash):
        shop.registrar.cash_out(1)
    assert shop.kinds == [1, 2]


def test_a_shift_from_its_beginning_to_its_end(shop: Shop) -> None:
    with pytest.raises(ShiftNotOpen):
        shop.registrar.register(sale())
    with pytest.raises(ShiftNotOpen):
        shop.registrar.close_shift(CASHIER)
    assert shop.registrar.open_shift(CASHIER).kind is DocumentKind.SHIFT_OPEN
    with pytest.raises(ShiftAlreadyOpen):
        shop.registrar.open_shift(CASHIER)
    shop.registrar.cash_in(50_000)
    shop.registrar.register(sale())
    shop.registrar.register(sale(SHOES, operation=Operation.SALE_RETURN, cash=0, electronic=10000))
    shop.registrar.cash_out(1_000)
    assert shop.registrar.shift_totals() == {
        "sale_cash": 33586,
        "sale_electronic": 0,
        "return_cash": 0,
        "return_electronic": 10000,
        "cash": 82586,
    }
    counters = shop.registrar.cash_counters()
    assert (counters.ins, counters.outs, counters.cash) == (1, 1, 82586)
    shop.registrar.x_report()
    made = shop.registrar.close_shift(CASHIER)
    assert (made.kind, made.fd, made.shift) == (DocumentKind.SHIFT_CLOSE, 5, 1)
    assert tags(shop, 5)["1118"] == 2
    assert shop.registrar.status().shift is ShiftState.CLOSED


def test_a_register_that_tells_no_totals_in_a_closed_shift_opens_one_all_the_same(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody could tell whether real ones do."""
    handlers = shop.emulator.machine._handlers

    def only_open(kkt: Machine, task: Fields) -> dict[str, Any]:
        if kkt.shift_word == "closed":
            raise Failure(Why.SHIFT_CLOSED)
        return handlers["getShiftTotals"](kkt, task)

    told = {**handlers, "getShiftTotals": only_open}
    monkeypatch.setattr(shop.emulator.machine, "_handlers", told)
    counters = baseline(shop.registrar)
    assert (counters.ins, counters.outs, counters.cash) == (0, 0, 0)
    assert set(shop.registrar.shift_totals().values()) == {0}
    with pytest.raises(ShiftNotOpen):
        shop.registrar.cash_in(100)
    shop.opened().registrar.cash_in(100)
    assert shop.registrar.cash_counters().ins == 1


@pytest.mark.parametrize("kind", ["ofdExchangeStatus", "getRegistrationInfo"])
def test_a_register_without_an_ofd_or_a_registration_tells_the_rest(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    def refused(kkt: Machine, task: Fields) -> dict[str, Any]:
        raise Failure(Why.NOT_SUPPORTED)

    told = {**shop.emulator.machine._handlers, kind: refused}
    monkeypatch.setattr(shop.emulator.machine, "_handlers", told)
    status = shop.opened().registrar.status()
    assert (status.last_fd, status.shift, status.unsent) == (2, ShiftState.OPEN, 0)
    assert (status.inn == "") == (kind == "getRegistrationInfo")


def test_a_shift_of_more_than_a_day_takes_only_its_end(shop: Shop) -> None:
    shop.opened().clock.pass_by(hours=24)
    assert shop.registrar.status().shift is ShiftState.EXPIRED
    with pytest.raises(ShiftExpired):
        shop.registrar.register(sale())
    assert shop.registrar.close_shift(CASHIER).fd == 3


def test_documents_that_wait_for_the_ofd_are_told_and_at_last_stop_the_drive(shop: Shop) -> None:
    shop.emulator.obey({"ofd": False})
    shop.opened()
    shop.registrar.register(sale())
    status = shop.registrar.status()
    assert (status.unsent, status.first_unsent, status.oldest_unsent) == (2, 2, shop.clock.now)
    shop.clock.pass_by(days=31)
    with pytest.raises(UnsentTooOld):
        shop.registrar.close_shift(CASHIER)
    shop.emulator.obey({"ofd": True})
    assert shop.registrar.status().unsent == 0
    assert shop.registrar.close_shift(CASHIER).fd == 4


def test_the_register_tells_how_it_is_entered_and_set(shop: Shop) -> None:
    entered = shop.registrar.registration()
    assert (entered.fd, entered.inn, entered.user) == (1, "7701234567", 'ООО "ПРИМЕР"')
    assert (entered.tax_systems, entered.ffd, entered.is_autonomous) == (0x37, "1.2", False)
    status = shop.registrar.status()
    assert (status.inn, status.rnm, status.emulated) == (entered.inn, entered.rnm, True)
    have = shop.registrar.setup()
    assert have == RegistrarSetup(width=42)
    shop.registrar.change_setup(have)
    with pytest.raises(Refused, match="maker's program"):
        shop.registrar.change_setup(replace(have, header=("Добро пожаловать",)))


@pytest.mark.parametrize("iso", [False, True])
def test_the_clock_is_set_while_the_shift_is_closed(tmp_path: Path, iso: bool) -> None:
    shop = Shop(tmp_path, settings={"iso_clock": iso})
    moment = datetime(2026, 3, 2, 8, 15, 30)  # noqa: DTZ001 - a register has no zone
    shop.registrar.set_clock(moment)
    assert shop.registrar.status().clock == moment
    shop.opened()
    with pytest.raises(ShiftAlreadyOpen):
        shop.registrar.set_clock(moment)
    shop.close()


def test_copies_text_and_the_drawer(shop: Shop) -> None:
    shop.opened()
    with pytest.raises(Refused):
        shop.registrar.print_copy()
    made = shop.registrar.register(sale())
    shop.events.clear()
    shop.registrar.print_copy()
    shop.registrar.print_document(2)
    with pytest.raises(Refused):
        shop.registrar.print_document(9)
    assert shop.paper.count("КОПИЯ") == 2
    assert f"ФД {made.fd}" in shop.paper
    shop.events.clear()
    shop.registrar.print_text(("слово " * 10, ""), qr="https://example.org/1")
    assert {"qr": "https://example.org/1"} in shop.events
    assert [len(line) for line in shop.paper[1:-1]] == [42, 18, 0]
    shop.registrar.open_drawer()
    assert shop.registrar.status().drawer_open
    assert shop.kinds == [1, 2, 3]


def test_a_register_whose_cable_is_out_is_no_link(shop: Shop) -> None:
    shop.emulator.obey({"linked": False})
    with pytest.raises(NoLink):
        shop.registrar.status()
    shop.emulator.obey({"linked": True})
    shop.server.close()
    with pytest.raises(NoLink):
        shop.registrar.status()
    with pytest.raises(NoLink):
        shop.registrar.open_shift(CASHIER)
    shop.server.listen(f"tcp:127.0.0.1:{shop.port}")
    assert shop.registrar.open_shift(CASHIER).fd == 2


@pytest.mark.parametrize(
    "settings", [{"api": 1}, {"batch": False}, {"numeric_tenders": True}, {"device": "till-2"}]
)
def test_a_day_over_servers_of_other_habits(tmp_path: Path, settings: dict[str, object]) -> None:
    shop = Shop(tmp_path, settings=settings).opened()
    assert shop.registrar.register(sale(cash=3586, electronic=30000)).vat == {2: 2144, 11: 1803}
    assert shop.registrar.status().last_fd == 3
    assert shop.registrar.close_shift(CASHIER).fd == 4
    shop.close()
