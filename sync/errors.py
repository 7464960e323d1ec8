"""What can go wrong between a till and the office."""

from __future__ import annotations


class SyncError(Exception):
    """Root of this package's errors."""


class OfficeUnreachable(SyncError):
    """No connection, or none in time; nothing is known about what was sent."""


class OfficeBusy(SyncError):
    """The office has too much to do; `wait_s` is when it wants to be asked again."""

    def __init__(self, text: str, wait_s: float) -> None:
        super().__init__(text)
        self.wait_s = wait_s


class OfficeRefused(SyncError):
    """The office answered and said no. `status` is the HTTP status."""

    def __init__(self, text: str, status: int) -> None:
        super().__init__(text)
        self.status = status


class BadAnswer(SyncError):
    """The office, or something in its place, answered what a till cannot read."""


class BadAddress(SyncError):
    """Text that is no address of an office."""


class WrongCertificate(SyncError):
    """The office shows a certificate that nobody here vouched for; `fingerprint` is its own."""

    def __init__(self, text: str, fingerprint: str = "") -> None:
        super().__init__(text)
        self.fingerprint = fingerprint


class OpenLine(SyncError):
    """An address without TLS outside this machine: the token would travel in the clear."""


class JournalForked(SyncError):
    """Two tills wrote under one name: an old copy of the data went on. Both are kept."""


class RowsSetAside(SyncError):
    """The office took rows it does not believe and keeps them apart; `count` of them."""

    def __init__(self, count: int) -> None:
        super().__init__(f"the office keeps {count} rows of this till apart")
        self.count = count


class TillRevoked(SyncError):
    """The office took this till out: what it sends is kept apart."""


class ClockSkewed(SyncError):
    """The till's clock is `minutes` ahead of the office's; less than zero: behind it."""

    def __init__(self, minutes: int) -> None:
        super().__init__(f"the till's clock differs from the office's by {minutes} min")
        self.minutes = minutes


class NotEnrolled(SyncError):
    """This till has no office yet."""


class ArchiveDamaged(SyncError):
    """A file of `archive/` is missing or was changed: its rows cannot be read."""


class JournalDamaged(SyncError):
    """journal.db was changed or is damaged: what it says cannot be trusted."""


class KeyDamaged(SyncError):
    """The till's key file holds no key."""


class LinkBroken(SyncError):
    """A fault of this machine or this program, not of the office; the log has it all."""


class Stopped(SyncError):
    """The link was told to stop while it waited for the office."""
