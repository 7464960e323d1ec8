"""Window tests run offscreen; a warning of Qt fails them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.fakes.qt import application, no_qt_warnings


@pytest.fixture(autouse=True)
def quiet_qt() -> Iterator[None]:
    application()
    with no_qt_warnings():
        yield
