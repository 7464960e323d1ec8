"""A scan paints what it changed and lays nothing out; what is seen is all that is meant."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from pos.ui.till.last_good import LastGood
from pos.ui.till.showing import Face
from pos.ui.till.total_card import TotalCard
from tests.fakes.counter import GOODS
from tests.fakes.hands import APPLES, BREAD, MILK, PAD, Hands, at_the_till

COFFEE = GOODS[4].code  # a name of two lines


class Events(QObject):
    """Which widgets are painted and which ask to be laid out."""

    def __init__(self) -> None:
        super().__init__()
        self.painted: list[QObject] = []
        self.laid_out: list[QWidget] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 — Qt's name
        if event.type() == QEvent.Type.Paint:
            self.painted.append(watched)
        if event.type() == QEvent.Type.LayoutRequest and isinstance(watched, QWidget):
            self.laid_out.append(watched)
        return False


@pytest.fixture
def hands() -> Iterator[Hands]:
    with at_the_till() as made:
        made.window.show()
        settle()
        yield made


def settle() -> None:
    for _ in range(3):
        QCoreApplication.processEvents()
    QTest.qWait(1)


def seen(window: QWidget) -> bytes:
    """The pixels of the window as they stand after all partial paintings."""
    picture = window.screen().grabWindow(window.winId()).toImage()
    return bytes(picture.convertToFormat(picture.Format.Format_RGB32).constBits())


def agree(window: QWidget) -> bool:
    settle()
    partly = seen(window)
    for part in (window, *window.findChildren(QWidget)):
        part.update()
    settle()
    return partly == seen(window)


def watched(hands: Hands, *codes: str) -> Events:
    events = Events()
    app = QApplication.instance()
    assert app is not None
    app.installEventFilter(events)
    hands.scan(*codes)
    settle()
    app.removeEventFilter(events)
    return events


def test_after_each_step_of_a_sale_the_screen_shows_what_a_full_painting_would(
    hands: Hands,
) -> None:
    assert agree(hands.window)
    for code in (MILK, MILK, BREAD, COFFEE):
        hands.scan(code)
        assert agree(hands.window), code
    hands.type("1,284*")
    assert agree(hands.window)
    hands.scan(APPLES)
    assert agree(hands.window)
    hands.press(Qt.Key.Key_Up)
    assert agree(hands.window)
    hands.press(Qt.Key.Key_Delete)
    assert (hands.lines, agree(hands.window)) == (3, True)
    hands.press(Qt.Key.Key_Plus, PAD)
    assert (hands.page.face, agree(hands.window)) == (Face.DONE, True)
    hands.scan(BREAD)
    assert (hands.page.face, agree(hands.window)) == (Face.SELLING, True)


def test_the_first_scan_lays_nothing_out(hands: Hands) -> None:
    assert [part for part in watched(hands, MILK).laid_out if part.layout()] == []


@pytest.mark.parametrize("before", [1, 40])
def test_a_scan_leaves_what_lies_under_keys_and_cards_alone(hands: Hands, before: int) -> None:
    hands.scan(*([BREAD, MILK] * before)[-before:])
    settle()
    painted = watched(hands, BREAD).painted
    page = hands.page
    assert any(isinstance(part, LastGood) for part in painted)
    assert any(isinstance(part, TotalCard) for part in painted)
    assert page.basket.viewport() in painted
    under = (page, page.tenders, page.functions, hands.window, page.head.parent(), page.basket)
    assert [part for part in under if part in painted] == []
