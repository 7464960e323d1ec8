"""Lines kept in memory are the lines on the disk, also after a change that did not last."""

from __future__ import annotations

import pytest

from pos.domain.basket import Basket
from pos.domain.views import Plan
from pos.usecases import edit, pay
from pos.usecases.look import view
from tests.fakes.selling import BREAD, MILK, SOAP
from tests.fakes.till import Shop


class PowerGone(Exception):
    """Of this test."""


def on_disk(shop: Shop) -> list[tuple[int, int]]:
    with shop.reader() as db:
        return [
            (int(line), int(count))
            for line, count in db.query("SELECT line, quantity FROM basket_lines ORDER BY line")
        ]


def in_memory(shop: Shop) -> list[tuple[int, int]]:
    basket: Basket = view(shop.counter).basket
    return [(line.line, line.quantity.thousandths) for line in basket.lines]


def test_every_change_is_seen_as_it_lies_on_the_disk(shop: Shop) -> None:
    shop.begin_day()
    shop.scan(MILK, BREAD, SOAP)
    edit.set_quantity(shop.counter, 2, "5")
    assert in_memory(shop) == on_disk(shop) == [(1, 1000), (2, 5000), (3, 1000)]
    edit.void_line(shop.counter, 1)
    shop.scan(SOAP)
    assert in_memory(shop) == on_disk(shop) == [(2, 5000), (3, 2000)]


def test_a_change_that_did_not_last_is_not_remembered(shop: Shop) -> None:
    shop.begin_day()
    shop.scan(MILK)

    def fail(point: str) -> None:
        if point == "before commit":
            raise PowerGone

    shop.watch = fail
    with pytest.raises(PowerGone):
        shop.scan(BREAD)
    with pytest.raises(PowerGone):
        edit.set_quantity(shop.counter, 1, "7")
    shop.watch = lambda point: None
    assert in_memory(shop) == on_disk(shop) == [(1, 1000)]


def test_unchanged_lines_are_the_same_objects(shop: Shop) -> None:
    shop.begin_day()
    before = shop.scan(MILK, BREAD).basket.lines
    after = shop.scan(SOAP).basket.lines
    assert after[0] is before[0]
    assert after[1] is before[1]


def test_the_last_sale_and_the_next_one_are_both_kept(shop: Shop) -> None:
    shop.begin_day()
    shop.scan(MILK, BREAD)
    pay.begin(shop.counter, Plan())
    done = pay.carry_out(shop.counter).finished
    assert done is not None
    shop.scan(SOAP)
    edit.void_line(shop.counter, 1)
    again = view(shop.counter).finished
    assert again is not None
    assert again.basket.lines[0] is done.basket.lines[0]
    assert again.basket.lines[1] is done.basket.lines[1]
