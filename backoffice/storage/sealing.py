"""Secrets the office must read again lie sealed in its tables; the key lies apart, in a file.

Who reads the database or a backup of it has no codes of the owner's telephone. Fernet (AES-128 and
HMAC-SHA-256) is `cryptography`'s own recipe.
"""

from __future__ import annotations

import logging
import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import URL

from sync.storage.files import write_private

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

log = logging.getLogger(__name__)

VARIABLE = "PRILAVOK_OFFICE_KEY"  # names the file, for servers that share a database
_SEALED = "gAAAA"  # how each token of Fernet begins; base 32 has no small letters


def key_file(database: URL) -> Path:
    """Beside an office in SQLite; of one on PostgreSQL among the settings of who serves it."""
    if named := os.environ.get(VARIABLE):
        return Path(named)
    if database.get_backend_name() == "sqlite":
        return Path(f"{database.database}-key").absolute()
    settings = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return settings / "prilavok" / f"office-{database.host or 'local'}-{database.database}.key"


def is_sealed(kept: str) -> bool:
    """Whether that lies sealed; before there was a key it lay as it was."""
    return kept.startswith(_SEALED)


class Sealer:
    """The key is made when it is first needed, by the only writer of that moment."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def seal(self, secret: str) -> str:
        """What is kept of it; nothing stays nothing. Raises OSError where no key can be kept."""
        return self._fernet.encrypt(secret.encode()).decode() if secret else ""

    def opened(self, kept: str) -> str:
        """The secret. Without its key it stays sealed: no code fits it, and spare codes do."""
        if not is_sealed(kept):
            return kept
        from cryptography.fernet import InvalidToken

        try:
            return self._fernet.decrypt(kept.encode()).decode() if self._file.exists() else kept
        except (InvalidToken, ValueError):
            log.error("a second factor is sealed with another key than %s", self._file)  # noqa: TRY400 — no fault of ours
            return kept

    @cached_property
    def _fernet(self) -> Fernet:
        from cryptography.fernet import Fernet

        if not self._file.exists():
            write_private(self._file, Fernet.generate_key())
        return Fernet(self._file.read_bytes())
