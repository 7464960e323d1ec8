"""What a disk lost before the office got it, the fiscal drive still has: sums and tenders."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from drivers.contracts.receipt import Operation
from drivers.contracts.registrar import (
    DocumentKind,
    FiscalRegistrar,
    FoundDocument,
    RegistrarStatus,
    ShiftState,
)
from pos.domain.views import ShiftView
from pos.usecases.verify import SEEN, SETTLEMENTS, documents, made_before
from sync.messages.facts import CashMoved, Fact, FiscalDocumentFound, FiscalMark, Tender

Told = tuple[FiscalDocumentFound, datetime]
COUNTED = "as the register counts"
_OUT = frozenset({Operation.SALE_RETURN, Operation.PURCHASE})


def beyond(registrar: FiscalRegistrar, known: Sequence[Fact]) -> list[FoundDocument]:
    """Receipts, openings and Z of the drive behind the last that facts speak of. Questions only.

    Of a drive that no fact knows these are all it holds.
    """
    status = registrar.status()
    ours = [one.fd for one in documents(known) if one.fn == status.fn]
    ours += [fd for fn, fd in made_before(known) if fn == status.fn]
    asked = range(max(ours, default=0) + 1, status.last_fd + 1)
    found = (registrar.document(fd) for fd in asked)
    return [one for one in found if one is not None and one.kind in SEEN]


def lost_cash(
    status: RegistrarStatus, shift: ShiftView | None, new_id: Callable[[], str]
) -> CashMoved | None:
    """Cash put in or taken out that no fact tells of, by what the register counts in the drawer.

    Such a move is no fiscal document. Only where the same shift is open on both sides.
    """
    if shift is None or status.shift is ShiftState.CLOSED or shift.number != status.shift_number:
        return None
    lacks = status.cash - shift.drawer.kopecks
    if not lacks:
        return None
    return CashMoved(
        move=new_id(),
        shift=shift.shift,
        user="",
        direction="in" if lacks > 0 else "out",
        amount=abs(lacks),
        reason=COUNTED,
    )


class Teller:
    """Makes facts of found documents, in the drive's order."""

    def __init__(
        self, status: RegistrarStatus, shift: ShiftView | None, zone: str, new_id: Callable[[], str]
    ) -> None:
        """`shift` is the one that the till has open; `zone` that of the register's clock."""
        self._status, self._zone, self._new_id = status, ZoneInfo(zone), new_id
        self._shift = shift.shift if shift else ""
        self._fund = shift.fund.kopecks if shift else 0
        self._drawer = shift.drawer.kopecks if shift else 0

    def tell(self, found: Sequence[FoundDocument], now: datetime) -> Iterator[Told]:
        """Each with its moment by the register's clock, `now` where the drive tells none."""
        for n, one in enumerate(found):
            if one.kind is DocumentKind.SHIFT_OPEN:
                self._open(found[n + 1 :])
            self._drawer += _cash(one)
            at = one.at.replace(tzinfo=self._zone).astimezone(UTC) if one.at else now
            yield self._fact(one), at
            if one.kind is DocumentKind.SHIFT_CLOSE:
                self._shift, self._fund, self._drawer = "", 0, 0

    def _open(self, behind: Sequence[FoundDocument]) -> None:
        """A shift begins. What lay in the drawer is not told: the register's counter, less what
        came in since, where that shift is still open."""
        self._shift = self._new_id()
        ends = any(one.kind is DocumentKind.SHIFT_CLOSE for one in behind)
        is_open = not ends and self._status.shift is not ShiftState.CLOSED
        self._fund = self._status.cash - sum(map(_cash, behind)) if is_open else 0
        self._drawer = self._fund

    def _fact(self, one: FoundDocument) -> FiscalDocumentFound:
        is_receipt = one.kind in SETTLEMENTS
        return FiscalDocumentFound(
            document=self._new_id(),
            shift=self._shift,
            number=f"{one.shift:04}-{one.number:04}" if is_receipt else str(one.shift),
            kind=int(one.kind),
            operation=one.operation,
            total=one.total,
            tenders=tuple(_tenders(one)) if is_receipt else (),
            vat={str(code): kopecks for code, kopecks in sorted(one.vat.items())},
            fiscal=self._mark(one),
            fund=0 if is_receipt else self._fund,
            drawer=self._drawer if one.kind is DocumentKind.SHIFT_CLOSE else 0,
        )

    def _mark(self, one: FoundDocument) -> FiscalMark:
        return FiscalMark(
            registrar=self._status.serial,
            fn=self._status.fn,
            fd=one.fd,
            sign=one.sign,
            at=one.at.isoformat() if one.at else "",
            shift=one.shift,
            number=one.number,
        )


def _tenders(one: FoundDocument) -> Iterable[Tender]:
    told = {"cash": one.cash or 0, "card": one.electronic or 0}
    told["other"] = one.total - sum(told.values())
    return (Tender(kind=kind, amount=amount) for kind, amount in told.items() if amount)


def _cash(one: FoundDocument) -> int:
    """Kopecks that came into the drawer; less than zero went out."""
    cash = one.cash or 0
    return -cash if one.operation in _OUT else cash
