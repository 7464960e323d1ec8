"""What stands behind the window: devices, the office and its link, commands of other programs.

Imported and wired right after the first frame: whoever presses a key meanwhile is heard then.
"""

from __future__ import annotations

import logging
import time
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from drivers.contracts.registrar import RegistrarStatus
from drivers.contracts.scale import Load, Weight
from drivers.contracts.scanner import Heard, Scanned
from fiscal.domain.condition import Condition
from pos.bootstrap.back_room import BackRoom
from pos.bootstrap.calls import Calls
from pos.bootstrap.folder import setting
from pos.bootstrap.lamps import LAMPS, Lamp
from pos.bootstrap.supervised import (
    ADDRESS,
    DISPLAY,
    REGISTER,
    SCALE,
    SCANNER,
    TERMINAL,
    DeviceState,
    Ears,
    Health,
    connect,
)
from pos.domain.weighing import NO_PAN, SILENT, Pan, PanView, Reading
from pos.usecases import register
from pos.usecases.counter import Counter

if TYPE_CHECKING:
    from pos.bootstrap.window import Program

log = logging.getLogger(__name__)


class Behind(QObject):
    """Made on the Qt thread; other threads speak to it by signals only."""

    raised = Signal()  # another program asks for the window
    told = Signal(str, object)  # a device's name and its Health
    heard = Signal(object)  # what the scanner on a wire sent, as Heard
    weighed = Signal(object)  # what may be sold of what the scales bear, as PanView
    said = Signal(object)  # what the register said of itself, as RegistrarStatus

    def __init__(self, program: Program, bare: Counter) -> None:
        """`bare` is the counter without its devices."""
        super().__init__()
        self._till, self._window, self._lane = program.till, program.window, program.lane
        self.healths: dict[str, Health] = {}
        self._pan, self._seen = Pan(time.monotonic), NO_PAN
        ears = Ears(self.told.emit, self.heard.emit, self._weigh, self.said.emit)
        self.devices = connect(program.till, ears)
        self.counter = replace(
            bare,
            registrar=self.devices.registrar,
            terminal=self.devices.terminal,
            display=self.devices.display,
            pan=self._pan,
        )
        self.back_room = BackRoom(program.folder, program.till, program.tell_link)
        self._calls = Calls(program.folder, self.counter, program.errands)
        self._connect()

    def open(self) -> None:
        """Listen to other programs, bring up the office and the link; returns at once."""
        self._show_healths()
        self._calls.open()
        self.back_room.open()

    def close(self) -> None:
        """Give everything back; what is under way at a device is found again at the next start."""
        self._calls.close()
        self.back_room.close()
        self.devices.close()

    def _connect(self) -> None:
        self.told.connect(self._show_health)
        self.heard.connect(self._hear)
        self.weighed.connect(self._show_weight)
        self.said.connect(self._take_status)
        self._calls.raised.connect(self.raised)
        self._calls.answered.connect(self._window.cashier.refresh)

    def _show_healths(self) -> None:
        """What was known before anybody listened."""
        self._show_weight(self._pan.view())
        known = {
            REGISTER: self.devices.registrar,
            TERMINAL: self.devices.terminal,
            DISPLAY: self.devices.display,
            SCANNER: self.devices.scanner,
            SCALE: self.devices.scale,
        }
        for name, device in known.items():
            if device is None:
                self._window.set_health(name, Lamp.OFF)
            else:
                self._show_health(name, device.health)

    def _show_health(self, name: str, health: Health) -> None:
        self.healths[name] = health
        # Whether one is set up stands in the till's file: the Qt thread does not wait for it.
        self._lane.run(
            lambda: setting(self._till, ADDRESS[name]),
            done=lambda url: self._show_lamp(name, health, bool(url)),
        )

    def _show_lamp(self, name: str, health: Health, is_set_up: bool) -> None:
        if not isValid(self._window):
            return  # the answer came after the window was closed
        if not is_set_up:
            self._window.set_health(name, Lamp.OFF)
        elif health.state is not DeviceState.BUSY:
            self._window.set_health(name, LAMPS[health.state], health.last_error)
        if name == SCALE and health.state is DeviceState.OFFLINE:
            self._seen = SILENT if is_set_up else NO_PAN  # the same weight is news again then
            self._window.set_pan(self._seen)

    def _take_status(self, status: RegistrarStatus) -> None:
        # The shop's zone is read on the lane, as all settings are.
        self._lane.run(partial(register.met, self.counter, status), done=self._show_conditions)

    def _show_conditions(self, found: tuple[Condition, ...]) -> None:
        if isValid(self._window):
            self._window.set_register(found)

    def _weigh(self, weight: Weight) -> None:
        """On the device's thread, four times a second: only news is passed on."""
        is_over = weight.load is Load.OVER
        seen = self._pan.hear(Reading(weight.grams, weight.stable, is_over))
        if seen != self._seen:
            self._seen = seen
            self.weighed.emit(seen)

    def _show_weight(self, seen: PanView) -> None:
        if isValid(self._window):
            self._window.set_pan(seen)

    def _hear(self, heard: Heard) -> None:
        if not isValid(self._window):
            return
        if isinstance(heard, Scanned):
            self._window.heard(heard.text)
        else:
            log.warning("%s: %d bytes, %s", SCANNER, len(heard.raw), heard.why)
            self._window.misheard()
