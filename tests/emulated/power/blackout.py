"""Ends power for a program: the compiled shim and the environment that puts it there."""

from __future__ import annotations

import json
import shutil
import subprocess
from contextlib import closing
from pathlib import Path

from pos.storage.database import open_writer
from tests.emulated.hooks.sitecustomize import ACKNOWLEDGED

SOURCE = Path(__file__).with_name("shim.c")
CUT = 137


def compiled(folder: Path) -> Path:
    """The shim, built into that folder."""
    shim = folder / "shim.so"
    build = ["gcc", "-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Werror"]
    subprocess.run(  # noqa: S603 — our own source
        [*build, "-o", str(shim), str(SOURCE), "-ldl", "-lpthread"], check=True
    )
    return shim


def under(shim: Path, folder: Path) -> dict[str, str]:
    """The environment of a program whose files in that folder are at risk."""
    return {
        "LD_PRELOAD": str(shim),
        "POWER_SHIM": str(shim),
        "POWER_DIR": str(folder.resolve()),
    }


def promises(steps: Path) -> list[list[object]]:
    """The state of the journal after each commit that returned."""
    file = Path(f"{steps}.acknowledged")
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return [json.loads(line) for line in lines]


def on_disk(data: Path, scratch: Path) -> list[object]:
    """The same of what the disk holds, read from a copy: reading it there would repair it."""
    copy = Path(shutil.copytree(data, scratch))
    with closing(open_writer(copy)) as db:
        rows = [list(row) for query in ACKNOWLEDGED for row in db.execute(query)]
    shutil.rmtree(copy)
    return list(rows)
