"""How the office looks on paper: Inter, the product's colours, sizes in points."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph

from backoffice.web.format import SPACE, THIN

REGULAR, SEMIBOLD, BOLD = "Inter-Regular", "Inter-SemiBold", "Inter-Bold"

INK, INK_2, INK_3 = HexColor("#10161D"), HexColor("#55616E"), HexColor("#6B7784")
LINE, BEFORE = HexColor("#DDE3E9"), HexColor("#DDE3E9")
ACCENT, OK, ATTENTION, STOP = (
    HexColor("#1F5FD6"),
    HexColor("#0B7A4B"),
    HexColor("#8A5200"),
    HexColor("#B3261E"),
)

SIDE, TOP, BOTTOM = 15 * mm, 14 * mm, 17 * mm
GAP = 10.0  # between sections and between columns side by side
SMALL, BODY, HEAD = 7.2, 8.2, 10.2

_FONTS = Path(__file__).parent / "fonts"


@cache
def load_fonts() -> None:
    """Make Inter known to the PDF writer; what a page uses is embedded in it."""
    for name in (REGULAR, SEMIBOLD, BOLD):
        registerFont(TTFont(name, str(_FONTS / f"{name}.ttf")))


def style(
    size: float = BODY, font: str = REGULAR, colour: Color = INK, *, right: bool = False
) -> ParagraphStyle:
    """A style of running text."""
    return ParagraphStyle(
        f"{font} {size}",
        fontName=font,
        fontSize=size,
        leading=round(size * 1.32, 2),
        textColor=colour,
        alignment=TA_RIGHT if right else TA_LEFT,
        splitLongWords=1,
    )


def words_in(text: str, look: ParagraphStyle) -> Paragraph:
    """A paragraph of plain text.

    The writer breaks lines at a narrow no-break space, so it becomes a wide one there.
    """
    return Paragraph(escape(text.replace(THIN, SPACE)), look)
