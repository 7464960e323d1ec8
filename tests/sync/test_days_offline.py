"""Days without the office: thousands of receipts arrive in order, once, and no sale waits."""

from __future__ import annotations

import threading
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from backoffice.domain.day import DayReport
from backoffice.storage.store import OfficeStore
from backoffice.usecases.report_day import report_day
from backoffice.usecases.verify import verify
from inventory.domain.delivery import Delivery, DeliveryRow, Supplier
from inventory.values.money import ZERO, Money
from inventory.values.quantity import pieces
from pos.bootstrap import link as wiring
from pos.domain.views import Plan
from pos.usecases import cash, pay, returns, sales, shift
from pos.usecases.receive import receive
from sync.errors import OfficeUnreachable
from sync.journal.rows import BEGINNING
from sync.messages.facts import SaleClosed, SaleReturned, ShiftClosed, decode
from sync.messages.wire import Head, Row, SealRow
from sync.remote.office import OfficeClient
from sync.storage.reader import reading
from sync.usecases.link import Link, LinkState
from tests.fakes.clock import MORNING
from tests.fakes.selling import BREAD, MILK, SOAP
from tests.fakes.till import CASHIER, KEY, SENIOR, Shop, make_shop
from tests.sync.offices import OfficeProcess

DAYS = 3
RECEIPTS = 1000  # a day
FIRST = date(2026, 3, 2)
PRICES = {MILK: 9490, BREAD: 5205, SOAP: 6333}


class TurnLock:
    """The lock of the till's writer, which counts how often the selling thread had to wait."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._seller = threading.get_ident()
        self.waits = 0

    def __enter__(self) -> None:
        if not self._lock.acquire(blocking=False):
            self.waits += threading.get_ident() == self._seller
            self._lock.acquire()

    def __exit__(self, *_: object) -> None:
        self._lock.release()


class Away:
    """What befalls the office while it takes rows in: its client asks through here."""

    def __init__(self, office: OfficeProcess, monkeypatch: pytest.MonkeyPatch) -> None:
        self._office = office
        self._push, self._head = OfficeClient.push, OfficeClient.head
        self.asked = threading.Event()
        self.sent = threading.Event()
        self.answered = threading.Event()
        self.batches: list[tuple[int, int]] = []
        self.then: list[str] = []
        monkeypatch.setattr(
            OfficeClient, "push", lambda client, rows, seals: self.push(client, rows, seals)
        )
        monkeypatch.setattr(OfficeClient, "head", lambda client: self.head(client))

    def head(self, client: OfficeClient) -> Head:
        """Ask what it holds."""
        self.asked.set()
        return self._head(client)

    def push(self, client: OfficeClient, rows: list[Row], seals: list[SealRow]) -> Head:
        """Hand the rows over; the next kind of death, if any, comes with them."""
        self.batches.append((rows[0].seq, rows[-1].seq))
        self.sent.set()
        death = self.then.pop(0) if self.then else ""
        take = self._dying if death == "within" else self._push
        head = take(client, rows, seals)
        if death == "behind":
            self._office.kill()
            raise OfficeUnreachable("the answer was lost")
        self.answered.set()
        return head

    def _dying(self, client: OfficeClient, rows: list[Row], seals: list[SealRow]) -> Head:
        killer = threading.Thread(target=self._office.kill_while_it_writes)
        killer.start()
        try:
            return self._push(client, rows, seals)
        finally:
            killer.join()


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """A till that never waits for another program, and whose disk is as quick as memory."""
    (tmp_path / "template").mkdir()
    make_shop(tmp_path / "template")
    made = Shop(tmp_path / "till", tmp_path / "template")
    (tmp_path / "till" / "till.key").write_bytes(b64encode(KEY.secret))  # it signs each Z
    # What power takes is another test's matter; a conflict with a reader fails at once.
    made.store._db.execute("PRAGMA synchronous = OFF")
    made.store._db.execute("PRAGMA busy_timeout = 0")
    yield made
    made.close()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[OfficeProcess]:
    made = OfficeProcess(tmp_path / "office.db")
    yield made
    made.kill()


@pytest.fixture
def away(office: OfficeProcess, monkeypatch: pytest.MonkeyPatch) -> Away:
    return Away(office, monkeypatch)


def sell(shop: Shop, n: int) -> None:
    """One receipt: cash, card or both."""
    code = (MILK, BREAD, SOAP)[n % 3]
    shop.scan(code)
    card = (ZERO, Money(PRICES[code]), Money(PRICES[code] // 2))[n // 3 % 3]
    pay.begin(shop.counter, Plan(card=card))
    pay.carry_out(shop.counter)


def take_back(shop: Shop) -> None:
    """The newest receipt comes back."""
    newest = sales.recent_sales(shop.counter, limit=1)[0]
    returns.begin_return(shop.counter, newest.sale, {1: pieces(1)}, "брак")
    pay.carry_out(shop.counter)


def receive_goods(shop: Shop, day: int) -> None:
    """The morning's delivery, each day a kopeck dearer."""
    rows = [
        DeliveryRow(n, (code,), "", None, 400_000, Money(400 * (5_000 + day)), None)
        for n, code in enumerate(PRICES, 1)
    ]
    shop.log_in(SENIOR)
    came = Delivery(Supplier("ООО «Луч»"), str(day), FIRST + timedelta(days=day), tuple(rows))
    assert receive(shop.counter, came).delivery
    shop.log_in(CASHIER)


def trade(shop: Shop, day: int, link: Link) -> list[LinkState]:
    """A day of receipts; the link tries the office ten times."""
    shop.clock.moment = MORNING + timedelta(days=day)
    receive_goods(shop, day)
    shop.begin_day(fund=100_000)
    seen = []
    for n in range(RECEIPTS):
        sell(shop, n)
        if n % 100 == 99:
            seen.append(link.turn())
    take_back(shop)
    cash.move_cash(shop.counter, "out", Money(50_000), "инкассация")
    shift.close_shift(shop.counter)
    return seen


