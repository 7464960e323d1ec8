"""Five hundred lines: only what is new is painted, and what is seen is what is there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QPaintEvent, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from inventory.values.money import Money
from inventory.values.quantity import Quantity, Unit, pieces
from pos.domain.basket import Basket
from pos.ui.kit.format import Format
from pos.ui.kit.theme import Theme
from pos.ui.kit.words import Words
from pos.ui.till.basket_view import BasketView
from pos.ui.till.rows import Tally, rows_of
from tests.fakes.counter import item
from tests.fakes.qt import application

FULL = 500


def good(number: int) -> tuple[str, str]:
    long = ", подарочная упаковка с кружкой и длинным описанием на обороте коробки"
    return f"c{number}", f"Товар {number}{long if number % 7 == 0 else ''}"


def basket_of(count: int) -> Basket:
    basket = Basket("b")
    for number in range(count):
        basket = with_one_more(basket, number)
    return basket


def with_one_more(basket: Basket, number: int) -> Basket:
    return basket.add(item(*good(number), 100 + number), pieces(1), f"c{number}")


class Dirty(QObject):
    """What of a widget is painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.region = QRegion()
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 — Qt's name
        if isinstance(event, QPaintEvent):
            self.region += event.region()
        return False


@pytest.fixture
def view() -> Iterator[BasketView]:
    application()
    words = Words("ru")
    made = BasketView(Theme(), words, Format(words))
    made.resize(640, 400)
    made.show()
    yield made
    made.deleteLater()


def settled(view: BasketView) -> None:
    for _ in range(3):
        QCoreApplication.processEvents()
    QTest.qWait(1)


def seen(view: BasketView) -> bytes:
    """The pixels of the window as they stand after all partial paintings."""
    picture = view.screen().grabWindow(view.winId()).toImage()
    return bytes(picture.convertToFormat(picture.Format.Format_RGB32).constBits())


def meant(view: BasketView) -> bytes:
    """The pixels when all of it is painted anew."""
    view.viewport().update()
    settled(view)
    return seen(view)


def agree(view: BasketView) -> bool:
    settled(view)
    return seen(view) == meant(view)


def test_a_new_line_paints_its_row_and_the_one_before(view: BasketView) -> None:
    basket = basket_of(FULL)
    view.show_basket(basket, done=False)
    settled(view)
    dirty = Dirty(view.viewport())
    view.show_basket(with_one_more(basket, FULL), done=False)
    settled(view)
    assert dirty.region.boundingRect().height() <= 2 * 90
    assert view.accessibleName() == "Строка 501: Товар 500, 1, 6,00"


def test_after_any_change_the_screen_shows_what_a_full_painting_would(view: BasketView) -> None:
    basket = basket_of(60)
    changed = [basket]
    for number in range(60, 64):
        changed.append(with_one_more(changed[-1], number))
    changed.append(changed[-1].with_quantity(64, pieces(3)))
    changed.append(changed[-1].with_line_discount(64, 1000))
    changed.append(changed[-1].without(63))
    changed.append(changed[-1].without(2))
    changed.append(changed[-1].with_line_discount(5, 500))
    changed.append(basket_of(3))
    changed.append(basket_of(3).without(3))
    changed.append(basket_of(4))
    for step, shown in enumerate(changed):
        view.show_basket(shown, done=False)
        assert agree(view), step


def test_stepping_and_wheeling_leave_no_trace(view: BasketView) -> None:
    view.show_basket(basket_of(60), done=False)
    for _ in range(20):
        view.step(-1)
    assert agree(view)
    view.verticalScrollBar().setValue(77)
    assert agree(view)
    view.step(1)
    assert agree(view)
    view.show_basket(basket_of(60), done=True)
    assert agree(view)


def test_the_last_line_stays_in_sight_while_lines_come(view: BasketView) -> None:
    basket = Basket("b")
    for number in range(40):
        basket = with_one_more(basket, number)
        view.show_basket(basket, done=False)
        assert view._visible()[-1] == number


def test_a_press_selects_the_row_under_it(view: BasketView) -> None:
    view.show_basket(basket_of(40), done=False)
    settled(view)
    view.verticalScrollBar().setValue(0)
    at = QPoint(20, view._tops[4] + 5)
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert view.selected is not None
    assert view.selected.last.line == 5


def test_rows_in_sight_are_told_to_a_screen_reader(view: BasketView) -> None:
    view.show_basket(basket_of(FULL), done=False)
    told = [view._spoken(index) for index in view._visible()]
    assert told[-1] == "Строка 500: Товар 499, 1, 5,99"
    assert len(told) <= 10


def test_rows_made_from_older_ones_are_the_rows_made_anew() -> None:
    basket = basket_of(30)
    before = rows_of(basket.lines)
    weighed = item("w", "Яблоки", 14_900, Unit.KILOGRAM)
    for changed in (
        with_one_more(basket, 30),
        basket.without(30),
        basket.without(7),
        basket.with_quantity(1, pieces(2)),
        basket.add(weighed, Quantity(500, Unit.KILOGRAM), "w"),
        Basket("other"),
    ):
        assert rows_of(changed.lines, before) == rows_of(changed.lines)
    more = rows_of(with_one_more(basket, 30).lines, before)
    assert all(one is other for one, other in zip(before, more, strict=False))


def test_a_marked_piece_joins_the_row_of_its_kind() -> None:
    water = item("w", "Вода", 5_000)
    basket = Basket("b").add(water, pieces(1), "w", "m1")
    before = rows_of(basket.lines)
    joined = rows_of(basket.add(water, pieces(1), "w", "m2").lines, before)
    assert [(row.quantity, row.amount) for row in joined] == [(pieces(2), Money(10_000))]


def test_a_count_kept_from_scan_to_scan_is_the_count_made_anew() -> None:
    words, tally = Words("ru"), Tally()
    form = Format(words)
    weighed = item("w", "Яблоки", 14_900, Unit.KILOGRAM)
    basket = basket_of(30)
    for changed in (
        basket,
        with_one_more(basket, 30),
        basket.add(weighed, Quantity(500, Unit.KILOGRAM), "w"),
        basket.with_quantity(7, pieces(5)),
        basket.without(7),
        Basket("other"),
        basket_of(2),
    ):
        rows = rows_of(changed.lines)
        assert tally.counted(rows, words, form) == Tally().counted(rows, words, form)
    assert tally.counted(rows, words, form) == "2 позиции · 2\u202fшт"
