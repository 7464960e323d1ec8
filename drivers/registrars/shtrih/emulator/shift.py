"""The shift and the money in the drawer: opening, X, Z, cash in and out."""

from __future__ import annotations

from drivers.contracts.ffd import tlv
from drivers.emulation.drive import Document, Facts
from drivers.registrars.shtrih.codes import Command, MoneyRegister, OperationRegister
from drivers.registrars.shtrih.emulator import drive, forms, papers
from drivers.registrars.shtrih.emulator.failures import Failure, Why
from drivers.registrars.shtrih.emulator.machine import Handler, Handlers, Machine
from drivers.registrars.shtrih.emulator.tables import operator_name
from drivers.registrars.shtrih.fields import Fields, moment, number
from drivers.registrars.shtrih.words import rub

OPEN, CLOSE = 2, 5


def begin_opening(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """FF41h."""
    _may_open(kkt)
    return _begin(kkt, OPEN)


def begin_closing(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """FF42h."""
    _may_close(kkt)
    return _begin(kkt, CLOSE)


def open_in_drive(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """FF0Bh."""
    return _numbers(_open(kkt, operator))


def open_shift(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """E0h."""
    _open(kkt, operator)
    return bytes([operator])


def close_in_drive(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """FF43h."""
    return _numbers(_close(kkt, operator))


def z_report(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """41h."""
    _close(kkt, operator)
    return bytes([operator])


def x_report(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """40h: changes nothing but the number of X reports."""
    if kkt.state.receipt:
        raise Failure(Why.RECEIPT_OPEN)
    kkt.state.count(OperationRegister.X_REPORTS)
    kkt.state.next_paper()
    of_shift = [each for each in kkt.documents if each.shift == kkt.state.shift]
    tags = tlv.tree(b"".join(drive.shift_totals(of_shift if kkt.state.shift_opened else [])))
    cash = kkt.state.money.get(MoneyRegister.CASH, 0)
    lines = [
        *kkt.sheet.pair("СМЕНА", str(kkt.state.shift)),
        *forms.totals(tags, kkt.sheet),
        *kkt.sheet.pair("ВНЕСЕНИЙ", f"={rub(kkt.state.money.get(242, 0))}"),
        *kkt.sheet.pair("ВЫПЛАТ", f"={rub(kkt.state.money.get(243, 0))}"),
        *kkt.sheet.pair("НАЛИЧНЫЕ В КАССЕ", f"={rub(cash)}"),
    ]
    papers.plain(kkt, "СУТОЧНЫЙ ОТЧЕТ БЕЗ ГАШЕНИЯ", lines)
    kkt.change()
    return bytes([operator])


def cash_in(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """50h."""
    kopecks = _movable(kkt, fields)
    kkt.state.add_money(MoneyRegister.CASH_IN, kopecks)
    return _moved(kkt, operator, kopecks, "ВНЕСЕНИЕ", OperationRegister.SHIFT_CASH_INS)


def cash_out(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """51h."""
    kopecks = _movable(kkt, fields)
    if kopecks > kkt.state.money.get(MoneyRegister.CASH, 0):
        raise Failure(Why.NOT_ENOUGH_CASH)
    kkt.state.add_money(MoneyRegister.CASH_OUT, kopecks)
    return _moved(kkt, operator, -kopecks, "ВЫПЛАТА", OperationRegister.SHIFT_CASH_OUTS)


def parameters(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """FF40h."""
    opened = int(bool(kkt.state.shift_opened))
    return bytes([opened]) + number(kkt.state.shift, 2) + number(kkt.state.receipt_number, 2)


def _begin(kkt: Machine, kind: int) -> bytes:
    kkt.state.begun, kkt.state.begun_tags = kind, ""
    kkt.change()
    return b""


def _may_open(kkt: Machine) -> None:
    if kkt.state.shift_opened:
        raise Failure(Why.SHIFT_OPEN)
    if kkt.state.begun not in (0, OPEN):
        raise Failure(Why.MODE)


def _may_close(kkt: Machine) -> None:
    if kkt.state.receipt:
        raise Failure(Why.RECEIPT_OPEN)
    if not kkt.state.shift_opened:
        raise Failure(Why.SHIFT_CLOSED)
    if kkt.state.begun not in (0, CLOSE):
        raise Failure(Why.MODE)


def _open(kkt: Machine, operator: int) -> Document:
    _may_open(kkt)
    state = kkt.state
    given = _given(kkt, operator)
    state.shift += 1
    state.receipt_number = 0
    made = kkt.register(Facts(OPEN, state.shift), [*drive.shift_open(state), given])
    state.shift_opened = made.at
    papers.document(kkt, made)
    return made


def _close(kkt: Machine, operator: int) -> Document:
    _may_close(kkt)
    state = kkt.state
    given = _given(kkt, operator)
    own = drive.shift_close(state, kkt.documents, len(kkt.documents) + 1)
    made = kkt.register(Facts(CLOSE, state.shift), [*own, given])
    state.shift_opened = ""
    state.receipt_number = 0
    state.clear_shift()
    papers.document(kkt, made)
    return made


def _given(kkt: Machine, operator: int) -> bytes:
    given = kkt.cashier_tags(bytes.fromhex(kkt.state.begun_tags), operator_name(kkt, operator))
    kkt.state.begun, kkt.state.begun_tags = 0, ""
    return given


def _numbers(made: Document) -> bytes:
    return number(made.shift, 2) + number(made.fd, 4) + number(made.sign, 4) + moment(made.moment)


def _movable(kkt: Machine, fields: Fields) -> int:
    kopecks = fields.number(5)
    if kkt.state.receipt:
        raise Failure(Why.RECEIPT_OPEN)
    if not kkt.state.shift_opened:
        raise Failure(Why.SHIFT_CLOSED)
    if not kopecks:
        raise Failure(Why.BAD_PARAMETERS)
    return kopecks


def _moved(
    kkt: Machine, operator: int, kopecks: int, title: str, register: OperationRegister
) -> bytes:
    state = kkt.state
    state.add_money(MoneyRegister.CASH, kopecks)
    state.count(register)
    # The running numbers stand two registers further and outlive the shift.
    state.count(OperationRegister(register + 2))
    paper = state.next_paper()
    kkt.change(durable=True)
    lines = kkt.sheet.pair(f"№ {paper} {kkt.now():%d.%m.%y %H:%M}", f"={rub(abs(kopecks))}")
    papers.plain(kkt, title, lines)
    return bytes([operator]) + number(paper % 0x10000, 2)


HANDLERS: Handlers = {
    Command.BEGIN_SHIFT_OPEN: Handler(begin_opening),
    Command.BEGIN_SHIFT_CLOSE: Handler(begin_closing),
    Command.OPEN_SHIFT_IN_DRIVE: Handler(open_in_drive, prints=True),
    Command.OPEN_SHIFT: Handler(open_shift, prints=True),
    Command.CLOSE_SHIFT: Handler(close_in_drive, prints=True),
    Command.Z_REPORT: Handler(z_report, prints=True),
    Command.X_REPORT: Handler(x_report, prints=True),
    Command.CASH_IN: Handler(cash_in, prints=True),
    Command.CASH_OUT: Handler(cash_out, prints=True),
    Command.SHIFT_PARAMETERS: Handler(parameters),
}
