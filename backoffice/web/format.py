"""Amounts, quantities and moments as people read them."""

from __future__ import annotations

from datetime import date, datetime

from markupsafe import Markup

THIN = "\u202f"  # narrow no-break space, between thousands
SPACE = "\u00a0"  # no-break space, before a sign or a unit
MINUS = "\u2212"


def grouped(number: int) -> str:
    """A whole number with a thin space between thousands: 12 345."""
    return f"{abs(number):,}".replace(",", THIN)


def amount(kopecks: int, point: str = ",") -> str:
    """Roubles with two kopecks: 1 234,50."""
    sign = MINUS if kopecks < 0 else ""
    roubles, rest = divmod(abs(kopecks), 100)
    return f"{sign}{grouped(roubles)}{point}{rest:02d}"


def money(kopecks: int, point: str = ",") -> str:
    """The same with the sign of the rouble: 1 234,50 ₽."""
    return f"{amount(kopecks, point)}{SPACE}₽"


def big_money(kopecks: int, point: str = ",") -> Markup:
    """The same with kopecks set smaller, for headline figures."""
    whole, _, rest = amount(kopecks, point).partition(point)
    return Markup('{}<span class="kop">{}{}</span>{}₽').format(whole, point, rest, THIN)


def typed_money(kopecks: int, point: str = ",") -> str:
    """As it is typed into a field: 94,90."""
    roubles, rest = divmod(kopecks, 100)
    return f"{roubles}{point}{rest:02d}"


def quantity(thousandths: int, point: str = ",") -> str:
    """Without needless zeros: 3, 1,284, 0,5."""
    sign = MINUS if thousandths < 0 else ""
    whole, rest = divmod(abs(thousandths), 1000)
    tail = f"{rest:03d}".rstrip("0")
    return f"{sign}{grouped(whole)}{point if tail else ''}{tail}"


def percent(tenths: int, point: str = ",") -> str:
    """A change with its sign, one digit: +4,1 %."""
    sign = "+" if tenths > 0 else MINUS if tenths < 0 else "±"
    whole, rest = divmod(abs(tenths), 10)
    return f"{sign}{grouped(whole)}{point}{rest}{SPACE}%"


def part(tenths: int, point: str = ",") -> str:
    """A part of a whole, one digit: 24,1 %."""
    return percent(tenths, point).lstrip("+±")


def clock_time(moment: datetime) -> str:
    """Hours and minutes: 14:32."""
    return f"{moment:%H:%M}"


def iso(day: date) -> str:
    """For addresses and date fields."""
    return day.isoformat()


def page_number(text: str) -> int:
    """Which page of a list is asked for; the first one for anything else."""
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 7 and int(text) else 1
