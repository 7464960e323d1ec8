"""Addresses, the table of devices, and emulators that are kept out of real shops."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers import registry
from drivers.address import Address
from drivers.contracts.errors import BadAddress, EmulatorRefused, NoAnswer
from drivers.contracts.receipt import Cashier
from drivers.contracts.registrar import FiscalRegistrar, RegistrarStatus, ShiftState
from drivers.displays.cd5220.device import Cd5220Display
from drivers.guarded import GuardedRegistrar
from drivers.registrars.atol.device import AtolRegistrar
from drivers.registrars.shtrih.device import ShtrihRegistrar
from drivers.registrars.shtrih.emulator.emulator import ShtrihEmulator
from drivers.registrars.shtrih.emulator.server import EmulatorServer
from drivers.scanners.serial.device import SerialScanner
from drivers.terminals.emulated.device import EmulatedTerminal

REAL = RegistrarStatus(
    model="ККТ",
    serial="1",
    firmware="1",
    fn="9280440300000001",
    ffd="1.2",
    shift=ShiftState.CLOSED,
    shift_number=1,
    receipt_number=0,
    last_fd=1,
    document_open=False,
    paper=True,
    cover_open=False,
    printing=False,
    awaits_continue=False,
    drawer_open=None,
    cash=0,
    unsent=0,
    oldest_unsent=None,
    clock=datetime(2026, 3, 1, 12),  # noqa: DTZ001 - a register's clock carries no zone
)
QUESTIONS: dict[str, tuple[Any, ...]] = {
    "document": (1,),
    "cash_counters": (),
    "shift_totals": (),
    "registration": (),
    "setup": (),
}
COMMANDS: dict[str, tuple[Any, ...]] = {
    "change_setup": ("wanted",),
    "set_clock": ("moment",),
    "open_shift": ("cashier",),
    "close_shift": ("cashier",),
    "register": ("receipt",),
    "cancel_document": (),
    "continue_print": (),
    "cash_in": (1,),
    "cash_out": (1,),
    "x_report": (),
    "print_copy": (),
    "print_document": (1,),
    "print_text": ((), "qr"),
    "open_drawer": (),
}


class Register:
    """A register of either kind that notes what it was told to do."""

    def __init__(self, emulated: bool) -> None:
        self.emulated = emulated
        self.done: list[tuple[Any, ...]] = []
        self.error: Exception | None = None

    def status(self) -> RegistrarStatus:
        return replace(REAL, emulated=self.emulated)

    def __getattr__(self, name: str) -> Any:
        def do(*arguments: Any) -> str:
            self.done.append((name, *arguments))
            if self.error is not None:
                raise self.error
            return f"{name} done"

        return do


def _guarded(register: Register) -> GuardedRegistrar:
    inner: Any = register
    return GuardedRegistrar(inner)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("emulated+tcp://127.0.0.1:7000", Address("emulated+tcp", "127.0.0.1", 7000)),
        ("emulated+tcp://[::1]:7000", Address("emulated+tcp", "::1", 7000)),
        (
            "shtrih+tcp://till-1:7778?password=30",
            Address("shtrih+tcp", "till-1", 7778, options={"password": "30"}),
        ),
        (
            "shtrih+serial:///dev/ttyS0?baud=115200",
            Address("shtrih+serial", path="/dev/ttyS0", options={"baud": "115200"}),
        ),
        ("atol+http://till:16732", Address("atol+http", "till", 16732)),
        ("cd5220+serial:COM3", Address("cd5220+serial", path="COM3")),
    ],
)
def test_an_address_is_read(url: str, address: Address) -> None:
    assert Address.parse(url) == address


@pytest.mark.parametrize(
    "url",
    [
        "",
        "foo",
        "emulated+tcp://",
        "emulated+tcp://host",
        "emulated+tcp://host:0",
        "emulated+tcp://host:99999",
        "emulated+tcp://[::1:7000",
        "shtrih+serial://ttyS0",
        "shtrih+usb://host:1",
    ],
)
def test_an_address_that_cannot_be_read_says_how_one_is_written(url: str) -> None:
    with pytest.raises(BadAddress, match=r"model\+tcp://host:port"):
        Address.parse(url)


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_a_bad_one(text: str) -> None:
    try:
        read = Address.parse(text)
    except BadAddress:
        return
    assert read.scheme.endswith(("+tcp", "+serial", "+http"))


def test_a_password_in_a_bad_address_is_not_quoted_back() -> None:
    with pytest.raises(BadAddress) as error:
        Address.parse("shtrih+tcp://host?password=4821")
    assert "4821" not in str(error.value)


@pytest.mark.parametrize(
    ("opened", "kind"),
    [
        (lambda: registry.open_registrar("shtrih+tcp://127.0.0.1:1", True), ShtrihRegistrar),
        (lambda: registry.open_registrar("shtrih+serial:///dev/none", True), ShtrihRegistrar),
        (lambda: registry.open_registrar("shtrih+tcp://127.0.0.1:1", False), GuardedRegistrar),
        (lambda: registry.open_registrar("atol+http://127.0.0.1:1?api=1", True), AtolRegistrar),
        (lambda: registry.open_terminal("emulated+tcp://127.0.0.1:1", True), EmulatedTerminal),
        (lambda: registry.open_display("cd5220+tcp://127.0.0.1:1"), Cd5220Display),
        (
            lambda: registry.open_display("cd5220+serial:///dev/none?encoding=cp1251&table="),
            Cd5220Display,
        ),
        (
            lambda: registry.open_display("cd5220+tcp://h:1?encoding=latin&set=R&page=17"),
            Cd5220Display,
        ),
        (lambda: registry.open_scanner("scanner+tcp://127.0.0.1:1"), SerialScanner),
        (
            lambda: registry.open_scanner(
                "scanner+serial:///dev/none?baud=9600&prefix=%02&suffix=cr&repeat_ms=0&idle_ms=50"
                "&encoding=cp1251"
            ),
            SerialScanner,
        ),
    ],
)
def test_an_address_opens_its_device_without_touching_the_port(opened: Any, kind: type) -> None:
    assert isinstance(opened(), kind)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("cd5220+tcp://h:1", r"known are atol\+http, shtrih\+tcp, shtrih\+serial"),
        ("atol+tcp://h:1", r"known are atol\+http"),
        ("none+http://h:1", r"known are atol\+http"),
        ("atol+http://h:1?colour=red", "unknown setting 'colour'"),
        ("atol+http://h:1?api=3", "api is one of 1, 2, not 3"),
        ("atol+http://h:1?poll_s=soon", r"atol\+http"),
        ("shtrih+tcp://h:1?colour=red", "unknown setting 'colour'"),
        ("shtrih+tcp://h:1?password=x", r"shtrih\+tcp"),
    ],
)
def test_a_register_that_is_not_known_lists_those_that_are(url: str, words: str) -> None:
    with pytest.raises(BadAddress, match=words):
        registry.open_registrar(url, allow_emulators=True)


@pytest.mark.parametrize(
    "url",
    [
        "cd5220+tcp://h:1?encoding=utf-8",
        "cd5220+tcp://h:1?encoding=latin-1",
        "cd5220+tcp://h:1?encoding=none",
        "cd5220+tcp://h:1?table=RU",
        "cd5220+tcp://h:1?set=%0D",
        "cd5220+tcp://h:1?page=256",
        "cd5220+tcp://h:1?page=",
        "cd5220+tcp://h:1?baud=9600",
        "cd5220+serial:///dev/none?baud=fast",
    ],
)
def test_a_display_with_an_option_that_makes_no_sense_is_refused(url: str) -> None:
    with pytest.raises(BadAddress):
        registry.open_display(url)


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("suffix=crl", "a suffix is auto, cr, lf, crlf, tab, none"),
        ("suffix=%1D", "a suffix is"),
        ("prefix=%D0%96", "a prefix is"),
        ("encoding=utf-16", "a scanner has"),
        ("repeat_ms=soon", "repeat_ms"),
        ("idle_ms=1", "idle_ms of scanner.tcp is 10 to 500"),
        ("colour=red", "known: encoding, idle_ms, prefix, repeat_ms, suffix"),
    ],
)
def test_a_scanner_with_an_option_that_makes_no_sense_is_refused(option: str, words: str) -> None:
    with pytest.raises(BadAddress, match=words):
        registry.open_scanner(f"scanner+tcp://h:1?{option}")


@pytest.mark.parametrize("scheme", registry.ONLY_EMULATED)
def test_an_emulated_terminal_cannot_be_opened_in_a_real_shop(scheme: str) -> None:
    url = f"{scheme}:///dev/none" if "serial" in scheme else f"{scheme}://127.0.0.1:1"
    with pytest.raises(EmulatorRefused):
        registry.open_terminal(url, allow_emulators=False)


def test_a_register_that_speaks_the_real_protocol_is_known_by_what_it_says(
    tmp_path: Path,
) -> None:
    emulator = ShtrihEmulator(tmp_path / "drive.jsonl")
    server = EmulatorServer(emulator)
    url = server.listen("tcp:127.0.0.1:0")
    with closing(emulator), closing(server):
        with closing(registry.open_registrar(url, allow_emulators=False)) as registrar:
            with pytest.raises(EmulatorRefused):
                registrar.open_shift(Cashier("Кассир"))
            assert registrar.status().shift is ShiftState.CLOSED
        with closing(registry.open_registrar(url, allow_emulators=True)) as registrar:
            registrar.open_shift(Cashier("Кассир"))
            assert registrar.status().shift is ShiftState.OPEN


def test_the_guard_covers_the_whole_contract() -> None:
    calls = {name for name in vars(FiscalRegistrar) if not name.startswith("_")}
    assert calls == {*QUESTIONS, *COMMANDS, "status", "close"}


@pytest.mark.parametrize("name", COMMANDS)
def test_an_emulated_register_is_told_to_do_nothing_in_a_real_shop(name: str) -> None:
    register = Register(emulated=True)
    with pytest.raises(EmulatorRefused):
        getattr(_guarded(register), name)(*COMMANDS[name])
    assert register.done == []


@pytest.mark.parametrize("name", QUESTIONS)
def test_an_emulated_register_answers_questions_even_in_a_real_shop(name: str) -> None:
    register = Register(emulated=True)
    guarded = _guarded(register)
    assert guarded.status().emulated
    assert getattr(guarded, name)(*QUESTIONS[name]) == f"{name} done"


@pytest.mark.parametrize("name", COMMANDS)
def test_a_real_register_does_what_it_is_told(name: str) -> None:
    register = Register(emulated=False)
    getattr(_guarded(register), name)(*COMMANDS[name])
    assert register.done == [(name, *COMMANDS[name])]


def test_a_register_exchanged_behind_an_error_is_looked_at_again() -> None:
    register = Register(emulated=False)
    guarded = _guarded(register)
    register.error = NoAnswer("the cable was pulled")
    with pytest.raises(NoAnswer):
        guarded.cash_in(1)
    register.error, register.emulated = None, True
    with pytest.raises(EmulatorRefused):
        guarded.cash_in(1)


def test_a_register_is_looked_at_again_after_its_port_was_closed() -> None:
    register = Register(emulated=False)
    guarded = _guarded(register)
    guarded.cash_in(1)
    guarded.close()
    register.emulated = True
    with pytest.raises(EmulatorRefused):
        guarded.cash_in(1)


@pytest.mark.parametrize("url", ["printer+tcp://h:1", "emulate+tcp://h:1"])
def test_a_device_of_no_kind_lists_all_that_are_known(url: str) -> None:
    with pytest.raises(BadAddress, match=r"shtrih\+tcp.*emulated\+tcp.*cd5220\+tcp"):
        registry.kind_of(url)


def test_every_scheme_has_a_kind_and_a_row_in_the_list() -> None:
    for model in registry.models():
        assert model.title
        assert model.emulated == (model.model == "emulated")
        for scheme in model.schemes:
            url = f"{scheme}:/x" if scheme.endswith("serial") else f"{scheme}://h:1"
            assert registry.kind_of(url) == model.kind


def test_the_registry_loads_no_device_until_one_is_opened() -> None:
    program = (
        "import sys, drivers.registry;"
        "print([name for name in sys.modules if name.startswith(('serial', 'drivers.'))"
        " and name.split('.')[1:2] not in (['contracts'], ['registry'], ['address'], ['guarded'],"
        " ['makers'])])"
    )
    told = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "[]"
