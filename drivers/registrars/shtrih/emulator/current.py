"""The open receipt: begun, taken by its operator, added up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from drivers.contracts.ffd import codec
from drivers.contracts.ffd.tags import Tag
from drivers.registrars.shtrih.codes import Format
from drivers.registrars.shtrih.emulator.failures import Failure, Why
from drivers.registrars.shtrih.emulator.machine import Machine
from drivers.registrars.shtrih.emulator.state import Receipt

CHIEFS = (29, 30)  # administrators go on with anybody's receipt


# Tags that one version of FFD has and the other has not: of a document, and of an item.
OF_1_05 = frozenset({Tag.BUYER_NAME, Tag.BUYER_INN, Tag.GROUND_NAME, Tag.UNIT, Tag.ITEM_CODE_1_05})
OF_1_2 = frozenset({Tag.BUYER, Tag.MEASURE, Tag.ITEM_CODE, Tag.CODE_MODE, Tag.CODE_VERDICT, 1261})
NESTED_OF_1_2 = frozenset({Tag.BUYER})  # its children have the numbers they had by themselves


def begin(kkt: Machine, operator: int, operation: int, correction: bool = False) -> Receipt:
    """Begin a receipt where the shift allows one."""
    if not kkt.state.shift_opened:
        raise Failure(Why.SHIFT_CLOSED)
    if kkt.state.expired(kkt.now()):
        raise Failure(Why.SHIFT_EXPIRED)
    if kkt.state.begun:
        raise Failure(Why.MODE)
    kkt.state.receipt = Receipt(operation, operator, correction=correction)
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


def checked_tags(kkt: Machine, data: bytes) -> bytes:
    """TLV as it came, if the formats have it so and it is not longer than the drive takes."""
    if len(data) > 250:
        raise Failure(Why.TLV_TOO_LARGE)
    entries = codec.decode(data)  # BadFrame is answered with "wrong parameters"
    strange = OF_1_2 if kkt.plate.ffd < Format.V1_2 else OF_1_05
    if any(tag in strange for tag in _tags(entries)):
        raise Failure(Why.BAD_PARAMETERS)
    return data


def _tags(entries: Iterable[codec.Entry]) -> Iterator[int]:
    for tag, value in entries:
        yield tag
        if isinstance(value, tuple) and tag not in NESTED_OF_1_2:
            yield from _tags(value)
