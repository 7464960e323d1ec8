"""A disk that fails at the word of a test: the compiled shim and the environment for it."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).with_name("shim.c")


@dataclass(frozen=True, slots=True)
class Disk:
    """What lies under `folder` is on it; the two files say what is wrong with it now."""

    shim: Path
    folder: Path
    full: Path
    read_only: Path

    @property
    def environment(self) -> dict[str, str]:
        """Of a program that works on it."""
        return {
            "LD_PRELOAD": str(self.shim),
            "DISK_DIR": str(self.folder.resolve()),
            "DISK_FULL": str(self.full),
            "DISK_READ_ONLY": str(self.read_only),
        }


def disk_of(folder: Path, at: Path) -> Disk:
    """A disk that works, for what lies in that folder; its own things lie in `at`."""
    shim = at / "disk.so"
    build = ["gcc", "-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Werror"]
    subprocess.run([*build, "-o", str(shim), str(SOURCE), "-ldl"], check=True)  # noqa: S603 — our own source
    return Disk(shim, folder, at / "full", at / "read-only")
