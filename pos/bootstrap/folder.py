"""A data folder: where it is, and the till in it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pos.storage.till import TillStore
from pos.usecases.counter import FOLDER_KIND as KIND
from sync.storage import keys

if TYPE_CHECKING:
    from sync.journal.rows import Mark

KEY_FILE = "till.key"
COMMAND_USER = "command"  # acts when nobody is logged in; has no PIN, so nobody logs in as it

__all__ = [
    "COMMAND_USER",
    "KEY_FILE",
    "KIND",
    "default_folder",
    "now",
    "open_till",
    "setting",
]


def now() -> datetime:
    """The clock of the program: aware, UTC."""
    return datetime.now(UTC)  # noqa: TID251 — the one place moments come from


def default_folder(kind: str = "") -> Path:
    """The platform's folder of user data; demo and training each have one of their own."""
    from platformdirs import user_data_path

    return user_data_path(f"prilavok-{kind}" if kind else "prilavok", appauthor=False)


def open_till(folder: Path) -> TillStore:
    """The till of a folder, made on first use. Raises AlreadyRunning."""

    def sign(head: Mark) -> bytes:
        # Read at Z, not at start: the first frame does not wait for cryptography.
        return keys.load_or_make(folder / KEY_FILE).sign_head(head)

    return TillStore(folder, sign)


def setting(till: TillStore, key: str) -> str:
    """One setting of the till, as it was last committed."""
    return till.setting(key)
