"""The QR code on a copy of an earlier receipt."""

from __future__ import annotations

from fiscal.domain.ffd.qr import read
from pos.domain.views import Plan
from pos.usecases import returns, sales
from tests.fakes.registrar import NOON
from tests.fakes.selling import BREAD, MILK, sell
from tests.fakes.till import Shop


def test_the_code_of_a_copy_is_the_drives_own_and_leads_back_to_the_sale(shop: Shop) -> None:
    shop.begin_day()
    first = sell(shop, Plan(), MILK)
    sell(shop, Plan(), BREAD)
    sales.print_copy(shop.counter, first.sale)
    [code] = shop.registrar.qr_codes
    mark = read(code)
    assert mark is not None
    assert (mark.at, mark.total) == (NOON, first.total)
    assert (mark.fn, mark.fd, mark.sign) == (first.fiscal.fn, first.fiscal.fd, first.fiscal.sign)
    assert returns.sale_by_number(shop.counter, code).sale == first.sale


def test_a_copy_has_no_code_where_another_drive_stands_in_the_register(shop: Shop) -> None:
    shop.begin_day()
    first = sell(shop, Plan(), MILK)
    shop.registrar.fn = "9999000000000002"
    sales.print_copy(shop.counter, first.sale)
    assert "КОПИЯ" in shop.registrar.printed[0][0]
    assert shop.registrar.qr_codes == []
