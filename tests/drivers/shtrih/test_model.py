"""How the register's address is read."""

from __future__ import annotations

import pytest

from drivers.address import Address
from drivers.contracts.errors import BadAddress
from drivers.registrars.shtrih.model import opened, pipes
from drivers.registrars.shtrih.search import SPEEDS


@pytest.mark.parametrize(
    ("url", "count"),
    [
        ("shtrih+tcp://127.0.0.1:7778", 1),
        ("shtrih+tcp://127.0.0.1:7778?protocol=v2", 1),
        ("shtrih+serial:///dev/ttyS0?baud=4800", 1),
        ("shtrih+serial:///dev/ttyS0?baud=auto", len(SPEEDS)),
        ("shtrih+serial:///dev/ttyS0", len(SPEEDS)),
    ],
)
def test_a_port_without_a_speed_is_tried_at_all_of_them(url: str, count: int) -> None:
    assert len(pipes(Address.parse(url))) == count
    opened(Address.parse(url), None).close()


def test_a_protocol_nobody_speaks_is_told() -> None:
    with pytest.raises(BadAddress, match="protocol"):
        opened(Address.parse("shtrih+tcp://127.0.0.1:7778?protocol=v3"), None)
