"""Paper, drawer, beeper and clock."""

from __future__ import annotations

from datetime import datetime

from drivers.registrars.shtrih.codes import Command, Submode
from drivers.registrars.shtrih.emulator import forms, papers
from drivers.registrars.shtrih.emulator.failures import Failure, Why
from drivers.registrars.shtrih.emulator.machine import Handler, Handlers, Machine
from drivers.registrars.shtrih.emulator.printer import CUT, QR
from drivers.registrars.shtrih.fields import TEXT, Fields
from drivers.registrars.shtrih.refusals import said

MOST_CODE = 64 * 64  # bytes of a two-dimensional code
BLOCK = 64
QR_KINDS = (3, 131)
FASTEST = 9  # code of a speed: 921600


def beep(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """13h."""
    return bytes([operator])


def set_exchange(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """14h: port, speed, timeout; kept, though no port here has a speed."""
    port, speed, timeout = fields.number(), fields.number(), fields.number()
    if speed > FASTEST:
        raise Failure(Why.BAD_PARAMETERS)
    kkt.state.tables[f"exchange.{port}"] = bytes([speed, timeout]).hex()
    kkt.change()
    return b""


def exchange_parameters(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """15h: as delivered 115200, 50 ms."""
    kept = kkt.state.tables.get(f"exchange.{fields.number()}")
    return bytes.fromhex(kept) if kept else bytes([6, 50])


def print_line(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """17h, 12h: flags, then text. Plain text begins with a warning of its own."""
    fields.raw(1)
    line = fields.text(fields.left)[: kkt.options.width]
    kkt.print([*(kkt.sheet.centre(forms.FAKE) if kkt.printer.at_top else []), line])
    return bytes([operator])


def print_font_line(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """2Fh: the one font there is."""
    fields.raw(1)
    return print_line(kkt, operator, fields)


def feed(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """29h."""
    fields.raw(1)
    kkt.print([""] * fields.number())
    return bytes([operator])


def cut(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """25h."""
    kkt.print([CUT])
    return bytes([operator])


def drawer(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """28h."""
    kkt.printer.kick_drawer()
    return bytes([operator])


def continue_print(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """B0h."""
    if kkt.printer.submode == Submode.PAPER_RAN_OUT:
        raise Failure(Why.NO_PAPER)
    if kkt.printer.submode != Submode.AWAITS_CONTINUE:
        raise Failure(Why.SUBMODE)
    kkt.printer.go_on()
    kkt.change()
    return bytes([operator])


def repeat(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """8Ch: the last document, marked as a copy."""
    if kkt.state.receipt:
        raise Failure(Why.RECEIPT_OPEN)
    if len(kkt.documents) < 2:  # the registration alone
        raise Failure(Why.NOTHING_TO_REPEAT)
    papers.copy(kkt, kkt.documents[-1])
    return bytes([operator])


def load_data(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """DDh: a block of the content of a two-dimensional code."""
    kind, at = fields.number(), fields.number() * BLOCK
    data = fields.raw(BLOCK)
    if kind or at + BLOCK > MOST_CODE:
        raise Failure(Why.BAD_PARAMETERS)
    kkt.loaded[at : at + BLOCK] = data
    return bytes([operator])


def print_code(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """DEh: QR is the only kind this printer has."""
    kind, size, first = fields.number(), fields.number(2), fields.number()
    _version, _, dot, _, correction, align = fields.raw(6)
    data = bytes(kkt.loaded[first * BLOCK :][:size])
    if kind not in QR_KINDS or len(data) < size or not size:
        raise Failure(Why.BAD_PARAMETERS)
    if not 3 <= dot <= 8 or correction > 3 or align > 2:
        raise Failure(Why.BAD_PARAMETERS)
    kkt.print([QR + data.decode("utf-8", "replace")])
    return bytes([operator])


def error_text(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """6Bh: what a code of error says."""
    return said(fields.number()).encode(TEXT, "replace")


def set_time(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """21h, while the shift is closed."""
    _settable(kkt)
    hour, minute, second = fields.raw(3)
    _shift_to(kkt, kkt.now().replace(hour=hour, minute=minute, second=second))
    return b""


def set_date(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """22h: it counts once 23h has confirmed it."""
    _settable(kkt)
    kkt.state.pending_date = _date(kkt, fields).isoformat()
    kkt.change()
    return b""


def confirm_date(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """23h."""
    if not kkt.state.pending_date:
        raise Failure(Why.MODE)
    date = _date(kkt, fields)
    if date.date() != datetime.fromisoformat(kkt.state.pending_date).date():
        raise Failure(Why.DATE_MISMATCH)
    kkt.state.pending_date = ""
    _shift_to(kkt, date)
    return b""


def _settable(kkt: Machine) -> None:
    if kkt.state.shift_opened:
        raise Failure(Why.SHIFT_OPEN)


def _date(kkt: Machine, fields: Fields) -> datetime:
    day, month, year = fields.raw(3)
    try:
        return kkt.now().replace(year=2000 + year, month=month, day=day)
    except ValueError:
        raise Failure(Why.BAD_DATE) from None


def _shift_to(kkt: Machine, moment: datetime) -> None:
    kkt.state.clock_shift_s += round((moment - kkt.now()).total_seconds())
    kkt.state.drift_s = 0  # What a person has set, the drive takes for the time too.
    kkt.change()


HANDLERS: Handlers = {
    Command.BEEP: Handler(beep),
    Command.WRITE_EXCHANGE: Handler(set_exchange),
    Command.READ_EXCHANGE: Handler(exchange_parameters),
    Command.PRINT_LINE: Handler(print_line, prints=True),
    Command.BOLD_LINE: Handler(print_line, prints=True),
    Command.PRINT_FONT_LINE: Handler(print_font_line, prints=True),
    Command.FEED: Handler(feed, prints=True),
    Command.CUT: Handler(cut, prints=True),
    Command.DRAWER: Handler(drawer),
    Command.CONTINUE_PRINT: Handler(continue_print),
    Command.REPEAT_DOCUMENT: Handler(repeat, prints=True),
    Command.ERROR_TEXT: Handler(error_text),
    Command.LOAD_DATA: Handler(load_data),
    Command.PRINT_CODE: Handler(print_code, prints=True),
    Command.SET_TIME: Handler(set_time),
    Command.SET_DATE: Handler(set_date),
    Command.CONFIRM_DATE: Handler(confirm_date),
}
