"""Health checks: internal (ask, change nothing) and external (do something a person sees).

The two levels are those of UnifiedPOS. Emulators are allowed: nothing is registered here.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict

from drivers import registry
from drivers.contracts.display import PortChecked
from drivers.contracts.errors import BadFrame, NoAnswer
from drivers.contracts.scale import Load, Weight
from drivers.contracts.scanner import Scanned

# A person needs that long to find something with a code on it.
SCAN_WITHIN_S = 15.0
TEST_LINES = ("ПРИЛАВОК", "Проверка печати: АБВГДЕЁЖ абвгдеёж", "№ 0123456789 «ёлка»")


def probe(url: str) -> dict[str, object]:
    """What is at that address: `kind`, `url` and the fields of its status. A question."""
    kind = registry.kind_of(url)
    found: dict[str, object] = {"kind": kind, "url": url}
    match kind:
        case "registrar":
            with closing(registry.open_registrar(url, allow_emulators=True)) as registrar:
                return found | asdict(registrar.status())
        case "terminal":
            with closing(registry.open_terminal(url, allow_emulators=True)) as terminal:
                return found | asdict(terminal.status())
        case "scanner":
            with closing(registry.open_scanner(url)) as scanner:
                scanner.listen(0.01)
                return found | {"port": "open"}
        case "scale":
            with closing(registry.open_scale(url)) as scale:
                return found | asdict(scale.weigh())
    with closing(registry.open_display(url)) as display:
        if isinstance(display, PortChecked):
            display.check()
        return found | {"port": "open"}


def test(url: str) -> str:
    """Let it print or show something; tells what a person should see."""
    match registry.kind_of(url):
        case "registrar":
            with closing(registry.open_registrar(url, allow_emulators=True)) as registrar:
                registrar.print_text(TEST_LINES)
            return "It has printed three lines and cut the paper."
        case "terminal":
            with closing(registry.open_terminal(url, allow_emulators=True)) as terminal:
                status = terminal.status()
            ready = "ready" if status.ready else "busy"
            return f"{status.model} {status.serial} is {ready}."
        case "scanner":
            return f"It has read {_read(url).text!r}."
        case "scale":
            with closing(registry.open_scale(url)) as scale:
                return _weighed(scale.weigh())
    with closing(registry.open_display(url)) as display:
        display.show("Прилавок", "Проверка 1234567890")
    return 'It shows "Прилавок" and "Проверка 1234567890".'


def _weighed(weight: Weight) -> str:
    if weight.load is not Load.FINE:
        return f"The pan bears too {'much' if weight.load is Load.OVER else 'little'}."
    return f"{weight.grams} g lie there, {'at rest' if weight.stable else 'moving'}."


def _read(url: str) -> Scanned:
    """The first code that somebody scans now."""
    with closing(registry.open_scanner(url)) as scanner:
        heard = scanner.listen(SCAN_WITHIN_S)
    if not heard:
        raise NoAnswer(f"nothing was scanned within {SCAN_WITHIN_S:.0f} s")
    first = heard[0]
    if not isinstance(first, Scanned):
        raise BadFrame(f"{first.why}: {first.raw[:40].hex(' ')}")
    return first
