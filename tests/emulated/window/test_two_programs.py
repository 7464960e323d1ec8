"""A second start, and commands for a till that runs."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.emulated.window import books
from tests.emulated.window.place import Place
from tests.emulated.window.process import Till, command, running

ANNA = "4271"


@pytest.fixture
def till(place: Place) -> Iterator[Till]:
    """A till that runs, nobody logged in, its doorbell heard."""
    place.connect()
    with running(place.folder) as made:
        made.until(lambda seen: seen.get("shop") and (place.folder / "till.port").exists())
        yield made


def test_a_second_start_brings_the_first_window_to_the_front_and_says_so(
    place: Place, till: Till
) -> None:
    till.do(minimise=True)
    till.until(lambda seen: not seen["front"])
    second = command("pos", "run", "--data", str(place.folder), "--lang", "ru")
    assert (second.returncode, second.stdout) == (1, "")
    assert "уже" in second.stderr
    till.until(lambda seen: seen["front"])


def test_a_shift_closed_by_command_is_closed_by_the_window(place: Place, till: Till) -> None:
    till.do(type=ANNA, key="Key_Return")
    till.until(lambda seen: seen["user"])
    till.do(key="Key_Return")
    till.until(lambda seen: seen["shift"])
    closed = command("pos", "shift", "close", "--data", str(place.folder), "--json")
    assert closed.returncode == 0, closed.stderr
    assert json.loads(closed.stdout)["open"] is False
    till.until(lambda seen: not seen["shift"])
    assert books.kinds(place.folder)[-1] == "ShiftClosed"


def test_a_command_the_till_refuses_says_why_and_fails(place: Place, till: Till) -> None:
    refused = command("pos", "shift", "close", "--data", str(place.folder), "--json")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.strip()
