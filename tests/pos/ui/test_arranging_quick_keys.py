"""Quick keys arranged by hand: dragged, added by search and scan, named, kept or not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from pos.errors import NotAllowed
from pos.ui.kit.screen import Page
from pos.ui.quick.screen import QuickScreen
from pos.ui.till.quick_pages import QuickPage
from tests.fakes.acts import FakeActs, NowLane
from tests.fakes.counter import GOODS
from tests.fakes.hands import at_the_till
from tests.fakes.quick import FakeQuick
from tests.fakes.screens import Heard, desk_of, press

LEFT = Qt.MouseButton.LeftButton


@dataclass
class Arranging:
    """The page, what it told, and fingers."""

    screen: QuickScreen
    quick: FakeQuick
    heard: Heard

    def drag(self, at: int, widget: QWidget, to: QPoint) -> None:
        grid = self.screen._face.grid
        start = grid._box(at).center()
        end = grid.mapFrom(grid.window(), widget.mapTo(widget.window(), to))
        QTest.mousePress(grid, LEFT, pos=start)
        QTest.mouseMove(grid, start + QPoint(20, 0))
        QTest.mouseMove(grid, end)
        QTest.mouseRelease(grid, LEFT, pos=end)

    def labels(self, page: int = 0) -> list[str]:
        return [key.label for key in self.screen.pages[page].keys]


@pytest.fixture
def arranging() -> Iterator[Arranging]:
    quick = FakeQuick()
    screen = QuickScreen(desk_of(FakeActs(), NowLane()), quick)
    screen.resize(1024, 700)
    screen.show()
    yield Arranging(screen, quick, Heard(screen))
    screen.deleteLater()


def test_a_dragged_key_goes_where_it_is_let_go(arranging: Arranging) -> None:
    grid = arranging.screen._face.grid
    arranging.drag(0, grid, grid._box(4).center())
    assert arranging.labels() == ["Товар 1", "Товар 2", "Товар 3", "Товар 4", "Товар 0"]
    arranging.drag(4, grid, grid._box(1).center())
    assert arranging.labels() == ["Товар 1", "Товар 0", "Товар 2", "Товар 3", "Товар 4"]


def test_a_key_let_go_on_the_name_of_a_page_goes_there(arranging: Arranging) -> None:
    tab = arranging.screen._face._shown[1]
    arranging.drag(2, tab, tab.rect().center())
    assert arranging.labels(0) == ["Товар 0", "Товар 1", "Товар 3", "Товар 4"]
    assert arranging.labels(1) == ["Лук", "Товар 2"]


def test_a_touch_moves_nothing_and_del_takes_the_chosen_key_away(arranging: Arranging) -> None:
    grid = arranging.screen._face.grid
    QTest.mouseClick(grid, LEFT, pos=grid._box(3).center())
    assert (grid.front, arranging.labels()[3]) == (3, "Товар 3")
    press(arranging.screen, Qt.Key.Key_Delete)
    assert arranging.labels() == ["Товар 0", "Товар 1", "Товар 2", "Товар 4"]


def test_a_key_let_go_nowhere_stays(arranging: Arranging) -> None:
    before = arranging.labels()
    arranging.drag(1, arranging.screen, QPoint(5, 5))
    assert arranging.labels() == before


def test_enter_adds_the_first_good_that_was_found(arranging: Arranging) -> None:
    press(arranging.screen._face.search, "сыр", Qt.Key.Key_Return)
    assert arranging.labels()[-1] == "Сыр Российский 50 % 200 г"
    assert arranging.screen.pages[0].keys[-1].item == GOODS[3].item


def test_a_scanned_good_gets_a_key_and_an_unknown_code_is_told(arranging: Arranging) -> None:
    assert arranging.screen.scanned(GOODS[6].code)
    assert arranging.labels()[-1] == "Пакет-майка"
    arranging.screen.scanned("0000")
    assert "нет" in arranging.screen._face._sheet.notice.text()


def test_pages_are_named_added_and_removed(arranging: Arranging) -> None:
    face = arranging.screen._face
    arranging.screen.do("add_page")
    face.name.selectAll()
    press(face.name, "Выпечка")
    assert [page.name for page in arranging.screen.pages] == ["Частые", "Овощи", "Выпечка"]
    assert face._shown[2].text() == "Выпечка"
    arranging.screen.do("remove_page")
    assert [page.name for page in arranging.screen.pages] == ["Частые", "Овощи"]


def test_the_words_on_a_key_are_the_shops(arranging: Arranging) -> None:
    face = arranging.screen._face
    QTest.mouseClick(face.grid, LEFT, pos=face.grid._box(0).center())
    face.label.selectAll()
    press(face.label, "Пакет")
    assert arranging.labels()[0] == "Пакет"


def test_f9_keeps_and_escape_does_not(arranging: Arranging) -> None:
    arranging.screen.do("add_page")
    press(arranging.screen, Qt.Key.Key_F9)
    assert (arranging.quick.kept, arranging.heard.left) == ([arranging.screen.pages], 1)
    arranging.screen.do("leave")
    arranging.screen.do("reset")
    assert (len(arranging.quick.kept), arranging.quick.resets, arranging.heard.left) == (1, 1, 3)


def test_what_is_refused_is_told_and_stays_on_the_page(arranging: Arranging) -> None:
    arranging.quick.refuse = True
    arranging.screen.do("keep")
    assert [type(error) for error, _ in arranging.heard.troubles] == [NotAllowed]
    assert arranging.heard.left == 0


def test_the_pen_on_the_selling_page_opens_it_for_who_may() -> None:
    opened: list[Page] = []
    with at_the_till() as hands:
        hands.window.selling.wanted.disconnect()
        hands.window.selling.wanted.connect(opened.append)
        hands.page.quick.set_pages((QuickPage("Частые", ()),))
        hands.page.quick._pen.click()
        assert opened == [Page.QUICK]
