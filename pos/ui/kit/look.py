"""The look a shop chose for its till: light, dark or as the system has it, and how large."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication

from pos.ui.kit.theme import Theme, fitting_scale

LIGHT, DARK, AUTO = "light", "dark", "auto"
THEMES: Final = (LIGHT, DARK, AUTO)
SCALES: Final = (100, 110, 125, 150)
SETTING_THEME: Final = "look.theme"
SETTING_SCALE: Final = "look.scale"


@dataclass(frozen=True, slots=True)
class Look:
    """`theme` of THEMES, `scale` in per cent, 100 to 150."""

    theme: str = AUTO
    scale: int = SCALES[0]


USUAL_LOOK: Final = Look()


def look_of(theme: str, scale: str) -> Look:
    """The look kept in two settings; what makes no sense there is as if it were not set."""
    known = theme if theme in THEMES else AUTO
    size = int(scale) if scale.isdecimal() else SCALES[0]
    return Look(known, max(SCALES[0], min(size, SCALES[-1])))


def theme_of(look: Look, *, dark_system: bool, screen: QSize) -> Theme:
    """The theme of a look on a screen of that size; it never outgrows the screen."""
    dark = dark_system if look.theme == AUTO else look.theme == DARK
    return Theme(dark=dark, scale=fitting_scale(look.scale, screen.width(), screen.height()))


def theme_here(look: Look) -> Theme:
    """The theme of a look on the screen of this machine; needs an application of Qt."""
    dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
    screen = QGuiApplication.primaryScreen()
    return theme_of(look, dark_system=dark, screen=screen.size())
