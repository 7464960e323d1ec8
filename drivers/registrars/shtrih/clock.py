"""Setting the register's clock: 21h, 22h, 23h (Протокол работы ККТ 2.0)."""

from __future__ import annotations

from datetime import datetime, timedelta

from drivers.contracts.errors import ClockWrong, ShiftAlreadyOpen
from drivers.registrars.shtrih import commands
from drivers.registrars.shtrih.codes import Command, Mode
from drivers.registrars.shtrih.fields import clock, day
from drivers.registrars.shtrih.orders import Orders
from drivers.registrars.shtrih.questions import Questions
from drivers.registrars.shtrih.settings import Settings

NEAR = timedelta(minutes=1)  # between what was set and what is read a moment later


class ClockSetter:
    """Sets time, then date; the date counts once it was confirmed by the same date again."""

    def __init__(self, ask: Questions, orders: Orders, settings: Settings) -> None:
        self._ask, self._orders, self._settings = ask, orders, settings

    def set(self, moment: datetime) -> None:
        """`ShiftAlreadyOpen` in a shift, `ClockWrong` where the register shows another time.

        A date left unconfirmed by an earlier run is confirmed first: nothing else is taken then.
        """
        mode = self._ask.settled().mode
        if mode == Mode.DATE_UNCONFIRMED:
            self._confirm_earlier(moment)
            mode = self._ask.short().mode
        if mode != Mode.SHIFT_CLOSED:
            raise ShiftAlreadyOpen("the clock is set between shifts")
        self._run(Command.SET_TIME, clock(moment), "set the time")
        self._run(Command.SET_DATE, day(moment), "set the date")
        self._confirm(moment)
        shown = self._ask.full().clock
        if abs(shown - moment) > NEAR:
            raise ClockWrong(f"the register shows {shown}, not {moment}")

    def _confirm_earlier(self, moment: datetime) -> None:
        """The same date as now, most likely: this is the second try. Else the one it shows."""
        try:
            self._confirm(moment)
        except ClockWrong:
            self._confirm(self._ask.full().clock)

    def _confirm(self, moment: datetime) -> None:
        self._run(Command.CONFIRM_DATE, day(moment), "confirm the date")

    def _run(self, code: Command, params: bytes, asked: str) -> None:
        body = commands.command(code, self._settings.admin_password, params)
        self._orders.run(body, asked)