def journal(shop: Shop) -> list[tuple[int, int, bytes, bytes]]:
    """All of it, what lies in the archive too."""
    with reading(shop.folder / "journal.db") as kept:
        return [(row.epoch, row.seq, row.hash, row.body) for row in kept.after(BEGINNING)]


def test_three_days_of_receipts_arrive_in_order_and_once(
    shop: Shop, office: OfficeProcess, away: Away
) -> None:
    office.enrol(shop.folder)
    office.kill()
    link = wiring.link_for(shop.folder, shop.store)
    for day in range(DAYS):
        seen = trade(shop, day, link)
        assert not any(state.online for state in seen)
        waiting = [state.unsent for state in seen]
        assert waiting == sorted(set(waiting))  # it tells of more each time
        assert seen[-1].unsent_since == seen[0].unsent_since
    assert office.rows() == []

    # It comes back, and dies within the third batch, then behind the second one after that.
    away.then = ["", "", "within", "", "behind"]
    for held in (400, 800):
        office.start()
        assert isinstance(link.turn().trouble, OfficeUnreachable)
        assert len(office.rows()) == held
    office.start()
    state = link.once()
    office.kill()

    rows = journal(shop)
    assert (state.online, state.unsent, state.unsent_since) == (True, 0, None)
    assert office.rows() == rows
    assert len(rows) > DAYS * RECEIPTS
    begun = [first for first, _ in away.batches]
    # Only the batch whose transaction died with the office went twice.
    assert [n for n, times in Counter(begun).items() if times > 1] == [401]
    assert begun == sorted(begun)
    check_reports(shop, office)


def check_reports(shop: Shop, office: OfficeProcess) -> None:
    """The office's days are the till's shifts, and the register's counters."""
    sold, back = facts(shop, SaleClosed), facts(shop, SaleReturned)
    assert (len(sold), len(back)) == (DAYS * RECEIPTS, DAYS)
    with closing(OfficeStore(office.db)) as store:
        assert verify(store).ok
        for day, closed in enumerate(facts(shop, ShiftClosed)):
            when = FIRST + timedelta(days=day)
            report = report_day(store, when, when, 0).report
            check_day(report, closed)
            # The receipt that came back takes its cost with it.
            assert report.profit.cost == (RECEIPTS - 1) * (5_000 + day)
        check_stock(shop, store)


def check_stock(shop: Shop, store: OfficeStore) -> None:
    """The office adds up what the till does."""
    with shop.store.work() as work:
        ours = {one.item: one.quantity.thousandths for one in work.stock.all()}
    with store.look() as office_work:
        (place,) = office_work.places.shops()
        theirs, _ = office_work.stock.of(place.shop, "", 10, 0)
    assert {row.item: row.quantity for row in theirs} == ours
    assert sum(ours.values()) == DAYS * (3 * 400 - RECEIPTS + 1) * 1000


def check_day(report: DayReport, closed: ShiftClosed) -> None:
    assert report.sales.count == RECEIPTS
    assert report.sales.total == closed.sale_cash + closed.sale_card
    assert report.returns.total == closed.return_cash + closed.return_card
    assert report.attention == []
    (one,) = report.shifts
    assert {row.name: row.registrar for row in one.counters} == {
        name: getattr(closed, name)
        for name in ("sale_cash", "sale_card", "return_cash", "return_card", "drawer")
    }
    assert one.expected == closed.drawer


def facts(shop: Shop, kind: type[Any]) -> list[Any]:
    """Facts of that kind, archived ones too."""
    with reading(shop.folder / "journal.db") as kept:
        all_of_them = [decode(row.kind, row.version, row.body) for row in kept.after(BEGINNING)]
    return [fact for fact in all_of_them if isinstance(fact, kind)]


def test_no_sale_waits_for_an_office_that_hangs(
    shop: Shop, office: OfficeProcess, away: Away
) -> None:
    """The office took the connection and says nothing; fifty customers pay meanwhile."""
    office.enrol(shop.folder)
    shop.begin_day()
    lock = TurnLock()
    shop.store._lock = lock  # type: ignore[assignment]
    link = wiring.link_for(shop.folder, shop.store)
    office.stop()
    link.start()
    assert away.asked.wait(60)
    try:
        for n in range(50):
            sell(shop, n)
        assert lock.waits == 0
        assert not away.answered.is_set()
        office.go_on()
        assert away.answered.wait(60)
    finally:
        link.stop()


def test_while_days_are_caught_up_a_sale_waits_for_acknowledgements_alone(
    shop: Shop, office: OfficeProcess, away: Away
) -> None:
    """The link writes into the journal once a batch; nothing of the network is inside."""
    office.enrol(shop.folder)
    shop.begin_day()
    for n in range(450):
        sell(shop, n)
    lock = TurnLock()
    shop.store._lock = lock  # type: ignore[assignment]
    link = wiring.link_for(shop.folder, shop.store)
    caught_up = threading.Thread(target=link.once)
    caught_up.start()
    assert away.sent.wait(60)
    sold = 0
    # Each sale gives the link more to send: without an end they would feed each other.
    while caught_up.is_alive() and sold < 100:
        sell(shop, sold)
        sold += 1
    caught_up.join()
    assert sold > len(away.batches)
    assert lock.waits <= len(away.batches)
    link_again = wiring.link_for(shop.folder, shop.store)
    assert link_again.once().unsent == 0
    office.kill()
    assert office.rows() == journal(shop)
    with reading(shop.folder / "journal.db") as db:
        assert db.office_head() == db.head()
