"""A till over a register and a terminal made of software, with what it asked the register."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from drivers.contracts.errors import DeviceError
from drivers.emulation.server import EmulatorServer, Listen
from drivers.registrars.shtrih.emulator.emulator import ShtrihEmulator
from drivers.registrars.shtrih.emulator.faults import Plan
from drivers.registrars.shtrih.emulator.server import EmulatorServer as RegisterServer
from drivers.terminals.emulated.emulator import TerminalEmulator
from drivers.terminals.emulated.ledger import Ledger
from fiscal.usecases.condition import conditions
from inventory.domain.catalogue import Item
from inventory.values.money import Money
from inventory.values.quantity import Unit, pieces
from inventory.values.vat import VatRate
from pos.bootstrap import devices
from pos.bootstrap.headless import Addresses, opened
from pos.domain.views import Plan as Paid
from pos.domain.views import TillView
from pos.errors import SaleError
from pos.ui.kit.format import Format
from pos.ui.kit.trouble import Situation, explain
from pos.ui.kit.words import Words
from pos.ui.till import story
from pos.ui.till.cashier import _situation
from pos.ui.till.notices import register_is
from pos.usecases import pay, scan, shift
from pos.usecases.counter import Counter
from pos.usecases.look import view
from tests.emulated.harness import ANY_PORT
from tests.emulated.matrix.between import Planned, Recorder

HASTE = "control_s=0.3&poke_s=0.3&answer_s=0.6&report_s=0.6&busy_s=1&poll_s=0.02&attempts=1"
MONDAY = datetime(2026, 3, 2, 9, 0)  # noqa: DTZ001 — a register's clock knows no zone
TEA = Item(item="", article="", name="Чай", unit=Unit.PIECE, vat=VatRate.VAT_22, price=Money(12990))
KINDS = {2: "opening", 3: "receipt", 5: "Z"}


@dataclass
class Shop:
    """One day of it; `asked` is emptied whenever what follows is of interest."""

    folder: Path
    stack: ExitStack
    asked: list[str] = field(default_factory=list)
    hours: int = 0
    error: Exception | None = None

    def __post_init__(self) -> None:
        """Switch everything on, open the shift, sell once so that nothing is asked for first."""
        self.words = Words("ru")
        self.register = ShtrihEmulator(self.folder / "drive", clock=self._now)
        self.stack.callback(self.register.close)
        self.line = RegisterServer(self.register)
        self.place = self.line.listen(ANY_PORT)
        self.stack.callback(self.line.close)
        self.bank = TerminalEmulator(Ledger(self.folder / "bank"), clock=self._bank_time)
        terminal = EmulatorServer(self.bank, "emulated", Listen.parse(ANY_PORT))
        self.terminal = terminal.start()
        self.stack.callback(terminal.stop)
        self.till = self.stack.enter_context(ExitStack())
        self.counter = self._opened()
        shift.open_shift(self.counter, Money(100_000))
        self.sell()
        self.commands = self._counted(self.sell)
        self.before = len(self.register.machine.documents)
        self.asked.clear()

    def start_again(self) -> None:
        """The till after its end: what it asks first is written down."""
        self.till.close()
        self.asked.clear()
        self.counter = self._opened()

    def sell(self, *, card: bool = False) -> None:
        """Tea for one, in cash or by card."""
        scan.add_goods(self.counter, TEA, pieces(1), "")
        pay.begin(self.counter, Paid(card=TEA.price if card else Money(0)))
        pay.carry_out(self.counter)

    def tried(self, call: Callable[[], object]) -> None:
        """Do it; a refusal is remembered for the cashier."""
        self.error = None
        self.was = view(self.counter).pending
        try:
            call()
        except (SaleError, DeviceError) as error:
            self.error = error

    def break_at(self, code: str, fault: str, *, silent: bool = True) -> None:
        """That fault befalls the command of that code in the next sale; then silence, if wanted."""
        session = self.register.session
        number = self.commands.index(code) + 1
        then = self._fall_silent if silent else _nothing
        session.plan = Planned(Plan.parse(f"{fault}@{number}"), then)

    def plug(self, *, is_in: bool) -> None:
        """The register's cable."""
        self.line.close()
        if is_in:
            self.line.listen(f"tcp:{self.place.partition('://')[2]}")

    def come_back(self) -> None:
        """The register answers again, with paper in it."""
        self.register.obey({"silent": False, "paper": True, "cover": False})
        self.asked.clear()
        self.tried(lambda: pay.carry_out(self.counter))

    # -- what is seen ---------------------------------------------------------------------

    @property
    def view(self) -> TillView:
        """The till's own."""
        return view(self.counter)

    def knows(self) -> list[str]:
        """What the register has of it."""
        machine = self.register.machine
        told = [KINDS[one.kind] for one in machine.documents[self.before :]]
        if machine.state.receipt:
            told.append("open receipt")
        if machine.state.unprinted:
            told.append("half printed")
        if machine.state.shift_opened and machine.state.expired(machine.now()):
            told.append("shift expired")
        return told or ["nothing"]

    def reads(self, situation: Situation | None = None) -> str:
        """The sentences on the screen: the card of what is pending, else the trouble."""
        now, form = self.view, Format(self.words)
        if now.pending is not None:
            told = story.of_pending(now.pending, self.words, form)
            return f"{told.big.title}. {told.headline}. {told.detail}"
        if self.error is not None:
            meant = situation or _situation(self.error, now, self.was)
            trouble = explain(self.error, meant, self.words)
            return f"{trouble.happened} {trouble.means} {trouble.do}"
        assert now.finished is not None
        done = story.of_finished(now.finished, self.words, form)
        return f"{done.headline}. {done.detail}"

    def strip(self) -> str:
        """The worst that the strip says of the register, without a basket in the way."""
        (worst, *_) = conditions(self.counter.registrar.status())
        told = register_is(worst, self.words)
        return f"{told.happened} {told.means} {told.do}"

    @property
    def drawer(self) -> int:
        """Kopecks that should lie there, by the journal."""
        now = self.view.shift
        assert now is not None
        return now.drawer.kopecks

    # -- how it is done --------------------------------------------------------------------

    def _opened(self) -> Counter:
        given = Addresses(f"{self.place}?{HASTE}", f"{self.terminal}?operation_s=1&question_s=1")
        return self.till.enter_context(opened(self.folder / "data", given))

    def _now(self) -> datetime:
        return MONDAY + timedelta(hours=self.hours)

    def _bank_time(self) -> datetime:
        return self._now().astimezone()

    def _counted(self, call: Callable[[], None]) -> list[str]:
        """Codes of the commands that reach the register meanwhile."""
        machine, codes = self.register.machine, list[str]()
        execute = machine.execute

        def counted(body: bytes) -> bytes:
            codes.append(body[: 2 if body[:1] == b"\xff" else 1].hex())
            return execute(body)

        machine.execute = counted  # type: ignore[method-assign]
        call()
        machine.execute = execute  # type: ignore[method-assign]
        return codes

    def _fall_silent(self) -> None:
        self.register.session.silent = True


def _nothing() -> None:
    """Nothing more."""


@contextmanager
def opened_shop(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    """A shop whose questions to the register are written down."""
    asked: list[str] = []
    connect = devices.registrar

    def recorded(*given: Any, **named: Any) -> Any:
        return Recorder(connect(*given, **named), asked)

    monkeypatch.setattr(devices, "registrar", recorded)
    with ExitStack() as stack:
        yield Shop(folder, stack, asked)
