"""What can go wrong between a till and the office."""

from __future__ import annotations


class SyncError(Exception):
    """Root of this package's errors."""


class OfficeUnreachable(SyncError):
    """No connection, or none in time; nothing is known about what was sent."""


class OfficeRefused(SyncError):
    """The office answered and said no. `status` is the HTTP status."""

    def __init__(self, text: str, status: int) -> None:
        super().__init__(text)
        self.status = status


class BadAnswer(SyncError):
    """The office, or something in its place, answered what a till cannot read."""


class BadAddress(SyncError):
    """Text that is no address of an office."""


class OpenLine(SyncError):
    """An address without TLS outside this machine: the token would travel in the clear."""


class JournalForked(SyncError):
    """The office holds a row that this journal does not have: nothing can be added to it."""


class NotEnrolled(SyncError):
    """This till has no office yet."""


class KeyDamaged(SyncError):
    """The till's key file holds no key."""


class LinkBroken(SyncError):
    """A fault of this machine or this program, not of the office; the log has it all."""


class Stopped(SyncError):
    """The link was told to stop while it waited for the office."""
