"""What can be asked of a till by a command, whether it runs or not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from inventory.domain.delivery import Delivery
from inventory.values.money import Money
from pos.domain.views import TillView
from pos.errors import BadFile, ShiftFound
from pos.usecases import shift
from pos.usecases.counter import Counter
from pos.usecases.look import view
from pos.usecases.replay import replay
from sync.journal.rows import Mark
from sync.messages.facts import SaleClosed, SaleReturned, decode

Params = Mapping[str, str]
Emit = Callable[[bytes], None]
OK, FAILED = 0, 1


def run(counter: Counter, name: str, params: Params, emit: Emit) -> int:
    """Carry a command out; each JSON line goes to `emit`. Raises SaleError, DeviceError."""
    return COMMANDS[name](counter, params, emit)


def _shift(counter: Counter, params: Params, emit: Emit) -> int:
    emit(msgspec.json.encode(_shift_answer(_shift_done(counter, params))))
    return OK


def _shift_done(counter: Counter, params: Params) -> TillView:
    """`taken` speaks of a shift that the register has open and the till has not."""
    action, taken = params["action"], bool(params.get("taken"))
    if action == "open":
        fund = params.get("fund", "")
        wanted = Money(int(fund)) if fund else None
        return shift.take_over(counter) if taken else shift.open_shift(counter, wanted)
    if action == "close":
        return shift.close_found(counter) if taken else shift.close_shift(counter)
    return shift.x_report(counter)


def _shift_answer(after: TillView) -> dict[str, object]:
    now = after.shift
    figures: dict[str, object] = {"ok": True, "open": now is not None}
    if now is not None:
        figures |= {
            "number": now.number,
            "opened_at": now.opened_at.isoformat(),
            "sales": now.sales,
            "returns": now.returns,
            "revenue_kop": now.revenue.kopecks,
            "drawer_kop": now.drawer.kopecks,
        }
    return figures


def _replay(counter: Counter, params: Params, emit: Emit) -> int:
    path = Path(params["file"])
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise BadFile(f"{path} cannot be read: {error.strerror}") from error
    if view(counter).shift is None:
        _begin_shift(counter)
    done = 0
    for answer in replay(counter, lines, LastDeal(counter)):
        emit(msgspec.json.encode(answer))
        done += answer.status == "done"
    return OK if done == len(lines) else FAILED


def _begin_shift(counter: Counter) -> None:
    """A shift that the register has open is gone on with, unless it has expired."""
    try:
        shift.open_shift(counter, None)
    except ShiftFound as found:
        if found.expired:
            raise
        shift.take_over(counter)


class LastDeal:
    """The fact of the deal closed since it was asked last."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter
        self._seen = self._head()

    def __call__(self) -> SaleClosed | SaleReturned | None:
        """The newest of them, None when there is none."""
        found: SaleClosed | SaleReturned | None = None
        with self._counter.till.work() as work:
            for row in work.rows_after(self._seen):
                fact = decode(row.kind, row.version, row.body)
                if isinstance(fact, SaleClosed | SaleReturned):
                    found = fact
            self._seen = work.head()
        return found

    def _head(self) -> Mark:
        with self._counter.till.work() as work:
            return work.head()


def _receive(counter: Counter, params: Params, emit: Emit) -> int:
    from pos.usecases.receive import receive

    delivery = msgspec.json.decode(params["delivery"], type=Delivery)
    done = receive(counter, delivery)
    answer = {
        "posted": bool(done.delivery),
        "delivery": done.delivery,
        "supplier": delivery.supplier.name,
        "number": delivery.number,
        "date": delivery.day.isoformat(),
        "lines": done.lines,
        "total_kop": done.total.kopecks,
        "refused": [{"row": one.row, "why": one.why} for one in done.refused],
    }
    emit(msgspec.json.encode(answer))
    return OK if done.delivery else FAILED


COMMANDS: dict[str, Callable[[Counter, Params, Emit], int]] = {
    "receive": _receive,
    "shift": _shift,
    "replay": _replay,
}
