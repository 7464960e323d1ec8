"""Baskets put aside: they outlive shift and program, keep their prices, and leave facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from inventory.values.money import Money
from pos.domain.views import Plan
from pos.errors import BasketEmpty, BasketHasGoods, BasketsOpen, ParkedUnknown
from pos.usecases import edit, park, pay, shift
from sync.messages.facts import BasketParked, BasketRecalled
from tests.fakes.selling import BREAD, MILK, SOAP, only
from tests.fakes.till import Shop


def test_a_parked_basket_leaves_an_empty_one_and_a_fact_without_its_name(shop: Shop) -> None:
    shop.begin_day()
    before = shop.scan(MILK, BREAD).basket
    seen = park.park(shop.counter, " Пётр в синем ")
    assert (seen.basket.lines, seen.parked) == ((), 1)
    fact = only(shop.facts(), BasketParked)
    assert (fact.basket, fact.lines) == (before.basket, 2)
    assert fact.amount == before.total.kopecks
    with shop.reader() as db:
        assert not db.query("SELECT 1 FROM journal WHERE body LIKE '%Пётр%'")


def test_the_list_tells_name_time_sum_and_first_goods_oldest_first(shop: Shop) -> None:
    shop.begin_day()
    shop.scan(MILK, BREAD)
    park.park(shop.counter, "Пётр")
    shop.clock.move(timedelta(minutes=5))
    total = shop.scan(SOAP).basket.total
    park.park(shop.counter)
    first, second = park.parked(shop.counter)
    assert (first.name, first.positions, len(first.goods)) == ("Пётр", 2, 2)
    assert (second.name, second.positions, second.total) == ("", 1, total)
    assert second.at - first.at > timedelta(minutes=5)


def test_a_recalled_basket_keeps_its_prices_and_tells_since_when(shop: Shop) -> None:
    shop.begin_day()
    before = shop.scan(MILK, BREAD).basket
    park.park(shop.counter, "Пётр")
    parked = park.parked(shop.counter)[0]
    shop.catalogue.codes[MILK] = replace(shop.catalogue.codes[MILK], price=Money(99_900))
    seen = park.recall(shop.counter, parked.basket)
    assert (seen.basket.lines, seen.parked) == (before.lines, 0)
    assert seen.basket.parked_at == int(parked.at.timestamp() * 1000)
    assert only(shop.facts(), BasketRecalled).parked_at == seen.basket.parked_at
    with shop.reader() as db:
        assert db.query("SELECT name FROM parked") == [("",)]


def test_a_recalled_basket_is_paid_like_any_other(shop: Shop) -> None:
    shop.begin_day()
    shop.scan(MILK)
    park.park(shop.counter)
    park.recall(shop.counter, park.parked(shop.counter)[0].basket)
    pay.begin(shop.counter, Plan())
    pay.carry_out(shop.counter)
    shop.scan(SOAP)
    edit.cancel_basket(shop.counter)
    assert len(shop.facts("SaleClosed")) == 1
    assert shop.faults() == []


def test_parked_baskets_outlive_the_shift_and_the_program(shop: Shop) -> None:
    shop.begin_day()
    lines = shop.scan(MILK, BREAD).basket.lines
    with pytest.raises(BasketsOpen):
        shift.close_shift(shop.counter)
    park.park(shop.counter, "до завтра")
    shift.close_shift(shop.counter)
    shop.reopen()
    shop.begin_day()
    seen = park.recall(shop.counter, park.parked(shop.counter)[0].basket)
    assert seen.basket.lines == lines
    assert shop.faults() == []


def test_a_contact_given_before_is_still_there_after(shop: Shop) -> None:
    shop.begin_day()
    shop.scan(MILK)
    edit.set_contact(shop.counter, "anna@example.com")
    park.park(shop.counter)
    shift.close_shift(shop.counter)
    shop.begin_day()
    seen = park.recall(shop.counter, park.parked(shop.counter)[0].basket)
    assert seen.basket.contact == "anna@example.com"


def test_an_empty_basket_is_not_parked(shop: Shop) -> None:
    shop.begin_day()
    with pytest.raises(BasketEmpty):
        park.park(shop.counter)


def test_a_basket_is_not_recalled_over_another_nor_twice(shop: Shop) -> None:
    shop.begin_day()
    shop.scan(MILK)
    park.park(shop.counter)
    basket = park.parked(shop.counter)[0].basket
    shop.scan(BREAD)
    with pytest.raises(BasketHasGoods):
        park.recall(shop.counter, basket)
    edit.cancel_basket(shop.counter)
    park.recall(shop.counter, basket)
    edit.cancel_basket(shop.counter)
    with pytest.raises(ParkedUnknown):
        park.recall(shop.counter, basket)


def test_a_journal_of_an_older_program_gets_the_table_and_the_column(shop: Shop) -> None:
    shop.begin_day()
    shop.scan(MILK)
    with shop.store.work() as work:
        work._db.execute("DROP TABLE parked")
        work._db.execute("ALTER TABLE baskets DROP COLUMN rounding")
        work._db.execute("PRAGMA user_version=0")
        work.commit()
    shop.reopen()
    shop.scan(MILK)
    assert park.park(shop.counter).parked == 1
