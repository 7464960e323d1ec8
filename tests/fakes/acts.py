"""A counter of memory for the screens beside the selling page, and lanes that answer at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from drivers.contracts.registrar import (
    RegistrarSetup,
    RegistrarStatus,
    Registration,
    ShiftState,
)
from fiscal.usecases.condition import conditions
from fiscal.usecases.probe import Probe
from inventory.domain.catalogue import Item
from inventory.values.money import ZERO, Money, total
from inventory.values.quantity import Quantity
from pos.demo import content
from pos.domain.basket import Basket
from pos.domain.later import ClaimView
from pos.domain.people import MAX_DISCOUNT, ROLES, User
from pos.domain.views import SaleView, ShiftView, ShopView, SoldView, TillView
from pos.errors import NothingOwed, SaleUnknown, TooManyTries, WrongPin
from pos.usecases.correct import Wish
from pos.usecases.later import Wish as LaterWish

Answer = TypeVar("Answer")
MORNING = datetime(2026, 11, 24, 5, 2, tzinfo=UTC)
NOON = datetime(2026, 11, 24, 11, 32, tzinfo=UTC)


class NowLane:
    """Answers before `run` returns."""

    def run(
        self,
        call: Callable[[], Answer],
        *,
        done: Callable[[Answer], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Call it here and now."""
        try:
            answer = call()
        except Exception as error:
            if failed is None:
                raise
            failed(error)
            return
        if done is not None:
            done(answer)


