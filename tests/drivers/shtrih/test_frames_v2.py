"""Packets of protocol v2: what is written is read, noise is damage and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.contracts.errors import BadFrame
from drivers.registrars.shtrih.frames_v2 import (
    ESCAPE,
    STX,
    SYNCHRONISE,
    Packet,
    Reader,
    crc16,
    following,
    pack,
    unpack,
)

NUMBER, DATA = st.integers(0, 0xFFFF), st.binary(max_size=300)
# Bytes that stuffing is about, often.
TRICKY = st.lists(st.sampled_from([STX, ESCAPE, 0x81, 0x83, 0, 2]), max_size=60).map(bytes)


@pytest.mark.parametrize(
    ("number", "data", "written"),
    [
        (5, "13 07 00 00 00", "8F 07 00 05 00 13 07 00 00 00 DB 6B"),
        (0x8F, "10 07 00 00 00", "8F 07 00 9F 81 00 10 07 00 00 00 BE DD"),
    ],
)
def test_packets_are_written_as_the_protocol_says(number: int, data: str, written: str) -> None:
    assert pack(number, bytes.fromhex(data)) == bytes.fromhex(written)
    assert bytes.fromhex("8F 00 00 0F 1D") == SYNCHRONISE


def test_the_checksum_is_ccitt_false() -> None:
    assert crc16(b"123456789") == 0x29B1  # the check value of its published parameters


@given(NUMBER, DATA | TRICKY)
def test_a_packet_comes_out_again(number: int, data: bytes) -> None:
    frame = pack(number, data)
    assert unpack(frame) == Packet(number, data)
    assert frame.count(STX) == 1


@given(NUMBER, DATA | TRICKY, st.data())
def test_one_changed_byte_is_found(number: int, data: bytes, draw: st.DataObject) -> None:
    frame = bytearray(pack(number, data))
    at = draw.draw(st.integers(0, len(frame) - 1))
    frame[at] ^= draw.draw(st.integers(1, 255))
    with pytest.raises(BadFrame):
        unpack(bytes(frame))


@given(DATA | TRICKY)
def test_noise_is_a_packet_or_a_bad_frame(noise: bytes) -> None:
    try:
        packet = unpack(noise)
    except BadFrame:
        return
    written = SYNCHRONISE if packet.number is None else pack(packet.number, packet.data)
    assert written == noise


@given(TRICKY | DATA, st.lists(st.tuples(NUMBER, DATA | TRICKY), max_size=4), st.integers(1, 7))
def test_packets_are_found_between_noise_however_they_arrive(
    noise: bytes, sent: list[tuple[int, bytes]], piece: int
) -> None:
    quiet = noise.replace(bytes([STX]), b"")
    stream = b"".join(quiet + pack(number, data) for number, data in sent)
    reader = Reader()
    found = [
        packet
        for at in range(0, len(stream), piece)
        for packet in reader.feed(stream[at : at + piece])
    ]
    assert found == [Packet(number, data) for number, data in sent]


@given(st.lists(st.binary(max_size=40), max_size=10))
def test_the_reader_never_needs_nothing(pieces: list[bytes]) -> None:
    reader = Reader()
    for piece in pieces:
        list(reader.feed(piece))
        assert reader.need >= 1


@given(NUMBER, DATA | TRICKY)
def test_reading_what_is_needed_never_runs_into_the_next_packet(number: int, data: bytes) -> None:
    frame, reader = pack(number, data), Reader()
    at, found = 0, list[Packet | None]()
    while at < len(frame):
        size = reader.need
        found += reader.feed(frame[at : at + size])
        at += size
    assert (at, found) == (len(frame), [Packet(number, data)])


def test_numbers_go_round() -> None:
    assert (following(0), following(0xFFFF)) == (1, 0)
