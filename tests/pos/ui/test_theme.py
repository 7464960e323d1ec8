"""Our own type on any machine, and one look for light and dark."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest
from PySide6.QtGui import QFontInfo, QFontMetrics
from PySide6.QtWidgets import QApplication

from pos.ui.kit.theme import BOLD, FAMILY, FONTS, Colours, Theme, style_sheet

THEMES = [Theme(), Theme(dark=True), Theme(scale=150)]


@pytest.mark.parametrize("theme", THEMES)
def test_the_fonts_that_ship_are_the_fonts_shown(theme: Theme) -> None:
    font = theme.font(18, BOLD)
    assert QFontInfo(font).family() == FAMILY
    assert QFontInfo(font).bold()
    assert font.pixelSize() == theme.px(18)
    assert (FONTS / "OFL.txt").read_text(encoding="utf-8").count("SIL OPEN FONT LICENSE")


def test_figures_are_tabular_so_columns_of_sums_line_up() -> None:
    metrics = QFontMetrics(Theme().font(40))
    assert len({metrics.horizontalAdvance(figure * 10) for figure in "0123456789"}) == 1


@pytest.mark.parametrize("theme", THEMES)
def test_every_colour_is_a_colour_and_the_sheet_has_no_blanks(theme: Theme) -> None:
    for field in fields(Colours):
        assert re.fullmatch(r"#[0-9A-F]{6}", getattr(theme.colours, field.name))
    assert "$" not in style_sheet(theme)


def test_dressing_the_application_twice_loads_the_fonts_once() -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    for theme in (Theme(dark=True), Theme()):
        theme.apply(app)
    assert app.font().family() == FAMILY
    assert app.palette().window().color().name().upper() == Theme().colours.bg
