"""Goods made at tills: accepted, merged or refused, and counted with what they stand for."""

from __future__ import annotations

from datetime import date

import pytest

from backoffice.domain.profit import GoodSum
from backoffice.errors import BadEntry
from backoffice.usecases.accept import accept as take
from backoffice.usecases.after_push import after_push, catch_up
from backoffice.usecases.edit import save_item
from backoffice.usecases.enrol import enrol, offer_code
from backoffice.usecases.proposals import accept, merge, proposal, proposals, refuse, settle
from backoffice.usecases.publish import feed_page, publish_items
from backoffice.usecases.rebuild import rebuild
from backoffice.usecases.report_day import report_day
from sync.journal.rows import uuid7
from sync.messages import facts as f
from sync.messages.feed import ItemChanged, Record, SettingChanged
from sync.messages.wire import Batch, Enrol
from tests.backoffice.browser import Browser
from tests.backoffice.conftest import Office, packed
from tests.backoffice.signed import KEY
from tests.backoffice.tables import dump
from tests.backoffice.test_stock import delivery, line, stock
from tests.backoffice.trade import GOODS, Till, moment, sold_line

TODAY = date(2026, 11, 24)
MILK = GOODS[0]
CODE = "4601234567893"
FORM = {"name": "Печенье овсяное", "price": "119,90", "unit": "0", "vat": "2", "codes": CODE}


class Maker(Till):
    """A till whose cashier makes goods."""

    def make(
        self, code: str = CODE, name: str = "Печенье", price: int = 12_990, unit: int = 0
    ) -> ItemChanged:
        """As the till's own catalogue has it from then on."""
        item = uuid7(self.at)
        self.put(
            f.GoodMade(item=item, code=code, name=name, unit=unit, vat=2, price=price, user="anna")
        )
        return ItemChanged(
            item=item, article="", name=name, unit=unit, vat=2, price=price, codes=(code,)
        )


def maker(at: str = "2026-11-24 10:00") -> Maker:
    till = Maker(at=moment(at))
    till.open_shift()
    return till


def another_till(office: Office) -> str:
    code = offer_code(office.store, "Лесная, 5", office.clock())
    return enrol(office.store, Enrol(code, "Касса 2", KEY.public()), office.clock()).till


def push(office: Office, till: Till, name: str = "") -> None:
    take(office.store, name or office.till.till, till.rows, office.clock())
    after_push(office.store, till.rows, office.clock())


def told(office: Office) -> list[Record]:
    """What the feed has besides what the first run put there."""
    return feed_page(office.store, "", 0, 10_000).records


def item(office: Office, name: str) -> ItemChanged | None:
    with office.store.look() as work:
        record = work.feed.record("item", name)
    return record if isinstance(record, ItemChanged) else None


def decided(office: Office) -> dict[str, str]:
    return {
        one.key: one.value
        for one in told(office)
        if isinstance(one, SettingChanged) and one.key.startswith("made.")
    }


def goods_of(office: Office) -> list[GoodSum]:
    return report_day(office.store, TODAY, TODAY, office.clock()).report.goods


def test_a_good_made_at_a_till_waits_with_who_where_when_and_how_many(office: Office) -> None:
    till = maker()
    made = till.make()
    till.at += 60_000
    sale = till.sell(sold_line(1, made, 3_000))
    till.take_back(sale)
    till.sell(sold_line(1, made, 1_000))
    push(office, till)
    (one,) = proposals(office.store)
    assert (one.first.item, one.first.name, one.first.price) == (made.item, "Печенье", 12_990)
    assert (one.first.user, one.first.till) == ("anna", office.till.till)
    assert (one.sold, one.amount) == (1_000, 12_990)
    assert proposal(office.store, made.item) == one
    report = report_day(office.store, TODAY, TODAY, office.clock()).report
    assert [(a.kind, a.count) for a in report.attention if a.kind == "proposal"] == [
        ("proposal", 1)
    ]


def test_two_tills_with_one_barcode_make_one_proposal(office: Office) -> None:
    first, second = maker(), maker("2026-11-24 11:00")
    one, other = first.make("0012345678905"), second.make("012345678905", "Печенье сахарное", 9_900)
    second.make("4600000000015")
    push(office, first)
    push(office, second, another_till(office))
    both, alone = proposals(office.store)
    assert [made.item for made in both.goods] == [one.item, other.item]
    assert both.codes == ("0012345678905", "012345678905")
    assert len(alone.goods) == 1
    good = accept(office.store, other.item, FORM | {"codes": "0012345678905"}, TODAY, "vera", 1)
    assert good.item == one.item
    assert decided(office) == {f"made.{other.item}": f'"{one.item}"'}
    assert proposals(office.store) == [alone]


