"""Whatever arrives, the emulated register answers in frames and keeps what it says it keeps."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.registrars.shtrih import commands, frames_v2
from drivers.registrars.shtrih.codes import Command
from drivers.registrars.shtrih.emulator.faults import Plan
from drivers.registrars.shtrih.emulator.session import Session
from drivers.registrars.shtrih.emulator.state import to_json
from drivers.registrars.shtrih.frames import ACK, ENQ, NAK, STX, pack, unpack
from tests.drivers.shtrih.shop import Shop

SENSIBLE = [
    commands.command(Command.OPEN_SHIFT, 30),
    commands.Operation(1, 1000, 10000, 10000, 0xCB, 4, 1, "Кеды").command(30),
    commands.Operation(2, 755, 31240, 23586, 2, 4, 1, "Сыр").command(30),
    commands.Closing(50000, 0, 0, 0, 0, tax_system=1).command(30),
    commands.cash(Command.CASH_IN, 30, 10000),
    commands.cash(Command.CASH_OUT, 30, 4000),
    commands.command(Command.CANCEL_RECEIPT, 30),
    commands.command(Command.Z_REPORT, 30),
]
BODIES = st.one_of(
    st.sampled_from(SENSIBLE),
    st.binary(min_size=1, max_size=60),
    st.builds(commands.command, st.sampled_from(Command), st.just(30), st.binary(max_size=120)),
)


def on_a_fresh_drive(check: Callable[[Shop], None]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        shop = Shop(Path(folder) / "drive.jsonl")
        try:
            check(shop)
        finally:
            shop.close()


@settings(max_examples=60, deadline=None)
@given(st.lists(BODIES, max_size=25))
def test_the_file_holds_what_the_register_has_in_mind(bodies: list[bytes]) -> None:
    def check(shop: Shop) -> None:
        machine = shop.emulator.machine
        for body in bodies:
            answer = machine.execute(body)
            assert 2 <= len(answer) <= 255
        before = (to_json(machine.state), list(machine.documents), list(machine.lines))
        shop.close()
        again = Shop(shop.state)
        after = again.emulator.machine
        assert (to_json(after.state), after.documents, after.lines) == before
        again.close()

    on_a_fresh_drive(check)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.binary(max_size=80), BODIES.map(pack), st.just(ENQ)), max_size=12))
def test_the_line_carries_control_bytes_and_whole_frames_only(pieces: list[bytes]) -> None:
    def check(shop: Shop) -> None:
        for piece in pieces:
            for out in shop.emulator.session.feed(piece):
                control, frame = (out[:1], out[1:]) if out[:1] != STX else (b"", out)
                assert control in (b"", ACK, NAK)
                assert not frame or unpack(frame)

    on_a_fresh_drive(check)


PACKETS = st.builds(frames_v2.pack, st.integers(0, 40), BODIES)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.binary(max_size=80), PACKETS), max_size=12))
def test_a_line_of_v2_carries_whole_packets_only_and_runs_each_number_once(
    pieces: list[bytes],
) -> None:
    def check(shop: Shop) -> None:
        session, last = Session(shop.emulator.machine, Plan.parse(""), protocol="v2"), 0
        for piece in pieces:
            for out in session.feed(piece):
                number = frames_v2.unpack(out).number
                assert number in (last, last + 1)
                last = number

    on_a_fresh_drive(check)
