"""What our side adds to a receipt of ten lines, and how fast the frames of a register are made.

    python -m tests.bench.registrar

The conversation of one receipt is recorded once with the emulated register. Then a program that
knows it by heart answers it at once, over TCP, in a process of its own: to the driver, which
makes each command and reads each answer, and to a bare socket that sends the same bytes. They take
turns, and what the driver needs beyond the socket is what it adds. The codec writes and reads
frames of an item; the limit is ten times what the fastest line (921600 baud) can carry.
"""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from drivers.contracts.receipt import Cashier, Operation, RegistrarLine, RegistrarReceipt
from drivers.contracts.transport import Transport
from drivers.registrars.shtrih import frames, frames_v2
from drivers.registrars.shtrih.commands import Operation as Item
from drivers.registrars.shtrih.device import ShtrihRegistrar
from drivers.registrars.shtrih.emulator.emulator import ShtrihEmulator
from drivers.registrars.shtrih.emulator.session import in_process
from drivers.registrars.shtrih.settings import Settings
from drivers.transports.loopback import LoopbackTransport
from drivers.transports.tcp import TcpTransport
from tests.bench.figure import Figure, shown

LINES, ROUNDS, WARM = 10, 200, 20
ADDED_MS = 5.0
FRAMES, FASTEST_LINE = 2000, 92160  # bytes a second
TIMES = 10
CASHIER = Cashier("Кассир Иванова А. П.", "771234567890")
Said = list[tuple[bytes, bytes]]  # what the host sends, what it gets


@dataclass(frozen=True, slots=True)
class AtLeast(Figure):
    """A figure of which more is better: `limit` is the least."""

    @property
    def good(self) -> bool:
        """At or above its limit."""
        return self.ratio >= self.limit


def figures() -> Iterator[Figure]:
    """The receipt, then the codecs."""
    yield Figure("receipt_10_lines_added", measure(ROUNDS), [ADDED_MS], 1.0)
    yield codec("v1", lambda body: frames.unpack(frames.pack(body)))
    yield codec("v2", lambda body: frames_v2.unpack(frames_v2.pack(1, body)).data)


def receipt() -> RegistrarReceipt:
    """Ten lines, two kinds of VAT, cash and card."""
    lines = tuple(
        RegistrarLine(
            f"Молоко «Заречное» 2,5 % 930 мл, ящик {number}", 9490, 2000, 18980, 2 + number % 2 * 9
        )
        for number in range(LINES)
    )
    total = sum(line.amount for line in lines)
    return RegistrarReceipt(Operation.SALE, lines, CASHIER, cash=total - 10000, electronic=10000)


def measure(rounds: int) -> list[float]:
    """Milliseconds that the driver needs beyond a bare socket, round by round.

    Over v1: the packets of v2 are numbered, so no two receipts have the same bytes.
    """
    with (
        _recorded() as (device, said, spy),
        _by_heart(said) as port,
        closing(TcpTransport("127.0.0.1", port)) as pipe,
    ):
        spy.inner = pipe
        return [_ours(device) - _raw(pipe, said) for _ in range(rounds + WARM)][WARM:]


def codec(name: str, there_and_back: Callable[[bytes], bytes]) -> Figure:
    """Frames a second, written and read, of an item with a name of usual length."""
    body = Item(1, 2000, 9490, 18980, 2, 4, 1, "Молоко «Заречное» 2,5 % 930 мл").command(30)
    rates: list[float] = []
    for _ in range(WARM):
        started = time.perf_counter()
        for _ in range(FRAMES):
            there_and_back(body)
        rates.append(FRAMES / (time.perf_counter() - started))
    line = FASTEST_LINE / len(frames.pack(body))
    return AtLeast(f"register_frames_{name}", rates, [line], TIMES, unit="frames/s")


class Spy:
    """A transport that writes down what went through it, and may be changed underneath."""

    def __init__(self, inner: Transport) -> None:
        self.inner = inner
        self.said: Said = []

    def write(self, data: bytes) -> None:
        """Pass it on; what is sent after an answer begins a new turn."""
        if not data:
            return
        if self.said and not self.said[-1][1]:
            self.said[-1] = (self.said[-1][0] + data, b"")
        else:
            self.said.append((data, b""))
        self.inner.write(data)

    def read(self, size: int, timeout_s: float) -> bytes:
        """Pass it on."""
        data = self.inner.read(size, timeout_s)
        if data:
            sent, got = self.said[-1]
            self.said[-1] = (sent, got + data)
        return data

    def close(self) -> None:
        """Pass it on."""
        self.inner.close()


@contextmanager
def _recorded() -> Iterator[tuple[ShtrihRegistrar, Said, Spy]]:
    """A driver that has sold the receipt once, and what was said then."""
    with tempfile.TemporaryDirectory() as folder:
        emulator = ShtrihEmulator(Path(folder) / "drive", protocol="v1")
        with closing(emulator):
            spy = Spy(LoopbackTransport(in_process(emulator.session)))
            device = ShtrihRegistrar(spy, Settings(protocol="v1"))
            device.open_shift(CASHIER)
            device.status()
            spy.said = []
            device.register(receipt())
            said, spy.said = spy.said, []
            yield device, said, spy


@contextmanager
def _by_heart(said: Said) -> Iterator[int]:
    """A process that answers the conversation at once, again and again; its port."""
    door = socket.create_server(("127.0.0.1", 0))
    child = multiprocessing.get_context("fork").Process(target=_answer, args=(door, said))
    child.start()
    try:
        yield door.getsockname()[1]
    finally:
        child.terminate()
        child.join()
        door.close()


def _answer(door: socket.socket, said: Said) -> None:
    client, _ = door.accept()
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with client, contextlib.suppress(ConnectionError):
        while True:
            for sent, got in said:
                _receive(client, len(sent))
                client.sendall(got)


def _receive(line: socket.socket, size: int) -> None:
    while size:
        part = line.recv(size)
        if not part:
            raise ConnectionResetError("the other end has gone")
        size -= len(part)


def _ours(device: ShtrihRegistrar) -> float:
    sold = receipt()
    started = time.perf_counter()
    device.register(sold)
    return (time.perf_counter() - started) * 1000


def _raw(pipe: TcpTransport, said: Said) -> float:
    line = pipe._opened()
    line.settimeout(5.0)
    started = time.perf_counter()
    for sent, got in said:
        line.sendall(sent)
        _receive(line, len(got))
    return (time.perf_counter() - started) * 1000


def main() -> int:
    """Print each figure, and what the conversation consists of."""
    with _recorded() as (_, said, _spy):
        told = {"turns": len(said), "bytes": sum(len(sent) + len(got) for sent, got in said)}
        print(json.dumps({"name": "receipt_10_lines"} | told), file=sys.stderr)
    return shown(figures())


if __name__ == "__main__":
    sys.exit(main())
