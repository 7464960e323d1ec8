"""The panel beside the till: goods, card, wires, paper, display, and the way out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QRect, Qt, QUrl
from PySide6.QtGui import QCloseEvent, QDesktopServices, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from pos.demo.content import PanelGood
from pos.ui.demo.tape import Kind, Piece, Tape
from pos.ui.demo.tiles import GoodTile, PlugTile
from pos.ui.demo.vfd import CustomerDisplay
from pos.ui.demo.world import CardAnswer, Plug, World
from pos.ui.kit.button import KeyButton
from pos.ui.kit.format import Format
from pos.ui.kit.theme import SEMIBOLD, Theme
from pos.ui.kit.widgets import Tag, text
from pos.ui.kit.words import Words
from pos.ui.menu.choice import Choices

NARROWEST = 342  # px: what a screen 1366 wide leaves beside a till 1024 wide
TWO_COLUMNS = 680
WIDEST_PLAY = 370  # of two columns: the rest is the tape's
UNLIMITED = 16_000
COLUMNS = 4


class DemoPanel(QWidget):
    """Plays the world. It never takes the keyboard: the keys belong to the till."""

    def __init__(
        self,
        world: World,
        words: Words,
        theme: Theme,
        goods: Sequence[PanelGood],
        unknown: str,
    ) -> None:
        super().__init__()
        self._world, self._words, self._theme = world, words, theme
        self._format = Format(words)
        self.setWindowTitle(words("demo.title"))
        flags = Qt.WindowType.Window | Qt.WindowType.WindowDoesNotAcceptFocus
        self.setWindowFlags(flags)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setMinimumSize(theme.px(NARROWEST), theme.px(700))
        self._plugs: dict[Plug, PlugTile] = {}
        self._office = ""
        self._build(goods, unknown)

    def paper_line(self, words: str) -> None:
        """A line came out of the register."""
        self._tape.paper.add(Piece(Kind.TEXT, words))

    def paper_cut(self) -> None:
        """The knife cut the paper."""
        self._tape.paper.add(Piece(Kind.CUT))

    def paper_qr(self, words: str) -> None:
        """A QR code was printed; the panel shows what it says."""
        self._tape.paper.add(Piece(Kind.QR, words))

    def display_lines(self, upper: str, lower: str) -> None:
        """The customer display shows this now."""
        self._display.show_lines(upper, lower)

    def hear(self, event: Mapping[str, object]) -> None:
        """One JSON line of an emulator: paper, cut, qr or display; others are not for here."""
        paper, shown = event.get("paper"), event.get("display")
        if isinstance(paper, str):
            self.paper_line(paper)
        if event.get("cut"):
            self.paper_cut()
        if isinstance(event.get("qr"), str):
            self.paper_qr(str(event["qr"]))
        if isinstance(shown, list) and len(shown) == 2:
            self.display_lines(str(shown[0]), str(shown[1]))

    def show_office(self, url: str, login: str, password: str) -> None:
        """Where the owner reads the day, and how the demo's owner signs in."""
        self._office = url
        where = QUrl(url).authority()
        self._sign_in.setText(
            self._words("demo.sign_in", where=where, login=login, password=password)
        )
        self._owner.setVisible(bool(url))

    def pull(self, plug: Plug) -> None:
        """As a click on that wire: out if it is in, in if it is out."""
        self._plugs[plug].click()

    @property
    def printed(self) -> list[str]:
        """What stands on the tape."""
        return self._tape.paper.printed

    @property
    def shown(self) -> tuple[str, str]:
        """What stands on the customer display."""
        return self._display.lines

    def resizeEvent(self, event: QResizeEvent) -> None:
        wide = event.size().width() >= self._theme.px(TWO_COLUMNS)
        way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(way)
        self._play.setMaximumWidth(self._theme.px(WIDEST_PLAY) if wide else UNLIMITED)

    def closeEvent(self, event: QCloseEvent) -> None:
        """The panel goes with the till, not alone: its close button does nothing."""
        if event.spontaneous():
            event.ignore()

    def _build(self, goods: Sequence[PanelGood], unknown: str) -> None:
        theme = self._theme
        self._columns = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        edge = theme.px(12)
        self._columns.setContentsMargins(edge, theme.px(10), edge, edge)
        self._columns.setSpacing(theme.px(8))
        self._play = QWidget()
        play, watch = QVBoxLayout(self._play), QVBoxLayout()
        play.setContentsMargins(0, 0, 0, 0)
        for column in (play, watch):
            column.setSpacing(theme.px(6))
        play.addLayout(self._build_head())
        play.addWidget(self._small("demo.hint"))
        play.addLayout(self._build_goods(goods, unknown))
        play.addWidget(self._small("demo.card"))
        play.addWidget(self._build_card())
        play.addWidget(self._small("demo.plugs"))
        play.addLayout(self._build_plugs())
        watch.addWidget(self._build_display())
        watch.addWidget(self._build_tape(), 1)
        watch.addWidget(self._build_owner())
        watch.addWidget(self._build_leave())
        self._columns.addWidget(self._play)
        self._columns.addLayout(watch, 1)
        play.addStretch(0)

    def _build_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(text(self._theme, self._words("demo.title"), 20, SEMIBOLD), 1)
        row.addWidget(Tag(self._theme, self._words("demo.mark"), "attention"))
        return row

    def _small(self, key: str) -> QWidget:
        words = {
            "demo.hint": self._words("demo.hint"),
            "demo.card": self._words("demo.card"),
            "demo.plugs": self._words("demo.plugs"),
        }
        return text(self._theme, words[key], 13, colour="ink_2")

    def _build_goods(self, goods: Sequence[PanelGood], unknown: str) -> QGridLayout:
        theme = self._theme
        tiles = [(self._tile(good), good.text) for good in goods]
        tiles.append((GoodTile(theme, self._words("demo.unknown"), "?", "attention"), unknown))
        grid = QGridLayout()
        grid.setSpacing(theme.px(6))
        for place, (tile, code) in enumerate(tiles):
            tile.clicked.connect(partial(self._scan, code))
            grid.addWidget(tile, place // COLUMNS, place % COLUMNS)
        return grid

    def _tile(self, good: PanelGood) -> GoodTile:
        price = self._format.money(good.good.price)
        note = self._words("demo.grams", grams=good.grams) if good.grams else price
        return GoodTile(self._theme, good.label, note)

    def _scan(self, code: str, checked: bool = False) -> None:
        self._world.scan(code)

    def _build_card(self) -> QWidget:
        options = [
            (CardAnswer.APPROVE, self._words("demo.approve")),
            (CardAnswer.DECLINE, self._words("demo.decline")),
            (CardAnswer.LOSE, self._words("demo.lose")),
        ]
        self._card = Choices(self._theme, options, 3)
        self._card.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._card.chosen.connect(self._answer)
        return self._card

    def _answer(self, place: int, chosen: bool) -> None:
        if chosen:
            self._world.card(self._card.value)

    def _build_plugs(self) -> QGridLayout:
        words, theme = self._words, self._theme
        labels = {
            Plug.REGISTER: words("demo.register"),
            Plug.TERMINAL: words("demo.terminal"),
            Plug.DISPLAY: words("demo.display"),
            Plug.OFFICE: words("demo.office"),
        }
        grid = QGridLayout()
        grid.setSpacing(theme.px(6))
        for place, (plug, label) in enumerate(labels.items()):
            tile = PlugTile(theme, label, words("demo.plugged"), words("demo.pulled"))
            tile.toggled.connect(partial(self._world.plug, plug))
            self._plugs[plug] = tile
            grid.addWidget(tile, place // 3, place % 3)
        self._paper = PlugTile(
            theme, words("demo.paper"), words("demo.paper_in"), words("demo.paper_out")
        )
        self._paper.toggled.connect(self._world.paper)
        grid.addWidget(self._paper, 1, 1, 1, 2)
        return grid

    def _build_display(self) -> QWidget:
        self._display = CustomerDisplay(self._theme, self._words("demo.customer_display"))
        return self._display

    def _build_tape(self) -> QWidget:
        self._tape = Tape(self._theme, self._words)
        return self._tape

    def _build_owner(self) -> QWidget:
        """Stays away until the office has said where it is."""
        self._owner, theme = QWidget(), self._theme
        self._sign_in = text(theme, "", 13, colour="ink_2")
        self._sign_in.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        report = KeyButton(theme, self._words("demo.owner"), size=16)
        report.clicked.connect(self._open_report)
        column = QVBoxLayout(self._owner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        column.addWidget(report)
        column.addWidget(self._sign_in)
        self._owner.hide()
        return self._owner

    def _open_report(self) -> None:
        QDesktopServices.openUrl(QUrl(self._office))

    def _build_leave(self) -> QWidget:
        leave = KeyButton(self._theme, self._words("demo.leave"), size=16)
        leave.setToolTip(self._words("demo.leave_hint"))
        leave.clicked.connect(self._world.leave)
        return leave


def beside(screen: QRect, till_narrowest: int, panel_widest: int = 720) -> tuple[QRect, QRect]:
    """Where till and panel stand on a screen: the till gets what the panel does not need."""
    spare = screen.width() - till_narrowest
    width = min(
        panel_widest, max(NARROWEST, spare * 2 // 5 if spare > NARROWEST * 2 else NARROWEST)
    )
    till = QRect(screen.left(), screen.top(), screen.width() - width, screen.height())
    return till, QRect(till.right() + 1, screen.top(), width, screen.height())
