"""Labels of the shop's scales by rules that are data, and what is sold by its price."""

from __future__ import annotations

import pytest

from inventory.codes.weight import SETTING, USUAL, Kind, Rule, text_of, write
from inventory.values.money import Money
from inventory.values.quantity import Unit
from inventory.values.vat import VatRate
from pos.errors import BadInput, CodeNotFound, QuantityImpossible
from pos.usecases import look, scan
from pos.usecases.counter import USUAL_VAT
from tests.fakes.till import Shop

CHEESE = 104


def set_up(shop: Shop, key: str, value: str) -> None:
    with shop.counter.till.work() as work:
        work.set_setting(key, value)
        work.commit()


def test_a_label_sells_its_weight(shop: Shop) -> None:
    shop.begin_day()
    label = write(USUAL[0], CHEESE, 284)
    line = scan.scan(shop.counter, label, scanned=True).basket.lines[-1]
    assert (line.quantity.thousandths, line.quantity.unit) == (284, Unit.KILOGRAM)
    assert (line.item, line.code, line.price) == ("cheese", label, Money(89_990))


def test_a_label_with_a_price_costs_that(shop: Shop) -> None:
    shop.begin_day()
    rule = next(rule for rule in USUAL if rule.kind is Kind.PRICE)
    view = scan.scan(shop.counter, write(rule, CHEESE, 12_345), scanned=True)
    assert view.basket.total == Money(12_345)
    assert view.basket.lines[0].discount == 0


def test_the_shop_s_own_rules_win(shop: Shop) -> None:
    shop.begin_day()
    own = Rule("20", item_digits=4, value_digits=6, decimals=3)
    set_up(shop, SETTING, text_of([own]))
    view = scan.scan(shop.counter, write(own, CHEESE, 1500), scanned=True)
    assert view.basket.lines[0].quantity.thousandths == 1500
    with pytest.raises(CodeNotFound):
        scan.scan(shop.counter, write(USUAL[1], CHEESE, 284), scanned=True)


def test_rules_nobody_can_read_do_not_stop_the_till(shop: Shop) -> None:
    shop.begin_day()
    set_up(shop, SETTING, "{broken")
    shop.scan(write(USUAL[0], CHEESE, 284))
    assert len(look.view(shop.counter).basket.lines) == 1


@pytest.mark.parametrize("code", [write(USUAL[0], 99_999, 5), "2000104002841", "20", "молоко"])
def test_a_label_of_an_unknown_good_is_not_found(shop: Shop, code: str) -> None:
    shop.begin_day()
    with pytest.raises(CodeNotFound):
        shop.scan(code)
    assert not look.view(shop.counter).basket.lines


def test_a_quantity_in_front_of_a_label_is_refused(shop: Shop) -> None:
    shop.begin_day()
    with pytest.raises(QuantityImpossible):
        scan.scan(shop.counter, f"3*{write(USUAL[0], CHEESE, 284)}", scanned=False)


def test_a_price_check_takes_a_label_too(shop: Shop) -> None:
    shop.begin_day()
    assert scan.price_of(shop.counter, write(USUAL[0], CHEESE, 284)).name == "Сыр"


def test_what_is_in_no_catalogue_is_sold_by_its_price(shop: Shop) -> None:
    shop.begin_day()
    view = scan.sell_by_price(shop.counter, "94,90", "  Самовар   угольный ")
    view = scan.sell_by_price(shop.counter, "10", "")
    samovar, nameless = view.basket.lines
    assert (samovar.name, samovar.price, samovar.item) == ("Самовар угольный", Money(9490), "")
    assert (samovar.vat, nameless.name) == (VatRate.VAT_22, "Товар")
    assert view.basket.total == Money(10_490)


@pytest.mark.parametrize(
    ("setting", "tax_system", "rate"),
    [
        ("", "1", VatRate.VAT_22),
        ("", "2", VatRate.NONE),
        ("2", "1", VatRate.VAT_10),
        ("7", "2", VatRate.VAT_5),
        ("99", "1", VatRate.VAT_22),
    ],
)
def test_vat_of_a_sale_by_price_is_the_shop_s(
    shop: Shop, setting: str, tax_system: str, rate: VatRate
) -> None:
    shop.begin_day()
    set_up(shop, USUAL_VAT, setting)
    set_up(shop, "shop.tax_system", tax_system)
    assert scan.sell_by_price(shop.counter, "1", "x").basket.lines[0].vat is rate


@pytest.mark.parametrize("price", ["0", "", "-5", "1,234", "много"])
def test_no_price_sells_nothing(shop: Shop, price: str) -> None:
    shop.begin_day()
    with pytest.raises(BadInput):
        scan.sell_by_price(shop.counter, price, "x")
    assert not look.view(shop.counter).basket.lines
