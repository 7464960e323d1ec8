"""Questions to register and drive, put together into what the program asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from drivers.contracts.errors import (
    BadFrame,
    Busy,
    DeviceError,
    NoAnswer,
    NoLink,
    Refused,
    ShiftNotOpen,
)
from drivers.contracts.registrar import (
    NO_WARNING,
    CashCounters,
    DriveWarning,
    FoundDocument,
    RegistrarStatus,
    Registration,
    ShiftState,
)
from drivers.registrars.atol import documents, words
from drivers.registrars.atol.codec import Task
from drivers.registrars.atol.conversation import Conversation
from drivers.registrars.atol.fields import Fields
from drivers.registrars.atol.refusals import NOTHING_SUCH

# The emulator says so in its name, and no real drive has such a number.
EMULATOR_NAME = "ЭМУЛЯТОР"
EMULATOR_FN = "9999"
_BITS = {word: bit for bit, word in words.TAX_SYSTEMS.items()}
_LOOK = (
    "getDeviceInfo",
    "getDeviceStatus",
    "getShiftStatus",
    "getFnStatus",
    "getFnInfo",
    "getCashDrawerStatus",
)


def question(kind: str) -> Task:
    """A question without fields."""
    return {"type": kind}


_CASH = (question("getShiftTotals"), question("getCashDrawerStatus"))


@dataclass(frozen=True, slots=True)
class Device:
    """What changes only with the register."""

    model: str
    serial: str
    firmware: str
    ffd: str
    width: int


class Questions:
    """What never changes is asked once."""

    def __init__(self, talk: Conversation) -> None:
        self._talk = talk
        self._device: Device | None = None
        self._plates: dict[str, Registration] = {}  # by the number of the drive

    def device(self) -> Device:
        """getDeviceInfo."""
        if self._device is None:
            (told,) = self._talk.ask(question("getDeviceInfo"))
            self._device = _device(told)
        return self._device

    def last_fd(self) -> int:
        """getFnStatus: the number of the drive's last document."""
        (told,) = self._talk.ask(question("getFnStatus"))
        return _last_fd(told)

    def last_fd_now(self) -> int:
        """The same in the middle of an order."""
        (told,) = self._talk.look(question("getFnStatus"))
        return _last_fd(told)

    def shift(self) -> ShiftState:
        """getShiftStatus."""
        (told,) = self._talk.ask(question("getShiftStatus"))
        return told.inside("shiftStatus").word("state", words.SHIFTS)

    def found(self, fd: int) -> FoundDocument | None:
        """getFnDocument with the document's own bytes; None if the drive has none of it."""
        try:
            (told,) = self._talk.ask(
                {"type": "getFnDocument", "fiscalDocumentNumber": fd, "withRawData": True}
            )
        except Refused as error:
            if error.code == str(NOTHING_SUCH):
                return None
            raise
        return documents.found(fd, told)

    def totals(self) -> Fields:
        """getShiftTotals; empty where the register tells none in a closed shift."""
        try:
            (told,) = self._talk.ask(question("getShiftTotals"))
        except ShiftNotOpen:
            return Fields({})
        return told.inside("shiftTotals")

    def cash(self) -> int:
        """getCashDrawerStatus: kopecks the register counts in the drawer."""
        (told,) = self._talk.ask(question("getCashDrawerStatus"))
        return told.inside("counters").kopecks("cashSum")

    def cash_counters(self) -> CashCounters:
        """Cash moves of the shift that is open or was the last; none where nobody tells."""
        try:
            return _cash_counters(*self._talk.ask(*_CASH))
        except ShiftNotOpen:
            return CashCounters(0, 0, self.cash())

    def cash_counters_now(self) -> CashCounters:
        """The same in the middle of an order."""
        return _cash_counters(*self._talk.look(*_CASH))

    def registration(self) -> Registration:
        """getRegistrationInfo; which document it was is known where there was but one."""
        (told, drive) = self._talk.ask(question("getRegistrationInfo"), question("getFnInfo"))
        is_first = drive.inside("fnInfo").number("numberOfRegistrations") == 1
        first = self.found(1) if is_first else None
        return _registration(told, self.device().ffd, first)

    def status(self, *, unprinted: bool) -> RegistrarStatus:
        """Register and drive in one look; `unprinted` is a document without its paper."""
        info, now, shift, drive, plate, drawer = self._talk.ask(*map(question, _LOOK))
        queue = self._queue()
        self._device = device = _device(info)
        now, drive = now.inside("deviceStatus"), drive.inside("fnStatus")
        shift, plate = shift.inside("shiftStatus"), plate.inside("fnInfo")
        paper, cover = now.flag("paperPresent", default=True), now.flag("coverOpened")
        fn, unsent = plate.text("serial"), queue.number("notSentCount")
        entered = self._entered(fn)
        return RegistrarStatus(
            model=device.model,
            serial=device.serial,
            firmware=device.firmware,
            fn=fn,
            ffd=device.ffd,
            shift=shift.word("state", words.SHIFTS),
            shift_number=shift.number("number"),
            receipt_number=drive.number("fiscalReceiptNumber"),
            last_fd=drive.number("fiscalDocumentNumber"),
            document_open=False,  # A task is done whole or not at all.
            paper=paper,
            cover_open=cover,
            printing=False,
            awaits_continue=unprinted and paper and not cover,
            drawer_open=now.flag("cashDrawerOpened") if now.has("cashDrawerOpened") else None,
            cash=drawer.inside("counters").kopecks("cashSum"),
            unsent=unsent,
            oldest_unsent=queue.moment("notSentFirstDocDateTime") if unsent else None,
            clock=_moment(now, "currentDateTime"),
            inn=entered.inn if entered else "",
            rnm=entered.rnm if entered else "",
            drive_until=plate.moment("validityDate"),
            emulated=EMULATOR_NAME in device.model.upper() or fn.startswith(EMULATOR_FN),
            drive_warnings=_warnings(plate.inside("warnings")),
            first_unsent=queue.number("notSentFirstDocNumber") if unsent else 0,
        )

    def _queue(self) -> Fields:
        """Documents that wait for the OFD."""
        try:
            (told,) = self._talk.ask(question("ofdExchangeStatus"))
        except (NoAnswer, NoLink, Busy, BadFrame):
            raise
        except DeviceError:  # A register without an OFD has nothing to tell.
            return Fields({})
        return told.inside("status")

    def _entered(self, fn: str) -> Registration | None:
        """The registration by this drive, None while there is none."""
        if fn not in self._plates:
            try:
                self._plates = {fn: self.registration()}
            except (NoAnswer, NoLink, Busy, BadFrame):
                raise
            except DeviceError:  # A register that was never registered has nothing to tell.
                return None
        return self._plates[fn]


