"""Words fit where they stand, on the smallest screen, in both languages."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from inventory.values.quantity import pieces
from pos.domain.basket import Basket
from pos.ui.kit.format import Format
from pos.ui.kit.shaped import Shaped
from pos.ui.kit.theme import MEDIUM, Theme, fitting_scale
from pos.ui.kit.widgets import Health, KeyButton
from pos.ui.kit.words import Words
from pos.ui.till.basket_view import BasketView
from pos.ui.till.quick_pages import QuickKey, QuickPage, pages_of
from pos.ui.till.row_painter import COMPACT
from pos.ui.till.status_strip import StatusStrip
from tests.fakes.counter import FakeDesk, item
from tests.fakes.qt import application, window
from tests.screens.golden import render

SMALL = (1024, 768)


@pytest.mark.parametrize("language", ["ru", "en"])
def test_no_key_loses_a_letter(language: str) -> None:
    with window(FakeDesk(), language=language) as made:
        render(made, *SMALL)
        keys = [key for key in made.findChildren(KeyButton) if key.isVisible()]
        assert len(keys) >= 16
        for key in keys:
            lines, font = key.lines()
            assert " ".join(lines) == key.text()
            widest = max(QFontMetrics(font).horizontalAdvance(line) for line in lines)
            assert widest <= key.width()


@pytest.mark.parametrize("demo", [True, False])
@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("sick", [True, False])
def test_the_status_strip_fits_its_words(language: str, demo: bool, sick: bool) -> None:
    with window(FakeDesk(), language=language, demo=demo) as made:
        for device in ("register", "terminal", "display"):
            made.set_health(device, Health.STOP if sick else Health.OK)
        made.set_link(Health.ATTENTION, 12345, "", "24 Nov 09:42")
        render(made, *SMALL)
        strip = made.findChild(StatusStrip)
        assert strip is not None
        for part in strip._parts:
            assert part.isHidden() or part.width() >= part.sizeHint().width()


@pytest.mark.parametrize(
    ("wish", "screen", "scale"),
    [
        (100, (1024, 768), 100),
        (150, (1024, 768), 100),
        (150, (1366, 768), 106),
        (150, (1920, 1080), 150),
        (200, (3840, 2160), 150),
        (80, (1920, 1080), 100),
    ],
)
def test_the_scale_never_outgrows_the_screen(
    wish: int, screen: tuple[int, int], scale: int
) -> None:
    assert fitting_scale(wish, *screen) == scale


@pytest.mark.parametrize("theme", [Theme(), Theme(dark=True)], ids=["light", "dark"])
def test_words_stand_out_from_their_ground(theme: Theme) -> None:
    """Contrast by WCAG 2.1: 4.5 for words, also for quiet ones on cards."""
    pairs = [
        ("ink", "card"),
        ("ink_2", "card"),
        ("accent_ink", "accent"),
        ("ok_ink", "ok"),
        ("ok", "ok_soft"),
        ("attention", "attention_soft"),
        ("stop", "stop_soft"),
        ("ink", "stop_soft"),
        ("ink", "attention_soft"),
        ("accent", "accent_soft"),
        ("ink_2", "bg"),
    ]
    for words, ground in pairs:
        assert contrast(theme, words, ground) >= 4.5, (words, ground)
    assert contrast(theme, "ink_3", "card") >= 3.0


def contrast(theme: Theme, one: str, other: str) -> float:
    lights = sorted(luminance(theme, name) for name in (one, other))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def luminance(theme: Theme, name: str) -> float:
    colour = theme.colour(name)
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_quick_pages_come_from_the_shops_settings() -> None:
    settings = [{"name": "Частые", "items": [{"item": "i1", "label": "Пакет"}]}]
    assert pages_of(settings) == (QuickPage("Частые", (QuickKey("i1", "Пакет"),)),)


@pytest.mark.parametrize("width", range(560, 720, 4))
def test_every_word_of_a_basket_fits_the_place_it_is_painted_in(
    width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last row is painted bolder than it was while others followed."""
    application()
    painted: list[tuple[int, int, str]] = []

    def note(
        painter: QPainter, rect: QRect, words: str, font: QFont, *rest: object, **_: object
    ) -> None:
        painted.append((QFontMetrics(font).horizontalAdvance(words), rect.width(), words))

    def note_shaped(shaped: Shaped, painter: QPainter, box: QRect, ink: QColor) -> None:
        metrics = QFontMetrics(Theme().font(COMPACT.font, MEDIUM))
        wide = metrics.horizontalAdvance
        painted.extend((wide(line), box.width(), line) for line in shaped.lines)

    monkeypatch.setattr("pos.ui.till.row_painter.draw", note)
    monkeypatch.setattr(Shaped, "paint", note_shaped)
    words = Words("ru")
    view = BasketView(Theme(), words, Format(words))
    basket = Basket("b")
    for code, name in (("1", "Молоко"), ("2", "Кофе «Семь утра» зерновой Арабика 1 кг")):
        basket = basket.add(item(code, name, 159_000), pieces(1), code)
    view.resize(width, 400)
    view.set_compact(True)
    view.show_basket(basket, done=False)
    view.grab()
    view.deleteLater()
    assert any("Кофе" in words for _, _, words in painted)
    assert [(words, taken, room) for taken, room, words in painted if taken > room] == []