def test_accepted_it_goes_out_as_an_ordinary_good_under_its_own_id(office: Office) -> None:
    till = maker()
    made = till.make()
    push(office, till)
    accept(office.store, made.item, FORM | {"cost": "70"}, TODAY, "vera", office.clock())
    good = item(office, made.item)
    assert good is not None
    assert (good.name, good.price, good.codes) == ("Печенье овсяное", 11_990, (CODE,))
    assert good.article
    assert (decided(office), proposals(office.store)) == ({}, [])
    with pytest.raises(BadEntry):
        accept(office.store, made.item, FORM, TODAY, "vera", office.clock())


def test_merged_its_sales_and_stock_are_those_of_the_good_and_receipts_stay(
    office: Office,
) -> None:
    till = maker()
    made = till.make(name="Молочко", price=9_900)
    till.put(delivery(till.at, line(1, MILK, 10_000, 6_000), line(2, made, 5_000, 5_000)))
    till.sell(sold_line(1, made, 2_000), sold_line(2, MILK, 1_000))
    push(office, till)
    before = {good.item: good for good in goods_of(office)}
    assert set(before) == {made.item, MILK.item}
    assert stock(office) == {MILK.item: 9_000, made.item: 3_000}
    kept = dump(office.store)
    merge(office.store, made.item, MILK.item, "vera", office.clock())
    (both,) = goods_of(office)
    assert (both.item, both.name, both.quantity) == (MILK.item, MILK.name, 3_000)
    assert both.amount == 2 * 9_900 + MILK.price
    assert both.cost == 3 * 6_000
    assert stock(office) == {MILK.item: 12_000}
    good = item(office, MILK.item)
    assert good is not None
    assert good.codes == (*MILK.codes, CODE)
    assert decided(office) == {f"made.{made.item}": f'"{MILK.item}"'}
    assert dump(office.store) == kept
    rebuild(office.store)
    assert dump(office.store) == kept
    assert goods_of(office) == [both]


def test_what_only_the_merged_good_cost_is_known_as_well(office: Office) -> None:
    till = maker()
    made = till.make()
    till.put(delivery(till.at, line(1, made, 5_000, 5_000)))
    till.sell(sold_line(1, made, 2_000))
    push(office, till)
    merge(office.store, made.item, MILK.item, "vera", office.clock())
    assert [good.cost for good in goods_of(office)] == [10_000]


def test_a_barcode_the_office_has_merges_by_itself(office: Office) -> None:
    till = maker()
    made = till.make(MILK.codes[0])
    push(office, till)
    assert proposals(office.store) == []
    assert decided(office) == {f"made.{made.item}": f'"{MILK.item}"'}
    assert settle(office.store, office.clock()) == 0


@pytest.mark.parametrize("how", ["typed", "published", "at a start"])
def test_it_merges_by_itself_too_when_the_office_learns_the_barcode_later(
    office: Office, how: str
) -> None:
    till = maker()
    made = till.make()
    push(office, till)
    assert len(proposals(office.store)) == 1
    if how == "typed":
        good = save_item(office.store, "", FORM, TODAY)
        settle(office.store, office.clock())
    else:
        good = ItemChanged(
            item="x1", article="77", name="Печенье", unit=0, vat=2, price=1, codes=(CODE,)
        )
        publish_items(office.store, [good])
        (settle if how == "published" else catch_up)(office.store, office.clock())
    assert decided(office) == {f"made.{made.item}": f'"{good.item}"'}


def test_a_barcode_of_two_goods_is_left_to_a_person(office: Office) -> None:
    twins = [
        ItemChanged(item=f"x{n}", article=f"7{n}", name="П", unit=0, vat=2, price=1, codes=(CODE,))
        for n in (1, 2)
    ]
    publish_items(office.store, twins)
    till = maker()
    made = till.make()
    push(office, till)
    assert len(proposals(office.store)) == 1
    with pytest.raises(BadEntry) as seen:
        merge(office.store, made.item, MILK.item, "vera", office.clock())
    assert (seen.value.field, seen.value.why) == ("codes", "taken")


