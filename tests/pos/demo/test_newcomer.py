"""From the first frame of the demo to a printed receipt."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
SCRIPT = Path(__file__).with_name("newcomer.py")
MOST_INPUTS = 5


def test_a_newcomer_prints_a_receipt_with_at_most_five_inputs(tmp_path: Path) -> None:
    place = {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(  # noqa: S603  # our own script
        [sys.executable, str(SCRIPT), str(tmp_path / "demo")],
        env=os.environ | place,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout, done.stderr
    told = json.loads(done.stdout)
    assert told["inputs"] == ["click a cashier", "Enter", "click a good", "Num +"]
    assert len(told["inputs"]) <= MOST_INPUTS
    assert any("Молоко" in line for line in told["printed"]), told["printed"]
    assert any("ЭМУЛЯТОР" in line for line in told["printed"]), told["printed"]
