"""The right side while money is on its way: the story of the payment, painted as cards."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QSize, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from pos.ui.kit.keys import Command, cap
from pos.ui.kit.paint import LEFT, RIGHT, Health, draw, fitted, paint_lamp
from pos.ui.kit.theme import REGULAR, SEMIBOLD, SIZE, Theme
from pos.ui.kit.widgets import Card, KeyButton, Kind, text
from pos.ui.till.story import Story
from pos.ui.till.total_card import TotalCard

CHANGE_SIZE = 150
ROOMY, NARROW = (62, 20), (SIZE.touch, SIZE.body)  # height and type of a key


class Figures(Card):
    """Names at the left, sums at the right."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._look = theme
        self._rows: tuple[tuple[str, str], ...] = ()
        self._compact = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def say(self, rows: tuple[tuple[str, str], ...], *, compact: bool) -> None:
        """Show other rows."""
        self._rows, self._compact = rows, compact
        self.setAccessibleName(", ".join(" ".join(row) for row in rows))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, self._row() * len(self._rows) + self._look.px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter, theme = QPainter(self), self._look
        side = theme.px(16 if self._compact else 26)
        size = 17 if self._compact else SIZE.head
        for index, (name, amount) in enumerate(self._rows):
            top = theme.px(10) + index * self._row()
            box = QRect(side, top, self.width() - 2 * side, self._row())
            figures = theme.font(size, SEMIBOLD)
            draw(painter, box, amount, figures, theme.colour("ink"), RIGHT)
            taken = QFontMetrics(figures).horizontalAdvance(amount) + theme.px(12)
            room = box.adjusted(0, 0, -taken, 0)
            font = fitted(name, theme.font(size, REGULAR), room.width(), theme.px(14))
            draw(painter, room, name, font, theme.colour("ink_2"), LEFT)

    def _row(self) -> int:
        return self._look.px(32 if self._compact else 42)


class StateCard(Card):
    """A lamp, what is going on, and what it means or what to do."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._look, self._lamp = theme, Health.OK
        self._headline = text(theme, "", 20, SEMIBOLD)
        self._detail = text(theme, "", 17, colour="ink_2")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(56), theme.px(14), theme.px(18), theme.px(16))
        column.setSpacing(theme.px(4))
        column.addWidget(self._headline)
        column.addWidget(self._detail)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def say(self, story: Story, *, small: bool) -> None:
        """Show the state of a story; alone it says as well what the big card would."""
        self._lamp = story.lamp
        headline = f"{story.big.title} · {story.big.amount}" if small else story.headline
        detail = story.detail if small else f"{story.detail} {story.resort}".strip()
        self._headline.setText(headline)
        self._detail.setText(detail)
        self.setAccessibleName(f"{headline} {detail}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter, theme = QPainter(self), self._look
        top = self._headline.geometry().top() + QFontMetrics(self._headline.font()).height() / 2
        paint_lamp(painter, QPointF(theme.px(28), top), theme.px(14), self._lamp, theme)


class StoryCards(QWidget):
    """Big number, figures, state, and the keys of a decision. Emits the decision."""

    pressed = Signal(Command)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._compact = self._small = False
        self._big = TotalCard(theme, tallest=CHANGE_SIZE)
        self._figures, self._state = Figures(theme), StateCard(theme)
        self._keys = {
            command: KeyButton(theme, "", cap(command), kind, *ROOMY)
            for command, kind in (
                (Command.TRY_AGAIN, Kind.MAIN),
                (Command.REVERSE, Kind.DANGER),
                (Command.MOVED, Kind.PLAIN),
                (Command.NOT_MOVED, Kind.PLAIN),
            )
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        for part in (self._big, self._state, *self._keys.values(), self._figures):
            column.addWidget(part)
        column.addStretch(1)
        for command, key in self._keys.items():
            key.clicked.connect(lambda _=False, command=command: self.pressed.emit(command))

    def set_compact(self, compact: bool) -> None:
        """Smaller on a small screen."""
        self._compact = compact
        self._big.set_compact(compact)

    def show_story(self, story: Story, *, small: bool) -> None:
        """Tell a story; `small`: only state and keys, beside the next customer's basket."""
        self._set_small(small)
        self._big.setVisible(not small)
        self._figures.setVisible(not small and bool(story.rows))
        self._big.say(story.big)
        self._figures.say(story.rows, compact=self._compact)
        self._state.say(story, small=small)
        labels = dict(story.keys)
        for command, key in self._keys.items():
            key.setVisible(command in labels)
            key.set_label(labels.get(command, ""))
            key.setEnabled(command not in story.blocked)

    def _set_small(self, small: bool) -> None:
        if small is not self._small:
            self._small = small
            for key in self._keys.values():
                key.set_size(*(NARROW if small else ROOMY))
