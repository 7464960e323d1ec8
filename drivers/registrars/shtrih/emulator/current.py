"""The open receipt: begun, taken by its operator, added up."""

from __future__ import annotations

from drivers.contracts.ffd import tlv
from drivers.registrars.shtrih.emulator.failures import Failure, Why
from drivers.registrars.shtrih.emulator.machine import Machine
from drivers.registrars.shtrih.emulator.state import Receipt

CHIEFS = (29, 30)  # administrators go on with anybody's receipt


def begin(kkt: Machine, operator: int, operation: int) -> Receipt:
    """Begin a receipt where the shift allows one."""
    if not kkt.state.shift_opened:
        raise Failure(Why.SHIFT_CLOSED)
    if kkt.state.expired(kkt.now()):
        raise Failure(Why.SHIFT_EXPIRED)
    if kkt.state.begun:
        raise Failure(Why.MODE)
    kkt.state.receipt = Receipt(operation, operator)
    return kkt.state.receipt


def opened(kkt: Machine, operator: int) -> Receipt:
    """The open receipt, if this operator may touch it."""
    receipt = kkt.state.receipt
    if receipt is None:
        raise Failure(Why.MODE)
    if operator not in (receipt.operator, *CHIEFS):
        raise Failure(Why.OTHER_OPERATOR)
    return receipt


def total(kkt: Machine) -> int:
    """Kopecks so far."""
    return sum(line.amount for line in kkt.lines)


def checked_tags(data: bytes) -> bytes:
    """TLV as it came, if it is one and not longer than the drive takes."""
    if len(data) > 250:
        raise Failure(Why.TLV_TOO_LARGE)
    list(tlv.split(data))  # BadFrame is answered with "wrong parameters"
    return data
