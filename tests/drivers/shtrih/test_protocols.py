"""The same shop over each protocol, and what only one of them can do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from drivers.contracts.errors import NoAnswer, NoLink
from drivers.registrars.shtrih import commands
from drivers.registrars.shtrih.codes import Command
from drivers.registrars.shtrih.device import ShtrihRegistrar
from drivers.registrars.shtrih.frames_v2 import SYNCHRONISE, Packet, pack, unpack
from drivers.transports.loopback import LoopbackTransport
from tests.drivers.shtrih.shop import CASHIER, QUICK, SHOES, Shop, sale

IN = commands.cash(Command.CASH_IN, 30, 100)
# Commands of a receipt of one line after the first status, as in v1: 10h, FF01h, FF46h, FF4Dh,
# two tags and the closing; packets that synchronise are no commands.
CLOSING = 7


@pytest.fixture(params=["v1", "v1.1", "v2"])
def any_shop(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shop]:
    shop = Shop(tmp_path / "drive.jsonl", protocol=request.param)
    shop.registrar = ShtrihRegistrar(shop.wire(), replace(QUICK, protocol=request.param))
    yield shop
    shop.close()


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """Over v2, which the driver has to find."""
    made = Shop(tmp_path / "drive.jsonl", protocol="v2")
    yield made
    made.close()


def test_a_day_goes_over_any_protocol(any_shop: Shop) -> None:
    registrar = any_shop.opened().registrar
    registrar.cash_in(50000)
    assert registrar.register(sale()).vat == {2: 2144, 11: 1803}
    registrar.print_text(("текст",), qr="x" * 200)
    registrar.x_report()
    assert registrar.close_shift(CASHIER).fd == 4
    assert registrar.status().cash == 83586
    registrar.close()


def test_a_lost_question_is_asked_again_on_any_protocol(any_shop: Shop) -> None:
    calm = any_shop.opened().registrar.status()
    for fault in ("drop-request", "drop-reply"):
        any_shop.faults(f"{fault}@2")
        assert any_shop.registrar.status() == calm


# v1.1 has no checksum: damage there is not seen.
@pytest.mark.parametrize("fault", ["drop-request", "drop-reply", "reboot-after"])
def test_no_fault_makes_an_order_run_twice(any_shop: Shop, fault: str) -> None:
    any_shop.opened().registrar.cash_in(100)
    any_shop.registrar.status()
    for step in range(1, 4):
        before = any_shop.registrar.cash_counters().ins
        any_shop.faults(f"{fault}@{step}")
        try:
            any_shop.registrar.cash_in(100)
        except (NoAnswer, NoLink):
            assert any_shop.registrar.cash_counters().ins - before in (0, 1)
        else:
            assert any_shop.registrar.cash_counters().ins == before + 1
        any_shop.faults("")


@pytest.mark.parametrize("fault", ["drop-request", "drop-reply", "garbage"])
@pytest.mark.parametrize("step", range(1, CLOSING + 1))
def test_over_v2_a_lost_frame_costs_nothing(shop: Shop, fault: str, step: int) -> None:
    shop.opened().registrar.status()
    shop.faults(f"{fault}@{step}")
    made = shop.registrar.register(sale(SHOES))
    assert (made.fd, made.vat, shop.kinds) == (3, {11: 1803}, [1, 2, 3])


def test_over_v2_power_that_blinks_after_the_closing_is_unknown_and_found(shop: Shop) -> None:
    shop.opened().registrar.status()
    shop.faults(f"reboot-after@{CLOSING}")
    with pytest.raises(NoAnswer):
        shop.registrar.register(sale(SHOES))
    assert shop.registrar.status().last_fd == 3
    assert shop.kinds == [1, 2, 3]


def test_a_register_switched_off_on_a_wire_that_stays_up_runs_nothing_twice(shop: Shop) -> None:
    """A serial line does not drop with the power, and its numbers begin anew."""
    shop.opened()
    session, lost = shop.emulator.session, 0

    def wire(data: bytes) -> bytes:
        nonlocal lost
        said = b"".join(session.feed(data))
        if b"\x50\x00" in said and not lost:
            lost = 1
            session._lines["v2"].lose_power()
            return b""
        return said

    device = ShtrihRegistrar(LoopbackTransport(wire), QUICK)
    with pytest.raises(NoAnswer, match="switched off"):
        device.cash_in(100)
    assert device.cash_counters().ins == 1


def answers(shop: Shop, *packets: bytes) -> list[Packet]:
    session = shop.emulator.session
    return [unpack(out) for packet in packets for out in session.feed(packet)]


def test_a_repeated_number_is_answered_and_not_executed(shop: Shop) -> None:
    shop.opened()
    [last] = answers(shop, SYNCHRONISE)
    assert last.number
    first, again = answers(shop, pack(last.number + 1, IN), pack(last.number + 1, IN))
    assert first == again
    assert shop.registrar.cash_counters().ins == 1


def test_any_other_number_gets_the_last_answer(shop: Shop) -> None:
    [fresh] = answers(shop, SYNCHRONISE)
    assert fresh == Packet(0)
    beep = commands.command(Command.BEEP, 30)
    [first] = answers(shop, pack(1, beep))
    assert first == Packet(1, b"\x13\0\x1e")
    assert answers(shop, pack(9, beep), pack(0, beep), pack(2, b""), SYNCHRONISE) == [first] * 4
    spoiled = bytearray(pack(2, beep))
    spoiled[-1] ^= 1
    assert answers(shop, bytes(spoiled)) == []


def test_numbers_outlive_a_client_and_end_with_the_power(shop: Shop) -> None:
    [first] = answers(shop, pack(1, commands.command(Command.BEEP, 30)))
    shop.emulator.session.hang_up()
    assert answers(shop, SYNCHRONISE) == [first]
    shop.faults("reboot-before@1")
    with pytest.raises(ConnectionResetError):
        answers(shop, pack(2, IN))
    assert answers(shop, SYNCHRONISE) == [Packet(0)]


def test_the_numbers_go_round_under_the_driver(shop: Shop) -> None:
    shop.emulator.session._lines["v2"]._last = Packet(0xFFFE, b"\x13\0\x1e")  # type: ignore[attr-defined]
    assert shop.opened().registrar.status().last_fd == 2
    [last] = answers(shop, SYNCHRONISE)
    assert last.number is not None
    assert last.number < 100


def test_the_first_byte_chooses_until_another_client_comes(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "drive.jsonl")
    session = shop.emulator.session
    assert b"".join(session.feed(b"\0\x05")) == b"\x15"
    assert b"".join(session.feed(SYNCHRONISE)) == b""
    session.hang_up()
    assert answers(shop, SYNCHRONISE) == [Packet(0)]
    assert b"".join(session.feed(b"\x05")) == b""
    choose = commands.command(Command.WRITE_EXCHANGE, 30, bytes([0, 6, 100]))
    assert answers(shop, pack(1, choose)) == [Packet(1, b"\x14\0")]
    assert b"".join(session.feed(b"\x05")) == b"\x15"
    shop.close()


class Speed:
    """A port that is right for the register, wrong, or cannot be had."""

    def __init__(self, answer: Callable[[bytes], bytes] | None) -> None:
        self.asked = b""
        self.is_open = False
        self._line = LoopbackTransport(answer) if answer else None

    def write(self, data: bytes) -> None:
        if self._line is None:
            raise NoLink("no such speed")
        self.is_open = True
        self.asked += data
        self._line.write(data)

    def read(self, size: int, timeout_s: float) -> bytes:
        return self._line.read(size, timeout_s) if self._line else b""

    def close(self) -> None:
        self.is_open = False


@pytest.mark.parametrize("protocol", ["v1", "v2"])
def test_speed_and_protocol_are_found_by_questions(tmp_path: Path, protocol: str) -> None:
    shop = Shop(tmp_path / "drive.jsonl", protocol=protocol)
    session = shop.emulator.session
    right = Speed(lambda data: b"".join(session.feed(data)))
    silent, noisy, closed = Speed(lambda data: b""), Speed(lambda data: b"\x15"), Speed(None)
    device = ShtrihRegistrar(closed, QUICK, other_speeds=(silent, noisy, right))
    assert device.status().last_fd == 1
    assert [speed.is_open for speed in (silent, noisy, right)] == [False, False, True]
    for speed in (silent, noisy):
        assert b"\x02\x01\xfc\xfd" in speed.asked or speed is silent
        assert len(speed.asked.replace(b"\x05", b"").replace(SYNCHRONISE, b"")) <= 16
    silent.asked = b""
    assert device.open_shift(CASHIER).fd == 2
    assert silent.asked == b""  # what was found is not looked for again
    shop.close()


def test_a_port_that_opens_at_no_speed_is_told(tmp_path: Path) -> None:
    device = ShtrihRegistrar(Speed(None), QUICK, other_speeds=(Speed(None),))
    with pytest.raises(NoLink, match="no such speed"):
        device.status()


def test_a_register_set_to_another_protocol_is_found_again(tmp_path: Path) -> None:
    v1, v2 = Shop(tmp_path / "a", protocol="v1"), Shop(tmp_path / "b", protocol="v2")
    now = v1

    def wire(data: bytes) -> bytes:
        return b"".join(now.emulator.session.feed(data))

    device = ShtrihRegistrar(LoopbackTransport(wire), QUICK)
    assert device.status().last_fd == 1
    now = v2.opened()
    with pytest.raises(NoLink):
        device.status()
    assert device.status().last_fd == 2
    v1.close()
    v2.close()
