"""What the program wants, as tasks of the driver (JSON-задания, driver 10)."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from drivers.contracts.errors import Refused
from drivers.contracts.receipt import (
    Agent,
    Cashier,
    Correction,
    Operation,
    RegistrarLine,
    RegistrarReceipt,
)
from drivers.registrars.atol import words
from drivers.registrars.atol.exact import rubles, units
from drivers.registrars.atol.settings import Settings

Made = dict[str, Any]
K = TypeVar("K")
FFD_1_05, FFD_1_2 = "1.05", "1.2"
_PERCENT = {1: 20, 2: 10, 3: 20, 4: 10, 7: 5, 8: 7, 9: 5, 10: 7, 11: 22, 12: 22}
_COMES_IN = (Operation.SALE, Operation.PURCHASE_RETURN)


def plain(kind: str, **fields: object) -> Made:
    """A task of that type."""
    return {"type": kind, **fields}


def by_cashier(kind: str, person: Cashier) -> Made:
    """A shift's beginning or end."""
    return plain(kind, operator=_operator(person))


def cash(kind: str, kopecks: int) -> Made:
    """cashIn, cashOut."""
    return plain(kind, cashSum=rubles(kopecks))


def clock(moment: datetime, settings: Settings) -> Made:
    """setDateTime."""
    local = moment.replace(tzinfo=None, microsecond=0)
    told = local.isoformat() if settings.iso_clock else local.strftime(words.CLOCK)
    return plain("setDateTime", dateTime=told)


def text(lines: Iterable[str], qr: str) -> Made:
    """nonFiscal; a QR code under the lines."""
    items = [plain("text", text=line, wrap="chars") for line in lines]
    if qr:
        code = plain("barcode", barcode=qr, barcodeType="QR", scale=5, alignment="center")
        items.append(code)
    return plain("nonFiscal", items=items)


def receipt(wanted: RegistrarReceipt, settings: Settings, ffd: str) -> Made:
    """A receipt or a correction; `Refused` for what the register has no word for.

    A register of FFD 1.05 takes a correction by its totals, without items.
    """
    _check_rounding(wanted)
    kind = words.OPERATIONS[wanted.operation]
    made = plain(
        kind,
        taxationType=_word(words.TAX_SYSTEMS, wanted.tax_system, "tax system"),
        electronically=not wanted.is_printed,
        operator=_operator(wanted.cashier),
        payments=_payments(wanted, settings),
        total=rubles(wanted.total),
    )
    if client := _client(wanted):
        made["clientInfo"] = client
    if wanted.correction is not None:
        made |= _correction(kind, wanted.correction)
    if wanted.correction is not None and ffd == FFD_1_05:
        return made | {"taxes": _taxes(wanted.lines, settings)}
    return made | {"items": _items(wanted, settings, ffd)}


def _check_rounding(wanted: RegistrarReceipt) -> None:
    if not 0 <= wanted.rounding <= wanted.gross % 100:
        raise Refused(f"{wanted.gross} kopecks are not rounded by {wanted.rounding}")


def _operator(person: Cashier) -> Made:
    return {"name": person.name, **({"vatin": person.inn} if person.inn else {})}


def _client(wanted: RegistrarReceipt) -> Made:
    told = {"emailOrPhone": wanted.contact}
    if wanted.buyer is not None:
        told |= {"name": wanted.buyer.name, "vatin": wanted.buyer.inn}
    return {name: value for name, value in told.items() if value}


def _payments(wanted: RegistrarReceipt, settings: Settings) -> list[Made]:
    """Money taken in cash is told as it was handed over: the change is printed."""
    handed_over = wanted.cash_received if wanted.operation in _COMES_IN else 0
    sums = (
        handed_over or wanted.cash,
        wanted.electronic,
        wanted.prepaid,
        wanted.credit,
        wanted.provision,
    )
    told = [
        {"type": str(number) if settings.numeric_tenders else word, "sum": rubles(kopecks)}
        for number, (word, kopecks) in enumerate(zip(words.TENDERS, sums, strict=True))
        if kopecks
    ]
    # A receipt over nothing is paid with no cash.
    return told or [{"type": "0" if settings.numeric_tenders else "cash", "sum": rubles(0)}]


