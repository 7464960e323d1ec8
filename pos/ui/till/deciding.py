"""What became of a card, said by a person: asked twice, with a reason and a PIN."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from pos.domain.views import TillView
from pos.ui.kit.format import Format
from pos.ui.kit.keys import Command
from pos.ui.kit.trouble import Trouble
from pos.ui.kit.words import Words
from pos.ui.till.cashier import Cashier
from pos.ui.till.notices import sentences
from pos.ui.till.prompts import Prompt
from pos.ui.till.questions import Questions
from pos.ui.till.story import move_of
from pos.ui.till.works import card_unknown

ASKED = (Prompt.REASON, Prompt.PIN)


class Deciding(QObject):
    """Emits `told` with the question for the strip, with None when it is answered."""

    told = Signal(Trouble)

    def __init__(
        self, cashier: Cashier, questions: Questions, words: Words, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._cashier, self._questions, self._words = cashier, questions, words
        self._form = Format(words)
        self._armed: Command | None = None

    def press(self, said: Command) -> None:
        """The first time asks whether it is so; the second time why, and who says it."""
        again, self._armed = self._armed is said, said
        if again:
            self.disarm()
            self.told.emit(None)
            self._questions.ask_then(Prompt.REASON, partial(self._who, said))
        else:
            self.told.emit(self._question(said))

    def disarm(self) -> None:
        """Another key: the next press is a first one."""
        self._armed = None

    def follow(self, view: TillView) -> None:
        """The terminal has answered: nobody is asked any more."""
        if not card_unknown(view):
            self.disarm()
            if self._questions.prompt in ASKED:
                self._questions.ask(Prompt.NONE)

    def _who(self, said: Command, reason: str) -> None:
        self._questions.ask_then(Prompt.PIN, partial(self._decide, said, reason))

    def _decide(self, said: Command, reason: str, pin: str) -> None:
        self._cashier.decide(moved=said is Command.MOVED, pin=pin, reason=reason)

    def _question(self, said: Command) -> Trouble | None:
        pending = self._cashier.view.pending
        if pending is None:
            return None
        key = f"decide.question.{move_of(pending)}.{said.value}"
        return sentences(self._words, key, amount=self._form.money(pending.card))
