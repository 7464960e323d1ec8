"""Colours with meaning, type and sizes: the design tokens as data, and Qt's palette from them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from string import Template

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

FONTS = Path(__file__).parent / "fonts"
FAMILY = "Inter"
TABULAR = "tnum"


@dataclass(frozen=True, slots=True)
class Colours:
    """ok, attention, stop and accent mean something; the rest is ink on paper."""

    bg: str
    card: str
    line: str
    ink: str
    ink_2: str
    ink_3: str
    accent: str
    accent_ink: str
    accent_soft: str
    ok: str
    ok_ink: str
    ok_soft: str
    attention: str
    attention_soft: str
    stop: str
    stop_soft: str


LIGHT = Colours(
    bg="#EEF1F4",
    card="#FFFFFF",
    line="#DDE3E9",
    ink="#10161D",
    ink_2="#55616E",
    ink_3="#75818E",
    accent="#1F5FD6",
    accent_ink="#FFFFFF",
    accent_soft="#E6EEFC",
    ok="#0B7A4B",
    ok_ink="#FFFFFF",
    ok_soft="#DDF3E8",
    attention="#8F5300",
    attention_soft="#FFF0D6",
    stop="#B3261E",
    stop_soft="#FCE4E2",
)
DARK = Colours(
    bg="#0E1318",
    card="#171E25",
    line="#2A343F",
    ink="#F1F5F9",
    ink_2="#A9B6C3",
    ink_3="#7F8D9B",
    accent="#6FA0FF",
    accent_ink="#0B1220",
    accent_soft="#1B2A45",
    ok="#4CCB90",
    ok_ink="#06170E",
    ok_soft="#12301F",
    attention="#F2B04C",
    attention_soft="#33260F",
    stop="#FF8A80",
    stop_soft="#3A1715",
)


@dataclass(frozen=True, slots=True)
class Size:
    """Type scale and measures in px at 100 %."""

    total: int = 112
    last: int = 40
    head: int = 22
    body: int = 18
    small: int = 15
    key: int = 13
    radius: int = 10
    touch: int = 48
    gap: int = 12


SIZE = Size()

SMALLEST = (1024, 720)  # of the window, px at 100 %

REGULAR, MEDIUM, SEMIBOLD, BOLD = (
    QFont.Weight.Normal,
    QFont.Weight.Medium,
    QFont.Weight.DemiBold,
    QFont.Weight.Bold,
)


@dataclass(frozen=True, slots=True)
class Theme:
    """One look: light or dark, 100 to 150 per cent. Everything on the screen asks it."""

    dark: bool = False
    scale: int = 100

    @property
    def colours(self) -> Colours:
        """The colours of this look."""
        return DARK if self.dark else LIGHT

    def px(self, size: int) -> int:
        """A measure given at 100 % in pixels of this scale."""
        return round(size * self.scale / 100)

    def colour(self, name: str) -> QColor:
        """A colour by its meaning: "ok", "ink_2", "accent_soft"."""
        return QColor(getattr(self.colours, name))

    def font(self, size: int = SIZE.body, weight: QFont.Weight = REGULAR) -> QFont:
        """Inter with tabular figures; `size` in px at 100 %."""
        return QFont(_font(self.px(size), weight))

    def apply(self, app: QApplication) -> None:
        """Load the fonts that ship with the program and dress the application."""
        load_fonts()
        app.setFont(self.font())
        app.setPalette(palette(self))
        app.setStyleSheet(style_sheet(self))


# For QApplication. Asked for it by `setStyle`, PySide makes all of its classes of styles ready, to
# name the one that comes back.
STYLE = ("-style", "Fusion")


@cache
def _font(pixels: int, weight: QFont.Weight) -> QFont:
    """Made once: a scan paints some thirty texts."""
    font = QFont(FAMILY)
    font.setPixelSize(pixels)
    font.setWeight(weight)
    font.setFeature(QFont.Tag(TABULAR), 1)
    # Without hinting the letters keep their widths at every scale and on every machine.
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def fitting_scale(wish: int, width: int, height: int) -> int:
    """The wished per cent, or less where the smallest window would not fit a screen of that size.

    `width` and `height` in px; never below 100 nor above 150.
    """
    most = min(100 * width // SMALLEST[0], 100 * height // SMALLEST[1])
    return max(100, min(wish, most, 150))


def load_fonts() -> None:
    """Register the shipped fonts, once; raises RuntimeError when a file is damaged."""
    if _loaded:
        return
    for path in sorted(FONTS.glob("*.otf")):
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            raise RuntimeError(f"the font {path.name} cannot be read")
        _loaded.append(path.name)


_loaded: list[str] = []


def palette(theme: Theme) -> QPalette:
    """The same colours for what Qt paints by itself."""
    roles = {
        QPalette.ColorRole.Window: "bg",
        QPalette.ColorRole.Base: "card",
        QPalette.ColorRole.AlternateBase: "bg",
        QPalette.ColorRole.Button: "card",
        QPalette.ColorRole.Text: "ink",
        QPalette.ColorRole.WindowText: "ink",
        QPalette.ColorRole.ButtonText: "ink",
        QPalette.ColorRole.PlaceholderText: "ink_3",
        QPalette.ColorRole.Highlight: "accent",
        QPalette.ColorRole.HighlightedText: "accent_ink",
        QPalette.ColorRole.Link: "accent",
        QPalette.ColorRole.ToolTipBase: "card",
        QPalette.ColorRole.ToolTipText: "ink",
    }
    made = QPalette()
    for role, name in roles.items():
        made.setColor(role, theme.colour(name))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, theme.colour("ink_3"))
    return made


def style_sheet(theme: Theme) -> str:
    """Fields, lists and scroll bars; the kit's own widgets paint themselves."""
    values = {field.name: getattr(theme.colours, field.name) for field in fields(Colours)}
    sizes = {name: f"{theme.px(size)}px" for name, size in _SHEET_SIZES.items()}
    return _SHEET.substitute(values | sizes)


