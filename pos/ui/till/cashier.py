"""Between the page and the use-cases: sends calls down the lanes, brings views home."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from drivers.contracts.errors import DeviceError
from inventory.domain.catalogue import Item
from inventory.values.quantity import Unit
from inventory.values.vat import VatRate
from pos.domain import typed
from pos.domain.views import PendingStage, PendingView, Plan, TillView
from pos.errors import (
    BadInput,
    CardStands,
    DiskFull,
    FolderReadOnly,
    JournalUnreadable,
    SaleError,
    WeightNeeded,
)
from pos.ui.kit.lane import Lane
from pos.ui.kit.trouble import Situation
from pos.ui.till.port import Desk

LOOK_MS = 350  # while devices work, to show card → receipt → done
RETRY_MS = 3000  # while an outcome is unknown, or the disk takes nothing
UNKNOWN = frozenset({PendingStage.CARD_UNKNOWN, PendingStage.RECEIPT_UNKNOWN})
OF_DISK = DiskFull | FolderReadOnly | JournalUnreadable


class Cashier(QObject):
    """Keeps the view fresh. Everything here runs on the GUI thread and never waits."""

    viewed = Signal(TillView)
    failed = Signal(Exception, Situation)
    added = Signal()
    did = Signal()  # a change was made: older troubles are over
    found = Signal(str, list)
    priced = Signal(Item)
    parked = Signal(list)
    recalled = Signal(TillView)
    weight_needed = Signal(str, object)  # the good's name; a callable that takes the typed weight

    def __init__(
        self, desk: Desk, lane: Lane, errands: Lane, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.desk, self._lane, self._errands = desk, lane, errands
        self.view = TillView()
        self._waiting = 0
        self._carrying = False
        self._quiet_retry = False
        self._disk_failed = False
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self.refresh)
        self._retry = QTimer(self, interval=RETRY_MS, singleShot=True)
        self._retry.timeout.connect(self._settle_quietly)

    @property
    def waiting(self) -> bool:
        """Whether a change is still on its way to disk: the total may not be the last word."""
        return self._waiting > 0

    @property
    def settled(self) -> bool:
        """Whether nothing hangs between bank, register and disk."""
        return self.view.pending is None and not self.view.errand and not self._carrying

    def refresh(self) -> None:
        """Ask for the view; no device is asked."""
        self._lane.run(self.desk.view, done=self._show)

    def start(self) -> None:
        """The first view; what was unfinished when the program ended is settled now."""
        self._lane.run(self.desk.view, done=self._started)

    def scan(self, text: str, *, scanned: bool) -> None:
        """A code, scanned or typed."""

        def again(weight: str) -> None:
            if weight:
                self.scan(f"{weight}*{text}", scanned=False)
            else:  # what the scales bear by now
                self.scan(text, scanned=scanned)

        self._add(lambda: self.desk.scan(text, scanned=scanned), again)

    def add_item(self, item: str, thousandths: int | None) -> None:
        """A good from a quick key or the search."""

        def again(weight: str) -> None:
            try:
                self.add_item(item, typed.thousandths(weight) if weight else None)
            except BadInput as error:
                self.failed.emit(error, Situation.SELLING)

        self._add(lambda: self.desk.add_item(item, thousandths), again)

    def change(
        self, call: Callable[[], TillView], situation: Situation = Situation.SELLING
    ) -> None:
        """Any other change of the basket."""
        self._run(call, self._changed, lambda error: self._refuse(error, situation))

    def find(self, text: str) -> None:
        """Search goods by name; answers with `found`."""
        self._lane.run(
            lambda: self.desk.find_items(text),
            done=lambda items: self.found.emit(text, items),
            failed=lambda error: self._refuse(error, Situation.SELLING),
        )

    def list_parked(self) -> None:
        """What was put aside; answers with `parked`."""
        self._lane.run(
            self.desk.parked,
            done=self.parked.emit,
            failed=lambda error: self._refuse(error, Situation.SELLING),
        )

    def recall(self, basket: str) -> None:
        """Take up what was put aside; answers with `recalled`."""

        def done(view: TillView) -> None:
            self._changed(view)
            self.recalled.emit(view)

        refuse = partial(self._refuse, situation=Situation.SELLING)
        self._run(lambda: self.desk.recall(basket), done, refuse)

    def sell_by_price(self, price: str, name: str) -> None:
        """A good that the catalogue does not know."""

        def again(weight: str) -> None:
            self.sell_by_price(price, name)

        self._add(lambda: self.desk.sell_by_price(price, name), again)

    def make_good(self, code: str, name: str, price: str, unit: Unit, vat: VatRate) -> None:
        """A good for a code that no good has; it is sold at once."""

        def again(weight: str) -> None:
            self.scan(f"{weight}*{code}" if weight else code, scanned=False)

        self._add(lambda: self.desk.make_good(code, name, price, unit, vat), again)

    def price(self, text: str) -> None:
        """Price check; answers with `priced`."""
        self._lane.run(
            lambda: self.desk.price_of(text),
            done=self.priced.emit,
            failed=lambda error: self._refuse(error, Situation.SELLING),
        )

    def pay(self, plan: Plan) -> None:
        """Commit how it is paid, then let the devices work."""
        situation = Situation.CARD if plan.card else Situation.RECEIPT
        self._pay(lambda: self.desk.begin(plan), situation)

    def try_again(self) -> None:
        """Card approved, receipt refused: the receipt once more."""
        self._pay(self.desk.try_again, Situation.RECEIPT)

    def reverse_card(self) -> None:
        """Card approved, receipt refused: the money goes back to the card."""
        self._pay(self.desk.reverse_card, Situation.CARD)

    def decide(self, *, moved: bool, pin: str, reason: str) -> None:
        """A person says what became of a card; the devices go on from there."""
        self._errands.run(
            lambda: self.desk.decide_card(moved=moved, pin=pin, reason=reason),
            done=self.take,
            failed=lambda error: self._refuse(error, Situation.CARD),
        )

    def take(self, view: TillView) -> None:
        """A view from another page; if it left work for the devices, that begins."""
        self._show(view)
        if view.pending is not None and view.pending.stage is not PendingStage.REFUSED:
            self.settle()
        # Made on the errand lane perhaps, before something newer of the quick one: that one stays.
        self.refresh()

    def settle(self) -> None:
        """Let the devices settle what is unfinished; one errand at a time."""
        if self._carrying:
            return
        self._carrying = True
        self._look.start()
        self._errands.run(self.desk.carry_out, done=self._carried, failed=self._stuck)

    # -- answers ------------------------------------------------------------------------

    def _started(self, view: TillView) -> None:
        self.take(view)
        if view.errand:
            self.settle()

    def _add(self, call: Callable[[], TillView], again: Callable[[str], None]) -> None:
        def refuse(error: Exception) -> None:
            if isinstance(error, WeightNeeded):
                self.weight_needed.emit(error.name, again)
            self._refuse(error, Situation.SELLING)

        def done(view: TillView) -> None:
            self._changed(view)
            self.added.emit()

        self._run(call, done, refuse)

    def _run(
        self,
        call: Callable[[], TillView],
        done: Callable[[TillView], None],
        refuse: Callable[[Exception], None],
    ) -> None:
        def answered(view: TillView) -> None:
            self._waiting -= 1
            done(view)

        def refused(error: Exception) -> None:
            self._waiting -= 1
            refuse(error)

        self._waiting += 1
        self._lane.run(call, done=answered, failed=refused)

    def _pay(self, call: Callable[[], TillView], situation: Situation) -> None:
        def begun(view: TillView) -> None:
            self._show(view)
            self.settle()

        self._run(call, begun, lambda error: self._refuse(error, situation))

    def _changed(self, view: TillView) -> None:
        self._show(view)
        self.did.emit()

    def _refuse(self, error: Exception, situation: Situation) -> None:
        self.failed.emit(error, situation)
        self.refresh()

    def _carried(self, _view: TillView) -> None:
        # The lane may have taken scans meanwhile: its own view is the newer one.
        self._rest(self._changed if self._disk_failed else self._show)
        self._disk_failed = False

    def _stuck(self, error: Exception) -> None:
        """Words come after a fresh view: what the error means depends on what is true now."""
        before = self.view.pending
        quiet, self._quiet_retry = self._quiet_retry, False
        told_before, self._disk_failed = self._disk_failed, isinstance(error, OF_DISK)

        def tell(view: TillView) -> None:
            self._show(view)
            known = quiet and (bool(view.errand) or told_before)
            if not known and _untold(view, error):
                self.failed.emit(error, _situation(error, view, before))
            # What the devices did could not be written down: they are asked once there is room.
            if self._disk_failed and not self.settled and not self._retry.isActive():
                self._retry.start()

        self._rest(tell)

    def _rest(self, then: Callable[[TillView], None]) -> None:
        self._carrying = False
        self._look.stop()
        self._lane.run(self.desk.view, done=then)

    def _settle_quietly(self) -> None:
        self._quiet_retry = True
        self.settle()

    def _show(self, view: TillView) -> None:
        self.view = view
        unknown = view.pending is not None and view.pending.stage in UNKNOWN
        if (unknown or view.errand_trouble) and not self._carrying and not self._retry.isActive():
            self._retry.start()
        self.viewed.emit(view)


def _untold(view: TillView, error: Exception) -> bool:
    """While a payment is pending its story tells all, but for our mistakes and the disk's."""
    is_told = isinstance(error, SaleError | DeviceError) and not isinstance(error, OF_DISK)
    return view.pending is None or not is_told


def _situation(error: Exception, view: TillView, before: PendingView | None) -> Situation:
    """What was going on: a card that stands, a receipt, a return, or the shift."""
    if before is None and view.errand:
        return Situation.SHIFT
    if before is not None and before.is_return:
        return Situation.RETURN
    return Situation.CARD if isinstance(error, CardStands) else Situation.RECEIPT
