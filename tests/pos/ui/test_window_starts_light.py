"""What the first frame must not wait for."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("sqlalchemy", "httpx", "cryptography", "argon2", "uvicorn", "starlette", "jinja2")


def test_the_window_imports_nothing_heavy() -> None:
    code = "import sys, pos.ui.window; print(*{name.split('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603  our own code
    assert set(HEAVY) & set(done.stdout.split()) == set()
