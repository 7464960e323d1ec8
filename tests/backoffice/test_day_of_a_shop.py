"""The day of a chain is told of all its shops, and of each."""

from __future__ import annotations

from datetime import date

from backoffice.domain.office import Shop, Till
from backoffice.usecases.report_day import report_day
from tests.backoffice.browser import Browser
from tests.backoffice.conftest import Office
from tests.backoffice.trade import GOODS, ZONE, moment, sold_line
from tests.backoffice.trade import Till as Journal

DAY = date(2026, 11, 24)
SECOND = Shop("shop-2", "Мира, 1", "", ZONE)
MILK, COFFEE = GOODS[0], GOODS[4]


def chain(office: Office) -> None:
    """Milk is sold in the first shop, coffee in the second."""
    with office.store.work() as work:
        work.places.add_shop(SECOND)
        work.places.add_till(Till("till-2", SECOND.shop, "Касса 2", ZONE), b"token")
    for till, good in ((office.till.till, MILK), ("till-2", COFFEE)):
        journal = Journal(at=moment("2026-11-24 10:00"))
        journal.open_shift()
        journal.sell(sold_line(1, good, 1000))
        office.push(journal.rows, till)


def test_a_shop_of_a_chain_is_chosen_and_stays_so(owner: Browser, office: Office) -> None:
    chain(office)
    both, second = owner.get("/").text, owner.get(f"/?shop={SECOND.shop}").text
    assert MILK.name in both
    assert COFFEE.name in both
    assert "Все магазины" in both
    assert MILK.name not in second
    assert COFFEE.name in second
    assert f'href="/day/2026-11-23?shop={SECOND.shop}"' in second
    moved = owner.get(f"/day?date=2026-11-23&shop={SECOND.shop}")
    assert moved.headers["location"] == f"/day/2026-11-23?shop={SECOND.shop}"


def test_a_shop_that_nobody_has_is_all_of_them(owner: Browser, office: Office) -> None:
    chain(office)
    assert MILK.name in owner.get("/?shop=another").text


def test_the_only_shop_is_not_chosen(owner: Browser) -> None:
    assert "Все магазины" not in owner.get("/").text


def test_shifts_of_each_shop_have_their_own_cash(office: Office) -> None:
    chain(office)
    sums = {
        name: [
            shift.sale_cash
            for shift in report_day(
                office.store, DAY, DAY, office.clock(), shop_name=name
            ).report.shifts
        ]
        for name in ("Лесная, 5", SECOND.name, None)
    }
    assert sums == {
        "Лесная, 5": [MILK.price],
        SECOND.name: [COFFEE.price],
        None: [MILK.price, COFFEE.price],
    }
