"""Register and drive in one look: a dozen questions put together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from drivers.contracts.errors import DeviceError, NoAnswer, NoLink
from drivers.contracts.registrar import DriveWarning, RegistrarStatus, ShiftState
from drivers.registrars.shtrih.answers import FullStatus, Parameters, ShortStatus
from drivers.registrars.shtrih.codes import Ability, Flag, Mode, MoneyRegister, Submode
from drivers.registrars.shtrih.paper import PaperSwitch
from drivers.registrars.shtrih.questions import Questions
from drivers.registrars.shtrih.registration import ffd_name
from drivers.registrars.shtrih.tables import RNM, Tables

# The emulator says so in its name, and no real drive has such a number.
EMULATOR_NAME = "ЭМУЛЯТОР"
EMULATOR_FN = "9999"
KNOWN_WARNINGS = sum(DriveWarning)


@dataclass(frozen=True, slots=True)
class _Plate:
    """What changes only with the drive or a new registration."""

    fn: str
    rnm: str
    ffd: str
    until: datetime | None


class Look:
    """Builds `RegistrarStatus`; the plate is read once for each drive."""

    def __init__(self, ask: Questions, tables: Tables, paper: PaperSwitch) -> None:
        self._ask, self._tables, self._paper = ask, tables, paper
        self._plate: _Plate | None = None

    def status(self) -> RegistrarStatus:
        """A question, like all it consists of."""
        ask = self._ask
        full, drive, shift, queue = ask.full(), ask.drive(), ask.shift(), ask.exchange()
        plate = self._plate_of(drive.fn)
        return RegistrarStatus(
            model=ask.model(),
            serial=full.serial,
            firmware=full.firmware,
            fn=drive.fn,
            ffd=plate.ffd,
            shift=shift_state(full.mode, shift.open),
            shift_number=shift.number,
            receipt_number=shift.receipt,
            last_fd=drive.last_fd,
            document_open=full.mode == Mode.DOCUMENT_OPEN or drive.document != 0,
            paper=has_paper(full, ask.parameters()),
            cover_open=cover_open(full, ask.parameters()),
            printing=full.submode in (Submode.LONG_REPORT, Submode.PRINTING),
            awaits_continue=full.submode == Submode.AWAITS_CONTINUE,
            drawer_open=self._drawer(full),
            cash=ask.money(MoneyRegister.CASH),
            unsent=queue.queue,
            oldest_unsent=queue.first_at if queue.queue else None,
            clock=full.clock,
            inn=full.inn,
            rnm=plate.rnm,
            drive_until=plate.until,
            drive_warnings=DriveWarning(drive.warnings & KNOWN_WARNINGS),
            first_unsent=queue.first_fd if queue.queue else 0,
            paper_low=paper_low(full, ask.parameters()),
            emulated=EMULATOR_NAME in ask.model().upper() or drive.fn.startswith(EMULATOR_FN),
        )

    def _drawer(self, full: FullStatus) -> bool | None:
        if Ability.DRAWER_SENSOR in self._ask.parameters().abilities:
            return Flag.DRAWER_OPEN in full.flags
        return None

    def _plate_of(self, fn: str) -> _Plate:
        if self._plate is None or self._plate.fn != fn:
            self._plate = self._read_plate(fn)
        return self._plate

    def _read_plate(self, fn: str) -> _Plate:
        tables = self._tables
        tables.forget()
        self._paper.look()
        rnm = tables.text(tables.drive_table(), RNM)
        return _Plate(fn, rnm, ffd_name(tables), self._until())

    def _until(self) -> datetime | None:
        try:
            return self._ask.expiry().day()
        except (NoAnswer, NoLink):
            raise
        except DeviceError:  # A drive that was never registered has no such day.
            return None


def shift_state(mode: int, opened: bool) -> ShiftState:
    """The shift by the mode byte, and by the drive while a document hides it (mode 8)."""
    if mode == Mode.SHIFT_EXPIRED:
        return ShiftState.EXPIRED
    return ShiftState.OPEN if opened else ShiftState.CLOSED


def has_paper(status: ShortStatus | FullStatus, told: Parameters) -> bool:
    """Receipt paper is in: by the submode, and by the sensor at the head.

    Where a model has both sensors, the one under the roll tells only that it is nearly at its
    end (the vendor's driver reads them so); alone, it is all there is to ask.
    """
    if status.submode in (Submode.NO_PAPER, Submode.PAPER_RAN_OUT):
        return False
    if Ability.RECEIPT_OPTICAL_SENSOR in told.abilities:
        return Flag.RECEIPT_OPTICAL in status.flags
    return Ability.RECEIPT_WEIGHT_SENSOR not in told.abilities or _has_roll(status)


def paper_low(status: ShortStatus | FullStatus, told: Parameters) -> bool | None:
    """The roll is nearly at its end; None where the model cannot tell that from its end."""
    both = Ability.RECEIPT_OPTICAL_SENSOR | Ability.RECEIPT_WEIGHT_SENSOR
    return not _has_roll(status) if both in told.abilities else None


def _has_roll(status: ShortStatus | FullStatus) -> bool:
    return Flag.RECEIPT_ROLL in status.flags


def cover_open(status: ShortStatus | FullStatus, told: Parameters) -> bool:
    """The cover is open, if the model can tell."""
    return Ability.COVER_SENSOR in told.abilities and Flag.COVER_OPEN in status.flags
