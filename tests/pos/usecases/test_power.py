"""Power goes before or after any commit and any device call; the stories still agree."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest

from drivers.contracts.errors import DeviceError
from drivers.contracts.registrar import DocumentKind
from inventory.values.money import Money
from inventory.values.quantity import pieces
from pos.domain.views import PendingStage, Plan, TillView
from pos.errors import SaleError
from pos.usecases import cash, look, pay, returns, shift
from pos.usecases.verify import Report, against_register, against_terminal, documents
from tests.fakes.registrar import Fault
from tests.fakes.selling import BREAD, MILK, SOAP, sell
from tests.fakes.till import Shop


class PowerCut(BaseException):
    """The machine stops here; no `except Exception` sees it."""


def mixed_sale(shop: Shop) -> None:
    """Ready to pay part by card; paid."""
    shop.scan(MILK, f"3*{BREAD}", SOAP)
    pay.begin(shop.counter, Plan(card=Money(10_000), received=Money(25_000)))
    pay.carry_out(shop.counter)


def part_of_a_sale_back(shop: Shop) -> None:
    """One of three comes back to the card."""
    (sale,) = (f for f in look_for_sales(shop))
    returns.begin_return(shop.counter, sale, {1: pieces(1)}, "брак")
    pay.carry_out(shop.counter)


def look_for_sales(shop: Shop) -> list[str]:
    """Ids of the sales on disk."""
    with shop.reader() as db:
        return [str(row[0]) for row in db.query("SELECT sale FROM sales WHERE kind = 'sale'")]


def open_with_fund(shop: Shop) -> None:
    """The register counts less than the fund."""
    shift.open_shift(shop.counter, Money(100_000))


def cash_out(shop: Shop) -> None:
    """Part of the fund goes to the bank."""
    cash.move_cash(shop.counter, "out", Money(30_000), "инкассация")


def z(shop: Shop) -> None:
    """The shift ends."""
    shift.close_shift(shop.counter)


def reversal(shop: Shop) -> None:
    """The card of a refused receipt gets its money back, then the basket is paid in cash."""
    pay.reverse_card(shop.counter)
    pay.carry_out(shop.counter)
    pay.begin(shop.counter, Plan())
    pay.carry_out(shop.counter)


def a_day_begun(shop: Shop) -> None:
    """An open shift."""
    shop.begin_day()


def a_sale_made(shop: Shop) -> None:
    """Three of a good, paid by card."""
    shop.begin_day()
    sell(shop, Plan(card=Money(3 * 9490)), f"3*{MILK}")


def a_receipt_refused(shop: Shop) -> None:
    """A card was charged, the register had no paper."""
    shop.begin_day()
    shop.registrar.faults.append(Fault.PAPER_OUT)
    with pytest.raises(DeviceError):
        sell(shop, Plan(card=Money(9490)), MILK)
    shop.registrar.paper = True


def till_opened_low(shop: Shop) -> None:
    """The register counts some cash already."""
    shop.registrar.cash = 30_000


Step = Callable[[Shop], None]
STORIES: dict[str, tuple[Step, Step]] = {
    "mixed sale": (a_day_begun, mixed_sale),
    "return": (a_sale_made, part_of_a_sale_back),
    "open with fund": (till_opened_low, open_with_fund),
    "cash out": (a_day_begun, cash_out),
    "z": (a_sale_made, z),
    "reversal": (a_receipt_refused, reversal),
}


NO_RECEIPT = ("open with fund", "cash out", "z")


class Cutter:
    """Counts the points passed, and cuts the power at one of them."""

    def __init__(self, at: int = -1) -> None:
        self.at = at
        self.points: list[str] = []

    def __call__(self, point: str) -> None:
        self.points.append(point)
        if len(self.points) - 1 == self.at:
            raise PowerCut(point)


def settle(shop: Shop) -> TillView:
    """What the window does after a start: settle until nothing hangs, trying again when asked."""
    for _ in range(6):
        view = look.view(shop.counter)
        if view.pending is not None and view.pending.stage is PendingStage.REFUSED:
            pay.try_again(shop.counter)
        try:
            view = pay.carry_out(shop.counter)
        except (SaleError, DeviceError):
            continue
        if view.pending is None and not view.errand:
            return view
    raise AssertionError(f"nothing settles: {look.view(shop.counter)}")


def agree(shop: Shop) -> None:
    """Journal, derived tables, register and terminal tell the same story."""
    assert shop.faults() == []
    facts, report = shop.facts(), Report()
    against_register(report, documents(facts), shop.registrar)
    against_terminal(report, facts, shop.terminal.operations(), set())
    assert report.conclude().ok, report
    assert report.pending == []
    current = look.view(shop.counter).shift
    if current is not None:
        assert current.drawer == Money(shop.registrar.cash)
        assert (current.sale_cash, current.sale_card) == (
            Money(shop.registrar.totals["sale_cash"]),
            Money(shop.registrar.totals["sale_electronic"]),
        )


def charged(shop: Shop) -> int:
    """Kopecks by card in the register's receipts of this shift."""
    totals = shop.registrar.totals
    return totals["sale_electronic"] - totals["return_electronic"]


