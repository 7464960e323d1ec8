"""A till made of facts: what the office's tests push."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import UNSET

from inventory.values.money import Money
from inventory.values.quantity import Quantity, Unit
from inventory.values.vat import VatRate
from sync.journal.rows import BEGINNING, GENESIS, Mark, begin_row, mark, next_row, uuid7
from sync.messages import facts as f
from sync.messages.feed import ItemChanged, UserChanged
from sync.messages.wire import Row

ZONE = "Europe/Moscow"
FISCAL = f.FiscalMark(registrar="1", fn="9999078900012345", fd=1, sign=1, at="", shift=1)

_GOODS = (
    ("Молоко «Простоквашино» 3,2 %, 930 мл", "Молочное", 0, 2, 9490),
    ("Хлеб «Бородинский» нарезка, 400 г", "Хлеб", 0, 2, 5890),
    ("Яблоки «Гренни Смит»", "Овощи и фрукты", 11, 2, 17990),
    ("Сыр «Российский» 50 %", "Молочное", 11, 2, 89900),
    ("Кофе «Жокей» молотый, 250 г", "Бакалея", 0, 11, 36990),
    ("Шоколад «Алёнка», 90 г", "Сладкое", 0, 11, 10990),
    ("Вода «Святой источник» 1,5 л", "Напитки", 0, 11, 5990),
    ("Колбаса «Докторская», 400 г", "Мясо", 0, 2, 32990),
    ("Бананы", "Овощи и фрукты", 11, 2, 13990),
    ("Пакет-майка", "Прочее", 0, 11, 890),
    ("Печенье «Юбилейное» традиционное, 313 г", "Сладкое", 0, 11, 13490),
    ("Масло сливочное 82,5 %, 180 г", "Молочное", 0, 2, 21990),
)
GOODS = [
    ItemChanged(
        item=f"item-{n}",
        article=str(n),
        name=name,
        unit=unit,
        vat=vat,
        price=price,
        group=group,
        codes=(f"46000000000{n:02d}",),
    )
    for n, (name, group, unit, vat, price) in enumerate(_GOODS, 1)
]
PEOPLE = [
    UserChanged(
        user="anna", name="Анна Лебедева", role="senior", pin_hash="-", max_discount=3000,
        rights=("discount", "price", "void", "cancel", "return", "cash", "drawer", "x", "shift"),
    ),
    UserChanged(
        user="ivan", name="Иван Крылов", role="cashier", pin_hash="-", max_discount=500,
        rights=("discount", "void", "cancel", "return", "cash", "shift"),
    ),
    UserChanged(
        user="vera", name="Вера Соколова", role="owner", pin_hash="-", max_discount=10000
    ),
]  # fmt: skip


def moment(text: str, zone: str = ZONE) -> int:
    """Milliseconds of UTC of a local time like "2026-11-24 14:32"."""
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp()) * 1000


def sold_line(n: int, good: ItemChanged, thousandths: int, discount: int = 0) -> f.SoldLine:
    """A line of a sale; `discount` in 1/100 of a per cent."""
    whole = Money(good.price)
    price = whole - whole.share(discount)
    amount = price.times(Quantity(thousandths, Unit(good.unit)))
    return f.SoldLine(
        line=n,
        basket_line=n,
        item=good.item,
        code=good.codes[0],
        name=good.name,
        unit=good.unit,
        quantity=thousandths,
        list_price=good.price,
        price=price.kopecks,
        amount=amount.kopecks,
        vat=good.vat,
    )


def vat_sums(lines: tuple[f.SoldLine, ...]) -> dict[str, int]:
    """VAT per line, half up, summed by rate."""
    sums: dict[str, int] = {}
    for line in lines:
        tax = VatRate(line.vat).tax_in(Money(line.amount)).kopecks
        sums[str(line.vat)] = sums.get(str(line.vat), 0) + tax
    return sums


@dataclass
class Till:
    """Writes a journal; every method appends a fact and returns it."""

    at: int = field(default_factory=lambda: moment("2026-11-24 08:00"))
    rows: list[Row] = field(default_factory=list)
    facts: list[f.Fact] = field(default_factory=list)
    shift: str = ""
    shift_number: int = 147
    receipts: int = 0
    fund: int = 0
    _random: random.Random = field(default_factory=lambda: random.Random(7))  # noqa: S311 — data

    def __post_init__(self) -> None:
        self.begin_epoch(1)

    def begin_epoch(self, epoch: int, parent: Mark = BEGINNING) -> None:
        """The first row of an epoch, behind that parent."""
        fact = f.EpochBegan(till="till", reason="new" if epoch == 1 else "restored")
        prev = parent.hash if parent.epoch else GENESIS
        self.rows.append(
            begin_row(epoch, 1, prev, uuid7(self.at), "EpochBegan", 1, self.at, 180, f.encode(fact))
        )
        self.facts.append(fact)

    def put(self, fact: f.Fact) -> Row:
        """Append any fact."""
        return self.put_bytes(type(fact).__name__, fact.version, f.encode(fact), fact)

    def put_bytes(self, kind: str, version: int, body: bytes, fact: f.Fact | None = None) -> Row:
        """Append bytes as they are."""
        row = next_row(
            mark(self.rows[-1]),
            fact=uuid7(self.at),
            kind=kind,
            version=version,
            at=self.at,
            offset=180,
            body=body,
        )
        self.rows.append(row)
        if fact is not None:
            self.facts.append(fact)
        return row

    def make_good(self, item: str = "made-1", code: str = "4601234567893") -> f.GoodMade:
        """The cashier makes a good of a code that no good has."""
        fact = f.GoodMade(
            item=item, code=code, name="Oat cookies", unit=0, vat=2, price=12_990, user="anna"
        )
        self.put(fact)
        return fact

    def open_shift(self, fund: int = 500000, user: str = "anna") -> f.ShiftOpened:
        self.shift, self.shift_number = uuid7(self.at), self.shift_number + 1
        self.fund, self.receipts = fund, 0
        fact = f.ShiftOpened(
            shift=self.shift, number=self.shift_number, user=user, fund=fund, fiscal=FISCAL
        )
        self.put(fact)
        return fact

    def sell(
        self,
        *lines: f.SoldLine,
        cash: int | None = None,
        user: str = "anna",
        operation: int = 1,
        discount: int = 0,
        rounding: int = 0,
    ) -> f.SaleClosed:
        """Sell; what is not cash is paid by card. `cash=None` is all cash."""
        self.receipts += 1
        total = sum(line.amount for line in lines) - rounding
        by_cash = total if cash is None else cash
        tenders = ((("cash", by_cash),) if by_cash else ()) + (
            (("card", total - by_cash),) if total - by_cash else ()
        )
        fact = f.SaleClosed(
            sale=uuid7(self.at),
            number=f"{self.shift_number:04d}-{self.receipts:04d}",
            shift=self.shift,
            user=user,
            lines=lines,
            tenders=tuple(f.Tender(kind=kind, amount=amount) for kind, amount in tenders),
            total=total,
            discount=discount,
            received=by_cash,
            change=0,
            vat=vat_sums(lines),
            tax_system=1,
            fiscal=FISCAL,
            operation=operation,
            rounding=rounding or UNSET,
        )
        self.put(fact)
        return fact

    def take_back(self, sale: f.SaleClosed, *, without_receipt: bool = False) -> f.SaleReturned:
        """Return the first line of a sale, to the tender the sale began with."""
        self.receipts += 1
        line = sale.lines[0]
        fact = f.SaleReturned(
            sale=uuid7(self.at),
            number=f"{self.shift_number:04d}-{self.receipts:04d}",
            of_sale="" if without_receipt else sale.sale,
            of_number="" if without_receipt else sale.number,
            shift=self.shift,
            user=sale.user,
            lines=(line,),
            tenders=(f.Tender(kind=sale.tenders[0].kind, amount=line.amount),),
            total=line.amount,
            vat=vat_sums((line,)),
            tax_system=1,
            fiscal=FISCAL,
        )
        self.put(fact)
        return fact

    def move(self, direction: str, amount: int, user: str = "anna") -> f.CashMoved:
        fact = f.CashMoved(
            move=uuid7(self.at),
            shift=self.shift,
            user=user,
            direction=direction,
            amount=amount,
            reason="",
        )
        self.put(fact)
        return fact

    def close_shift(self, drawer: int, registrar: dict[str, int] | None = None) -> f.ShiftClosed:
        """End the shift; own figures but the drawer are zero unless they are counters asked for."""
        counters: dict[str, Any] = dict.fromkeys(_COUNTED, 0)
        fact = f.ShiftClosed(
            shift=self.shift,
            number=self.shift_number,
            user="anna",
            fund=self.fund,
            drawer=drawer,
            registrar={"cash": drawer} if registrar is None else registrar,
            fiscal=FISCAL,
            **counters,
        )
        self.put(fact)
        return fact

    def trade(self, day: str, receipts: int, last_hour: int = 20, scale: float = 1) -> None:
        """A lively day of receipts with a rush in the afternoon, a few returns and discounts."""
        chance = self._random
        self.at = moment(f"{day} 08:00")
        self.open_shift()
        rush = (2, 3, 4, 6, 7, 9, 10, 9, 8, 9, 6, 4, 2)
        hours = sorted(chance.choices(range(8, 21), rush, k=receipts))
        for hour in (hour for hour in hours if hour <= last_hour):
            self.at = moment(f"{day} {hour:02d}:00") + chance.randrange(3_000_000)
            user = "anna" if hour < 15 else "ivan"
            picked = chance.sample(GOODS, chance.randint(1, 6))
            cut = 500 if chance.random() < 0.12 else 0
            lines = tuple(
                sold_line(n, good, _amount(chance, good, scale), cut)
                for n, good in enumerate(picked, 1)
            )
            full = tuple(
                sold_line(n, good, line.quantity)
                for n, (good, line) in enumerate(zip(picked, lines, strict=True), 1)
            )
            discount = sum(one.amount for one in full) - sum(one.amount for one in lines)
            cash = None if chance.random() < 0.36 else 0
            sale = self.sell(*lines, cash=cash, user=user, discount=discount)
            if chance.random() < 0.02:
                self.take_back(sale)


_COUNTED = {
    "sales", "returns", "sale_cash", "sale_card", "return_cash", "return_card", "cash_in",
    "cash_out",
}  # fmt: skip


def _amount(chance: random.Random, good: ItemChanged, scale: float) -> int:
    if good.unit == Unit.KILOGRAM:
        return chance.randint(180, 1600)
    return 1000 * max(1, round(chance.choice((1, 1, 1, 2, 3)) * scale))
