"""Scales on a serial cable, as the program listens to them: a pulled plug, noise, slow bytes."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from drivers import registry
from drivers.contracts.errors import NoLink
from drivers.contracts.scale import Weight
from drivers.emulate import EIGHT_BITS, SCALES
from drivers.emulation.faults import Faults
from drivers.emulation.pan import Pan
from drivers.emulation.server import EmulatorServer, Listen
from drivers.supervisor import DeviceState, Health, SupervisedScale
from tests.drivers.wires import PATIENCE_S

NOON = datetime(2026, 3, 1, 9, tzinfo=UTC)


class Place:
    """Scales, their cable, and who looks at them."""

    def __init__(self, model: str, path: Path) -> None:
        self.pan: Pan = SCALES[model](loaded=744)
        self.server = EmulatorServer(self.pan, model, Listen(path=str(path)), EIGHT_BITS)
        self._weights: queue.SimpleQueue[Weight] = queue.SimpleQueue()
        self._states: queue.SimpleQueue[Health] = queue.SimpleQueue()
        url = self.server.start()
        self.scale = SupervisedScale(
            "scale",
            lambda: registry.open_scale(url),
            on_weight=self._weights.put,
            clock=lambda: NOON,
            on_change=self._states.put,
        )

    def weighs(self, grams: int) -> Weight:
        """The next weight of that many grams; others before it are passed over."""
        while (weight := self._weights.get(timeout=PATIENCE_S)).grams != grams:
            continue
        return weight

    def waits_for(self, state: DeviceState) -> Health:
        while (health := self._states.get(timeout=PATIENCE_S)).state is not state:
            continue
        return health

    def close(self) -> None:
        self.scale.close()
        self.server.stop()


@pytest.fixture(params=SCALES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Each model on a pseudo-terminal."""
    made = Place(request.param, tmp_path / "scale")
    yield made
    made.close()


def test_what_lies_there_is_heard_without_asking(place: Place) -> None:
    assert place.weighs(744).stable
    place.pan.obey({"grams": 310})
    assert place.weighs(310).stable


def test_a_pulled_plug_is_a_state_and_a_put_back_one_is_weighed_on(place: Place) -> None:
    place.weighs(744)
    place.server.stop()
    assert place.waits_for(DeviceState.OFFLINE).last_error
    place.pan.obey({"grams": 200})
    place.server.start()
    assert place.weighs(200).stable


def test_a_bad_wire_gives_right_weights_or_none(place: Place) -> None:
    place.pan.faults = Faults.parse("random:7:0.5")
    place.pan.obey({"grams": 555})
    assert place.weighs(555).stable


def test_the_pan_is_tared_while_it_is_looked_at(place: Place) -> None:
    place.weighs(744)
    place.scale.tare()
    place.pan.obey({"grams": 1000})
    assert place.weighs(256).stable


def test_a_port_that_has_no_seven_bits_is_no_link(tmp_path: Path) -> None:
    """A pseudo-terminal is such a port: the error of the system is no mistake of ours."""
    server = EmulatorServer(SCALES["mt8217"](), "mt8217", Listen(path=str(tmp_path / "scale")))
    scale = registry.open_scale(server.start())
    try:
        with pytest.raises(NoLink, match="Invalid argument"):
            scale.weigh()
    finally:
        scale.close()
        server.stop()
