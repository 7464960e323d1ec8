"""The owner's day on paper: the office's PDF in the browser, which asks for the password itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from pos.domain.people import Right
from pos.domain.views import ShiftView, TillView

Show = Callable[[str], bool]  # opens an address; False where nothing can


def show_in_browser(address: str) -> bool:
    """Let the system's browser open it."""
    return QDesktopServices.openUrl(QUrl(address))


def day_address(office: str, shift: ShiftView, zone: str) -> str:
    """Where the office prints the day on which that shift was opened."""
    day = _local(shift.opened_at, zone).date()
    return f"{office.rstrip('/')}/day/{day.isoformat()}.pdf"


def may_print(view: TillView, office: str) -> bool:
    """The figures are the owner's: who cannot change settings is not led to a closed door."""
    return bool(office) and view.user is not None and Right.SETTINGS in view.user.rights


def _local(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone))