def test_refused_it_stays_in_the_reports_by_its_name(office: Office) -> None:
    till = maker()
    made = till.make()
    till.sell(sold_line(1, made, 2_000))
    push(office, till)
    refuse(office.store, made.item, "vera", office.clock())
    assert decided(office) == {f"made.{made.item}": "null"}
    assert [(good.item, good.name) for good in goods_of(office)] == [(made.item, "Печенье")]
    with office.store.look() as work:
        shop = work.places.shops()[0].shop
        (row,), _ = work.stock.of(shop, "", 10, 0)
    assert (row.item, row.name, row.quantity) == (made.item, "Печенье", -2_000)
    with pytest.raises(BadEntry):
        refuse(office.store, made.item, "vera", office.clock())


def test_a_decision_outlives_a_rebuild_and_a_second_push(office: Office) -> None:
    till = maker()
    made = till.make()
    push(office, till)
    refuse(office.store, made.item, "vera", office.clock())
    rebuild(office.store)
    push(office, till)
    assert proposals(office.store) == []


def test_what_is_no_good_of_the_office_is_not_merged_into(office: Office) -> None:
    till = maker()
    made = till.make()
    push(office, till)
    for good in ("", "nothing", made.item):
        with pytest.raises(BadEntry):
            merge(office.store, made.item, good, "vera", office.clock())
    assert len(proposals(office.store)) == 1


def test_over_http_a_push_settles_what_it_brings(office: Office) -> None:
    till = maker()
    made = till.make(MILK.codes[0])
    with office.browser() as client:
        answer = client.send("/api/journal", packed(Batch(till.rows)), auth=office.auth)
    assert answer.status_code == 200
    assert decided(office) == {f"made.{made.item}": f'"{MILK.item}"'}


# -- pages ---------------------------------------------------------------------------------


def waiting(office: Office) -> ItemChanged:
    till = maker()
    made = till.make(name="Печенье <овсяное>")
    till.sell(sold_line(1, made, 2_000))
    push(office, till)
    return made


def test_the_list_tells_who_where_when_and_how_many(office: Office, owner: Browser) -> None:
    made = waiting(office)
    assert "Заведено на кассах: 1" in owner.get("/goods").text
    assert "ждёт решения" in owner.get("/").text
    page = owner.get("/proposals").text
    for said in ("Печенье &lt;овсяное&gt;", "Касса 1", "Анна", "10:00", CODE, "2", "259,80"):
        assert said in page, said
    assert f"/proposals/{made.item}" in page


def test_a_good_is_accepted_with_what_was_put_right(office: Office, owner: Browser) -> None:
    made = waiting(office)
    address = f"/proposals/{made.item}"
    wrong = owner.fill(address, f"{address}/accept", **FORM | {"price": "даром"})
    assert (wrong.status_code, "даром" in wrong.text) == (422, True)
    done = owner.fill(address, f"{address}/accept", **FORM)
    assert (done.status_code, done.headers["location"]) == (303, "/proposals?done=accepted")
    good = item(office, made.item)
    assert good is not None
    assert good.name == "Печенье овсяное"
    assert owner.get(address).status_code == 303
    assert "Товар принят" in owner.get("/proposals?done=accepted").text


def test_a_good_is_merged_into_one_that_was_searched(office: Office, owner: Browser) -> None:
    made = waiting(office)
    address = f"/proposals/{made.item}"
    page = owner.get(f"{address}?q=молоко").text
    assert MILK.item in page
    assert owner.fill(address, f"{address}/merge", good="nothing").status_code == 422
    assert owner.fill(address, f"{address}/merge", good=MILK.item).status_code == 303
    assert decided(office) == {f"made.{made.item}": f'"{MILK.item}"'}


def test_a_good_is_refused(office: Office, owner: Browser) -> None:
    made = waiting(office)
    address = f"/proposals/{made.item}"
    assert owner.fill(address, f"{address}/refuse").status_code == 303
    assert "Всё решено" in owner.get("/proposals").text
    again = owner.fill("/goods/new", f"{address}/refuse")
    assert (again.status_code, again.headers["location"]) == (303, "/proposals")


def test_a_good_with_a_unit_and_a_rate_nobody_knows_is_shown_all_the_same(
    office: Office, owner: Browser
) -> None:
    till = maker()
    for name in (" ", "Печенье"):
        till.put(
            f.GoodMade(
                item=f"odd{name}", code=name, name=name, unit=999, vat=999, price=1, user="x"
            )
        )
    push(office, till)
    assert owner.get("/proposals").status_code == 200
    for name in ("%20", "Печенье"):
        assert owner.get(f"/proposals/odd{name}").status_code == 200