@pytest.mark.parametrize("story", STORIES)
def test_power_may_go_between_any_two_steps(story: str, tmp_path: Path, template: Path) -> None:
    points = _clean_run(story, tmp_path / "clean", template)
    assert points.count("before commit") >= 2
    for number, point in enumerate(points):
        with closing(Shop(tmp_path / f"cut-{number}", template)) as shop:
            _cut_and_go_on(shop, story, number, point)


def _cut_and_go_on(shop: Shop, story: str, number: int, point: str) -> None:
    before, cut_short = STORIES[story]
    before(shop)
    receipts = len(shop.registrar.of_kind(DocumentKind.RECEIPT))
    shop.watch = Cutter(number)
    with pytest.raises(PowerCut, match=point):
        cut_short(shop)
    shop.watch = _unseen
    shop.reopen()
    kept = _goods_on_disk(shop)
    view = settle(shop)
    agree(shop)
    made = len(shop.registrar.of_kind(DocumentKind.RECEIPT)) - receipts
    if story == "return":  # with nothing given back it is chosen anew
        assert made == (shop.terminal.balance < 3 * 9490)
    else:
        assert made == (0 if story in NO_RECEIPT or view.basket.lines or not kept else 1)
    assert charged(shop) == shop.terminal.balance
    _once_more(shop)


def _goods_on_disk(shop: Shop) -> int:
    """Lines of baskets that are open or being paid, and of the sale closed last."""
    with shop.reader() as db:
        return len(db.query("SELECT * FROM basket_lines"))


def _clean_run(story: str, folder: Path, template: Path) -> list[str]:
    with closing(Shop(folder, template)) as shop:
        before, whole = STORIES[story]
        before(shop)
        shop.watch = cutter = Cutter()
        whole(shop)
        shop.watch = _unseen
        agree(shop)
    return cutter.points


def _once_more(shop: Shop) -> None:
    """The till goes on: a shift is open or opens, what is in the basket or a new good sells."""
    if look.view(shop.counter).shift is None:
        shop.begin_day(fund=shop.registrar.cash)
    if not look.view(shop.counter).basket.lines:
        shop.scan(MILK)
    pay.begin(shop.counter, Plan())
    pay.carry_out(shop.counter)
    shift.close_shift(shop.counter)
    agree(shop)


@pytest.mark.parametrize("story", ["mixed sale", "return", "reversal"])
def test_power_may_go_again_while_settling(story: str, tmp_path: Path, template: Path) -> None:
    """First right after the bank moved money, then at any point of what follows."""
    second, again = 0, True
    while again:
        with closing(Shop(tmp_path / f"twice-{second}", template)) as shop:
            again = _cut_twice(shop, story, second)
        second += 1
    assert second > 4


def _cut_twice(shop: Shop, story: str, second: int) -> bool:
    """Whether the settling was long enough to be cut there."""
    before, cut_short = STORIES[story]
    before(shop)
    shop.watch = _cut_after_the_bank
    with pytest.raises(PowerCut):
        cut_short(shop)
    shop.watch = _unseen
    shop.reopen()
    shop.watch = cutter = Cutter(second)
    with suppress(PowerCut):
        settle(shop)
    shop.watch = _unseen
    shop.reopen()
    settle(shop)
    agree(shop)
    assert charged(shop) == shop.terminal.balance
    return len(cutter.points) > second


def _cut_after_the_bank(point: str) -> None:
    if point == "after terminal.run":
        raise PowerCut(point)


def _unseen(_point: str) -> None:
    """Power stays on."""
