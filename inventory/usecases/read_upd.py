"""Read an УПД, formats 5.01 to 5.03 (приказы ФНС ММВ-7-15/820@ and ЕД-7-26/970@), as a delivery.

Prices in an УПД are without VAT and may have eleven digits behind the point; what is paid is
СтТовУчНал, the sum of a line with its tax, and the purchase price is made of that.
"""

from __future__ import annotations

from collections.abc import Iterator

from inventory.domain import cells, paper
from inventory.domain.cells import BadCell
from inventory.domain.delivery import Delivery, DeliveryRow
from inventory.domain.imported import Refused
from inventory.errors import UnreadableGoods
from inventory.usecases.read_delivery import Given, document
from inventory.usecases.xml import Element, parse
from inventory.values.money import Money
from inventory.values.quantity import Unit
from inventory.values.vat import VatRate

SELLERS_TITLE = "1115131"  # КНД; 1115132 is the buyer's answer
HANDS_OVER = ("СЧФДОП", "ДОП")  # СЧФ alone is an invoice: it moves no goods
ROUBLE = "643"
_OKEI = {
    "796": Unit.PIECE,
    "163": Unit.GRAM,
    "166": Unit.KILOGRAM,
    "006": Unit.METRE,
    "055": Unit.SQUARE_METRE,
    "111": Unit.MILLILITRE,
    "112": Unit.LITRE,
    "356": Unit.HOUR,
}
_BARCODE = {"штрихкод", "штрих-код", "barcode", "ean", "ean13", "gtin"}


def read_upd(content: bytes, given: Given) -> Delivery:
    """The seller's document in that file; raises UnreadableGoods."""
    upd = parse(content).at("Документ")
    _need_handing_over(upd)
    rows: list[DeliveryRow] = []
    refused: list[Refused] = []
    for number, line in enumerate(upd.at("ТаблСчФакт").all("СведТов"), 1):
        row = int(line.get("НомСтр")) if line.get("НомСтр").isdecimal() else number
        try:
            rows.append(_line(row, line))
        except BadCell as bad:
            refused.append(Refused(row, str(bad)))
    return document(_head(upd.at("СвСчФакт")), rows, refused, given)


def _need_handing_over(upd: Element) -> None:
    if upd.get("КНД") != SELLERS_TITLE:
        raise UnreadableGoods("no УПД of a seller: КНД is not 1115131")
    if upd.get("Функция") not in HANDS_OVER:
        raise UnreadableGoods(
            f"Функция is {upd.get('Функция')!r}: an invoice alone hands no goods over"
        )
    head = upd.at("СвСчФакт")
    currency = head.get("КодОКВ") or head.at("ДенИзм").get("КодОКВ")  # 5.01 or later
    if currency not in ("", ROUBLE):
        raise UnreadableGoods(f"the document is in currency {currency}, not in roubles")


def _head(head: Element) -> tuple[str, str, str, str]:
    seller = head.at("СвПрод", "ИдСв")
    company, person = seller.at("СвЮЛУч"), seller.at("СвИП")
    names = person.at("ФИО")
    name = company.get("НаимОрг") or " ".join(
        ["ИП", *(names.get(part) for part in ("Фамилия", "Имя", "Отчество"))]
    )
    inn = company.get("ИННЮЛ") or person.get("ИННФЛ")
    number = head.get("НомерДок") or head.get("НомерСчФ")  # 5.01 names them otherwise
    return name, inn, number, head.get("ДатаДок") or head.get("ДатаСчФ")


def _line(number: int, line: Element) -> DeliveryRow:
    name = paper.words(line.get("НаимТов"), paper.LONGEST)
    try:
        unit = line.get("ОКЕИ_Тов")
        return DeliveryRow(
            number,
            tuple(dict.fromkeys(code for code in _codes(line) if code)),
            name,
            _OKEI.get(unit, Unit.OTHER) if unit else None,
            paper.thousandths(line.get("КолТов")),
            paper.possible(paper.roubles(line.get("СтТовУчНал"))),
            VatRate(cells.vat_per_cent(line.get("НалСт"))),
            _tax(line),
        )
    except BadCell as bad:
        raise BadCell(f"«{name}»: {bad}") from None


def _codes(line: Element) -> Iterator[str]:
    more = line.at("ДопСведТов")
    yield more.get("ГТИН").strip()
    for told in line.all("ИнфПолФХЖ2"):
        if told.get("Идентиф").strip().lower() in _BARCODE:
            yield told.get("Значен").strip()
    yield more.get("КодТов").strip()
    yield more.get("АртикулТов").strip()


def _tax(line: Element) -> Money | None:
    told = line.at("СумНал", "СумНал").text.strip()
    return paper.roubles(told) if told else None
