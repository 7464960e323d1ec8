"""The link in a cashier's words: lamp, what waits and since when, what a person should know."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from pos.bootstrap.lamps import Lamp
from pos.ui.kit.format import Format
from pos.ui.kit.trouble import Situation, Trouble, explain
from pos.ui.kit.words import Words
from sync.errors import (
    ArchiveDamaged,
    ClockSkewed,
    JournalDamaged,
    JournalForked,
    RowsSetAside,
    TillRevoked,
)
from sync.usecases.link import LinkState

# A wire that is out shows in the lamp alone; these want somebody to do something.
_STANDING = (
    JournalDamaged, TillRevoked, JournalForked, RowsSetAside, ArchiveDamaged, ClockSkewed,
)  # fmt: skip


class Shown(NamedTuple):
    """What `MainWindow.set_link` takes; `since` is empty while the office answers."""

    lamp: Lamp
    unsent: int
    detail: str
    since: str
    standing: Trouble | None


def shown(state: LinkState, words: Words, zone: str) -> Shown:
    """The state in words; `zone` (IANA) is the shop's."""
    told = [(error, explain(error, Situation.SELLING, words)) for error in state.told]
    standing = next((trouble for error, trouble in told if isinstance(error, _STANDING)), None)
    lamp = Lamp.OK if state.online and not told else Lamp.ATTENTION
    detail = " ".join(f"{trouble.happened} {trouble.means} {trouble.do}" for _, trouble in told)
    waits = "" if state.online else _since(state, Format(words), zone)
    return Shown(lamp, state.unsent, detail, waits, standing)


def _since(state: LinkState, form: Format, zone: str) -> str:
    if state.unsent_since is None:
        return ""
    return form.short(datetime.fromtimestamp(state.unsent_since / 1000, UTC), zone)
