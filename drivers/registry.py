"""Which devices there are: plain tables, address scheme → constructor. Read by wiring alone.

Models are imported when one is opened: a till loads the code of its own devices only. Makers of
registers are found by their folders (`drivers/makers.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from drivers.address import Address
from drivers.contracts.display import CustomerDisplay
from drivers.contracts.errors import BadAddress, EmulatorRefused
from drivers.contracts.registrar import FiscalRegistrar
from drivers.contracts.scale import Scale
from drivers.contracts.scanner import Scanner
from drivers.contracts.terminal import CardTerminal
from drivers.guarded import GuardedRegistrar
from drivers.makers import Makers

# A byte takes 8 ms at 1200 baud: less would cut whole codes in pieces. More would keep the thread
# from ending with the program.
IDLE_MS = range(10, 501)

D = TypeVar("D")
T = TypeVar("T")
Constructor = Callable[[Address], D]


def _emulated(address: Address) -> CardTerminal:
    from drivers.terminals.emulated.device import EmulatedTerminal, Settings

    names = ("question_s", "operation_s")
    address.allow(names)
    plain = Settings()
    given = {name: address.number(name, int(getattr(plain, name))) for name in names}
    settings = replace(plain, **given)
    return EmulatedTerminal(address.transport(baud=115200), settings)


def _cd5220(address: Address) -> CustomerDisplay:
    from drivers.displays.cd5220.device import Cd5220Display, Settings

    address.allow(("encoding", "table", "set", "page"))
    plain = Settings()
    settings = Settings(
        encoding=_encoding(address.options.get("encoding", plain.encoding)),
        code_table=_letter(address.options.get("table", plain.code_table)),
        international=_letter(address.options.get("set", plain.international)),
        code_page=address.number("page", 0) if "page" in address.options else None,
    )
    if settings.code_page is not None and settings.code_page > 255:
        raise BadAddress(f"page of {address.scheme} is a byte")
    return Cd5220Display(address.transport(baud=9600), settings)


def _scanner(address: Address) -> Scanner:
    from drivers.scanners.serial.codec import Form
    from drivers.scanners.serial.device import SerialScanner, Settings

    words = ("prefix", "suffix", "encoding")
    address.allow((*words, "repeat_ms", "idle_ms"))
    try:
        form = Form.parse(**{n: address.options[n] for n in words if n in address.options})
    except ValueError as error:
        raise BadAddress(f"{address.scheme}: {error}") from error
    plain = Settings.of(form)
    repeat_ms = address.number("repeat_ms", round(plain.repeat_s * 1000))
    idle_ms = address.number("idle_ms", round(plain.idle_s * 1000))
    if idle_ms not in IDLE_MS:
        raise BadAddress(f"idle_ms of {address.scheme} is {IDLE_MS[0]} to {IDLE_MS[-1]}")
    settings = Settings(form, repeat_ms / 1000, idle_ms / 1000)
    return SerialScanner(address.transport(baud=9600), settings)


def _cas(address: Address) -> Scale:
    from drivers.scales.cas.device import CasScale

    address.allow(())
    return CasScale(address.transport(baud=9600))


def _massa_k(address: Address) -> Scale:
    from drivers.scales.massa_k.device import MassaKScale

    address.allow(())
    return MassaKScale(address.transport(baud=57600))


def _pos2(address: Address) -> Scale:
    from drivers.scales.pos2.codec import PASSWORD
    from drivers.scales.pos2.device import Pos2Scale

    address.allow(("password",))
    password = address.options.get("password", PASSWORD)
    if len(password) != len(PASSWORD) or not password.isascii():
        raise BadAddress(f"password of {address.scheme} is four characters")
    return Pos2Scale(address.transport(baud=9600), password)


def _mt8217(address: Address) -> Scale:
    from drivers.scales.mt8217.device import Mt8217Scale

    address.allow(())
    return Mt8217Scale(address.transport(baud=9600, frame="7E1"))


REGISTRARS = Makers()
TERMINALS: dict[str, Constructor[CardTerminal]] = {
    "emulated+tcp": _emulated,
    "emulated+serial": _emulated,
}
DISPLAYS: dict[str, Constructor[CustomerDisplay]] = {
    "cd5220+tcp": _cd5220,
    "cd5220+serial": _cd5220,
}
SCANNERS: dict[str, Constructor[Scanner]] = {
    "scanner+serial": _scanner,
    "scanner+tcp": _scanner,
}
SCALES: dict[str, Constructor[Scale]] = {
    f"{model}+{way}": build
    for model, build in (
        ("cas", _cas),
        ("massa-k", _massa_k),
        ("pos2", _pos2),
        ("mt8217", _mt8217),
    )
    for way in ("serial", "tcp")
}

# An emulator that speaks a real protocol is known by what it says; these are nothing else.
ONLY_EMULATED = frozenset({"emulated+tcp", "emulated+serial"})

TITLES = {
    "emulated": "Эмулятор банковского терминала",
    "cd5220": "Дисплей покупателя 2×20, команды CD5220",
    "scanner": "Сканер на последовательном порту (RS-232, USB-COM)",
    "cas": "Весы CAS AD, AP, ER и совместимые",
    "massa-k": "Весы Масса-К, протокол 100",
    "pos2": "Весы Штрих-М и Mertech, протокол POS2",
    "mt8217": "Весы Mettler-Toledo, протокол 8217",
}


@dataclass(frozen=True, slots=True)
class Model:
    """A row of the list of supported devices."""

    kind: str  # registrar, terminal, display, scanner, scale
    model: str
    title: str
    schemes: tuple[str, ...]
    emulated: bool


def open_registrar(url: str, allow_emulators: bool, folder: Path | None = None) -> FiscalRegistrar:
    """The register at that address; its port is opened by the first question.

    Without `allow_emulators` an emulated one answers questions and refuses commands with
    `EmulatorRefused`. `BadAddress` for an address that is none of ours. In `folder` a driver
    keeps what it must remember through a power cut.
    """
    address = Address.parse(url)
    registrar = _found(REGISTRARS, address)(address, folder)
    return registrar if allow_emulators else GuardedRegistrar(registrar)


def open_terminal(url: str, allow_emulators: bool) -> CardTerminal:
    """The card terminal at that address; `EmulatorRefused` for an emulator, unless allowed."""
    address = Address.parse(url)
    constructor = _found(TERMINALS, address)
    if address.scheme in ONLY_EMULATED and not allow_emulators:
        raise EmulatorRefused(f"{address.scheme} is an emulator: it moves no money")
    return constructor(address)


def open_display(url: str) -> CustomerDisplay:
    """The customer display at that address. It never answers, so an emulated one is not told."""
    address = Address.parse(url)
    return _found(DISPLAYS, address)(address)


def open_scanner(url: str) -> Scanner:
    """The scanner at that address; its port is opened by the first `listen`.

    A code is a code, whoever reads it: an emulated one is not told from a real one.
    """
    address = Address.parse(url)
    return _found(SCANNERS, address)(address)


def open_scale(url: str) -> Scale:
    """The scales at that address; a weight is a weight, an emulated one is not told."""
    address = Address.parse(url)
    return _found(SCALES, address)(address)


def kind_of(url: str) -> str:
    """registrar, terminal, display, scanner or scale, by the scheme; `BadAddress` if it is none."""
    scheme = Address.parse(url).scheme
    for kind, table in TABLES.items():
        if scheme in table:
            return kind
    known = ", ".join(scheme for table in TABLES.values() for scheme in table)
    raise BadAddress(f"no device is called {scheme}; known are {known}")


TABLES: dict[str, Mapping[str, object]] = {
    "registrar": REGISTRARS,
    "terminal": TERMINALS,
    "display": DISPLAYS,
    "scanner": SCANNERS,
    "scale": SCALES,
}


def models() -> list[Model]:
    """Every supported model, in the order of the tables."""
    return [
        Model(kind, model, _title(kind, model), schemes, ONLY_EMULATED.issuperset(schemes))
        for kind, table in TABLES.items()
        for model, schemes in _by_model(table).items()
    ]


def _by_model(table: Mapping[str, object]) -> dict[str, tuple[str, ...]]:
    names = dict.fromkeys(scheme.partition("+")[0] for scheme in table)
    return {name: tuple(one for one in table if one.startswith(f"{name}+")) for name in names}


def _title(kind: str, model: str) -> str:
    return REGISTRARS.title(model) if kind == "registrar" else TITLES[model]


def _found(table: Mapping[str, T], address: Address) -> T:
    try:
        return table[address.scheme]
    except KeyError:
        known = ", ".join(table)
        raise BadAddress(f"{address.scheme} is not known here; known are {known}") from None


def _encoding(name: str) -> str:
    from drivers.displays.cd5220.codec import LATIN

    if name == LATIN:
        return name
    try:
        if len("Я".encode(name)) == 1:
            return name
    except (LookupError, UnicodeEncodeError):
        pass
    raise BadAddress(f"a display has a one-byte code page with Cyrillic or {LATIN}, not {name!r}")


def _letter(text: str) -> str:
    if len(text) > 1 or not text.isascii() or not text.isprintable():
        raise BadAddress(f"a code table or a set is one letter, not {text!r}")
    return text
