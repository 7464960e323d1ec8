"""The selling page's face: widgets in their places, shown from a view. It decides nothing."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inventory.values.money import ZERO, Money
from pos.domain.contact import masked
from pos.domain.people import Right
from pos.domain.views import ParkedView, TillView
from pos.ui.kit.format import Format
from pos.ui.kit.keys import Command
from pos.ui.kit.theme import Theme
from pos.ui.kit.widgets import Card
from pos.ui.kit.words import Words
from pos.ui.till.basket_view import BasketView
from pos.ui.till.empty import EmptyBasket
from pos.ui.till.entry import Entry
from pos.ui.till.found import FoundItems
from pos.ui.till.functions import FunctionKeys
from pos.ui.till.hot_cash import hot_cash
from pos.ui.till.last_good import Head, LastGood
from pos.ui.till.middle import Middle
from pos.ui.till.new_good import NewGoodPanel
from pos.ui.till.parked_list import ParkedList
from pos.ui.till.quick import QuickKeys
from pos.ui.till.rows import Tally
from pos.ui.till.showing import Face, basket_shown, face_of, head_of
from pos.ui.till.story import of_finished, of_pending
from pos.ui.till.story_cards import StoryCards
from pos.ui.till.tenders import Tenders
from pos.ui.till.total_card import Sum, TotalCard

COMPACT_WIDTH, COMPACT_HEIGHT = 1400, 860
NARROWEST, WIDEST = 336, 640

LONGEST_NAME = 28  # of a buyer, beside the sum


class SellingPage(QWidget):
    """Left: last good, basket, field, function keys. Right: total and money."""

    pressed = Signal(Command)

    def __init__(self, theme: Theme, words: Words, form: Format) -> None:
        super().__init__()
        self.theme, self.words, self.form = theme, words, form
        self.face = Face.SELLING
        self.head, self.basket = LastGood(theme), BasketView(theme, words, form)
        self.empty, self.found = EmptyBasket(theme, words), FoundItems(theme, words, form)
        self.new_good = NewGoodPanel(theme, words)
        self.parked = ParkedList(theme, words, form)
        self.listing = False
        self.entry, self.functions = Entry(theme), FunctionKeys(theme, words)
        self.total, self.tenders = TotalCard(theme), Tenders(theme, words, form)
        self.quick, self.story = QuickKeys(theme, words), StoryCards(theme)
        self._tally = Tally()
        self._compact: bool | None = None
        self._build()
        for keys in (self.functions, self.tenders, self.story):
            keys.pressed.connect(self.pressed)
        self.basket.picked.connect(self._picked)
        self._view = TillView()

    def show_view(self, view: TillView, dismissed: str, card_part: Money) -> None:
        """Everything that follows from a view and from the part set aside for the card."""
        self._view = view
        self.face = face_of(view, dismissed)
        shown = basket_shown(view, self.face)
        self.listing = self.listing and not view.basket.lines
        self.basket.show_basket(shown, done=self.face in (Face.PAYING, Face.DONE))
        self._show_middle()
        may = view.user is not None and Right.SETTINGS in view.user.rights
        self.quick.set_arrangeable(may)
        self._show_total(view, card_part)
        self._show_right(view)

    def show_parked(self, baskets: tuple[ParkedView, ...] | None) -> None:
        """The list of baskets put aside in the place of the empty one; None closes it."""
        self.listing = baskets is not None
        shop = self._view.shop
        self.parked.show_baskets(baskets or (), shop.zone if shop else "UTC")
        self._show_middle()

    def show_keys(self, works: frozenset[Command], typed: Money | None, card_part: Money) -> None:
        """Dim what cannot work now; the cash key says what it would take."""
        rest = self._view.basket.total - card_part
        label = self.words("till.cash_rest" if card_part else "till.cash_exact")
        if typed is not None:
            label = self.words("till.cash_typed", amount=self.form.roubles(typed))
        self.functions.enable(works)
        self.tenders.show_state(
            cash=label,
            hot=hot_cash(rest),
            can_cash=Command.CASH in works,
            can_card=Command.CARD in works,
            can_mix=Command.MIXED in works,
        )
        recall = Command.RECALL in works
        count = self._view.parked
        park = self.words("till.parked", n=count) if recall else self.words("till.park")
        self.tenders.show_park(park, able=recall or Command.PARK in works)

    def resizeEvent(self, event: QResizeEvent) -> None:
        px = self.theme.px
        compact = self.width() < px(COMPACT_WIDTH) or self.height() < px(COMPACT_HEIGHT)
        self._right.setFixedWidth(min(px(WIDEST), max(px(NARROWEST), self.width() // 3)))
        if compact is self._compact:
            return
        self._compact = compact
        edge = px(10 if compact else 14)
        self._row.setContentsMargins(edge, edge, edge, edge)
        self._row.setSpacing(edge)
        self._right_column.setSpacing(edge)
        for part in (self.head, self.basket, self.entry, self.total, self.tenders):
            part.set_compact(compact)
        self.quick.set_compact(compact)
        self.story.set_compact(compact)
        self._show_right(self._view)

    def _build(self) -> None:
        left, self._right = Card(self.theme), QWidget()
        self._row = QHBoxLayout(self)
        self._row.addWidget(left, 1)
        self._row.addWidget(self._right)
        self._build_left(left)
        self._build_right()

    def _build_left(self, card: Card) -> None:
        px = self.theme.px
        column = QVBoxLayout(card)
        column.setContentsMargins(1, 1, 1, px(10))
        column.setSpacing(0)
        column.addWidget(self.head)
        self._middle = Middle(self.basket, self.empty, self.parked)
        column.addWidget(self._middle, 1)
        column.addWidget(self.found)
        column.addWidget(self.new_good)
        foot = QVBoxLayout()
        foot.setContentsMargins(px(10), px(10), px(10), 0)
        foot.setSpacing(px(8))
        foot.addWidget(self.entry)
        foot.addWidget(self.functions)
        column.addLayout(foot)

    def _build_right(self) -> None:
        self._right_column = QVBoxLayout(self._right)
        self._right_column.setContentsMargins(0, 0, 0, 0)
        for part in (self.total, self.tenders):
            self._right_column.addWidget(part)
        self._right_column.addWidget(self.quick, 1)
        self._right_column.addWidget(self.story, 1)
        self.story.hide()

    def _show_middle(self) -> None:
        empty = None if self.basket.filled else self.empty
        self._middle.cover_with(self.parked if self.listing else empty)
        self._picked()

    def _picked(self) -> None:
        if self.listing:
            self.head.say(Head("", self.words("till.parked_title")))
            return
        head = head_of(self._view, self.face, self.basket.selected, self.words, self.form)
        self.head.say(head)

    def _show_total(self, view: TillView, card_part: Money) -> None:
        basket, form = view.basket, self.form
        notes = []
        if card_part:
            notes.append(self.words("till.card_first", amount=form.money(card_part)))
        if basket.discount:
            percent = form.percent(basket.discount)
            notes.append(self.words("till.receipt_discount", percent=percent))
        if basket.parked_at and view.shop:
            begun = datetime.fromtimestamp(basket.begun_at / 1000, UTC)
            notes.append(self.words("till.prices_of", time=form.short(begun, view.shop.zone)))
        if basket.contact:
            sent = "till.receipt_only_to" if basket.paperless else "till.receipt_to"
            notes.append(self.words(sent, contact=masked(basket.contact)))
        if basket.buyer is not None:
            notes.append(self.words("till.buyer", name=_short(basket.buyer.name)))
        saved = basket.saved
        counts = self._tally.counted(self.basket.rows, self.words, form)
        self.total.say(
            Sum(
                title=self.words("till.rest_in_cash" if card_part else "till.to_pay"),
                amount=form.money(basket.total - card_part),
                counted=counts if basket.lines else "",
                note=" · ".join(notes),
                saved=self.words("till.saved", amount=form.money(saved)) if saved > ZERO else "",
            )
        )

    def _show_right(self, view: TillView) -> None:
        selling = self.face in (Face.SELLING, Face.BOTH)
        self.total.setVisible(selling)
        self.tenders.setVisible(selling)
        self.quick.setVisible(self.face is Face.SELLING)
        self.story.setVisible(self.face is not Face.SELLING)
        if view.pending is not None:
            story = of_pending(view.pending, self.words, self.form)
            self.story.show_story(story, small=self.face is Face.BOTH)
        elif view.finished is not None and self.face is Face.DONE:
            self.story.show_story(of_finished(view.finished, self.words, self.form), small=False)


def _short(name: str) -> str:
    """As much of a long name as tells it from another."""
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"
