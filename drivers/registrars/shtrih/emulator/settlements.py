"""The report on the state of settlements: FF37h, FF38h."""

from __future__ import annotations

from drivers.contracts.ffd import tlv
from drivers.contracts.ffd.tags import Tag
from drivers.emulation.drive import Facts
from drivers.registrars.shtrih.codes import Command
from drivers.registrars.shtrih.emulator import papers
from drivers.registrars.shtrih.emulator.failures import Failure, Why
from drivers.registrars.shtrih.emulator.machine import Handler, Handlers, Machine
from drivers.registrars.shtrih.emulator.tables import operator_name
from drivers.registrars.shtrih.fields import Fields, moment, number

STATE = 21


def begin(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """FF37h."""
    _may_report(kkt)
    kkt.state.begun, kkt.state.begun_tags = STATE, ""
    kkt.change()
    return b""


def report(kkt: Machine, operator: int, fields: Fields) -> bytes:
    """FF38h: how many documents the OFD does not have, and the day of the first."""
    _may_report(kkt)
    waiting = kkt.unsent()
    first = waiting[0] if waiting else None
    tags = [tlv.number(Tag.UNSENT, len(waiting), 4)]
    if first:
        tags += [
            tlv.number(Tag.FIRST_UNSENT, first.fd, 4),
            tlv.moment(Tag.FIRST_UNSENT_AT, first.moment),
        ]
    name = operator_name(kkt, operator)
    given = kkt.cashier_tags(bytes.fromhex(kkt.state.begun_tags), name)
    shift = kkt.state.shift if kkt.state.shift_opened else 0
    made = kkt.register(Facts(STATE, shift), [*tags, given])
    kkt.state.begun, kkt.state.begun_tags = 0, ""
    papers.document(kkt, made)
    day = moment(first.moment)[:3] if first else bytes(3)
    numbers = number(made.fd, 4) + number(made.sign, 4) + number(len(waiting), 4)
    return numbers + day + moment(made.moment)


def _may_report(kkt: Machine) -> None:
    if kkt.state.receipt:
        raise Failure(Why.RECEIPT_OPEN)
    if kkt.state.begun not in (0, STATE):
        raise Failure(Why.MODE)


HANDLERS: Handlers = {
    Command.BEGIN_STATE_REPORT: Handler(begin),
    Command.STATE_REPORT: Handler(report, prints=True),
}
