"""Registers, terminals and displays as the program holds them: over a supervised thread."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from drivers.contracts.display import CustomerDisplay
from drivers.contracts.errors import NoAnswer, NoLink
from drivers.contracts.registrar import FiscalRegistrar
from drivers.contracts.terminal import CardOperation, CardOrder, CardTerminal
from drivers.supervisor import (
    Deadlines,
    DeviceState,
    SupervisedDisplay,
    SupervisedRegistrar,
    SupervisedTerminal,
)
from drivers.terminals.emulated.device import EmulatedTerminal
from drivers.terminals.emulated.emulator import Behaviour, TerminalEmulator
from drivers.terminals.emulated.ledger import Ledger
from drivers.transports.loopback import LoopbackTransport

AT_LAST_S = 10.0
NOON = datetime(2026, 3, 1, 9, tzinfo=UTC)
ORDER = CardOrder("sale-1", CardOperation.PAY, 100)


def clock() -> datetime:
    return NOON


class Recorder:
    """Stands for any register: notes what it is asked, and answers with the question."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, ...]] = []

    def __getattr__(self, name: str) -> Any:
        def note(*arguments: Any) -> str:
            self.asked.append((name, *arguments))
            return f"answer to {name}"

        return note


CALLS: dict[str, tuple[Any, ...]] = {
    "status": (),
    "document": (7,),
    "cash_counters": (),
    "shift_totals": (),
    "registration": (),
    "setup": (),
    "change_setup": ("wanted",),
    "set_clock": ("moment",),
    "open_shift": ("cashier",),
    "close_shift": ("cashier",),
    "register": ("receipt",),
    "cancel_document": (),
    "continue_print": (),
    "cash_in": (100,),
    "cash_out": (50,),
    "x_report": (),
    "print_copy": (),
    "print_document": (7,),
    "print_text": (("line",), "qr"),
    "open_drawer": (),
}
WITHOUT_ANSWER = {
    "cancel_document",
    "continue_print",
    "cash_in",
    "cash_out",
    "x_report",
    "change_setup",
    "set_clock",
    "print_copy",
    "print_document",
    "print_text",
    "open_drawer",
}


def test_every_call_of_the_contract_but_close_is_listed_here() -> None:
    calls = {name for name in vars(FiscalRegistrar) if not name.startswith("_")}
    assert calls - {"close"} == set(CALLS)


@pytest.mark.parametrize("name", CALLS)
def test_a_register_is_asked_what_the_program_asks(name: str) -> None:
    inner: Any = Recorder()
    registrar: FiscalRegistrar
    with closing(
        SupervisedRegistrar("register", lambda: inner, clock=clock, probe_every_s=None)
    ) as registrar:
        answer = getattr(registrar, name)(*CALLS[name])
    assert inner.asked[0] == (name, *CALLS[name])
    assert answer == (None if name in WITHOUT_ANSWER else f"answer to {name}")


def test_a_register_is_probed_by_its_status() -> None:
    inner: Any = Recorder()
    is_online = threading.Event()
    with closing(
        SupervisedRegistrar(
            "register", lambda: inner, clock=clock, on_change=lambda _: is_online.set()
        )
    ) as registrar:
        assert is_online.wait(AT_LAST_S)
        assert registrar.health.state is DeviceState.ONLINE
    assert inner.asked[0] == ("status",)


@pytest.fixture
def emulator(tmp_path: Path) -> TerminalEmulator:
    return TerminalEmulator(Ledger(tmp_path / "ledger.jsonl"), clock=clock)


@pytest.fixture
def terminal(emulator: TerminalEmulator) -> Iterator[SupervisedTerminal]:
    def build() -> CardTerminal:
        return EmulatedTerminal(LoopbackTransport(emulator.session()))

    supervised = SupervisedTerminal("terminal", build, clock=clock, probe_every_s=None)
    yield supervised
    supervised.close()


def test_a_terminal_moves_money_and_answers_questions(terminal: SupervisedTerminal) -> None:
    contract: CardTerminal = terminal
    paid = contract.run(ORDER)
    assert contract.find(ORDER.ref) == paid
    assert contract.status().emulated
    assert contract.settle().paid == 100
    assert terminal.health.calls == 4


def test_a_terminal_that_outlasts_its_deadline_is_unknown_and_then_found(
    emulator: TerminalEmulator,
) -> None:
    may_go_on = threading.Event()

    def slow_clock() -> datetime:
        may_go_on.wait(AT_LAST_S)
        return NOON

    emulator.clock = slow_clock
    supervised = SupervisedTerminal(
        "terminal",
        lambda: EmulatedTerminal(LoopbackTransport(emulator.session())),
        clock=clock,
        deadlines=Deadlines(question_s=AT_LAST_S, command_s=0.4),
        probe_every_s=None,
    )
    with closing(supervised):
        with pytest.raises(NoAnswer):
            supervised.run(ORDER)
        may_go_on.set()
        found = supervised.find(ORDER.ref)
    assert found is not None
    assert emulator.behaviour is Behaviour.APPROVE
    assert len(emulator.ledger.approved()) == 1


class Shown:
    """A display that can be unplugged and held, and remembers what it showed."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, str]] = []
        self.is_plugged = True
        self.may_show = threading.Event()
        self.may_show.set()
        self.is_showing = threading.Event()
        self._more = threading.Condition()

    def show(self, upper: str, lower: str) -> None:
        self.is_showing.set()
        self.may_show.wait(AT_LAST_S)
        if not self.is_plugged:
            raise NoLink("unplugged")
        with self._more:
            self.lines.append((upper, lower))
            self._more.notify_all()

    def clear(self) -> None:
        raise AssertionError("blank lines do")

    def close(self) -> None:
        with self._more:
            self.lines.append(("closed", ""))
            self._more.notify_all()

    def wait_for(self, upper: str) -> None:
        with self._more:
            seen = self._more.wait_for(
                lambda: bool(self.lines) and self.lines[-1][0] == upper, AT_LAST_S
            )
        assert seen, f"{upper!r} was not shown"


@pytest.fixture
def shown() -> Shown:
    return Shown()


@pytest.fixture
def display(shown: Shown) -> Iterator[SupervisedDisplay]:
    supervised = SupervisedDisplay("display", lambda: shown, clock=clock, probe_every_s=0.02)
    yield supervised
    supervised.close()


def test_a_text_is_shown_soon(display: SupervisedDisplay, shown: Shown) -> None:
    contract: CustomerDisplay = display
    contract.show("ИТОГО", "90.00")
    shown.wait_for("ИТОГО")
    contract.clear()
    shown.wait_for("")


def test_showing_never_waits_and_the_latest_text_wins(
    display: SupervisedDisplay, shown: Shown
) -> None:
    display.show("first", "")
    shown.wait_for("first")
    shown.may_show.clear()
    shown.is_showing.clear()
    shown.is_showing.wait(AT_LAST_S)  # A probe holds the device's thread from here on.
    for number in range(50):
        display.show(f"text {number}", "")
    shown.may_show.set()
    shown.wait_for("text 49")
    assert not {f"text {number}" for number in range(1, 48)} & {one for one, _ in shown.lines}


def test_a_display_plugged_in_again_shows_the_latest_text(
    display: SupervisedDisplay, shown: Shown
) -> None:
    display.show("before", "")
    shown.wait_for("before")
    shown.is_plugged = False
    display.show("meanwhile", "")
    shown.wait_for("closed")
    shown.is_plugged = True
    shown.wait_for("meanwhile")
