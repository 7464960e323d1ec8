"""The printed form of each document (ffd: what a printed receipt must show)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from drivers.contracts.ffd import tlv
from drivers.contracts.ffd.tags import Tag
from drivers.emulation.drive import Document
from drivers.registrars.shtrih.emulator.printer import CUT, QR
from drivers.registrars.shtrih.emulator.state import Plate
from drivers.registrars.shtrih.words import (
    AGENTS,
    CAUSES,
    MEASURES,
    METHODS,
    OPERATIONS,
    RATES,
    SUBJECTS,
    TAX_LINES,
    TAX_SYSTEMS,
    TENDERS,
    TITLES,
    TOTALS,
    rub,
)

FAKE = "*** ЭМУЛЯТОР: НЕ ФИСКАЛЬНЫЙ ДОКУМЕНТ ***"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Paper of so many characters."""

    width: int = 48

    def pair(self, left: str, right: str) -> list[str]:
        """Left and right on one line, or on two where they do not fit."""
        space = self.width - len(left) - len(right)
        if space > 0:
            return [(left + " " * space + right).rstrip()]
        return [*self.wrap(left), right.rjust(self.width)]

    def centre(self, text: str) -> list[str]:
        """In the middle."""
        return [line.center(self.width).rstrip() for line in self.wrap(text)]

    def wrap(self, text: str) -> list[str]:
        """As many lines as it takes, none when there is nothing."""
        return [text[at : at + self.width] for at in range(0, len(text), self.width)]


def document(of: Document, plate: Plate, sheet: Sheet, cash_received: int = 0) -> list[str]:
    """The paper of any document of the drive."""
    tags = tlv.tree(bytes.fromhex(of.tlv))
    middle = {3: _receipt, 31: _correction, 5: _shift_close}.get(of.kind, _nothing)
    return [
        *_heading(of, plate, sheet),
        *middle(tags, sheet, cash_received),
        *_footing(of, tags, plate, sheet),
        CUT,
    ]


def plain(title: str, lines: Iterable[str], sheet: Sheet) -> list[str]:
    """A paper that is no document of the drive: X, cash in and out, a cancelled receipt."""
    return [*sheet.centre(FAKE), *sheet.centre(title), *lines, *sheet.centre(FAKE), CUT]


def totals(tags: dict[str, Any], sheet: Sheet) -> list[str]:
    """Totals of a shift, from the children of 1194."""
    lines = sheet.pair("ЧЕКОВ ЗА СМЕНУ", str(tags.get(str(Tag.ALL_RECEIPTS), 0)))
    for tag, name in TOTALS.items():
        if part := tags.get(str(tag)):
            lines += sheet.pair(f"{name}, ЧЕКОВ", str(_of(part, Tag.RECEIPTS)))
            lines += sheet.pair("  ИТОГО", f"={rub(_of(part, Tag.GRAND_TOTAL))}")
            lines += sheet.pair("  НАЛИЧНЫМИ", f"={rub(_of(part, Tag.TOTAL_CASH))}")
            lines += sheet.pair("  БЕЗНАЛИЧНЫМИ", f"={rub(_of(part, Tag.TOTAL_ELECTRONIC))}")
    return lines


def qr(of: Document, plate: Plate) -> str:
    """Tag 1196."""
    at = f"{of.moment:%Y%m%dT%H%M}"
    return f"t={at}&s={rub(of.total)}&fn={plate.fn}&i={of.fd}&fp={of.sign}&n={of.operation}"


def _heading(of: Document, plate: Plate, sheet: Sheet) -> list[str]:
    lines = [*sheet.centre(FAKE), *sheet.centre(plate.user), *sheet.centre(plate.address)]
    lines += sheet.centre(TITLES.get(of.kind, "ДОКУМЕНТ"))
    if of.operation:
        lines += sheet.centre(OPERATIONS[of.operation])
    if of.number:
        lines += sheet.pair(f"ЧЕК {of.number}", f"СМЕНА {of.shift}")
    elif of.shift:
        lines += sheet.pair("СМЕНА", str(of.shift))
    return lines


def _receipt(tags: dict[str, Any], sheet: Sheet, cash_received: int) -> list[str]:
    items = tags.get(str(Tag.ITEM), [])
    lines = [line for item in items for line in _item(item, sheet)]
    lines.append("-" * sheet.width)
    if items and (rounding := _gross(tags) - _of(tags, Tag.TOTAL)):
        lines += sheet.pair("ОКРУГЛЕНИЕ", f"={rub(rounding)}")
    lines += sheet.pair("ИТОГ", f"={rub(_of(tags, Tag.TOTAL))}")
    for tag, name in TENDERS.items():
        if kopecks := _of(tags, tag):
            lines += sheet.pair(name, f"={rub(kopecks)}")
    if cash_received > _of(tags, Tag.CASH):
        lines += sheet.pair("ПОЛУЧЕНО", f"={rub(cash_received)}")
        lines += sheet.pair("СДАЧА", f"={rub(cash_received - _of(tags, Tag.CASH))}")
    lines += _taxes(tags, sheet)
    lines += sheet.pair("СНО", TAX_SYSTEMS.get(_of(tags, Tag.TAX_SYSTEM), ""))
    lines += _buyer(tags, sheet)
    if note := tags.get(str(Tag.NOTE)):
        lines += sheet.pair("ДОП. РЕКВИЗИТ", str(note))
    if contact := tags.get(str(Tag.CONTACT)):
        lines += sheet.pair("ЭЛ.АДР.ПОКУПАТЕЛЯ", contact)
        lines += sheet.pair("ЭЛ.АДР.ОТПРАВИТЕЛЯ", tags.get(str(Tag.SENDER), ""))
    return lines


