"""Commands that change something: when they may be given, and how they are taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from drivers.contracts.errors import (
    BadFrame,
    ClockWrong,
    CoverOpen,
    DeviceError,
    DocumentOpen,
    NoAnswer,
    PaperOut,
    Refused,
    ShiftExpired,
    ShiftNotOpen,
)
from drivers.registrars.shtrih import commands
from drivers.registrars.shtrih.answers import Answer, ShortStatus
from drivers.registrars.shtrih.codes import Command, Mode, Submode
from drivers.registrars.shtrih.fields import Fields
from drivers.registrars.shtrih.look import cover_open, has_paper
from drivers.registrars.shtrih.questions import Questions, patient, refused
from drivers.registrars.shtrih.settings import Settings
from drivers.registrars.shtrih.talk import UNKNOWN, Talk

T = TypeVar("T")


class Orders:
    """Gives orders over the link, each once, and looks at the register before and after."""

    def __init__(self, link: Talk, ask: Questions, settings: Settings) -> None:
        self._link, self._ask, self._settings = link, ask, settings

    def run(self, body: bytes, asked: str, timeout_s: float | None = None) -> Fields:
        """Run once; repeated only where the register said that it did nothing (50h)."""
        wait_s = timeout_s or self._settings.answer_s
        said = patient(lambda: self._link.order(body, wait_s), self._settings)
        if said.error:
            raise self._named(said, asked)
        return said.fields()

    def printable(self) -> ShortStatus:
        """The state, if a document could be begun in it; else the error that says why not."""
        status = self._ask.settled()
        if status.mode == Mode.DOCUMENT_OPEN:
            raise DocumentOpen("a document begun earlier is still open")
        if status.mode == Mode.DATE_UNCONFIRMED:
            raise ClockWrong("the register waits for its date to be confirmed")
        if status.submode == Submode.AWAITS_CONTINUE:
            raise Refused("an interrupted document must be printed on first", "58")
        told = self._ask.parameters()
        if cover_open(status, told) or not has_paper(status, told):
            raise self.no_paper(status)
        return status

    def sellable(self) -> None:
        """Nothing, if a receipt could be begun; else the error that says why not."""
        status = self.printable()
        if status.mode == Mode.SHIFT_CLOSED:
            raise ShiftNotOpen("the shift is not open")
        if status.mode == Mode.SHIFT_EXPIRED:
            raise ShiftExpired("the shift is older than 24 hours")

    def no_paper(self, status: ShortStatus) -> DeviceError:
        """Which of the two it is: an open cover looks like missing paper."""
        if cover_open(status, self._ask.parameters()):
            return CoverOpen("the cover is open")
        return PaperOut("no receipt paper")

    def cancel(self) -> None:
        """88h for an open receipt, FF08h for what is still begun in the drive."""
        settings = self._settings
        if self._ask.settled().mode == Mode.DOCUMENT_OPEN:
            body = commands.command(Command.CANCEL_RECEIPT, settings.password)
            self.run(body, "cancel the receipt")
        if self._ask.drive().document:
            body = commands.command(Command.CANCEL_IN_DRIVE, settings.admin_password)
            self.run(body, "cancel in the drive")

    def undo(self, error: DeviceError) -> None:
        """Cancel after a refusal; `DocumentOpen` where the register does not let it go."""
        try:
            self.cancel()
        except UNKNOWN:
            raise
        except DeviceError as refusal:
            text = f"{error}; the document is still open: {refusal}"
            raise DocumentOpen(text, error.code) from error

    def _named(self, said: Answer, asked: str) -> DeviceError:
        error = refused(said, asked)
        if isinstance(error, PaperOut) and cover_open(self._ask.short(), self._ask.parameters()):
            return CoverOpen(str(error), error.code)
        return error


def told(parse: Callable[[], T]) -> T:
    """What an order that succeeded told; cut short, it is as good as lost."""
    try:
        return parse()
    except BadFrame as error:
        raise NoAnswer(f"done, but told in a damaged answer: {error}") from error
