"""Frames of scales from outside; a recorded one is never edited."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from drivers.contracts.scale import Weight
from drivers.scales.cas import codec as cas
from drivers.scales.massa_k import codec as massa_k
from drivers.scales.pos2 import codec as pos2

FRAMES = json.loads(Path(__file__).with_name("frames.json").read_text("utf-8"))


def _massa_k(frame: bytes) -> Weight:
    head, rest = frame[: massa_k.HEAD], frame[massa_k.HEAD :]
    assert massa_k.length(head) + massa_k.TAIL == len(rest)
    return massa_k.weight(massa_k.body(rest))


READ = {"massa_k": _massa_k, "cas": cas.decode}


@pytest.mark.parametrize("recorded", FRAMES, ids=lambda one: f"{one['model']} {one['grams']} g")
def test_a_recorded_frame_is_read_as_the_scales_showed_it(recorded: dict[str, Any]) -> None:
    weight = READ[recorded["model"]](bytes.fromhex(recorded["bytes"]))
    assert (weight.grams, weight.stable) == (recorded["grams"], recorded["stable"])


@pytest.mark.parametrize(
    ("body", "frame"),
    [
        # Requests as public programs for Масса-К write them.
        ("23", "F8 55 CE 01 00 23 23 00"),
        ("55 07 2C 01 00 00", "F8 55 CE 06 00 55 07 2C 01 00 00 44 1F"),
        ("92 01 00 00 00 00 00 00", "F8 55 CE 08 00 92 01 00 00 00 00 00 00 B5 EF"),
    ],
)
def test_a_frame_of_massa_k_ends_as_others_end_it(body: str, frame: str) -> None:
    assert massa_k.frame(bytes.fromhex(body)) == bytes.fromhex(frame)


def test_pos2_asks_for_the_weight_as_others_ask() -> None:
    # GET_WEIGHT of three public programs for Штрих-М scales, in Java, Kotlin and C#.
    asked = pos2.command(pos2.STATE, pos2.PASSWORD)
    assert asked == bytes.fromhex("02 05 3A 30 30 33 30 3C")
