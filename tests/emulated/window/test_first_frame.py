"""The first frame waits for nothing it does not show."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.bench.starting import prepare

ROOT = Path(__file__).parents[3]
# Each of them costs a good part of the time to the first frame.
HEAVY = (
    "argon2", "cryptography", "httpx", "msgspec", "reportlab", "socket", "sqlalchemy", "starlette",
    "subprocess", "uvicorn", "drivers.registry", "drivers.supervisor", "pos.bootstrap.behind",
)  # fmt: skip


def test_what_a_frame_does_not_show_is_not_loaded_for_it(tmp_path: Path) -> None:
    prepare(tmp_path)  # with a shift and a basket: the frame that sells
    done = subprocess.run(  # noqa: S603 — our own module
        [sys.executable, "-m", "tests.emulated.window.loaded", str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    loaded = set(done.stdout.split())
    assert "PySide6.QtWidgets" in loaded
    assert "pos.ui.window" in loaded
    assert "sqlalchemy.orm" not in loaded
    assert [name for name in HEAVY if name in loaded] == []
