"""The fuzzer runs, and finds a decoder that does not keep its promise."""

from __future__ import annotations

import random

import pytest

from drivers.contracts.errors import BadFrame
from drivers.registrars.shtrih import frames, frames_v2
from tests.drivers.shtrih import fuzz

FOREVER = float("inf")


@pytest.mark.parametrize("target", fuzz.TARGETS)
def test_every_decoder_takes_whatever_comes(target: str) -> None:
    assert fuzz.fuzz(target, random.Random(target), inputs=500, until=FOREVER) == 500  # noqa: S311  to be repeated


def test_a_decoder_that_believes_a_wrong_checksum_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "unpack", lambda frame: frame[2:-1])
    with pytest.raises(fuzz.Found, match="AssertionError"):
        fuzz.fuzz("v1", random.Random(1), inputs=5000, until=FOREVER)  # noqa: S311  as above
    monkeypatch.setattr(frames_v2.Reader, "_packet", lambda reader: frames_v2.Packet(1, b"x"))
    with pytest.raises(fuzz.Found, match="AssertionError"):
        fuzz.fuzz("v2", random.Random(1), inputs=5000, until=FOREVER)  # noqa: S311  as above


def test_a_decoder_that_crashes_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def crashes(frame: bytes) -> bytes:
        if not frame:
            raise BadFrame("nothing")
        return b"" if frame[5] else frame

    monkeypatch.setattr(frames, "unpack", crashes)
    with pytest.raises(fuzz.Found, match="IndexError"):
        fuzz.fuzz("v1", random.Random(1), inputs=5000, until=FOREVER)  # noqa: S311  as above
