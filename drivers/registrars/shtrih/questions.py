"""Questions to the register that change nothing and may be repeated."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from drivers.contracts.errors import BadFrame, DeviceError, NoAnswer
from drivers.contracts.ffd import tlv
from drivers.registrars.shtrih import answers, commands, drive_answers
from drivers.registrars.shtrih.answers import Answer
from drivers.registrars.shtrih.codes import NO_SUCH_DATA, Ability, Command, Submode
from drivers.registrars.shtrih.fields import Fields
from drivers.registrars.shtrih.refusals import refusal
from drivers.registrars.shtrih.settings import Settings
from drivers.registrars.shtrih.talk import Talk

PRINTING = 0x50
MOST_BLOCKS = 8192  # a receipt of 32 KiB in the smallest of blocks


class Questions:
    """One method a question; what never changes is asked once."""

    def __init__(self, link: Talk, settings: Settings) -> None:
        self._link, self._settings = link, settings
        self._model: str | None = None
        self._parameters: answers.Parameters | None = None

    def model(self) -> str:
        """FCh."""
        if self._model is None:
            self._model = answers.device_name(self.ask(commands.device_type(), "device type"))
        return self._model

    def parameters(self) -> answers.Parameters:
        """F7h; a model that does not know it has told nothing."""
        if self._parameters is None:
            said = self.said(commands.model_parameters())
            if said.error:
                self._parameters = answers.Parameters(Ability(0))
            else:
                self._parameters = answers.parameters(said.fields())
        return self._parameters

    def short(self) -> answers.ShortStatus:
        """10h."""
        return answers.short_status(self._operator(Command.SHORT_STATUS, "short status"))

    def settled(self) -> answers.ShortStatus:
        """10h once nothing is being printed any more; as it is when `busy_s` are over."""
        until = time.monotonic() + self._settings.busy_s
        while True:
            status = self.short()
            printing = status.submode in (Submode.LONG_REPORT, Submode.PRINTING)
            if not printing or time.monotonic() > until:
                return status
            time.sleep(self._settings.poll_s)

    def full(self) -> answers.FullStatus:
        """11h."""
        return answers.full_status(self._operator(Command.FULL_STATUS, "status"))

    def drive(self) -> drive_answers.DriveStatus:
        """FF01h."""
        return drive_answers.drive_status(self._admin(Command.DRIVE_STATUS, "drive status"))

    def expiry(self) -> Fields:
        """FF03h."""
        return self._admin(Command.DRIVE_EXPIRY, "drive expiry")

    def exchange(self) -> drive_answers.Exchange:
        """FF39h."""
        return drive_answers.exchange(self._admin(Command.EXCHANGE_STATUS, "exchange with the OFD"))

    def shift(self) -> drive_answers.Shift:
        """FF40h."""
        return drive_answers.shift(self._admin(Command.SHIFT_PARAMETERS, "shift"))

    def money(self, index: int) -> int:
        """1Ah, kopecks."""
        return self._value(Command.MONEY_REGISTER, index, 6)

    def operations(self, index: int) -> int:
        """1Bh."""
        return self._value(Command.OPERATION_REGISTER, index, 2)

    def registration(self) -> drive_answers.Registration:
        """FF09h."""
        return drive_answers.registration(self._admin(Command.REGISTRATION, "registration"))

    def found(self, fd: int) -> drive_answers.Found | None:
        """FF0Ah; None where the drive has no such document."""
        said = self.said(commands.find_document(self._settings.admin_password, fd))
        if said.error == NO_SUCH_DATA:
            return None
        return drive_answers.found(_checked(said, f"document {fd}"))

    def tlv(self, fd: int) -> list[tuple[int, bytes]]:
        """The document's tags as the drive keeps them."""
        return list(tlv.split(self.content(fd)))

    def content(self, fd: int) -> bytes:
        """FF3Ah, FF3Bh: the document's TLV as one piece.

        Blocks are joined before they are taken apart: a nested tag longer than a frame comes
        in several.
        """
        silence = NoAnswer("not asked")
        for _ in range(self._settings.attempts):
            try:
                return b"".join(self._blocks(fd))
            except NoAnswer as error:  # A block got lost: read from the start.
                silence = error
        raise silence

    def _blocks(self, fd: int) -> Iterator[bytes]:
        admin, asked = self._settings.admin_password, f"content of document {fd}"
        self.ask(commands.request_tlv(admin, fd), asked)
        following = commands.command(Command.READ_TLV, admin)
        for _ in range(MOST_BLOCKS):
            # Each reading moves on in the document: repeated blindly it would skip a block.
            said = patient(lambda: self._link.order(following, self._answer_s), self._settings)
            if said.error == NO_SUCH_DATA or (not said.error and not said.data):
                return
            yield _checked(said, asked).rest()
        raise BadFrame(f"{asked} has no end")

    @property
    def _answer_s(self) -> float:
        return self._settings.answer_s

    def _value(self, code: Command, index: int, size: int) -> int:
        body = commands.register_value(code, self._settings.admin_password, index)
        fields = self.ask(body, f"register {index}")
        fields.raw(1)
        return fields.number(size)

    def ask(self, body: bytes, asked: str) -> Fields:
        """Any question; also a command that may run twice, as writing the same value does."""
        return _checked(self.said(body), asked)

    def said(self, body: bytes) -> Answer:
        """The answer with its error, once nothing is being printed any more."""
        return patient(lambda: self._link.ask(body, self._answer_s), self._settings)

    def _operator(self, code: Command, asked: str) -> Fields:
        return self.ask(commands.command(code, self._settings.password), asked)

    def _admin(self, code: Command, asked: str) -> Fields:
        return self.ask(commands.command(code, self._settings.admin_password), asked)


def patient(send: Callable[[], Answer], settings: Settings) -> Answer:
    """Send again while the register says that it is printing (50h: it did nothing yet)."""
    until = time.monotonic() + settings.busy_s
    while True:
        said = send()
        if said.error != PRINTING or time.monotonic() > until:
            return said
        time.sleep(settings.poll_s)


def _checked(said: Answer, asked: str) -> Fields:
    if said.error:
        raise refused(said, asked)
    return said.fields()


def refused(said: Answer, asked: str) -> DeviceError:
    """The named error of an answer."""
    return refusal(said.error, asked)
