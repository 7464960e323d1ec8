"""In which looks every screen has its pictures.

Two languages × light and dark × 100 and 150 per cent. At 100 a window is taken at both sizes; at
150 at 1920×1080 alone: on the small screen the till would come down to 100 by itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from pos.ui.kit.theme import Theme

SMALL, LARGE = (1024, 768), (1920, 1080)


@dataclass(frozen=True, slots=True)
class Look:
    """A language and a theme."""

    language: str
    dark: bool
    scale: int

    @property
    def theme(self) -> Theme:
        """As the window takes it."""
        return Theme(dark=self.dark, scale=self.scale)

    @property
    def name(self) -> str:
        """`ru-dark-150`, as in the picture's file name."""
        return f"{self.language}-{'dark' if self.dark else 'light'}-{self.scale}"

    @property
    def sizes(self) -> tuple[tuple[int, int], ...]:
        """Of the window, px."""
        return (SMALL, LARGE) if self.scale == 100 else (LARGE,)


LOOKS = tuple(
    Look(language, dark, scale)
    for language in ("ru", "en")
    for dark in (False, True)
    for scale in (100, 150)
)
