"""The demo shop is believable, lawful and unlike any real shop."""

from __future__ import annotations

import json
from collections import Counter

from fiscal.domain.ffd.inn import inn_valid
from inventory.values.quantity import Unit
from inventory.values.vat import VatRate
from pos.demo import content
from pos.demo.first_run import demo_first_run
from pos.domain.people import Right

GS1_WEIGHTS = (1, 3) * 6


def _check_digit(code: str) -> str:
    """GS1 General Specifications, 7.9: weights 1 and 3 from the left of an EAN-13."""
    weighted = sum(
        int(digit) * weight for digit, weight in zip(code[:12], GS1_WEIGHTS, strict=True)
    )
    return str(-weighted % 10)


def test_the_check_digit_rule_agrees_with_a_published_example() -> None:
    assert _check_digit("6291041500213") == "3"  # the example of GS1 General Specifications 7.9


def test_there_are_at_least_three_hundred_goods_in_ten_groups() -> None:
    groups = Counter(good.group for good in content.goods())
    assert groups.total() >= 300
    assert len(groups) == 10
    assert min(groups.values()) >= 25


def test_every_barcode_is_a_valid_in_store_ean_13() -> None:
    for good in content.goods():
        assert len(good.code) == 13
        assert good.code.startswith("29")
        assert good.code[-1] == _check_digit(good.code)


def test_codes_articles_and_names_are_unique() -> None:
    goods = content.goods()
    for values in ({g.code for g in goods}, {g.article for g in goods}, {g.name for g in goods}):
        assert len(values) == len(goods)
    assert not {g.code for g in goods} & {g.article for g in goods}


def test_goods_carry_ten_or_twenty_two_per_cent_vat() -> None:
    rates = Counter(good.vat for good in content.goods())
    assert set(rates) == {VatRate.VAT_10, VatRate.VAT_22}
    assert min(rates.values()) > 100


def test_milk_bread_and_vegetables_are_taxed_at_ten_per_cent() -> None:
    for good in content.goods():
        if good.group in ("Молочные продукты", "Овощи и фрукты"):
            assert good.vat is VatRate.VAT_10, good.name
        if good.name.startswith(("Хлеб ", "Батон ", "Тетрадь школьная", "Подгузники")):
            assert good.vat is VatRate.VAT_10, good.name


def test_confectionery_drinks_and_household_goods_are_taxed_at_twenty_two_per_cent() -> None:
    for good in content.goods():
        if good.name.startswith(("Шоколад", "Печенье", "Чай", "Кофе", "Вода", "Порошок", "Пакет")):
            assert good.vat is VatRate.VAT_22, good.name


def test_weight_goods_say_so_in_their_name_and_in_their_unit() -> None:
    weighed = [good for good in content.goods() if good.unit is Unit.KILOGRAM]
    assert len(weighed) >= 30
    assert all(
        (good.unit is Unit.KILOGRAM) == good.name.endswith(", вес") for good in content.goods()
    )
    assert {good.unit for good in content.goods()} == {Unit.KILOGRAM, Unit.PIECE}


def test_names_are_clean() -> None:
    for good in content.goods():
        name = good.name
        assert name == " ".join(name.split())
        assert name.count("«") == name.count("»")
        assert '"' not in name
        assert "%" not in name or " %" in name
        assert len(name) <= 128  # tag 1030


def test_prices_are_more_than_nothing() -> None:
    assert all(good.price.kopecks > 0 for good in content.goods())


def test_services_are_sold_as_services() -> None:
    services = [good.name for good in content.goods() if good.subject == 4]
    assert "Доставка по району" in services
    assert {good.subject for good in content.goods()} == {1, 4}


def test_quick_keys_point_at_goods_that_exist() -> None:
    known = {good.item for good in content.goods()}
    pages = content.quick_keys()
    assert [page["name"] for page in pages] == ["Частые", "Овощи", "Выпечка", "Услуги"]
    assert {key["item"] for page in pages for key in page["items"]} <= known
    assert all(len(page["items"]) <= 9 for page in pages)


def test_the_panel_weighs_weight_goods_and_only_them() -> None:
    for good in content.panel_goods():
        assert bool(good.grams) == (good.good.unit is Unit.KILOGRAM)


def test_a_weighed_good_is_scanned_with_its_weight() -> None:
    apples = next(good for good in content.panel_goods() if good.grams == 1284)
    assert apples.text == f"1,284*{apples.good.code}"


def test_three_people_have_pins_of_their_own() -> None:
    people = content.people()
    assert [person.role for person in people] == ["cashier", "senior", "owner"]
    assert len({person.pin for person in people}) == 3
    assert content.owner().role == "owner"


def test_the_inn_of_the_demo_shop_is_well_formed_and_of_no_tax_office() -> None:
    assert inn_valid(content.shop().inn)
    assert content.shop().inn.startswith("8299")


def test_the_first_run_publishes_goods_people_and_quick_keys() -> None:
    run = demo_first_run(lambda pin: f"hashed {pin[::-1]}")
    assert len(run.items) == len(content.goods())
    assert all(item.codes[0].startswith("29") for item in run.items)
    assert json.loads(run.quick_keys.value) == content.quick_keys()


def test_pins_leave_the_demo_as_hashes_only() -> None:
    run = demo_first_run(lambda pin: f"hashed {pin[::-1]}")
    assert [user.pin_hash for user in run.users] == ["hashed 1724", "hashed 0385", "hashed 6907"]
    assert run.users[2].rights == tuple(sorted(right.value for right in Right))
