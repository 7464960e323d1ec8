"""A task that fails, on its way to the answer."""

from __future__ import annotations

from enum import IntEnum


class Why(IntEnum):
    """Codes of the driver that this register gives."""

    NO_LINK = 2
    FIELD_MISSING = 8
    NOT_SUPPORTED = 11
    BAD_VALUE = 13
    BAD_SUM = 16
    BAD_QUANTITY = 17
    NO_PAPER = 44
    COVER_OPEN = 45
    CASHLESS_EXCEEDS = 52
    BAD_TENDER = 60
    PAID_TOO_LITTLE = 66
    SHIFT_EXPIRED = 68
    SHIFT_CLOSED = 73
    NOT_ENOUGH_CASH = 80
    SHIFT_OPEN = 83
    DRIVE_FAILED = 118
    DRIVE_EXPIRED = 120
    ARCHIVE_FULL = 121
    NO_SUCH_DATA = 123
    UNSENT_TOO_OLD = 140
    CLOCK_DIFFERS = 142
    TAX_SYSTEM = 143
    VAT_RATE = 144
    METHOD = 145
    SUBJECT = 146
    CUT_OFF_OPENING = 175
    CUT_OFF_RECEIPT = 177
    BAD_TOTAL = 227
    LINK_LOST = 241
    WRONG_STATE = 410
    MEASURE = 412
    NOT_IN_THIS_FFD = 413
    UNREADABLE = 501


# The driver's words, shortened; the program has its own and shows these for other codes only.
WORDS = {
    Why.NO_LINK: "Нет связи",
    Why.FIELD_MISSING: "Не найден обязательный параметр",
    Why.NOT_SUPPORTED: "Не поддерживается в данной версии",
    Why.NO_PAPER: "Нет бумаги",
    Why.COVER_OPEN: "Открыта крышка",
    Why.PAID_TOO_LITTLE: "Чек оплачен не полностью",
    Why.SHIFT_EXPIRED: "Смена превысила 24 часа",
    Why.SHIFT_CLOSED: "Смена закрыта - операция невозможна",
    Why.NOT_ENOUGH_CASH: "В ККТ нет денег для выплаты",
    Why.SHIFT_OPEN: "Смена открыта, операция невозможна",
    Why.CUT_OFF_RECEIPT: "Закрытие чека прервано",
    Why.LINK_LOST: "Соединение с ККТ потеряно",
}


class Failure(Exception):
    """The task is refused; nothing has changed."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.name)
        self.why = why

    @property
    def words(self) -> str:
        """What stands beside the code."""
        return WORDS.get(self.why, f"Ошибка {int(self.why)}")