def _device(told: Fields) -> Device:
    info = told.inside("deviceInfo")
    return Device(
        model=info.text("modelName"),
        serial=info.text("serial"),
        firmware=info.text("firmwareVersion"),
        ffd=info.text("ffdVersion"),
        width=info.number("receiptLineLength"),
    )


def _cash_counters(totals: Fields, drawer: Fields) -> CashCounters:
    shift = totals.inside("shiftTotals")
    return CashCounters(
        ins=shift.inside("income").number("count"),
        outs=shift.inside("outcome").number("count"),
        cash=drawer.inside("counters").kopecks("cashSum"),
    )


def _last_fd(told: Fields) -> int:
    status = told.inside("fnStatus")
    if not status.has("fiscalDocumentNumber"):
        raise BadFrame("the drive did not tell the number of its last document")
    return status.number("fiscalDocumentNumber")


def _registration(told: Fields, ffd: str, first: FoundDocument | None) -> Registration:
    owner, device, ofd = (told.inside(name) for name in ("organization", "device", "ofd"))
    taxes = {_BITS[word] for word in owner.words("taxationTypes") if word in _BITS}
    return Registration(
        fd=first.fd if first else 0,
        at=first.at if first else None,
        rnm=device.text("registrationNumber").strip(),
        inn=owner.text("vatin").strip(),
        user=owner.text("name"),
        address=owner.text("address"),
        place=device.text("paymentsAddress"),
        tax_systems=sum(taxes),
        ffd=device.text("ffdVersion") or ffd,
        ofd_name=ofd.text("name"),
        ofd_inn=ofd.text("vatin").strip(),
        sender=owner.text("email"),
        is_autonomous=device.flag("offlineMode"),
    )


def _warnings(told: Fields) -> DriveWarning:
    warnings = NO_WARNING
    for name, warning in words.WARNINGS.items():
        if told.flag(name):
            warnings |= warning
    return warnings


def _moment(told: Fields, name: str) -> datetime:
    moment = told.moment(name)
    if moment is None:
        raise BadFrame(f"the register did not tell {name}")
    return moment
