"""Health checks: internal (ask, change nothing) and external (do something a person sees).

The two levels are those of UnifiedPOS. Emulators are allowed: nothing is registered here.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict

from drivers import registry
from drivers.contracts.display import PortChecked

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
    with closing(registry.open_display(url)) as display:
        display.show("Прилавок", "Проверка 1234567890")
    return 'It shows "Прилавок" and "Проверка 1234567890".'
