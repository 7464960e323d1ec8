"""What the input field asks, and where an answer goes. Keys and scans come from the page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from inventory.values.quantity import Quantity, Unit
from pos.domain.weighing import NO_PAN, PanState, PanView
from pos.errors import BadInput, LineUnknown
from pos.ui.kit.format import Format
from pos.ui.kit.trouble import Situation
from pos.ui.kit.words import Words
from pos.ui.till import sums
from pos.ui.till.cashier import Cashier
from pos.ui.till.page import SellingPage
from pos.ui.till.paying import Paying
from pos.ui.till.prompts import MAY_BE_EMPTY, ON_LINE, Prompt
from pos.ui.till.search import is_name
from pos.ui.till.showing import Face


class Questions(QObject):
    """Emits `asked` when the field has to be emptied for another question."""

    asked = Signal()
    refused = Signal(Exception, Situation)

    def __init__(
        self, cashier: Cashier, page: SellingPage, paying: Paying, words: Words, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._cashier, self._page, self._paying, self._words = cashier, page, paying, words
        self._then: Callable[[str], None] | None = None
        self._blanks: dict[str, str] = {}
        self._form, self._pan = Format(words), NO_PAN
        self.prompt = Prompt.NONE

    def ask(self, prompt: Prompt, **blanks: str) -> None:
        """Another question; NONE is the usual input."""
        self.prompt, self._then, self._blanks = prompt, None, blanks
        self.asked.emit()

    def ask_weight(self, name: str, again: Callable[[str], None]) -> None:
        """How much of a good; `again` takes what is typed."""
        self.ask_then(Prompt.WEIGHT, again, name=name)

    def set_pan(self, seen: PanView) -> None:
        """What the scales bear: Enter alone takes it."""
        self._pan = seen

    def ask_then(self, prompt: Prompt, then: Callable[[str], None], **blanks: str) -> None:
        """A question whose answer goes to whoever asks it."""
        self.ask(prompt, **blanks)
        self._then = then

    def answer(self, prompt: Prompt) -> None:
        """The key of a question: with something typed it acts at once, without it asks."""
        text = self._page.entry.text
        if prompt is Prompt.BY_PRICE and self.prompt is not prompt and is_name(text):
            self.ask(prompt, name=sums.name_part(text))
        elif not text and self.prompt is not prompt:
            self.ask(prompt, name="")
        elif text or prompt in MAY_BE_EMPTY or self._takes_pan(prompt):
            self._settle(prompt, text)

    def show(self) -> None:
        """The question in the field, else the hint of the usual input."""
        entry, found = self._page.entry, self._page.found
        entry.hide_text(self.prompt is Prompt.PIN)
        if self.prompt is Prompt.NONE:
            paying = self._page.face in (Face.PAYING, Face.DONE)
            hint = self._words("till.hint.next" if paying else "till.hint.usual")
            entry.ask("", hint, "1–6 · ↑ ↓ · Enter" if found.current else "")
            return
        entry.ask(self._words(f"till.ask.{self.prompt.value}"), self._hint(), "Enter · Esc")

    def _hint(self) -> str:
        if self.prompt is Prompt.WEIGHT and self._pan.state is not PanState.NONE:
            weight = self._form.quantity(Quantity(self._pan.grams, Unit.KILOGRAM))
            key = f"till.pan.{self._pan.state.value}"
            return self._words(key, **self._blanks, weight=weight)
        return self._words(f"till.ask_hint.{self.prompt.value}", **self._blanks)

    def _takes_pan(self, prompt: Prompt) -> bool:
        return prompt is Prompt.WEIGHT and self._pan.state is not PanState.NONE

    def _settle(self, prompt: Prompt, text: str) -> None:
        then, name = self._then, self._blanks.get("name", "")
        self.ask(Prompt.NONE)
        if then is not None:
            then(text)
        elif prompt is Prompt.PRICE_CHECK:
            self._cashier.price(text)
        elif prompt is Prompt.MIXED:
            self._paying.split(text)
        elif prompt is Prompt.BY_PRICE:
            self._sell_by_price(text, name)
        elif prompt in ON_LINE:
            self._change_line(prompt, text.removesuffix("*"))
        else:
            self._change_basket(prompt, text)

    def _change_basket(self, prompt: Prompt, text: str) -> None:
        desk = self._cashier.desk
        changes = {
            Prompt.CONTACT: desk.set_contact,
            Prompt.DISCOUNT: desk.set_discount,
            Prompt.PARK: desk.park,
        }
        if prompt in changes:
            self._cashier.change(partial(changes[prompt], text))

    def _sell_by_price(self, text: str, name: str) -> None:
        if sums.price_or_none(text) is None:
            self.refused.emit(BadInput("that is no price"), Situation.SELLING)
        else:
            self._cashier.sell_by_price(text, name)

    def _change_line(self, prompt: Prompt, text: str) -> None:
        row, desk = self._page.basket.selected, self._cashier.desk
        if row is None:
            self.refused.emit(LineUnknown("no line is selected"), Situation.SELLING)
            return
        change = {
            Prompt.QUANTITY: desk.set_quantity,
            Prompt.PRICE: desk.set_price,
            Prompt.LINE_DISCOUNT: desk.set_line_discount,
        }[prompt]
        lines = (row.last,) if prompt is Prompt.QUANTITY else row.lines
        for line in lines:
            self._cashier.change(partial(change, line.line, text))