class LateLane(NowLane):
    """Keeps calls until `go`."""

    def __init__(self) -> None:
        self._waiting: list[Callable[[], None]] = []

    def run(
        self,
        call: Callable[[], Answer],
        *,
        done: Callable[[Answer], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Keep it."""
        now = super().run
        self._waiting.append(lambda: now(call, done=done, failed=failed))

    @property
    def waiting(self) -> int:
        """How many calls are kept."""
        return len(self._waiting)

    def go(self) -> None:
        """Do all that was kept."""
        waiting, self._waiting = self._waiting, []
        for call in waiting:
            call()


def demo_shop() -> ShopView:
    """The shop of the demo."""
    shop = content.shop()
    return ShopView(shop.name, shop.inn, shop.till, shop.zone, shop.tax_system)


def milk_and_bread() -> Basket:
    """Two goods that lie in the open basket."""
    basket = Basket(basket="b1", begun_at=1)
    for article in ("11001", "12001"):
        good = next(good for good in content.goods() if good.article == article)
        basket = basket.add(_item(good), Quantity(1000, good.unit), good.article)
    return basket


def _item(good: content.Good) -> Item:
    return Item(
        item=good.article,
        article=good.article,
        name=good.name,
        unit=good.unit,
        vat=good.vat,
        price=good.price,
    )


def demo_user(role: str) -> User:
    """Its cashier, senior or owner."""
    person = next(person for person in content.people() if person.role == role)
    return User(person.user, person.name, role, ROLES[role], MAX_DISCOUNT[role])


def busy_shift() -> ShiftView:
    """A shift with a day's figures in it."""
    return ShiftView(
        shift="s148",
        number=148,
        opened_at=MORNING,
        fund=Money(500_000),
        sales=57,
        returns=2,
        sale_cash=Money(4_182_045),
        sale_card=Money(10_654_210),
        return_cash=Money(21_900),
        return_card=Money(94_900),
        cash_in=Money(100_000),
        cash_out=Money(2_000_000),
    )


def sold(number: int, article: str, thousandths: int, returned: int = 0) -> SoldView:
    """A line of a past sale of a demo good."""
    good = next(good for good in content.goods() if good.article == article)
    quantity = Quantity(thousandths, good.unit)
    return SoldView(
        line=number,
        name=good.name,
        quantity=quantity,
        returned=Quantity(returned, good.unit),
        price=good.price,
        amount=good.price.times(quantity),
        vat=good.vat,
    )


def sale_of(number: str, lines: tuple[SoldView, ...], cash: int = 0, minutes: int = 0) -> SaleView:
    """A past sale paid with so much cash (kopecks), the rest by card."""
    whole = total(line.amount for line in lines)
    back = total(line.price.times(line.returned) for line in lines)
    return SaleView(
        sale=f"sale-{number}",
        number=number,
        is_return=False,
        of_number="",
        at=NOON - timedelta(minutes=minutes),
        total=whole,
        cash=Money(cash),
        card=whole - Money(cash),
        returned=back,
        fd=18_342 - minutes,
        cashier="Анна К.",
        lines=lines,
    )


def a_days_sales() -> list[SaleView]:
    """Newest first: one partly returned, one wholly, one return among them."""
    first = (
        sold(1, "11001", 2000, 1000),
        sold(2, "12001", 1000),
        sold(3, "13026", 1284),
        sold(4, "17030", 1000),
        sold(5, "20034", 1000, 1000),
    )
    gone = sale_of("0148-0055", (sold(1, "17004", 2000, 2000),), 15_800, 14)
    back = replace(
        sale_of("0148-0056", (sold(1, "17004", 2000),), 15_800, 7),
        is_return=True,
        of_number="0148-0055",
    )
    more = [
        sale_of(
            f"0148-{number:04d}", (sold(1, f"11{number - 40:03d}", 1000),), 0, (57 - number) * 7
        )
        for number in range(54, 44, -1)
    ]
    return [sale_of("0148-0057", first, 20_000), back, gone, *more]


REGISTER_CLOCK = datetime(2026, 11, 24, 14, 32)  # noqa: DTZ001 — a register's clock has no zone
HEADER = ("ЛАВКА НА ЛЕСНОЙ", "Спасибо, что зашли!", "", "", "", "")


def a_register(**changes: object) -> Probe:
    """A register in order, but for those fields of its status; the clocks agree."""
    drive_until = datetime(2027, 12, 31)  # noqa: DTZ001 — the same
    status = RegistrarStatus(
        model="ШТРИХ-М-01Ф",
        serial="0000000000012345",
        firmware="2.5",
        fn="9999078900001234",
        ffd="1.2",
        shift=ShiftState.OPEN,
        shift_number=148,
        receipt_number=57,
        last_fd=18_342,
        document_open=False,
        paper=True,
        cover_open=False,
        printing=False,
        awaits_continue=False,
        drawer_open=None,
        cash=4_260_145,
        unsent=0,
        oldest_unsent=None,
        clock=REGISTER_CLOCK,
        inn="7707083893",
        rnm="0000000012345678",
        drive_until=drive_until,
    )
    status = replace(status, **changes)  # type: ignore[arg-type]  # fields by name
    entered = Registration(
        fd=1,
        at=None,
        rnm=status.rnm,
        inn=status.inn,
        user="ООО «Лавка»",
        address="Лесная, 5",
        place="магазин",
        tax_systems=1 | 32,
        ffd=status.ffd,
        ofd_name="Такском",
    )
    setup = RegistrarSetup(header=HEADER, footer=("",), cuts=True, width=48)
    return Probe(status, entered, setup, REGISTER_CLOCK, conditions(status, REGISTER_CLOCK))


@dataclass
class FakeActs:
    """One counter of memory. `trouble` is raised by the next errand; `wrong_tries` lock PINs."""

    now: TillView = field(default_factory=lambda: TillView(shop=demo_shop()))
    sales: list[SaleView] = field(default_factory=list)
    trouble: Exception | None = None
    wrong_tries: int = 0
    done: list[tuple[object, ...]] = field(default_factory=list)
    probe: Probe = field(default_factory=a_register)
    sends_only: bool = False
    owed: ClaimView | None = None

    def view(self) -> TillView:
        """How things stand."""
        return self.now

    def log_in(self, pin: str) -> TillView:
        """Three wrong tries lock it for 30 s."""
        person = next((person for person in content.people() if person.pin == pin), None)
        if self.wrong_tries >= 3:
            raise TooManyTries(30)
        if person is None:
            self.wrong_tries += 1
            raise WrongPin("nobody")
        return self._become(user=demo_user(person.role))

    def log_out(self) -> TillView:
        """Nobody is there."""
        return self._become(user=None)

    def open_shift(self, fund: Money) -> TillView:
        """A shift with that fund and nothing else."""
        self._errand("open_shift", fund)
        shift = replace(
            busy_shift(),
            fund=fund,
            sales=0,
            returns=0,
            sale_cash=ZERO,
            sale_card=ZERO,
            return_cash=ZERO,
            return_card=ZERO,
            cash_in=ZERO,
            cash_out=ZERO,
        )
        return self._become(shift=shift)

    def take_over_shift(self) -> TillView:
        """The register's shift, with what lay in the drawer."""
        self._errand("take_over_shift")
        return self._become(shift=busy_shift())

    def close_found_shift(self) -> TillView:
        """Taken over and closed."""
        self._errand("close_found_shift")
        return self._become(shift=None)

    def close_shift(self) -> TillView:
        """No shift any more."""
        self._errand("close_shift")
        return self._become(shift=None)

    def x_report(self) -> TillView:
        """Only noted."""
        self._errand("x_report")
        return self.now

    def move_cash(self, direction: str, amount: Money, reason: str) -> TillView:
        """The drawer changes."""
        self._errand("move_cash", direction, amount, reason)
        shift = self.now.shift
        assert shift is not None
        if direction == "in":
            return self._become(shift=replace(shift, cash_in=shift.cash_in + amount))
        return self._become(shift=replace(shift, cash_out=shift.cash_out + amount))

    def open_drawer(self, reason: str) -> TillView:
        """Only noted."""
        self._errand("open_drawer", reason)
        return self.now

    def recent_sales(self, text: str) -> list[SaleView]:
        """Those whose number ends so."""
        return [sale for sale in self.sales if sale.number.endswith(text)]

    def sale(self, sale: str) -> SaleView:
        """One of them."""
        return next(found for found in self.sales if found.sale == sale)

    def sale_by_number(self, text: str) -> SaleView:
        """By the FD number in a QR string, or by number."""
        for sale in self.sales:
            if f"i={sale.fd}" in text.split("&") or sale.number == text:
                return sale
        raise SaleUnknown(text)

    def begin_return(self, sale: str, back: Mapping[int, Quantity], reason: str) -> TillView:
        """Only noted."""
        self._errand("begin_return", sale, dict(back), reason)
        return self.now

    def print_copy(self, sale: str) -> None:
        """Only noted."""
        self._errand("print_copy", sale)

    def begin_correction(self, wish: Wish) -> TillView:
        """Only noted."""
        self._errand("begin_correction", wish)
        return self.now

    def claim(self, sale: str) -> ClaimView:
        """The one there is, if it is that sale's."""
        if self.owed is None or self.owed.sale != sale:
            raise NothingOwed(sale)
        return self.owed

    def begin_later(self, wish: LaterWish) -> TillView:
        """Only noted."""
        self._errand("begin_later", wish)
        return self.now

    def print_memo(self) -> None:
        """Only noted."""
        self._errand("print_memo")

    def register(self) -> Probe:
        """As it was set, asked again."""
        self._errand("register")
        return self.probe

    def set_header(self, lines: Sequence[str]) -> Probe:
        """Kept with empty places behind it."""
        self._errand("set_header", tuple(lines))
        assert self.probe.setup is not None
        empty = len(self.probe.setup.header) - len(lines)
        setup = replace(self.probe.setup, header=(*lines, *[""] * empty))
        self.probe = replace(self.probe, setup=setup)
        return self.probe

    def set_clock(self) -> Probe:
        """Both clocks the same."""
        self._errand("set_clock")
        status = replace(self.probe.status, clock=self.probe.till_clock)
        self.probe = replace(self.probe, status=status, conditions=())
        return self.probe

    def paperless(self) -> bool:
        """As it was set."""
        return self.sends_only

    def set_paperless(self, on: bool) -> None:
        """From now on."""
        self.sends_only = on

    def print_trial(self) -> None:
        """Only noted."""
        self._errand("print_trial")

    def _errand(self, *what: object) -> None:
        if self.trouble is not None:
            trouble, self.trouble = self.trouble, None
            raise trouble
        self.done.append(what)

    def _become(self, **changes: object) -> TillView:
        self.now = replace(self.now, **changes)  # type: ignore[arg-type]  # fields by name
        return self.now
