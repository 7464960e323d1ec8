"""This till's quick keys win over the shop's, until they are given back."""

from __future__ import annotations

import json

import pytest

from pos.errors import BadInput, NotAllowed
from pos.usecases import quick
from tests.fakes.till import Shop

PAGES = [("Частые", [("milk", "Молоко"), ("bread", "Хлеб")]), ("Овощи", [])]
SHOPS = '[{"name": "Магазин", "items": []}]'


def kept(shop: Shop) -> str:
    with shop.store.work() as work:
        return quick.kept(work)


@pytest.fixture
def owners(shop: Shop) -> Shop:
    with shop.store.work() as work:
        work.set_setting(quick.SHOPS, SHOPS)
        work.commit()
    shop.log_in(shop.owner())
    return shop


def test_own_keys_win_and_outlive_the_program(owners: Shop) -> None:
    quick.set_quick_keys(owners.counter, PAGES)
    owners.reopen()
    first, second = json.loads(kept(owners))
    assert first["items"][0] == {"item": "milk", "label": "Молоко"}
    assert second == {"name": "Овощи", "items": []}


def test_given_back_the_shops_hold_again(owners: Shop) -> None:
    quick.set_quick_keys(owners.counter, PAGES)
    assert quick.reset_quick_keys(owners.counter) == SHOPS
    assert kept(owners) == SHOPS


def test_a_cashier_arranges_nothing(shop: Shop) -> None:
    with pytest.raises(NotAllowed):
        quick.set_quick_keys(shop.counter, PAGES)


@pytest.mark.parametrize(
    "pages",
    [
        [("", [])],
        [("  ", [])],
        [("А" * 25, [])],
        [("А", [("", "Молоко")])],
        [("А", [("milk", "")])],
        [("А", [("milk", "М" * 41)])],
        [("А", [("milk", "Молоко")] * 61)],
        [("А", [])] * 13,
    ],
)
def test_what_no_screen_could_show_is_refused(
    owners: Shop, pages: list[tuple[str, list[tuple[str, str]]]]
) -> None:
    with pytest.raises(BadInput):
        quick.set_quick_keys(owners.counter, pages)
    assert kept(owners) == SHOPS