_SHEET_SIZES = {
    "touch": SIZE.touch - 4,
    "radius": SIZE.radius,
    "pad": 14,
    "bar": 10,
    "half": 5,
    "grip": 40,
    "row": 44,
}
_SHEET = Template("""
QLineEdit, QComboBox {
  background: $card; color: $ink; border: 1px solid $line; border-radius: $radius;
  min-height: $touch; padding: 0 $pad; selection-background-color: $accent;
  selection-color: $accent_ink;
}
QLineEdit:focus, QComboBox:focus { border: 2px solid $accent; }
QPlainTextEdit {
  background: $card; color: $ink; border: 1px solid $line; border-radius: $radius;
  padding: 6px; selection-background-color: $accent; selection-color: $accent_ink;
}
QPlainTextEdit:focus { border: 2px solid $accent; }
QPlainTextEdit:disabled { color: $ink_3; background: $bg; }
QLineEdit[wrong="true"] { border: 2px solid $stop; }
QLineEdit:disabled, QComboBox:disabled { color: $ink_3; background: $bg; }
QComboBox::drop-down { border: none; width: $grip; }
QComboBox QAbstractItemView {
  background: $card; color: $ink; border: 1px solid $line; outline: none;
  selection-background-color: $accent_soft; selection-color: $ink;
}
QAbstractItemView { background: $card; border: none; outline: none; }
QAbstractItemView::item { min-height: $row; padding: 0 $pad; color: $ink; }
QAbstractItemView::item:selected { background: $accent_soft; color: $ink; }
QScrollArea { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: $bar; margin: 0; }
QScrollBar::handle:vertical { background: $line; border-radius: $half; min-height: $grip; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; width: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QToolTip { background: $card; color: $ink; border: 1px solid $line; }
""")
