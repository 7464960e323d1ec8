"""What the first frame of a shop that sells does not wait for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from tests.emulated.window.process import PLACE, ROOT

HEAVY: Final = {"sqlalchemy", "httpx", "cryptography", "argon2", "starlette", "uvicorn", "asyncio"}
# Looks at the very moment the window says that its first frame is painted.
SCRIPT: Final = """
import json, sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from pos.bootstrap.folder import open_till
from pos.bootstrap.window import Program

app = QApplication([])
folder = Path(sys.argv[1])
program = Program(app, folder, open_till(folder), "ru")

def look():
    print(json.dumps(sorted({name.split(".")[0] for name in sys.modules})))
    app.quit()

program.window.ready.connect(look)
program.start()
program.stay()
"""


def test_the_first_frame_waits_for_nothing_heavy(founded_shop: Path) -> None:
    done = subprocess.run(  # noqa: S603  # our own code
        [sys.executable, "-c", SCRIPT, str(founded_shop)],
        env=os.environ | PLACE,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(json.loads(done.stdout))
    assert "PySide6" in loaded
    assert loaded & HEAVY == set()
