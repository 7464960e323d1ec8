"""Rules for all tests: nothing may be skipped in CI, windows need no screen."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# No test leaves a key in the key store of whoever runs it; those about key stores bring their own.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

MANY = 50  # tests from one full collection to the next
SHARED = Path(__file__).parents[2] / "shared"

_skipped: list[str] = []


@pytest.fixture(scope="session")
def reference_data() -> Path:
    """Folder of real barcodes and receipts kept beside the project; never committed."""
    folder = SHARED / "data"
    if not folder.is_dir():
        pytest.skip("the reference data beside the project is missing")
    return folder


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    """Where a window was made Python collects on the Qt thread alone: here, between two tests."""
    if not gc.isenabled():
        gc.collect(2 if gc.get_count()[2] > MANY else 1)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Remember what was skipped."""
    if report.skipped:
        _skipped.append(report.nodeid)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A skip in CI is a failure."""
    if _skipped and os.environ.get("CI"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
