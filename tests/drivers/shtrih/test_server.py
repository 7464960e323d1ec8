"""The emulator's port: one client at a time, a new one at once, a plug that can be pulled."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from drivers.address import Address
from drivers.contracts.errors import NoLink
from drivers.emulation.server import BadListen
from drivers.registrars.shtrih.device import ShtrihRegistrar
from drivers.registrars.shtrih.emulator.server import EmulatorServer
from drivers.registrars.shtrih.frames import ENQ, NAK
from drivers.registrars.shtrih.model import opened
from drivers.transports.tcp import TcpTransport
from tests.drivers.shtrih.shop import CASHIER, QUICK, Shop, sale


@pytest.fixture
def server(shop: Shop) -> Iterator[EmulatorServer]:
    made = EmulatorServer(shop.emulator)
    yield made
    made.close()


def port_of(url: str) -> int:
    assert url.startswith("shtrih+tcp://127.0.0.1:")
    return int(url.rpartition(":")[2])


def test_a_shift_goes_over_tcp(server: EmulatorServer) -> None:
    pipe = TcpTransport("127.0.0.1", port_of(server.listen("tcp:127.0.0.1:0")))
    with closing(ShtrihRegistrar(pipe)) as device:
        device.open_shift(CASHIER)
        assert device.register(sale()).vat == {2: 2144, 11: 1803}
        assert device.close_shift(CASHIER).fd == 4


def test_a_new_client_takes_the_place_of_a_dead_one(server: EmulatorServer) -> None:
    port = port_of(server.listen("tcp:127.0.0.1:0"))
    with socket.create_connection(("127.0.0.1", port)) as dead:
        dead.sendall(b"\x02\x30\xff")  # the frame never ends
        with socket.create_connection(("127.0.0.1", port)) as fresh:
            fresh.sendall(ENQ)
            fresh.settimeout(5)
            assert fresh.recv(1) == NAK
        assert hung_up(dead)


def hung_up(client: socket.socket) -> bool:
    client.settimeout(5)
    try:
        return client.recv(1) == b""
    except ConnectionResetError:
        return True


def test_a_pulled_plug_is_no_link_and_the_drive_is_the_same_after(
    server: EmulatorServer,
) -> None:
    url = server.listen("tcp:127.0.0.1:0")
    pipe = TcpTransport("127.0.0.1", port_of(url))
    with closing(ShtrihRegistrar(pipe, QUICK)) as device:
        device.open_shift(CASHIER)
        server.close()
        with pytest.raises(NoLink):
            device.status()
        assert server.listen(f"tcp:127.0.0.1:{port_of(url)}") == url
        assert device.status().last_fd == 2


@pytest.mark.parametrize("where", ["tcp:7778", "pty:", "udp:127.0.0.1:1", "tcp:127.0.0.1:x"])
def test_an_address_it_cannot_read_is_told(server: EmulatorServer, where: str) -> None:
    with pytest.raises(BadListen):
        server.listen(where)


@pytest.mark.parametrize("protocol", ["v1", "v2"])
def test_a_register_on_a_serial_port_is_found_without_speed_and_protocol(
    tmp_path: Path, protocol: str
) -> None:
    shop = Shop(tmp_path / "drive.jsonl", protocol=protocol)
    server = EmulatorServer(shop.emulator)
    server.listen(f"pty:{tmp_path / 'ttyKKT'}")
    address = Address.parse(f"shtrih+serial://{tmp_path / 'ttyKKT'}")
    with closing(opened(address, None)) as device:
        device.open_shift(CASHIER)
        assert device.register(sale()).vat == {2: 2144, 11: 1803}
        assert device.close_shift(CASHIER).fd == 4
    server.close()
    shop.close()
