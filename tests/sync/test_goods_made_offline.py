"""Two tills make goods while the office is away; it decides, and both go on by what it said."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from msgspec.structs import replace

from backoffice.bootstrap import clock, open_store
from backoffice.storage.store import OfficeStore
from backoffice.usecases.enrol import enrol, offer_code
from backoffice.usecases.first_run import first_run
from backoffice.usecases.first_run import offer_code as first_code
from backoffice.usecases.proposals import accept, merge, proposals, refuse
from backoffice.usecases.report_day import report_day, today
from backoffice.usecases.verify import verify
from inventory.storage.catalogue import CatalogueStore
from inventory.values.quantity import Unit
from inventory.values.vat import VatRate
from pos.bootstrap import link
from pos.bootstrap.known import public_key, remember
from pos.domain.views import Plan
from pos.errors import CodeNotFound
from pos.usecases import edit, pay
from pos.usecases.new_good import NewGood, make_good
from sync.messages.feed import ItemChanged
from sync.messages.wire import Enrol, FirstRun
from tests.emulated.office import Office
from tests.fakes.till import SENIOR, Shop, make_shop

CODE, OTHER, WRONG = "4601234567893", "4600000000077", "4609999999991"
MILK = ItemChanged(
    item="milk", article="1", name="Молоко", unit=0, vat=2, price=9490, codes=("4600000000015",)
)
FORM = {"name": "Печенье овсяное", "price": "119,90", "unit": "0", "vat": "2", "codes": CODE}


@pytest.fixture
def served() -> Iterator[Office]:
    office = Office()
    yield office
    office.close()


@pytest.fixture
def tills(tmp_path: Path) -> Iterator[list[Shop]]:
    """Two tills of a shop with what the office tells them in their own files."""
    (tmp_path / "template").mkdir()
    make_shop(tmp_path / "template")
    with ExitStack() as stack:
        made = []
        for name in ("first", "second"):
            till = Shop(tmp_path / name, tmp_path / "template")
            till.close()
            till.catalogue = CatalogueStore(till.folder / "catalog.db")  # type: ignore[assignment]
            stack.callback(till.catalogue.close)  # type: ignore[attr-defined]
            till.open()
            stack.callback(till.close)
            till.log_in(SENIOR)
            till.begin_day()
            made.append(till)
        yield made


def take_in(tills: list[Shop], store: OfficeStore, url: str) -> None:
    first, second = tills
    ask = FirstRun(
        first_code(store, clock()) or "", "Касса 1", "Лавка", "7707083893", "Europe/Moscow",
        "vera", "a long password", [], [MILK],
    )  # fmt: skip
    made = first_run(store, replace(ask, key=public_key(first.folder)), clock())
    remember(first.folder, url, made)
    code = offer_code(store, "Лавка", clock())
    known = enrol(store, Enrol(code, "Касса 2", public_key(second.folder)), clock())
    remember(second.folder, url, known)


def make(till: Shop, code: str, name: str, price: str) -> None:
    """A good is made and one of it is sold."""
    make_good(till.counter, NewGood(code, name, price, Unit.PIECE, VatRate.VAT_10))
    pay.begin(till.counter, Plan())
    pay.carry_out(till.counter)


def talk(tills: list[Shop], served: Office, database: Path) -> None:
    with served.over(database):
        for till in tills:
            assert link.link_for(till.folder, till.store).once().trouble is None


def sells(till: Shop, code: str) -> tuple[str, int]:
    """Name and price of what a scan of that code adds."""
    line = till.scan(code).basket.lines[-1]
    edit.cancel_basket(till.counter)
    return line.name, line.price.kopecks


def test_what_two_tills_made_is_accepted_merged_and_refused(
    tills: list[Shop], served: Office, tmp_path: Path
) -> None:
    first, second = tills
    database = tmp_path / "office.db"
    with open_store(f"sqlite:///{database}") as store:
        take_in(tills, store, served.url)
    make(first, CODE, "Печенье", "129,90")
    make(second, CODE, "Печенье овс.", "125")
    make(first, OTHER, "Молочко", "95")
    make(second, WRONG, "Не товар", "1")
    make(second, MILK.codes[0], "Молоко «Утро»", "99")
    talk(tills, served, database)
    with open_store(f"sqlite:///{database}") as store:
        waiting = {one.first.code: one for one in proposals(store)}
        assert {code: (len(one.goods), one.sold) for code, one in waiting.items()} == {
            CODE: (2, 2000),
            OTHER: (1, 1000),
            WRONG: (1, 1000),
        }
        accept(store, waiting[CODE].first.item, FORM, today(store, clock()), "vera", clock())
        merge(store, waiting[OTHER].first.item, MILK.item, "vera", clock())
        refuse(store, waiting[WRONG].first.item, "vera", clock())
    talk(tills, served, database)
    for till in tills:
        assert sells(till, CODE) == ("Печенье овсяное", 11_990)
        assert sells(till, OTHER) == sells(till, MILK.codes[0]) == (MILK.name, MILK.price)
        with pytest.raises(CodeNotFound):
            till.scan(WRONG)
        assert till.faults() == []
    day = first.clock().date()
    with open_store(f"sqlite:///{database}") as store:
        report = report_day(store, day, day, clock()).report
        assert {good.name: good.quantity for good in report.goods} == {
            "Печенье овсяное": 2000,
            MILK.name: 2000,
            "Не товар": 1000,
        }
        assert verify(store).ok
    with first.store.work() as work:
        ours = {one.item: one.quantity.thousandths for one in work.stock.all()}
    assert ours[MILK.item] == -1000
