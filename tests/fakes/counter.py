"""A desk without disk or devices: a small working till in memory, for the window's tests."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from inventory.domain.catalogue import Item
from inventory.values.money import ZERO, Money
from inventory.values.quantity import Quantity, Unit
from inventory.values.vat import VatRate
from pos.domain import contact, typed
from pos.domain.basket import EMPTY, Basket, BasketState
from pos.domain.customer import with_customer
from pos.domain.people import OWNER, User
from pos.domain.views import (
    FinishedView,
    ParkedView,
    PendingStage,
    PendingView,
    Plan,
    ShiftView,
    ShopView,
    TillView,
)
from pos.errors import CodeNotFound, NotEnoughPaid, WeightNeeded

AT = datetime(2026, 11, 24, 11, 32, tzinfo=UTC)


def item(code: str, name: str, kopecks: int, unit: Unit = Unit.PIECE) -> Item:
    """A good for a test."""
    vat = VatRate.VAT_22
    return Item(
        item=f"i{code}",
        article=code,
        name=name,
        unit=unit,
        vat=vat,
        price=Money(kopecks),
        code=code,
    )


GOODS = (
    item("2900000000018", "Молоко «Заречное» 2,5 % 930 мл", 9490),
    item("2900000000025", "Хлеб бородинский нарезка 400 г", 5700),
    item("2900000000032", "Яблоки Гала, вес", 14900, Unit.KILOGRAM),
    item("2900000000049", "Сыр Российский 50 % 200 г", 21900),
    item("2900000000056", "Кофе зерновой Арабика 1 кг, подарочная упаковка с кружкой", 159000),
    item("2900000000063", "Вода питьевая негазированная 5 л", 7900),
    item("2900000000070", "Пакет-майка", 800),
    item("ABC-123", "Чай чёрный крупнолистовой 100 г", 18900),
)

SHOP = ShopView("Продукты на Лесной", "7707083893", "Касса 2", "Europe/Moscow", 1)
ANNA = User("u1", "Анна К.", "owner", OWNER, 10_000)


def shift() -> ShiftView:
    """An open shift with some figures."""
    return ShiftView(
        shift="s1",
        number=148,
        opened_at=AT,
        fund=Money(200_000),
        sales=56,
        returns=1,
        sale_cash=Money(1_040_000),
        sale_card=Money(2_000_000),
        return_cash=ZERO,
        return_card=ZERO,
        cash_in=ZERO,
        cash_out=ZERO,
    )


def millis(at: datetime) -> int:
    """A moment as baskets keep it."""
    return int(at.timestamp() * 1000)


def parked_view(basket: Basket, name: str, at: datetime = AT) -> ParkedView:
    """A basket as the list shows it."""
    goods = tuple(line.name for line in basket.lines)
    return ParkedView(basket.basket, name, at, basket.total, len(goods), goods[:3])


@dataclass
class FakeDesk:
    """Sells from GOODS. `carry` stands for what the devices do; by default all goes well."""

    state: TillView = field(default_factory=lambda: TillView(shop=SHOP, user=ANNA, shift=shift()))
    carry: Callable[[FakeDesk], None] = field(default=lambda desk: desk.finish())
    began: list[Plan] = field(default_factory=list)
    scans: list[tuple[str, bool]] = field(default_factory=list)
    pan: str = "none"  # state of the scales, and what they bear
    pan_grams: int = 0
    calls: list[str] = field(default_factory=list)
    aside: list[tuple[Basket, str]] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.gate.set()

    def view(self) -> TillView:
        return self.state

    def scan(self, text: str, *, scanned: bool) -> TillView:
        self.gate.wait(5)
        self.scans.append((text, scanned))
        entry = typed.Entry(text, None) if scanned else typed.entry(text)
        found = self._by_code(entry.code)
        return self._add(found, entry.thousandths)

    def add_item(self, item: str, thousandths: int | None) -> TillView:
        found = next((good for good in GOODS if good.item == item), None)
        if found is None:
            raise CodeNotFound(item)
        return self._add(found, thousandths)

    def price_of(self, text: str) -> Item:
        return self._by_code(typed.entry(text).code)

    def find_items(self, text: str) -> list[Item]:
        words = text.lower().split()
        return [good for good in GOODS if all(word in good.name.lower() for word in words)]

    def sell_by_price(self, price: str, name: str) -> TillView:
        self.calls.append(f"sell_by_price {price} {name}".strip())
        return self._add(item("", name or "Товар", typed.money(price).kopecks), None)

    def make_good(self, code: str, name: str, price: str, unit: Unit, vat: VatRate) -> TillView:
        self.calls.append(f"make_good {code} {name} {price} {unit.name} {vat.name}")
        made = replace(item(code, name, typed.money(price).kopecks, unit), vat=vat)
        return self._add(made, None)

    def park(self, name: str) -> TillView:
        parked = replace(self.state.basket.moved(BasketState.PARKED), parked_at=millis(AT))
        self.aside.append((parked, name))
        self._put(EMPTY)
        return self._count_parked()

    def parked(self) -> list[ParkedView]:
        return [parked_view(basket, name) for basket, name in self.aside]

    def recall(self, basket: str) -> TillView:
        found = next(kept for kept in self.aside if kept[0].basket == basket)
        self.aside.remove(found)
        self._put(found[0].moved(BasketState.OPEN))
        return self._count_parked()

    def _count_parked(self) -> TillView:
        self.state = replace(self.state, parked=len(self.aside))
        return self.state

    def set_quantity(self, line: int, text: str) -> TillView:
        unit = self.state.basket.line(line).quantity.unit
        return self._put(self.state.basket.with_quantity(line, typed.quantity(text, unit)))

    def set_price(self, line: int, text: str) -> TillView:
        return self._put(self.state.basket.with_price(line, typed.money(text)))

    def set_line_discount(self, line: int, text: str) -> TillView:
        return self._put(self.state.basket.with_line_discount(line, typed.percent(text)))

    def set_discount(self, text: str) -> TillView:
        return self._put(self.state.basket.with_discount(typed.percent(text)))

    def void_line(self, line: int) -> TillView:
        return self._put(self.state.basket.without(line))

    def cancel_basket(self) -> TillView:
        self.calls.append("cancel_basket")
        return self._put(EMPTY)

    def set_contact(self, text: str) -> TillView:
        return self._put(with_customer(self.state.basket, text, paperless=False))

    def toggle_paper(self) -> TillView:
        basket = self.state.basket
        return self._put(replace(basket, paperless=not basket.paperless))

    def begin(self, plan: Plan) -> TillView:
        basket = self.state.basket
        cash = basket.total - plan.card
        received = plan.received or cash
        if received < cash:
            raise NotEnoughPaid("less")
        self.began.append(plan)
        stage = PendingStage.CARD if plan.card else PendingStage.RECEIPT
        pending = PendingView(
            basket=basket,
            stage=stage,
            is_return=False,
            total=basket.total,
            received=received,
            change=received - cash,
            card=plan.card,
        )
        self.state = replace(self.state, basket=EMPTY, pending=pending)
        return self.state

    def try_again(self) -> TillView:
        self.calls.append("try_again")
        return self.stage(PendingStage.RECEIPT)

    def reverse_card(self) -> TillView:
        self.calls.append("reverse_card")
        return self.stage(PendingStage.REVERSING)

    def decide_card(self, *, moved: bool, pin: str, reason: str) -> TillView:
        self.calls.append(f"decide_card {moved} {pin} {reason}")
        if moved:
            return self.stage(PendingStage.RECEIPT)
        self.reopen()
        return self.state

    def carry_out(self) -> TillView:
        self.carry(self)
        return self.state

    # -- what devices and tests do ------------------------------------------------------

    def stage(self, stage: PendingStage, trouble: str = "") -> TillView:
        """The payment under way gets to another stage."""
        assert self.state.pending is not None
        pending = replace(self.state.pending, stage=stage, trouble=trouble)
        self.state = replace(self.state, pending=pending)
        return self.state

    def reopen(self) -> None:
        """Nothing was paid: the basket is open again."""
        assert self.state.pending is not None
        self.state = replace(self.state, basket=self.state.pending.basket, pending=None)

    def finish(self) -> None:
        """The register has made the receipt."""
        pending = self.state.pending
        if pending is None:
            return
        done = FinishedView(
            basket=pending.basket,
            number="0148-0057",
            is_return=pending.is_return,
            total=pending.total,
            received=pending.received,
            change=pending.change,
            card=pending.card,
            fd=18342,
            contact=contact.masked(pending.basket.contact),
            sale="x1",
        )
        self.state = replace(self.state, pending=None, finished=done)

    def _by_code(self, code: str) -> Item:
        for good in GOODS:
            if code in (good.code, good.article):
                return good
        raise CodeNotFound(code)

    def _add(self, found: Item, thousandths: int | None) -> TillView:
        if thousandths is None and found.unit.divisible:
            if not self.pan_grams:
                raise WeightNeeded(found.name, self.pan)
            thousandths = self.pan_grams
        quantity = Quantity(1000 if thousandths is None else thousandths, found.unit)
        basket = self.state.basket if self.state.basket.basket else self._new_basket()
        return self._put(basket.add(found, quantity, found.code))

    def _new_basket(self) -> Basket:
        begun = millis(AT - timedelta(minutes=130))
        return Basket(f"b{len(self.scans)}-{len(self.aside)}", begun_at=begun)

    def _put(self, basket: Basket) -> TillView:
        basket = basket if basket.lines else EMPTY
        self.state = replace(self.state, basket=basket, finished=None)
        return self.state
