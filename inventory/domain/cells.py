"""What stands in a cell of a table of goods, read strictly: values out or the reason why not."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from inventory.codes import ean
from inventory.values.quantity import Unit
from inventory.values.vat import VatRate

NAME_LIMIT = 128  # tag 1030
GROUP_LIMIT = 255
_SEEN = 1 << 14  # cells that repeat: groups, units, rates, prices
CODE_LIMIT = 64
_CODE = re.compile(rf"[\x21-\x7e]{{1,{CODE_LIMIT}}}")
_ROUBLES = re.compile(r"(\d{1,9})(?:[.,](\d{1,2}))?", re.ASCII)
_KOPECKS = re.compile(r"\d{1,11}", re.ASCII)
_BETWEEN = re.compile(r"[\s,;|]+")
_NOUGHT = " 0.,\u00a0"
_SPACES = str.maketrans("", "", " \u00a0\u2009\u202f")

_UNITS = {
    **{str(unit.value): unit.value for unit in Unit},
    "": Unit.PIECE.value,
    "шт": Unit.PIECE.value,
    "pcs": Unit.PIECE.value,
    "г": Unit.GRAM.value,
    "g": Unit.GRAM.value,
    "кг": Unit.KILOGRAM.value,
    "kg": Unit.KILOGRAM.value,
    "м": Unit.METRE.value,
    "m": Unit.METRE.value,
    "м2": Unit.SQUARE_METRE.value,
    "мл": Unit.MILLILITRE.value,
    "ml": Unit.MILLILITRE.value,
    "л": Unit.LITRE.value,
    "l": Unit.LITRE.value,
    "час": Unit.HOUR.value,
}
_RATES = {str(rate.value): rate.value for rate in VatRate}
_PER_CENT = {
    "22": VatRate.VAT_22.value,
    "20": VatRate.VAT_20.value,
    "10": VatRate.VAT_10.value,
    "7": VatRate.VAT_7.value,
    "5": VatRate.VAT_5.value,
    "0": VatRate.VAT_0.value,
    "без ндс": VatRate.NONE.value,
    "нет": VatRate.NONE.value,
}


class BadCell(ValueError):
    """A cell that cannot be taken; the text is the reason."""


def name(text: str) -> str:
    """A name on one line, without what no printer prints."""
    shown = text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)
    clean = " ".join(shown.split())
    if not clean:
        raise BadCell("the name is empty")
    if len(clean) > NAME_LIMIT:
        raise BadCell(f"the name has {len(clean)} characters, a receipt takes {NAME_LIMIT}")
    return clean


@lru_cache(_SEEN)
def group(text: str) -> str:
    """A group of goods; may be empty."""
    return " ".join(text.split())[:GROUP_LIMIT]


@lru_cache(_SEEN)
def kopecks(text: str) -> int:
    """A price in whole kopecks."""
    if not _KOPECKS.fullmatch(text) or int(text) == 0:
        raise BadCell(f"{text!r} is no price in kopecks")
    return int(text)


@lru_cache(_SEEN)
def roubles(text: str) -> int:
    """Kopecks of "94,90" or "1 094"."""
    found = _ROUBLES.fullmatch(text.translate(_SPACES).removesuffix("₽"))
    price = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")) if found else 0
    if not price:
        raise BadCell(f"{text!r} is no price")
    return price


@lru_cache(_SEEN)
def vat(text: str) -> int:
    """A code of tag 1199."""
    if text not in _RATES:
        raise BadCell(f"{text!r} is no VAT code (1199); 11 is 22 %, 2 is 10 %, 6 is none")
    return _RATES[text]


@lru_cache(_SEEN)
def vat_per_cent(text: str) -> int:
    """A rate as people write it: 22%, 10, без НДС."""
    rate = text.strip().lower().removesuffix("%").strip()
    if rate not in _PER_CENT:
        raise BadCell(f"{text!r} is no VAT rate")
    return _PER_CENT[rate]


@lru_cache(_SEEN)
def unit(text: str) -> int:
    """A measure of quantity (2108); a piece where nothing stands."""
    known = _UNITS.get(text.strip().lower().rstrip("."))
    if known is None:
        raise BadCell(f"{text!r} is no unit")
    return known


def article(text: str) -> str:
    """The shop's own short code; may be empty."""
    clean = text.strip()
    if clean and not (len(clean) <= 64 and clean.isprintable()):
        raise BadCell(f"{clean[:70]!r} is no article")
    return clean


def cost_in(price: Callable[[str], int]) -> Callable[[str], int | None]:
    """Reads a purchase price written as that kind of price.

    An empty cell or a nought says nothing: programs write noughts for what they do not know.
    """
    return lambda text: price(text) if text.strip(_NOUGHT) else None


def codes(text: str) -> tuple[str, ...]:
    """Barcodes and PLUs with spaces, commas or semicolons between; EAN digits must check."""
    if not text:
        return ()
    if text.isascii() and text.isdigit():
        return (_checked_number(text),)
    return tuple(dict.fromkeys(_checked(code) for code in _BETWEEN.split(text.strip()) if code))


def _checked(code: str) -> str:
    if code.isascii() and code.isdigit():
        return _checked_number(code)
    if not _CODE.fullmatch(code):
        raise BadCell(f"{code[:70]!r} is no barcode")
    return code


def _checked_number(code: str) -> str:
    if len(code) in ean.LENGTHS:
        if not ean.checks(code):
            expected = ean.check_digit(code[:-1])
            raise BadCell(f"the check digit of {code} should be {expected}")
    elif len(code) > CODE_LIMIT:
        raise BadCell(f"{code[:70]!r} is no barcode")
    return code
