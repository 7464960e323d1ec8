"""What may be imported without Qt, and what a till does not load before it has to."""

from __future__ import annotations

import importlib.metadata
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WITHOUT_QT = (
    "drivers",
    "fiscal",
    "inventory",
    "sync",
    "backoffice",
    "pos/domain",
    "pos/usecases",
    "pos/storage",
    "pos/bootstrap/headless.py",
)
IMPORT_ALL = """
import importlib, sys

class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("PySide6", "shiboken6"):
            raise ImportError(f"{name} was asked for")

sys.meta_path.insert(0, NoQt())
failed = []
for name in sys.argv[1:]:
    try:
        importlib.import_module(name)
    except ImportError as error:
        failed.append(f"{name}: {error}")
print("\\n".join(failed))
"""
LOADED = """
import sys
import pos.storage.till
for name in ("scan", "edit", "pay", "look", "returns", "sales", "shift", "cash", "login"):
    __import__(f"pos.usecases.{name}")
print("\\n".join(sys.modules))
"""


def python(program: str, *arguments: str) -> list[str]:
    """Lines that a fresh interpreter prints."""
    done = subprocess.run(  # noqa: S603 — our own interpreter
        [sys.executable, "-c", program, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [line for line in done.stdout.splitlines() if line]


def modules(places: tuple[str, ...]) -> list[str]:
    """Importable names under those folders and files; `__main__` is a program, not a module."""
    paths = [
        path
        for place in places
        for path in ([ROOT / place] if place.endswith(".py") else (ROOT / place).rglob("*.py"))
    ]
    parts = [path.relative_to(ROOT).with_suffix("").parts for path in sorted(paths)]
    return [
        ".".join(part for part in names if part != "__init__")
        for names in parts
        if names[-1] != "__main__"
    ]


def test_everything_below_the_window_imports_without_qt() -> None:
    names = modules(WITHOUT_QT)
    assert len(names) > 100
    assert python(IMPORT_ALL, *names) == []


def test_the_window_would_be_caught_importing_qt() -> None:
    assert python(IMPORT_ALL, "pos.ui.kit.wedge")


@pytest.mark.parametrize("heavy", ["reportlab", "PIL", "alembic", "PySide6"])
def test_an_office_serves_without_loading(heavy: str) -> None:
    program = "import sys, backoffice.bootstrap.serving\nprint('\\n'.join(sys.modules))"
    loaded = {name.split(".")[0] for name in python(program)}
    assert "starlette" in loaded
    assert heavy not in loaded


@pytest.mark.parametrize("heavy", ["sqlalchemy", "argon2", "cryptography", "httpx", "starlette"])
def test_a_till_sells_without_loading(heavy: str) -> None:
    assert heavy not in {name.split(".")[0] for name in python(LOADED)}


def test_qt_is_pinned_to_the_version_without_the_leak() -> None:
    """6.12.0 drops a reference to None on every void call under Python 3.11."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    qt = [one for one in project["dependencies"] if one.startswith("PySide6")]
    assert qt == ["PySide6-Essentials==6.11.3"]
    locked = (ROOT / "requirements.lock").read_text(encoding="utf-8").lower()
    assert re.findall(r"^pyside6\S*==(\S+)", locked, re.MULTILINE) == ["6.11.3"]
    assert importlib.metadata.version("PySide6-Essentials") == "6.11.3"


def test_nothing_makes_packaging_importable() -> None:
    """It would hide the library of that name."""
    assert not list((ROOT / "packaging").rglob("__init__.py"))
