"""The steps of the first start: owner, office, shop. What is wrong is said at its field."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos.ui.kit.theme import SEMIBOLD, SIZE
from pos.ui.kit.widgets import text
from pos.ui.menu.combo import Combo
from pos.ui.menu.desk import Desk
from pos.ui.menu.field import Field
from pos.ui.start import rules
from pos.ui.start.draft import Draft
from pos.ui.start.lists import TAX_WORDS, ZONE_WORDS


class Step(QWidget):
    """A step of the form. It keeps what was typed while others are in front."""

    def __init__(self, desk: Desk, title: str, about: str) -> None:
        super().__init__()
        self._desk = desk
        self._faults: dict[Field, str] = {}
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(desk.theme.px(5))
        self.column.addWidget(text(desk.theme, title, 28, SEMIBOLD))
        self.column.addWidget(text(desk.theme, about, 16, colour="ink_2"))
        self.column.addSpacing(desk.theme.px(14))

    def entered(self, draft: Draft) -> None:
        """The step comes to the front."""

    def store(self, draft: Draft) -> None:
        """Write the fields into the draft."""

    def faults(self) -> Mapping[Field, str]:
        """Fields that are wrong, with the key of what is wrong."""
        return {}

    def check(self) -> bool:
        """Say what is wrong at each field and go to the first of them."""
        wrong = {field: fault for field, fault in self.faults().items() if fault}
        for field in self.findChildren(Field):
            field.show_fault(self._desk.words(wrong[field]) if field in wrong else "")
        for field in wrong:
            field.setFocus()
            return False
        return True

    def field(self, name: str, secret: bool = False, longest: int = 64) -> Field:
        """A new field of this form."""
        return Field(self._desk.theme, name, secret, longest)

    def row(self, *parts: QWidget) -> None:
        """Parts side by side."""
        row = QHBoxLayout()
        row.setSpacing(self._desk.theme.px(14))
        for part in parts:
            row.addWidget(part, 1)
        self.column.addLayout(row)


class OwnerStep(Step):
    """Name, PIN twice."""

    def __init__(self, desk: Desk) -> None:
        words = desk.words
        super().__init__(desk, words("start.step_owner"), words("start.about_owner"))
        self._name = self.field(words("start.owner_name"))
        self._pin = self.field(words("start.pin"), secret=True, longest=8)
        self._again = self.field(words("start.pin_again"), secret=True, longest=8)
        self.column.addWidget(self._name)
        self.row(self._pin, self._again)
        self.column.addStretch(1)

    def store(self, draft: Draft) -> None:
        draft.owner, draft.pin = self._name.value, self._pin.value

    def faults(self) -> Mapping[Field, str]:
        return {
            self._name: rules.filled(self._name.value),
            self._pin: rules.pin(self._pin.value),
            self._again: rules.pin_again(self._again.value, self._pin.value),
        }


class OfficeStep(Step):
    """Login and password of the owner's pages."""

    def __init__(self, desk: Desk) -> None:
        words = desk.words
        super().__init__(desk, words("start.step_office"), words("start.about_office"))
        self._login = self.field(words("start.login"), longest=32)
        self._password = self.field(words("start.password"), secret=True)
        self._again = self.field(words("start.password_again"), secret=True)
        self.column.addWidget(self._login)
        self.row(self._password, self._again)
        self.column.addStretch(1)

    def store(self, draft: Draft) -> None:
        draft.login, draft.password = self._login.value, self._password.line.text()

    def faults(self) -> Mapping[Field, str]:
        password = self._password.line.text()
        return {
            self._login: rules.login(self._login.value),
            self._password: rules.password(password),
            self._again: rules.password_again(self._again.line.text(), password),
        }


class ShopStep(Step):
    """Name, INN, tax system, time zone."""

    def __init__(self, desk: Desk, zone: str) -> None:
        words = desk.words
        super().__init__(desk, words("start.step_shop"), words("start.about_shop"))
        self._name = self.field(words("start.shop_name"))
        self._inn = self.field(words("start.inn"), longest=12)
        self._tax, self._zone = combo(desk, TAX_WORDS), combo(desk, ZONE_WORDS)
        self._zone.setCurrentIndex(max(0, self._zone.findData(zone)))
        self.column.addWidget(self._name)
        self.column.addWidget(self._inn)
        self.row(
            labelled(desk, words("start.tax_system"), self._tax),
            labelled(desk, words("start.zone"), self._zone),
        )
        self.column.addStretch(1)

    def store(self, draft: Draft) -> None:
        draft.shop, draft.inn = self._name.value, self._inn.value
        draft.tax_system = int(self._tax.currentData())
        draft.zone = str(self._zone.currentData())

    def faults(self) -> Mapping[Field, str]:
        return {
            self._name: rules.filled(self._name.value),
            self._inn: rules.inn(self._inn.value),
        }


def combo(desk: Desk, options: Mapping[int, str] | Mapping[str, str]) -> Combo:
    """A list to choose from, with the words of each value."""
    made = Combo(desk.theme)
    for value, key in options.items():
        made.addItem(desk.words(key), value)
    return made


def labelled(desk: Desk, name: str, part: QWidget) -> QWidget:
    """A part with its name above, as a Field has it."""
    held = QWidget()
    part.setAccessibleName(name)
    column = QVBoxLayout(held)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(desk.theme.px(4))
    column.addWidget(text(desk.theme, name, SIZE.small, colour="ink_2"))
    column.addWidget(part)
    column.addSpacing(desk.theme.px(26))
    return held
