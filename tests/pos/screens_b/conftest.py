"""One application in our look; a warning of Qt fails the test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pos.domain.views import TillView
from tests.fakes.acts import FakeActs, a_days_sales, busy_shift, demo_shop, demo_user
from tests.fakes.qt import application, no_qt_warnings


@pytest.fixture(autouse=True)
def qt() -> Iterator[None]:
    application()
    with no_qt_warnings():
        yield


@pytest.fixture
def acts() -> FakeActs:
    """A senior in the middle of the day."""
    view = TillView(shop=demo_shop(), user=demo_user("senior"), shift=busy_shift())
    return FakeActs(now=view, sales=a_days_sales())
