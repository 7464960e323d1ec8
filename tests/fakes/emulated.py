"""A whole till over a maker's own protocol: the driver, an emulated drive of one FFD, no wire."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from drivers.registrars.shtrih.codes import Format
from drivers.registrars.shtrih.emulator.machine import Setup
from drivers.registrars.shtrih.emulator.state import Plate
from fiscal.__main__ import _described
from pos.usecases import correct, look, pay, verify
from pos.usecases.correct import Wish
from tests.drivers.shtrih.shop import Shop as Register
from tests.fakes.till import INN, SENIOR, Shop

FORMATS = (Format.V1_05, Format.V1_1, Format.V1_2)
NAMES = ("1.05", "1.1", "1.2")


class Counter:
    """A till and an emulated register of one format; a senior has opened the shift."""

    def __init__(self, folder: Path, template: Path, ffd: Format) -> None:
        setup = Setup(Plate(inn=INN, ffd=ffd))
        self.register = Register(folder / "drive.jsonl", setup=setup)
        self.shop = Shop(folder / "till", template)
        self.shop.counter = replace(self.shop.counter, registrar=self.register.registrar)
        self.shop.begin_day()
        self.shop.log_in(SENIOR)

    def make(self, wish: Wish) -> None:
        """Begin and carry out."""
        correct.begin(self.shop.counter, wish)
        pay.carry_out(self.shop.counter)

    def tags(self, back: int = 1) -> dict[str, object]:
        """Tags of the last document, or of one before it."""
        document = self.register.emulator.machine.documents[-back]
        told = _described(document)["tags"]
        assert isinstance(told, dict)
        return told

    def faults(self) -> list[str]:
        """What journal, drive and drawer do not tell alike."""
        facts, report = self.shop.facts(), verify.Report()
        registrar = self.shop.counter.registrar
        verify.against_register(report, verify.documents(facts), registrar)
        now = look.view(self.shop.counter).shift
        drawer = [] if now is None or now.drawer.kopecks == registrar.status().cash else ["drawer"]
        found = [*report.missing_in_journal, *report.missing_in_register, *self.shop.faults()]
        return [*found, *drawer]

    def close(self) -> None:
        """Give everything back."""
        self.shop.store.close()
        self.register.close()