def _correction(kind: str, why: Correction) -> Made:
    made = {
        "type": kind + words.CORRECTION,
        "correctionType": words.CAUSES[why.cause],
        "correctionBaseDate": why.settled_on.strftime(words.DAY),
    }
    return made | ({"correctionBaseNumber": why.number} if why.number else {})


def _items(wanted: RegistrarReceipt, settings: Settings, ffd: str) -> list[Made]:
    items = [_position(line, wanted.operation, settings, ffd) for line in wanted.lines]
    if wanted.note:
        items.append(plain("additionalAttribute", value=wanted.note, print=True))
    return items


def _position(line: RegistrarLine, operation: Operation, settings: Settings, ffd: str) -> Made:
    made = plain(
        "position",
        name=line.name,
        price=rubles(line.price),
        quantity=units(line.quantity),
        amount=rubles(line.amount),
        department=settings.department,
        measurementUnit=_word(
            words.MEASURES if ffd == FFD_1_2 else words.MEASURES_1_05, line.measure, "measure"
        ),
        piece=line.measure == 0,
        paymentMethod=_word(words.METHODS, line.method, "method of settlement"),
        paymentObject=_word(words.SUBJECTS, line.subject, "subject of settlement"),
        tax={"type": _tax(line.vat, settings)},
    )
    if line.item_code:
        made |= _item_code(line, operation, ffd)
    return made | (_agent(line.agent, settings) if line.agent is not None else {})


def _item_code(line: RegistrarLine, operation: Operation, ffd: str) -> Made:
    code = b64encode(line.item_code.encode("ascii", "replace")).decode()
    if ffd != FFD_1_2:
        return {"markingCode": {"type": "other", "mark": code}}
    what = "Piece" if line.measure == 0 else "Dry"
    if operation in (Operation.SALE_RETURN, Operation.PURCHASE_RETURN):
        planned = f"item{what}Return"
    else:
        planned = "itemPieceSold" if line.measure == 0 else "itemDryForSale"
    told: Made = {"imcType": "auto", "imc": code, "itemEstimatedStatus": planned}
    return {"imcParams": told | {"imcModeProcessing": 0}}


def _agent(agent: Agent, settings: Settings) -> Made:
    kinds = [word for kind, word in words.AGENTS.items() if kind in agent.kind]
    prints = {"agentsPrint": settings.print_agents, "agentDataPrint": settings.print_agents}
    told: Made = {"agents": kinds} | prints
    paying = _given(operation=agent.operation, phones=list(agent.phones))
    transfer = _given(
        phones=list(agent.transfer_phones),
        name=agent.transfer_name,
        address=agent.transfer_address,
        vatin=agent.transfer_inn,
    )
    told |= _given(
        payingAgent=paying,
        receivePaymentsOperator=_given(phones=list(agent.operator_phones)),
        moneyTransferOperator=transfer,
    )
    supplier = _given(
        phones=list(agent.supplier_phones), name=agent.supplier_name, vatin=agent.supplier_inn
    )
    return {"agentInfo": told, "supplierInfo": supplier}


def _given(**values: object) -> Made:
    """What is not empty: absent fields are left out, never null."""
    return {name: value for name, value in values.items() if value}


def _taxes(lines: Iterable[RegistrarLine], settings: Settings) -> list[Made]:
    """Sums by rate for a correction without items; at 0 % and without VAT the turnover."""
    sums: dict[int, int] = {}
    for line in lines:
        rate = _PERCENT.get(line.vat)
        # Half up, in whole kopecks: the tax is inside the amount.
        tax = line.amount if rate is None else _inside(line.amount, rate)
        sums[line.vat] = sums.get(line.vat, 0) + tax
    return [{"type": _tax(code, settings), "sum": rubles(each)} for code, each in sums.items()]


def _inside(amount: int, rate: int) -> int:
    return (2 * amount * rate + 100 + rate) // (2 * (100 + rate))


def _tax(code: int, settings: Settings) -> str:
    table: Mapping[int, str] = words.VAT | {11: settings.vat22, 12: settings.vat122}
    return _word(table, code, "VAT code")


def _word(table: Mapping[K, str], key: K, what: str) -> str:
    if key not in table:
        raise Refused(f"the register has no word for {what} {key}")
    return table[key]
