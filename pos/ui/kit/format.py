"""Amounts and moments as people read them. No Qt here."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from inventory.values.money import Money
from inventory.values.quantity import Quantity, Unit
from pos.ui.kit.words import Words

THIN = "\u202f"  # narrow no-break space between thousands and before a unit
MINUS = "\u2212"
TIMES = "\u00d7"


class Format:
    """Numbers of one language: comma or point, thin spaces, kopecks always two."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self.point = "," if words.language == "ru" else "."

    def money(self, amount: Money) -> str:
        """`2 582,62`; kopecks always two."""
        roubles, kopecks = divmod(abs(amount.kopecks), 100)
        sign = MINUS if amount.kopecks < 0 else ""
        return f"{sign}{grouped(roubles)}{self.point}{kopecks:02d}"

    def roubles(self, amount: Money) -> str:
        """`2 600` when there are no kopecks, else as money."""
        if amount.kopecks % 100:
            return self.money(amount)
        return self.money(amount)[: -len(",00")]

    def number(self, quantity: Quantity) -> str:
        """`3` of pieces, `1,284` of a divisible unit (three digits)."""
        whole, part = divmod(abs(quantity.thousandths), 1000)
        sign = MINUS if quantity.thousandths < 0 else ""
        if not part and not quantity.unit.divisible:
            return sign + grouped(whole)
        return f"{sign}{grouped(whole)}{self.point}{part:03d}"

    def quantity(self, quantity: Quantity) -> str:
        """As number, with the unit when it is not pieces: `1,284 кг`."""
        if quantity.unit is Unit.PIECE:
            return self.number(quantity)
        return f"{self.number(quantity)}{THIN}{self.unit(quantity.unit)}"

    def unit(self, unit: Unit) -> str:
        """The short name of a unit."""
        return self._words(f"kit.unit.{unit.name.lower()}")

    def percent(self, hundredths: int) -> str:
        """`10 %`, `7,5 %` (English `7.5%`) from 1/100 of a per cent."""
        whole, part = divmod(hundredths, 100)
        tail = f"{self.point}{part:02d}".rstrip("0") if part else ""
        space = THIN if self._words.language == "ru" else ""
        return f"{whole}{tail}{space}%"

    def time(self, moment: datetime, zone: str) -> str:
        """`14:32` on the shop's clock."""
        return f"{moment.astimezone(ZoneInfo(zone)):%H:%M}"

    def date(self, moment: datetime, zone: str) -> str:
        """`24.11.2026` or `24 Nov 2026` on the shop's calendar."""
        day = moment.astimezone(ZoneInfo(zone))
        if self._words.language == "ru":
            return f"{day:%d.%m.%Y}"
        return f"{day.day} {_month(day)} {day.year}"

    def moment(self, moment: datetime, zone: str) -> str:
        """Date and time."""
        return f"{self.date(moment, zone)} {self.time(moment, zone)}"

    def short(self, moment: datetime, zone: str) -> str:
        """Day, month and time, where the year goes without saying."""
        day = moment.astimezone(ZoneInfo(zone))
        date = f"{day:%d.%m}" if self._words.language == "ru" else f"{day.day} {_month(day)}"
        return f"{date} {day:%H:%M}"

    def age(self, passed: timedelta) -> str:
        """`2 ч 10 мин`, `3 дня`: as much as matters; nothing is less than a minute."""
        minutes = max(1, int(passed.total_seconds()) // 60)
        hours, rest = divmod(minutes, 60)
        if hours >= 48:
            return self._words("kit.age.days", n=hours // 24)
        if not hours:
            return self._words("kit.age.minutes", m=minutes)
        return self._words("kit.age.hours", h=hours, m=rest)


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _month(day: datetime) -> str:
    return _MONTHS[day.month - 1]


def grouped(number: int) -> str:
    """Thousands apart by a narrow space."""
    return f"{number:,}".replace(",", THIN)
