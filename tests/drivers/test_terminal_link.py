"""The card terminal over real ports: links that break, customers who take their time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from drivers.contracts.errors import Busy, NoAnswer, NoLink
from drivers.contracts.terminal import CardOperation, CardOrder
from drivers.emulation.faults import Faults
from drivers.emulation.server import BadListen, EmulatorServer, Listen, Session
from drivers.terminals.emulated.device import EmulatedTerminal, Settings
from drivers.terminals.emulated.emulator import TerminalEmulator
from drivers.terminals.emulated.ledger import Ledger
from drivers.transports.serial import SerialTransport
from drivers.transports.tcp import TcpTransport

ORDER = CardOrder("sale-1", CardOperation.PAY, 100)
NOON = datetime(2026, 3, 1, 9, tzinfo=UTC)
LOCAL = Listen("127.0.0.1")


class Customer:
    """Lets the bank look at its clock when told to: an order is under way until then."""

    def __init__(self) -> None:
        self.is_at_work, self.may_go_on = threading.Event(), threading.Event()
        self.may_go_on.set()

    def clock(self) -> datetime:
        self.is_at_work.set()
        self.may_go_on.wait(10)
        return NOON


@pytest.fixture
def customer() -> Customer:
    return Customer()


@pytest.fixture
def emulator(tmp_path: Path, customer: Customer) -> TerminalEmulator:
    return TerminalEmulator(Ledger(tmp_path / "ledger.jsonl"), clock=customer.clock)


@pytest.fixture
def server(emulator: TerminalEmulator) -> Iterator[EmulatorServer]:
    server = EmulatorServer(emulator, "emulated", LOCAL)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def closer() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def _client(server: EmulatorServer, closer: ExitStack, patience_s: float = 5) -> EmulatedTerminal:
    port = int(server.url.rpartition(":")[2])
    settings = Settings(question_s=patience_s, operation_s=patience_s)
    terminal = EmulatedTerminal(TcpTransport("127.0.0.1", port), settings)
    return closer.enter_context(closing(terminal))


def test_a_payment_goes_over_tcp(server: EmulatorServer, closer: ExitStack) -> None:
    assert server.url.startswith("emulated+tcp://127.0.0.1:")
    terminal = _client(server, closer)
    assert terminal.status().ready
    assert terminal.run(ORDER).amount == 100


def test_a_payment_goes_over_a_serial_port(emulator: TerminalEmulator, tmp_path: Path) -> None:
    server = EmulatorServer(emulator, "emulated", Listen(path=str(tmp_path / "port")))
    url = server.start()
    assert url == f"emulated+serial://{tmp_path}/port?baud=115200"
    with closing(EmulatedTerminal(SerialTransport(str(tmp_path / "port")))) as terminal:
        assert terminal.run(ORDER).amount == 100
    server.stop()
    assert not (tmp_path / "port").is_symlink()


def test_a_link_left_behind_by_a_kill_gives_way(emulator: TerminalEmulator, tmp_path: Path) -> None:
    (tmp_path / "port").symlink_to("/dev/pts/none")
    server = EmulatorServer(emulator, "emulated", Listen(path=str(tmp_path / "port")))
    server.start()
    assert (tmp_path / "port").exists()
    server.stop()


def test_a_file_in_the_place_of_a_serial_port_is_not_touched(
    emulator: TerminalEmulator, tmp_path: Path
) -> None:
    (tmp_path / "port").write_text("a ledger perhaps")
    with pytest.raises(FileExistsError):
        EmulatorServer(emulator, "emulated", Listen(path=str(tmp_path / "port"))).start()
    assert (tmp_path / "port").read_text() == "a ledger perhaps"


def test_nobody_at_the_address_means_that_nothing_was_sent(
    server: EmulatorServer, closer: ExitStack
) -> None:
    server.stop()
    with pytest.raises(NoLink):
        _client(server, closer).run(ORDER)


def test_a_dead_line_is_found_out_before_an_order_is_lost_in_it(
    server: EmulatorServer, closer: ExitStack
) -> None:
    terminal = _client(server, closer)
    terminal.status()
    server.stop()
    server.start()
    assert terminal.run(ORDER).amount == 100


def test_a_plug_pulled_under_an_order_leaves_it_unknown_and_the_ledger_tells(
    server: EmulatorServer, closer: ExitStack, customer: Customer
) -> None:
    customer.may_go_on.clear()
    terminal = _client(server, closer)
    with ThreadPoolExecutor(1) as pool:
        paying = pool.submit(terminal.run, ORDER)
        customer.is_at_work.wait(10)
        server.stop()
        with pytest.raises(NoAnswer):
            paying.result(10)
    customer.may_go_on.set()
    server.start()
    assert _found_when_free(terminal)


def _found_when_free(terminal: EmulatedTerminal) -> bool:
    """Ask until the order under way is settled, as a till does."""
    for _ in range(1000):
        try:
            return terminal.find(ORDER.ref) is not None
        except Busy:
            continue
    return False


def test_while_a_customer_takes_time_other_tills_are_told_busy(
    server: EmulatorServer, closer: ExitStack, customer: Customer
) -> None:
    customer.may_go_on.clear()
    with ThreadPoolExecutor(1) as pool:
        first = _client(server, closer)
        paying = pool.submit(first.run, ORDER)
        customer.is_at_work.wait(10)
        # A second line takes the place of the first: the first till loses its answer.
        second = _client(server, closer)
        assert not second.status().ready
        with pytest.raises(Busy):
            second.find(ORDER.ref)
        with pytest.raises(Busy):
            second.run(CardOrder("sale-2", CardOperation.PAY, 5))
        customer.may_go_on.set()
        with pytest.raises(NoAnswer):
            paying.result(10)
    assert _found_when_free(second)


def test_a_reply_that_comes_too_late_is_not_taken_for_the_next(
    server: EmulatorServer, emulator: TerminalEmulator, closer: ExitStack
) -> None:
    emulator.faults = Faults.parse("delay@1:5000")
    terminal = _client(server, closer, patience_s=0.05)
    with pytest.raises(NoAnswer):
        terminal.status()
    patient = _client(server, closer)
    assert patient.find("sale-1") is None


def test_a_line_that_closes_without_an_answer_leaves_an_order_unknown(closer: ExitStack) -> None:
    class HangsUp:
        def session(self) -> Session:
            def receive(data: bytes) -> bytes:
                raise OSError("the line is cut")

            return receive

    server = EmulatorServer(HangsUp(), "emulated", LOCAL)
    server.start()
    closer.callback(server.stop)
    with pytest.raises(NoAnswer):
        _client(server, closer).run(ORDER)


@pytest.mark.parametrize("text", ["", "tcp:", "tcp:1234", "tcp:127.0.0.1:x", "pty:", "udp:a:1"])
def test_a_place_to_listen_is_written_in_one_of_two_ways(text: str) -> None:
    with pytest.raises(BadListen, match="say tcp:"):
        Listen.parse(text)


def test_a_place_to_listen_is_read() -> None:
    assert Listen.parse("tcp:127.0.0.1:7000") == Listen("127.0.0.1", 7000)
    assert Listen.parse("tcp:::1:0") == Listen("::1", 0)
    assert Listen.parse("pty:/srv/till") == Listen(path="/srv/till")
