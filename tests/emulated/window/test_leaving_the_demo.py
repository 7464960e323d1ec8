"""One obvious way out of the demo, and none into a real shop."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from pos.bootstrap.folder import open_till, setting
from pos.usecases.first_start import Setup, found
from tests.emulated.window.process import PLACE, ROOT, command
from tests.fakes.clock import Clock

SCRIPT = Path(__file__).with_name("leaver.py")


def test_the_way_out_of_the_demo_opens_the_first_start_in_the_shops_own_folder(
    tmp_path: Path,
) -> None:
    home = tmp_path / "home"
    done = subprocess.run(  # noqa: S603  # our own script
        [sys.executable, str(SCRIPT), str(tmp_path / "demo")],
        env=os.environ | PLACE | {"XDG_DATA_HOME": str(home)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"first_start": True, "demo": False}
    assert (home / "prilavok" / "journal.db").exists()
    assert "ready_ms=" in (home / "prilavok" / "logs" / "pos.log").read_text(encoding="utf-8")


def test_no_demo_is_opened_in_the_folder_of_a_real_shop(tmp_path: Path) -> None:
    setup = Setup(
        owner="Ольга",
        pin="",
        shop="Лавка",
        inn="7707083893",
        till_name="Касса 1",
        tax_system=1,
        zone="Europe/Moscow",
        registrar="shtrih+tcp://192.168.137.111:7778",
    )
    with closing(open_till(tmp_path)) as till:
        found(till, setup, Clock(), (), "")
    for kind in ("--demo", "--training"):
        refused = command("pos", "run", kind, "--data", str(tmp_path), "--lang", "ru")
        assert refused.returncode == 1
        assert "В этой папке настоящий магазин." in refused.stderr
    with closing(open_till(tmp_path)) as till:
        assert setting(till, "devices.registrar") == setup.registrar
