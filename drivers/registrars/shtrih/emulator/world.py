"""What happens to a register without a command: time passes, clocks drift, drives get old."""

from __future__ import annotations

from datetime import datetime

from drivers.registrars.shtrih.emulator.machine import Machine


def pass_until(kkt: Machine, moment: datetime) -> None:
    """Let time pass, for the register and its drive alike."""
    kkt.state.clock_shift_s += round((moment - kkt.now()).total_seconds())
    kkt.save()


def drift(kkt: Machine, seconds: int) -> None:
    """The register's clock goes wrong against the drive's by so much."""
    kkt.state.clock_shift_s += seconds - kkt.state.drift_s
    kkt.state.drift_s = seconds
    kkt.save()


def age(kkt: Machine, drive_is: str) -> None:
    """The drive gets old, full or broken: a word of `wear.DRIVES`."""
    kkt.state.drive = drive_is
    kkt.save()
