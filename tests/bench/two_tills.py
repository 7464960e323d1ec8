"""The real till's window and the table's, over journals on disk and one catalogue."""

from __future__ import annotations

import gc
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from inventory.storage.catalogue import CatalogueStore
from inventory.values.money import Money
from pos.storage.till import TillStore
from pos.ui.kit.collector import Collector
from pos.ui.kit.lane import Lane
from pos.ui.kit.theme import Theme
from pos.ui.kit.words import Words
from pos.ui.till.desk import CounterDesk
from pos.ui.window import MainWindow
from pos.usecases import shift
from pos.usecases.counter import Counter
from tests.bench.scan_to_paint import SIZE, Side
from tests.bench.table_till import TableTill
from tests.fakes.clock import Clock
from tests.fakes.registrar import MemoryRegistrar
from tests.fakes.till import KEY, make_shop


@contextmanager
def two_tills(folder: Path) -> Iterator[tuple[Side, Side]]:
    """Both shown; closed with all they hold at the end."""
    app = QApplication([])
    theme = Theme()
    theme.apply(app)
    lane, errands = Lane("lane"), Lane("errands")
    goods = CatalogueStore(folder / "catalog.db")
    with tempfile.TemporaryDirectory() as own:
        stores = [open_till(Path(own) / name) for name in ("till", "table")]
        desks = [CounterDesk(counter(store, goods)) for store in stores]
        sides = till_side(desks[0], lane, errands, theme), table_side(desks[1], lane, theme)
        Collector(app)
        gc.freeze()  # both as in `pos.bootstrap.window`
        yield sides
        for lane_ in (lane, errands):
            lane_.close()
        for store in stores:
            store.close()
        goods.close()


class Paints(QObject):
    """Counts how often a widget is painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 — Qt's name
        if event.type() == QEvent.Type.Paint:
            self.count += 1
        return False


def open_till(folder: Path) -> TillStore:
    """A shop with a cashier logged in."""
    make_shop(folder)
    return TillStore(folder, KEY.sign_head)


def counter(till: TillStore, goods: CatalogueStore) -> Counter:
    """With its shift open."""
    made = Counter(till, goods, MemoryRegistrar(), None, None, Clock())
    shift.open_shift(made, Money(100_000))
    return made


def till_side(desk: CounterDesk, lane: Lane, errands: Lane, theme: Theme) -> Side:
    """The window of `python -m pos`."""
    window = MainWindow(desk, lane, errands, Words("ru"), theme, pages={}, now=Clock())
    window.resize(*SIZE)
    window.show()
    window.start()
    shown: list[int] = []
    basket = Paints(window.selling.page.basket.viewport())
    window.cashier.viewed.connect(lambda view: shown.append(basket.count))

    def forget(lines: int) -> None:
        cut(desk, lines)
        window.cashier.take(desk.view())

    def busy() -> bool:
        return lane.busy or errands.busy

    return Side(window, desk, window.scan, lambda: basket.count, shown, forget, busy)


def table_side(desk: CounterDesk, lane: Lane, theme: Theme) -> Side:
    """The table's."""
    window = TableTill(desk, lane, theme)
    window.resize(*SIZE)
    window.show()
    shown: list[int] = []

    def forget(lines: int) -> None:
        cut(desk, lines)
        window.show_view(desk.view())

    table = Paints(window.table.viewport())
    window.shown.connect(lambda: shown.append(table.count))
    return Side(window, desk, window.scan, lambda: table.count, shown, forget, lambda: lane.busy)


def cut(desk: CounterDesk, lines: int) -> None:
    """Take lines out until there are fewer than that."""
    while len(found := desk.view().basket.lines) >= lines and found:
        desk.void_line(found[-1].line)
