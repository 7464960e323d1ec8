"""Bytes go both ways, silence ends in time, and a lost end is told by name."""

from __future__ import annotations

import os
import pty
import socket
import tty
from collections.abc import Iterator
from contextlib import closing

import pytest

from drivers.contracts.errors import NoLink
from drivers.contracts.transport import Transport
from drivers.transports.loopback import LoopbackTransport
from drivers.transports.serial import SerialTransport
from drivers.transports.tcp import TcpTransport


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


def connected(listener: socket.socket) -> tuple[TcpTransport, socket.socket]:
    pipe = TcpTransport("127.0.0.1", listener.getsockname()[1])
    pipe.write(b"hello")
    peer, _ = listener.accept()
    assert peer.recv(5) == b"hello"
    return pipe, peer


def test_tcp_carries_bytes_both_ways(listener: socket.socket) -> None:
    pipe, peer = connected(listener)
    with closing(pipe), closing(peer):
        peer.sendall(b"\x02\x01")
        peer.sendall(b"\xff")
        assert pipe.read(3, timeout_s=5) == b"\x02\x01\xff"


def test_tcp_gives_what_it_has_when_the_time_is_over(listener: socket.socket) -> None:
    pipe, peer = connected(listener)
    with closing(pipe), closing(peer):
        peer.sendall(b"\x06")
        assert pipe.read(2, timeout_s=0.05) == b"\x06"
        assert pipe.read(1, timeout_s=0.01) == b""


def test_tcp_names_a_peer_that_has_gone_after_giving_its_last_bytes(
    listener: socket.socket,
) -> None:
    pipe, peer = connected(listener)
    with closing(pipe):
        peer.sendall(b"\x15")
        peer.close()
        assert pipe.read(2, timeout_s=5) == b"\x15"
        with pytest.raises(NoLink, match="closed by the other end"):
            pipe.read(1, timeout_s=5)


def test_tcp_opens_again_after_a_loss(listener: socket.socket) -> None:
    pipe, peer = connected(listener)
    with closing(pipe):
        peer.close()
        with pytest.raises(NoLink):
            pipe.read(1, timeout_s=5)
        pipe.write(b"again")
        second, _ = listener.accept()
        with closing(second):
            assert second.recv(5) == b"again"


def test_tcp_says_that_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(NoLink, match=str(port)):
        TcpTransport("127.0.0.1", port).write(b"\x05")


def test_serial_carries_bytes_both_ways_over_a_pty() -> None:
    master, slave = pty.openpty()
    tty.setraw(slave)
    pipe = SerialTransport(os.ttyname(slave), 115200)
    try:
        pipe.write(b"\x05\x00\x11\x13\xff")
        assert os.read(master, 16) == b"\x05\x00\x11\x13\xff"
        os.write(master, b"\x15\x0a\x0d")
        assert pipe.read(4, timeout_s=0.05) == b"\x15\x0a\x0d"
    finally:
        pipe.close()
        os.close(slave)
        os.close(master)


def test_serial_names_a_port_that_is_not_there() -> None:
    with pytest.raises(NoLink, match="no-such-port"):
        SerialTransport("/dev/no-such-port").write(b"\x05")


def test_serial_names_a_port_that_was_pulled_out() -> None:
    master, slave = pty.openpty()
    pipe = SerialTransport(os.ttyname(slave), 115200)
    pipe.write(b"\x05")
    os.close(slave)
    os.close(master)
    with closing(pipe), pytest.raises(NoLink):
        pipe.read(1, timeout_s=1)


def test_loopback_answers_at_once_and_forgets_when_closed() -> None:
    pipe: Transport = LoopbackTransport(lambda data: data + b"!")
    pipe.write(b"ab")
    assert pipe.read(2, timeout_s=1) == b"ab"
    pipe.close()
    assert pipe.read(9, timeout_s=1) == b""
