"""Fuzzing of each decoder of the Штрих-М protocol.

    python -m tests.drivers.shtrih.fuzz [--seconds S | --inputs N] [--seed SEED] [TARGET …]

A third of the inputs are arbitrary bytes, the others whole frames with a few bytes changed, cut
or doubled. A decoder gives a value or `BadFrame` and nothing else, and no frame is taken for good
whose checksum, computed here in another way, is wrong. One JSON line a target; exit 1 where one
failed.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import random
import secrets
import sys
import time
from collections.abc import Callable

from drivers.contracts.errors import BadFrame
from drivers.contracts.ffd import codec, tlv
from drivers.registrars.shtrih import answers, documents, drive_answers, frames, frames_v2
from drivers.registrars.shtrih.fields import Fields

PARSERS: tuple[Callable[[Fields], object], ...] = (
    *(answers.short_status, answers.full_status, answers.closed_receipt, answers.correction),
    *(answers.shift_document, answers.parameters, answers.device_name, answers.table_info),
    *(answers.field_info, answers.characters, drive_answers.drive_status),
    *(drive_answers.exchange, drive_answers.shift, drive_answers.found),
    drive_answers.registration,
)
TAGS = (1008, 1012, 1020, 1023, 1059, 1077, 1115, 1119, 1120, 1174, 1199, 1256)
Dice = random.Random


def damaged(dice: Dice, data: bytes) -> bytes:
    """The bytes with a few changed, left out, doubled or cut off."""
    spoilt = bytearray(data)
    for _ in range(dice.choice((0, 1, 1, 2, 4))):
        at = dice.randrange(len(spoilt) + 1)
        match dice.randrange(4):
            case 0 if at < len(spoilt):
                spoilt[at] = dice.choice((0, 0x8F, 0x9F, 0xFF, dice.randrange(256)))
            case 1:
                del spoilt[at : at + dice.randrange(4)]
            case 2:
                spoilt[at:at] = spoilt[at : at + dice.randrange(9)]
            case _:
                del spoilt[at:]
    return bytes(spoilt)


def noise_of(dice: Dice, most: int = 300) -> bytes:
    """Arbitrary bytes, short ones often."""
    return dice.randbytes(dice.randrange(dice.choice((4, 20, 80, most))))


def frame_v1(dice: Dice) -> bytes:
    """A frame, damaged or not."""
    return damaged(dice, frames.pack(noise_of(dice, 255) or b"\x10"))


def frame_v2(dice: Dice) -> bytes:
    """One packet or two, damaged or not."""
    packets = [frames_v2.SYNCHRONISE, frames_v2.pack(dice.randrange(0x10000), noise_of(dice))]
    return damaged(dice, b"".join(dice.choices(packets, k=dice.choice((1, 1, 2)))))


def document(dice: Dice, deep: int = 3) -> bytes:
    """Tags, some of them nested."""
    entries = [
        tlv.entry(
            dice.choice(TAGS), document(dice, deep - 1) if deep and dice.random() < 0.3 else part
        )
        for part in (noise_of(dice, 40) for _ in range(dice.randrange(5)))
    ]
    return damaged(dice, b"".join(entries))


def v1(noise: bytes) -> None:
    """A frame of v1."""
    try:
        body = frames.unpack(noise)
    except BadFrame:
        return
    check = 0
    for byte in noise[1:-1]:
        check ^= byte
    assert check == noise[-1]
    assert noise == bytes([2, len(body)]) + body + bytes([check])


def v2(noise: bytes) -> None:
    """A packet of v2, whole, and out of a stream."""
    with contextlib.suppress(BadFrame):
        assert _written(frames_v2.unpack(noise)) == noise
    for packet in frames_v2.Reader().feed(noise):
        assert packet is None or _written(packet) in noise


def _written(packet: frames_v2.Packet) -> bytes:
    """The packet written by other means than the decoder's: its checksum is what it should be."""
    numbered = b"" if packet.number is None else packet.number.to_bytes(2, "little") + packet.data
    counted = len(numbered).to_bytes(2, "little") + numbered
    whole = counted + _crc(counted).to_bytes(2, "little")
    stuffed = {0x8F: b"\x9f\x81", 0x9F: b"\x9f\x83"}
    return b"\x8f" + b"".join(stuffed.get(byte, bytes([byte])) for byte in whole)


def _crc(data: bytes) -> int:
    """CRC-16/CCITT-FALSE bit by bit."""
    crc = 0xFFFF
    for byte in data:
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return crc


def said(noise: bytes) -> None:
    """An answer, and the data of every command taken for every other's."""
    with contextlib.suppress(BadFrame):
        assert 0 <= answers.answer(noise).error <= 255
    for parse in PARSERS:
        with contextlib.suppress(BadFrame):
            assert parse(Fields(noise)) is not None


def tags(noise: bytes) -> None:
    """A document as the drive keeps it: split, as a tree, typed, and as its content."""
    for read in (tlv.tree, codec.decode):
        with contextlib.suppress(BadFrame):
            assert read(noise) is not None
    with contextlib.suppress(BadFrame):
        entries = list(tlv.split(noise))
        assert b"".join(tlv.entry(tag, value) for tag, value in entries) == noise
        documents.content(entries)


TARGETS: dict[str, tuple[Callable[[Dice], bytes], Callable[[bytes], None]]] = {
    "v1": (frame_v1, v1),
    "v2": (frame_v2, v2),
    "answers": (noise_of, said),
    "tlv": (document, tags),
}


class Found(Exception):
    """An input that a decoder does not survive."""


def fuzz(target: str, dice: Dice, *, inputs: int, until: float) -> int:
    """Inputs taken until either is over; `Found` names the one that went wrong."""
    make, check = TARGETS[target]
    done = 0
    while done < inputs and (done % 1000 or time.monotonic() < until):
        noise = noise_of(dice) if dice.random() < 0.3 else make(dice)
        try:
            check(noise)
        except Exception as error:
            raise Found(f"{noise.hex(' ')}: {type(error).__name__}: {error}") from error
        done += 1
    return done


def main() -> int:
    """Every target named, or all; the seed is printed, so that a failure comes again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", nargs="*", help=", ".join(TARGETS))
    parser.add_argument("--seconds", type=float, default=60.0, help="of each target")
    parser.add_argument("--inputs", type=int, help="of each target, however long they take")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1_000_000))
    asked = parser.parse_args()
    return sum([_told(target, asked) for target in asked.target or TARGETS])


def _told(target: str, asked: argparse.Namespace) -> int:
    started, dice = time.monotonic(), Dice(f"{asked.seed} {target}")
    until = float("inf") if asked.inputs else started + asked.seconds
    line: dict[str, object] = {"target": target, "seed": asked.seed}
    try:
        line["inputs"] = fuzz(target, dice, inputs=asked.inputs or sys.maxsize, until=until)
    except Found as found:
        line["failed"] = str(found)
    line["seconds"] = round(time.monotonic() - started, 1)
    print(json.dumps(line), flush=True)
    return int("failed" in line)


if __name__ == "__main__":
    sys.exit(main())
