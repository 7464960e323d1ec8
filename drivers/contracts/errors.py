"""What can go wrong with a device, named after what happened."""

from __future__ import annotations


class DeviceError(Exception):
    """Root of all device errors; `code` is the vendor's own, for support."""

    def __init__(self, message: str, code: str = "") -> None:
        super().__init__(message)
        self.code = code


class NoLink(DeviceError):
    """The port or address cannot be opened: cable, power, network. Nothing was sent."""


class BadAddress(DeviceError):
    """An address of a device that cannot be read; the text lists what can. Nothing was opened."""


class NoAnswer(DeviceError):
    """The device was asked and kept silent: what it did is unknown until it is asked again."""


class BadFrame(DeviceError):
    """Bytes arrived that are no valid answer."""


class Busy(DeviceError):
    """The device is still printing or executing; the same question may be asked again."""


class PaperOut(DeviceError):
    """No paper; a document that was not begun is not registered."""


class CoverOpen(DeviceError):
    """The cover is open."""


class ShiftExpired(DeviceError):
    """The fiscal shift is older than 24 hours and must be closed (FN error 16h, 4Eh)."""


class ShiftNotOpen(DeviceError):
    """The register has no open shift."""


class ShiftAlreadyOpen(DeviceError):
    """The register's shift is open already."""


class DocumentOpen(DeviceError):
    """A document begun earlier is still open in the register."""


class NotEnoughCash(DeviceError):
    """The register counts less cash in the drawer than is to be paid out (46h)."""


class DriveExhausted(DeviceError):
    """The fiscal drive (ФН) is worn out, full, expired or failed; it must be replaced."""


class UnsentTooOld(DeviceError):
    """Documents wait for the OFD for more than 30 days; the drive refuses to register."""


class ClockWrong(DeviceError):
    """The register's clock needs confirming or disagrees with its fiscal drive."""


class Refused(DeviceError):
    """The device understood and refused for a reason of its own, given in the text."""


class CardDeclined(DeviceError):
    """The bank or the customer declined; no money moved."""


class EmulatorRefused(DeviceError):
    """An emulated device was named outside demo, training and tests."""
