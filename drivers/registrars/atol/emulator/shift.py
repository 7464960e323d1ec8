"""The shift and the money in the drawer."""

from __future__ import annotations

from drivers.contracts.receipt import Cashier
from drivers.emulation.drive import Document, Facts
from drivers.registrars.atol.emulator import drive, papers, told
from drivers.registrars.atol.emulator.failures import Failure, Why
from drivers.registrars.atol.emulator.machine import Handlers, Machine, Result
from drivers.registrars.atol.emulator.state import Totals
from drivers.registrars.atol.fields import Fields


def operator(task: Fields) -> Cashier:
    """Who does it."""
    person = task.inside("operator")
    return Cashier(person.text("name", "Кассир"), person.text("vatin"))


def finish(kkt: Machine, made: Document, *, electronically: bool) -> Result:
    """Print a document just made, and tell of it."""
    printed = electronically or kkt.printer.print(papers.document(kkt, made))
    if not printed:
        kkt.keep()
    receipts = sum(kkt.state.totals.receipts.values())
    return told.fiscal(made, kkt.state.plate, receipts, printed=printed)


def open_shift(kkt: Machine, task: Fields) -> Result:
    """openShift."""
    quiet = _quiet(kkt, task)
    state = kkt.state
    if state.shift_opened:
        raise Failure(Why.SHIFT_OPEN)
    state.shift, state.receipt_number, state.totals = state.shift + 1, 0, Totals()
    state.shift_opened = kkt.now().isoformat()
    try:
        facts = Facts(drive.SHIFT_OPEN, state.shift)
        made = kkt.register(facts, drive.shift_open(state, operator(task)))
    except Failure:
        state.shift, state.shift_opened = state.shift - 1, ""
        raise
    return finish(kkt, made, electronically=quiet)


def close_shift(kkt: Machine, task: Fields) -> Result:
    """closeShift; works in an expired shift too."""
    quiet = _quiet(kkt, task)
    state = kkt.state
    if not state.shift_opened:
        raise Failure(Why.SHIFT_CLOSED)
    opened, state.shift_opened = state.shift_opened, ""
    try:
        tags = drive.shift_close(state, kkt.documents, operator(task))
        made = kkt.register(Facts(drive.SHIFT_CLOSE, state.shift), tags)
    except Failure:
        state.shift_opened = opened
        raise
    return finish(kkt, made, electronically=quiet)


def cash_in(kkt: Machine, task: Fields) -> Result:
    """cashIn."""
    kopecks = _movable(kkt, task)
    totals = kkt.state.totals
    totals.ins, totals.cash_in = totals.ins + 1, totals.cash_in + kopecks
    return _moved(kkt, "ВНЕСЕНИЕ", kopecks)


def cash_out(kkt: Machine, task: Fields) -> Result:
    """cashOut."""
    kopecks = _movable(kkt, task)
    if kopecks > kkt.state.cash:
        raise Failure(Why.NOT_ENOUGH_CASH)
    totals = kkt.state.totals
    totals.outs, totals.cash_out = totals.outs + 1, totals.cash_out + kopecks
    return _moved(kkt, "ВЫПЛАТА", -kopecks)


def _movable(kkt: Machine, task: Fields) -> int:
    kkt.printer.need_paper()
    kkt.need_shift()
    kopecks = task.kopecks("cashSum")
    if not kopecks:
        raise Failure(Why.BAD_SUM)
    return kopecks


def _moved(kkt: Machine, title: str, kopecks: int) -> Result:
    kkt.state.cash += kopecks
    kkt.keep()
    kkt.printer.print([title, f"={papers.rub(abs(kopecks))}"])
    return {}


def _quiet(kkt: Machine, task: Fields) -> bool:
    quiet = task.flag("electronically")
    if not quiet:
        kkt.printer.need_paper()
    return quiet


HANDLERS: Handlers = {
    "openShift": open_shift,
    "closeShift": close_shift,
    "cashIn": cash_in,
    "cashOut": cash_out,
}
