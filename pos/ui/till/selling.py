"""The selling page: what keys, scans and answers do. Enter accepts what was typed, never money."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout

from inventory.domain.catalogue import Item
from pos.domain.views import TillView
from pos.domain.weighing import PanState, PanView
from pos.errors import CodeNotFound, WeightNeeded
from pos.ui.kit.format import Format
from pos.ui.kit.keys import TAKES_MONEY, UNKNOWN_ONLY, Command, command_of
from pos.ui.kit.screen import Page, Screen
from pos.ui.kit.sounds import Player, Sound
from pos.ui.kit.theme import Theme
from pos.ui.kit.trouble import Situation, explain
from pos.ui.kit.words import Words
from pos.ui.till import sums
from pos.ui.till.cashier import Cashier
from pos.ui.till.deciding import Deciding
from pos.ui.till.making import Making
from pos.ui.till.notices import cancel_question, price_is
from pos.ui.till.page import SellingPage
from pos.ui.till.parking import Parking
from pos.ui.till.paying import Paying
from pos.ui.till.port import Desk
from pos.ui.till.prompts import ASKS, Prompt
from pos.ui.till.questions import Questions
from pos.ui.till.quick_pages import QuickPage
from pos.ui.till.search import NameSearch
from pos.ui.till.showing import Face
from pos.ui.till.works import WHILE_MAKING, meant, works

Deaf = Callable[[int], bool]


class SellingScreen(Screen):
    """Keys and scans in, use-cases out; what is shown comes back as views."""

    said = Signal(object)  # a Trouble for the strip, or None when it is over

    def __init__(
        self,
        cashier: Cashier,
        theme: Theme,
        words: Words,
        now: Callable[[], datetime],
        *,
        deaf: Deaf = lambda at_ms: False,
        sound: Player = lambda sound: None,
    ) -> None:
        super().__init__()
        self._cashier, self._words, self._deaf, self._sound = cashier, words, deaf, sound
        self._form = Format(words)
        self.page = SellingPage(theme, words, self._form)
        self._paying = Paying(cashier, self)
        self._questions = Questions(cashier, self.page, self._paying, words, self)
        self._deciding = Deciding(cashier, self._questions, words, self)
        self._parking = Parking(cashier, self.page, words, now, self)
        self._making = Making(cashier, self.page, self._questions, words, self)
        self._search = NameSearch(cashier, self.page.found, self)
        self._dismissed = ""
        self._cancel_armed = False
        self._dead: set[str] = set()
        self._build()
        self._connect()

    # -- what the window tells ----------------------------------------------------------

    def set_quick_pages(self, pages: tuple[QuickPage, ...]) -> None:
        """The shop's quick keys."""
        self.page.quick.set_pages(pages)

    def set_dead(self, device: str, dead: bool) -> None:
        """A device is gone or back: its keys are dimmed or work."""
        (self._dead.add if dead else self._dead.discard)(device)
        self._show_keys()

    def set_pan(self, seen: PanView) -> None:
        """The scales bear something else."""
        self._questions.set_pan(seen)
        self._show_hint()

    def entered(self, view: TillView) -> None:
        self.setFocus()
        self._show(view)

    def forget_last(self, view: TillView) -> None:
        """Another cashier or shift: the last sale is no longer news."""
        self._dismissed = view.finished.sale if view.finished else ""
        self._show(view)

    def scanned(self, text: str) -> bool:
        self._parking.close()
        self._making.close()
        if self._questions.prompt is Prompt.PRICE_CHECK:
            self._cashier.price(text)
            self._questions.ask(Prompt.NONE)
            return True
        count, star, rest = self.page.entry.text.partition("*")
        if self._questions.prompt is Prompt.NONE and star and not rest and sums.quantity(count):
            self._clear_entry()
            self._cashier.scan(f"{count}*{text}", scanned=False)
        else:
            self._cashier.scan(text, scanned=True)
        return True

    # -- keys -----------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        command = command_of(event)
        if command in TAKES_MONEY and self._deaf(event.timestamp()):
            return  # a scanner's keys must never pay
        if command is not None:
            self.do(command)
        elif event.text() and event.text().isprintable():
            self._typed(event.text())
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        return False  # nothing here takes focus: the keyboard belongs to the page

    def do(self, command: Command) -> None:
        """Carry a command out, from a key or a press on the screen; dimmed ones do nothing."""
        command = meant(command, self._cashier.view)
        armed, self._cancel_armed = self._cancel_armed, False
        if command not in UNKNOWN_ONLY:
            self._deciding.disarm()
        if command not in self._works():
            return
        if command is Command.CANCEL:
            self._cancel(sure=armed)
        elif command in ASKS:
            self._parking.close()
            self._questions.answer(ASKS[command])
        else:
            self._plain(command)

    def _plain(self, command: Command) -> None:
        actions: dict[Command, Callable[[], None]] = {
            Command.ACCEPT: self._accept,
            Command.BACK: self._back,
            Command.ERASE: lambda: self._type(self.page.entry.text[:-1]),
            Command.UP: lambda: self._step(-1),
            Command.DOWN: lambda: self._step(1),
            Command.NEW_GOOD: self._making.go_on,
            Command.VOID: self._void,
            Command.PAPERLESS: lambda: self._cashier.change(self._desk.toggle_paper),
            Command.RECALL: self._parking.toggle,
            Command.RETURN: lambda: self.wanted.emit(Page.RETURN),
            Command.LATER: lambda: self.wanted.emit(Page.LATER),
            Command.MENU: lambda: self.wanted.emit(Page.MENU),
            Command.CASH: lambda: self._paying.cash(self.page.entry.text),
            Command.CARD: self._pay_card,
            Command.HOT_1: lambda: self._paying.hot(0),
            Command.HOT_2: lambda: self._paying.hot(1),
            Command.HOT_3: lambda: self._paying.hot(2),
            Command.TRY_AGAIN: self._cashier.try_again,
            Command.REVERSE: self._cashier.reverse_card,
            Command.MOVED: lambda: self._deciding.press(Command.MOVED),
            Command.NOT_MOVED: lambda: self._deciding.press(Command.NOT_MOVED),
        }
        actions[command]()

    def _works(self) -> frozenset[Command]:
        if self._making.open:
            return WHILE_MAKING
        free = self._cashier.settled and not self._cashier.waiting
        able = works(self._cashier.view, free=free, dead=self._dead)
        return able | {Command.NEW_GOOD} if self._making.offered else able

    # -- typing ---------------------------------------------------------------------------

    def _typed(self, char: str) -> None:
        """A digit chooses a line of a list that is open; all else is text."""
        if self._parking.listing and char.isdecimal():
            self._parking.choose(char)
            return
        if self._making.choosing:
            if char.isdecimal():
                self._making.choose(int(char) - 1)
            return
        self._parking.close()
        line = self._search.picks(char) if self._questions.prompt is Prompt.NONE else None
        if line is not None:
            self._search.choose(line)
        else:
            self._type(self.page.entry.text + char)

    def _type(self, text: str) -> None:
        self.page.entry.set_text(text)
        if text:
            self._making.withdraw()
        self._cancel_armed = False
        self._search.typed(text if self._questions.prompt is Prompt.NONE else "")
        self._questions.show()
        self._show_keys()

    def _clear_entry(self) -> None:
        self._type("")

    def _choose(self, item: Item) -> None:
        count, star, _ = self.page.entry.text.partition("*")
        thousandths = sums.quantity(count) if star else None
        self._clear_entry()
        self._cashier.add_item(item.item, thousandths)

    def _quick(self, item: str) -> None:
        self._parking.close()
        thousandths = sums.quantity(self.page.entry.text.removesuffix("*"))
        if self._questions.prompt is Prompt.NONE and thousandths:
            self._clear_entry()
        self._cashier.add_item(item, thousandths)

    def _accept(self) -> None:
        text = self.page.entry.text
        if self._parking.listing:
            self._parking.choose()
        elif self._making.open:
            self._making.accept()
        elif self._questions.prompt is not Prompt.NONE:
            self._questions.answer(self._questions.prompt)
        elif self._search.active and not self.page.found.nothing:
            self._search.choose()
        elif text:
            self._clear_entry()
            self._cashier.scan(text, scanned=False)

    def _back(self) -> None:
        """Esc undoes the nearest thing: a list, typing, a question, the card part, the strip."""
        if self._parking.listing:
            self._parking.close()
        elif self._making.open and self.page.entry.text:
            self._clear_entry()
        elif self.page.entry.text or self._questions.prompt is not Prompt.NONE:
            self._questions.ask(Prompt.NONE)
        elif self._paying.card_part:
            self._paying.forget()
        elif self._making.offered:
            self._making.withdraw()
        elif self.page.face is Face.DONE:
            self.forget_last(self._cashier.view)
        self.said.emit(None)

    def _step(self, by: int) -> None:
        if self._parking.listing:
            self.page.parked.step(by)
        elif self._making.open:
            self._making.step(by)
        elif self.page.found.current is not None:
            self.page.found.step(by)
        else:
            self.page.basket.step(by)

    # -- changes --------------------------------------------------------------------------

    def _void(self) -> None:
        row = self.page.basket.selected
        if row is not None:
            self._cashier.change(lambda: self._desk.void_line(row.last.line))

    def _cancel(self, *, sure: bool) -> None:
        if sure:
            self.said.emit(None)
            self._cashier.change(self._desk.cancel_basket)
            return
        self._cancel_armed = True
        total = self._cashier.view.basket.total
        self.said.emit(cancel_question(total, self._words, self._form))

    def _pay_card(self) -> None:
        if self.page.entry.text:
            self._questions.answer(Prompt.MIXED)
        else:
            self._paying.card()

    def _begun(self) -> None:
        self._questions.ask(Prompt.NONE)
        self.said.emit(None)

    # -- answers --------------------------------------------------------------------------

    def _show(self, view: TillView) -> None:
        self._paying.follow(view)
        self._deciding.follow(view)
        self.page.show_view(view, self._dismissed, self._paying.card_part)
        self._show_hint()
        self._show_keys()

    def _show_again(self) -> None:
        self._show(self._cashier.view)

    def _show_keys(self) -> None:
        typed_sum = None
        text = self.page.entry.text
        asking = self._questions.prompt is not Prompt.NONE
        if text and not asking and text.replace(",", "").isdigit():
            typed_sum = sums.received_or_none(text, self._paying.rest)
        self.page.show_keys(self._works(), typed_sum, self._paying.card_part)

    def _show_hint(self) -> None:
        if self._parking.listing:
            hint = self._words("till.ask_hint.recall")
            self.page.entry.ask(self._words("till.ask.recall"), hint, "1–9 · Enter · Esc")
        else:
            self._questions.show()

    def _added(self) -> None:
        self._sound(Sound.OK)

    def _did(self) -> None:
        self.said.emit(None)

    def _priced(self, item: Item) -> None:
        shop = self._cashier.view.shop
        zone = shop.zone if shop else "UTC"
        self.said.emit(price_is(item, self._words, self._form, zone))

    def _refuse(self, error: Exception, situation: Situation) -> None:
        missing = isinstance(error, CodeNotFound)
        if isinstance(error, CodeNotFound) and error.may_be_made:
            self._making.offer(error.code)
            self._show_keys()
        if isinstance(error, WeightNeeded) and error.pan != PanState.NONE.value:
            self.said.emit(None)  # the field says what the scales wait for
            return
        self._sound(Sound.NOT_FOUND if missing else Sound.ATTENTION)
        self.said.emit(explain(error, situation, self._words))

    # -- construction ---------------------------------------------------------------------

    @property
    def _desk(self) -> Desk:
        return self._cashier.desk

    def _build(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        self._show(TillView())

    def _connect(self) -> None:
        page, cashier = self.page, self._cashier
        page.pressed.connect(self.do)
        page.quick.chosen.connect(self._quick)
        page.quick.arranging.connect(self._arrange)
        page.found.chosen.connect(self._choose)
        page.found.by_price.connect(self._by_price)
        self._search.chosen.connect(self._choose)
        self._search.shown.connect(self._show_hint)
        self._questions.asked.connect(self._clear_entry)
        self._questions.refused.connect(self._refuse)
        self._making.refused.connect(self._refuse)
        self._parking.opened.connect(self._show_hint)
        self._parking.closed.connect(self._show_hint)
        self._parking.told.connect(self.said)
        self._deciding.told.connect(self.said)
        self._paying.begun.connect(self._begun)
        self._paying.refused.connect(self._refuse)
        self._paying.parted.connect(self._show_again)
        cashier.viewed.connect(self._show)
        cashier.failed.connect(self._refuse)
        cashier.added.connect(self._added)
        cashier.did.connect(self._did)
        cashier.priced.connect(self._priced)
        cashier.weight_needed.connect(self._questions.ask_weight)

    def _arrange(self) -> None:
        self.wanted.emit(Page.QUICK)

    def _by_price(self) -> None:
        self.do(Command.BY_PRICE)
