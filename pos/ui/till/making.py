"""Making a good of a code that no good has: offered, asked for field by field, made and sold."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from inventory.values.quantity import Unit
from inventory.values.vat import VatRate
from pos.domain.people import Right
from pos.errors import BadInput
from pos.ui.kit.format import Format
from pos.ui.kit.trouble import Situation
from pos.ui.kit.words import Words
from pos.ui.till import sums
from pos.ui.till.cashier import Cashier
from pos.ui.till.new_good import Draft, Field
from pos.ui.till.page import SellingPage
from pos.ui.till.prompts import Prompt
from pos.ui.till.questions import Questions

RATES = (VatRate.VAT_22, VatRate.VAT_10, VatRate.VAT_7, VatRate.VAT_5, VatRate.VAT_0, VatRate.NONE)
UNITS = (Unit.PIECE, Unit.KILOGRAM, Unit.GRAM, Unit.LITRE, Unit.METRE, Unit.OTHER)
PROMPTS = {
    Field.NAME: Prompt.NEW_NAME,
    Field.PRICE: Prompt.NEW_PRICE,
    Field.VAT: Prompt.NEW_VAT,
    Field.UNIT: Prompt.NEW_UNIT,
}
_ORDER = tuple(Field)


class Making(QObject):
    """Emits `refused` for what was typed wrong; the field is asked again then."""

    refused = Signal(Exception, Situation)

    def __init__(
        self,
        cashier: Cashier,
        page: SellingPage,
        questions: Questions,
        words: Words,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._cashier, self._page, self._questions = cashier, page, questions
        self._words, self._form = words, Format(words)
        self._code = self._name = self._price = ""
        self._vat, self._unit, self._asked = VatRate.VAT_22, Unit.PIECE, Field.NAME
        panel = page.new_good
        panel.wanted.connect(self.go_on)
        panel.picked.connect(self._ask)
        panel.chosen.connect(self.choose)
        questions.asked.connect(self._follow)
        cashier.did.connect(self.withdraw)

    @property
    def offered(self) -> bool:
        """Whether a good of the code that was not found could be made now."""
        return bool(self._code) and not self.open

    @property
    def open(self) -> bool:
        """Whether its fields are asked for: what is typed belongs to it."""
        return self._questions.prompt in PROMPTS.values()

    @property
    def choosing(self) -> bool:
        """Whether the field that is asked takes a number of a list."""
        return self.open and self._asked in (Field.VAT, Field.UNIT)

    def offer(self, code: str) -> None:
        """A code was not found; offered to who has the right."""
        user, shop = self._cashier.view.user, self._cashier.view.shop
        if user is None or Right.NEW_GOOD not in user.rights:
            return
        self._code, self._name, self._price = code, "", ""
        self._vat, self._unit = shop.usual_vat if shop else VatRate.VAT_22, Unit.PIECE
        self._page.new_good.say(Draft(code))

    def withdraw(self) -> None:
        """Something else is done: no more offer. Fields that are being filled stay."""
        if self.offered:
            self._forget()

    def close(self) -> None:
        """No good is made."""
        if self.open:
            self._questions.ask(Prompt.NONE)
        self._forget()

    def go_on(self) -> None:
        """Begin, or take what is typed and ask the next field."""
        if self.open:
            self.accept()
        elif self._code:
            self._ask(Field.NAME)

    def accept(self) -> None:
        """Enter: what is typed is the field's value; the last one makes the good."""
        text = self._page.entry.text
        try:
            self._take(text)
        except BadInput as error:
            self.refused.emit(error, Situation.SELLING)
            return
        place = _ORDER.index(self._asked) + 1
        if place < len(_ORDER):
            self._ask(_ORDER[place])
        else:
            self._make()

    def choose(self, number: int) -> None:
        """The rate or unit of that place in its list."""
        if self._asked is Field.VAT and number in range(len(RATES)):
            self._vat = RATES[number]
        elif self._asked is Field.UNIT and number in range(len(UNITS)):
            self._unit = UNITS[number]
        self._show()

    def step(self, by: int) -> None:
        """The field before or after."""
        place = _ORDER.index(self._asked) + by
        self._ask(_ORDER[max(0, min(len(_ORDER) - 1, place))])

    def _take(self, text: str) -> None:
        """Nothing typed keeps what is there. Raises BadInput."""
        if self._asked is Field.NAME:
            self._name = " ".join(text.split()) or self._name
            if not self._name:
                raise BadInput("a good has a name")
        elif self._asked is Field.PRICE:
            price = sums.price_or_none(text) if text else None
            if price is not None:
                self._price = self._form.money(price)
            elif text or not self._price:
                raise BadInput("that is no price")

    def _make(self) -> None:
        for field, value in ((Field.NAME, self._name), (Field.PRICE, self._price)):
            if not value:
                self._ask(field)
                return
        new = (self._code, self._name, self._price, self._unit, self._vat)
        self.close()
        self._cashier.make_good(*new)

    def _ask(self, field: Field) -> None:
        self._asked = field
        self._questions.ask(PROMPTS[field])
        self._show()

    def _follow(self) -> None:
        """Another question was asked: this one is over."""
        if not self.open:
            self._forget()

    def _forget(self) -> None:
        self._code = ""
        self._page.new_good.say(Draft(""))

    def _show(self) -> None:
        values = (
            (Field.NAME, self._name),
            (Field.PRICE, self._price),
            (Field.VAT, self._rate(self._vat)),
            (Field.UNIT, self._form.unit(self._unit)),
        )
        choices: tuple[str, ...] = ()
        if self._asked is Field.VAT:
            choices = tuple(map(self._rate, RATES))
        elif self._asked is Field.UNIT:
            choices = tuple(map(self._form.unit, UNITS))
        self._page.new_good.say(Draft(self._code, values, self._asked, choices))

    def _rate(self, rate: VatRate) -> str:
        if rate is VatRate.NONE:
            return self._words("till.new.no_vat")
        return self._form.percent(rate.percent * 100)
