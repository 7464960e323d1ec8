"""Registers to be tortured: makers, protocols, formats, and what befalls each."""

from __future__ import annotations

from dataclasses import dataclass, replace

LINE = ("drop-request", "drop-reply", "delay", "die-before", "die-after")
REGISTER = (*LINE, "reboot-before", "reboot-after", "paper-out")
TERMINAL_FAULTS = (*LINE, "garbage", "decline")
# Noticed soon: a lost answer takes nobody's time here.
HASTE = "control_s=0.2&poke_s=0.2&answer_s=1&report_s=1&busy_s=1&poll_s=0.02&attempts=2"
QUICK = "connect_s=1&http_s=1&poll_s=0.01&poll_longest_s=0.05&question_s=1&document_s=2&attempts=2"


@dataclass(frozen=True, slots=True)
class Maker:
    """A register and how the till speaks with it."""

    name: str
    options: str  # of the address
    emulate: tuple[str, ...]  # words of `python -m fiscal emulate`
    writes: int = 1  # times that bytes go out for one command
    commands: float = 1.0  # so many for one of a Штрих-М
    faults: tuple[str, ...] = (*REGISTER, "garbage")


def _shtrih(protocol: str, ffd: str) -> Maker:
    told = Maker(
        f"shtrih {protocol} {ffd}",
        f"protocol={protocol}&{HASTE}",
        ("shtrih", "--ffd", ffd, "--protocol", protocol),
    )
    if protocol == "v1":
        return replace(told, writes=3)
    # v1.1 has no checksum: it is for lines where nothing is damaged.
    return replace(told, faults=REGISTER) if protocol == "v1.1" else told


def _atol(queue: str, ffd: str) -> Maker:
    words = ("atol", "--ffd", ffd, "--queue", queue)
    return Maker(f"atol {queue} {ffd}", QUICK, words, writes=2, commands=0.3)


MAKERS = (
    *(_shtrih(one, ffd) for one in ("v1", "v2", "v1.1") for ffd in ("1.05", "1.2")),
    *(_atol(queue, ffd) for queue in ("keep", "forget") for ffd in ("1.05", "1.2")),
)