def _correction(tags: dict[str, Any], sheet: Sheet, cash_received: int) -> list[str]:
    ground = tags.get(str(Tag.CORRECTION_GROUND), {})
    lines = sheet.pair("ТИП КОРРЕКЦИИ", CAUSES[_of(tags, Tag.CORRECTION_CAUSE)])
    if name := ground.get(str(Tag.GROUND_NAME)):
        lines += sheet.wrap(f"ОСНОВАНИЕ {name}")
    day, number = str(ground.get(str(Tag.GROUND_DAY), ""))[:10], ground.get(str(Tag.GROUND_NUMBER))
    lines += sheet.pair("ДАТА ОСНОВАНИЯ", day)
    if number:
        lines += sheet.pair("НОМЕР ПРЕДПИСАНИЯ", str(number))
    return lines + _receipt(tags, sheet, cash_received)


def _gross(tags: dict[str, Any]) -> int:
    return sum(_of(item, Tag.AMOUNT) for item in tags[str(Tag.ITEM)])


def _item(item: dict[str, Any], sheet: Sheet) -> list[str]:
    name, measure = item[str(Tag.ITEM_NAME)], _measure(item)
    mark = " [M]" if item.keys() & {str(Tag.ITEM_CODE), str(Tag.ITEM_CODE_1_05)} else ""
    count = f"{item[str(Tag.QUANTITY)]} {measure} x {rub(_of(item, Tag.PRICE))}"
    lines = [] if name.startswith("//") else sheet.wrap(name + mark)
    lines += sheet.pair(f"  {count}", f"={rub(_of(item, Tag.AMOUNT))}")
    rate, tax = RATES[_of(item, Tag.VAT_RATE)], item.get(str(Tag.ITEM_VAT))
    lines += sheet.pair(f"  {rate}", f"={rub(tax)}" if tax is not None else "")
    signs = [METHODS.get(_of(item, Tag.METHOD)), SUBJECTS.get(_of(item, Tag.SUBJECT))]
    if inn := item.get(str(Tag.SUPPLIER_INN)):
        kind = AGENTS.get(_of(item, Tag.AGENT_KIND), "АГЕНТ")
        signs += [kind, f"ПОСТАВЩИК ИНН {inn}"]
    return lines + [f"  {sign}" for sign in signs if sign]


def _measure(item: dict[str, Any]) -> str:
    unit = item.get(str(Tag.UNIT))
    return str(unit) if unit else MEASURES.get(_of(item, Tag.MEASURE), "")


def _buyer(tags: dict[str, Any], sheet: Sheet) -> list[str]:
    who = tags.get(str(Tag.BUYER), tags)
    lines: list[str] = []
    for tag, name in ((Tag.BUYER_NAME, "ПОКУПАТЕЛЬ"), (Tag.BUYER_INN, "ИНН ПОКУПАТЕЛЯ")):
        if value := who.get(str(tag)):
            lines += sheet.pair(name, str(value))
    return lines


def _taxes(tags: dict[str, Any], sheet: Sheet) -> list[str]:
    lines: list[str] = []
    for tag, name in TAX_LINES.items():
        if kopecks := _of(tags, tag):
            lines += sheet.pair(name, f"={rub(kopecks)}")
    sums = tags.get(str(Tag.VAT_SUMS), {})
    for each in sums.get(str(Tag.VAT_SUM_ENTRY), []):
        name = f"СУММА {RATES[_of(each, Tag.VAT_RATE)]}"
        lines += sheet.pair(name, f"={rub(_of(each, Tag.VAT_SUM))}")
    return lines


def _shift_close(tags: dict[str, Any], sheet: Sheet, cash_received: int) -> list[str]:
    told = tags.get(str(Tag.SHIFT_TOTALS))  # FFD 1.05 has none of them
    lines = totals(told, sheet) if told else []
    lines += sheet.pair("ФД ЗА СМЕНУ", str(_of(tags, Tag.SHIFT_DOCUMENTS)))
    return lines + sheet.pair("НЕПЕРЕДАННЫХ ФД", str(_of(tags, Tag.UNSENT)))


def _nothing(tags: dict[str, Any], sheet: Sheet, cash_received: int) -> list[str]:
    return []


def _footing(of: Document, tags: dict[str, Any], plate: Plate, sheet: Sheet) -> list[str]:
    lines: list[str] = []
    if cashier := tags.get(str(Tag.CASHIER)):
        lines += sheet.pair("КАССИР", cashier)
    if inn := tags.get(str(Tag.CASHIER_INN)):
        lines += sheet.pair("ИНН КАССИРА", inn)
    lines += sheet.pair("МЕСТО РАСЧЕТОВ", plate.place)
    lines += sheet.pair(f"ЗН ККТ {plate.serial}", _stamp(of.moment))
    lines += sheet.pair("РН ККТ", plate.rnm)
    lines += sheet.pair(f"ИНН {plate.inn}", f"ФН {plate.fn}")
    lines += sheet.pair(f"ФД {of.fd}", f"ФП {of.sign:010d}")
    if of.operation:
        lines += [*sheet.pair("САЙТ ФНС", "www.nalog.gov.ru"), QR + qr(of, plate)]
    return [*lines, *sheet.centre(FAKE)]


def _stamp(moment: datetime) -> str:
    return f"{moment:%d.%m.%y %H:%M}"


def _of(tags: dict[str, Any], tag: Tag) -> int:
    value = tags.get(str(tag), 0)
    return value if isinstance(value, int) else 0
