"""The program is killed and started again: basket, shift and drawer stand, money is settled."""

from __future__ import annotations

import re

import pytest

from pos.ui.demo.world import Plug
from tests.emulated.window import books
from tests.emulated.window.place import Place
from tests.emulated.window.process import Till, running

MILK, BREAD = "2900000110014", "2900000120013"
ANNA = "4271"


@pytest.fixture
def shop(place: Place) -> Place:
    """A shop whose program runs as a process of its own."""
    place.connect()
    return place


def begin_shift(till: Till) -> None:
    """Anna logs in and opens the shift with 500 roubles of change."""
    till.until(lambda seen: seen.get("shop"))
    till.do(type=ANNA, key="Key_Return")
    till.until(lambda seen: seen["user"])
    till.do(type="500", key="Key_Return")
    till.until(lambda seen: seen["shift"])


def sell(till: Till, *codes: str) -> None:
    for code in codes:
        till.do(scan=code)
    till.until(lambda seen: seen["codes"] == list(codes))


def sold(place: Place) -> list[int]:
    return [receipt.total for receipt in books.receipts(place.folder)]


def test_a_killed_till_shows_basket_shift_and_drawer_before_any_device_answers(
    shop: Place,
) -> None:
    with running(shop.folder) as till:
        begin_shift(till)
        sell(till, MILK, BREAD)
        till.kill()
    shop.world.plug(Plug.REGISTER, False)
    with running(shop.folder) as till:
        seen = till.until(lambda seen: seen.get("codes"))
        assert seen["codes"] == [MILK, BREAD]
        assert (seen["user"], seen["shift"], seen["drawer"]) == ("Анна К.", True, 500_00)
        till.do(scan=MILK)
        till.until(lambda seen: seen["codes"] == [MILK, BREAD, MILK])
        till.until(lambda seen: seen["strip"])  # that the register does not answer
        shop.world.plug(Plug.REGISTER, True)
        till.until(lambda seen: not seen["strip"])
        till.do(pad="Key_Plus")
        till.until(lambda seen: seen["done"])
        assert till.close() == 0
    assert sold(shop) == [94_90 + 57_00 + 94_90]
    assert shop.faults() == []
    log = (shop.folder / "logs" / "pos.log").read_text(encoding="utf-8")
    assert len(re.findall(r"ready_ms=\d+", log)) == 2


def test_a_till_killed_while_the_bank_works_charges_once_and_makes_the_receipt(
    shop: Place,
) -> None:
    shop.world.tell(Plug.TERMINAL, {"delay_ms": 2500})
    with running(shop.folder) as till:
        begin_shift(till)
        sell(till, MILK)
        till.do(pad="Key_Slash")
        till.until(lambda seen: books.has_asked_the_bank(shop.folder))
        till.kill()
    with running(shop.folder) as till:
        till.until(lambda seen: seen.get("shop"))
        seen = till.until(lambda seen: not seen["pending"] and (seen["done"] or seen["codes"]))
        if seen["codes"]:  # killed between the intent and the order: the bank was never asked
            assert books.charges(shop.folder) == []
            till.until(lambda seen: not seen["strip"] or "Деньги не списаны" in seen["strip"])
            till.do(pad="Key_Slash")
            till.until(lambda seen: seen["done"])
        assert till.close() == 0
    assert sold(shop) == [94_90]
    assert [charge["amount"] for charge in books.charges(shop.folder)] == [94_90]
    assert shop.faults() == []


def test_a_till_killed_while_the_register_works_makes_one_receipt(shop: Place) -> None:
    with running(shop.folder) as till:
        begin_shift(till)
        sell(till, MILK)
        shop.world.tell(Plug.REGISTER, {"faults": books.slowly(250)})
        till.do(pad="Key_Plus")
        till.until(lambda seen: books.receipts(shop.folder))
        till.kill()
    shop.world.tell(Plug.REGISTER, {"faults": ""})
    with running(shop.folder) as till:
        seen = till.until(lambda seen: seen.get("done"))
        assert (seen["codes"], seen["pending"]) == ([], "")
        assert till.close() == 0
    assert sold(shop) == [94_90]
    assert shop.faults() == []
