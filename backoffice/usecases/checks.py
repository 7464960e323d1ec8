"""Checks of what people typed; each raises BadEntry."""

from __future__ import annotations

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from backoffice.errors import BadEntry


def check_zone(zone: str) -> None:
    """An IANA name that this machine knows."""
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, IsADirectoryError) as error:
        raise BadEntry("zone", "unknown") from error
