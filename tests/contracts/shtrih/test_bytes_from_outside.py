"""Frames of real registers and of other people's programs; each names its source."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from drivers.contracts.ffd import tlv
from drivers.registrars.shtrih import answers, commands, drive_answers, frames_v2
from drivers.registrars.shtrih.codes import Command, Flag, Mode
from drivers.registrars.shtrih.fields import Fields
from drivers.registrars.shtrih.frames import pack, unpack

HERE = Path(__file__).parent


def kept(name: str) -> Any:
    return json.loads((HERE / f"{name}.json").read_text("utf-8"))


REQUESTS, FRAMES, ANSWERS = kept("requests"), kept("frames"), kept("answers")
PACKETS = kept("packets_v2")
OPERATIONS = [each for each in REQUESTS if "operation" in each]
CLOSINGS = [each for each in REQUESTS if "closing" in each]


def named(each: dict[str, Any]) -> str:
    return str(each["name"])


def data(each: dict[str, Any]) -> Fields:
    answer = answers.answer(bytes.fromhex(each["hex"]))
    assert answer.error == 0
    return answer.fields()


def same(built: bytes, each: dict[str, Any]) -> bool:
    as_sent = pack(built) if each["kind"] == "frame" else built
    return as_sent == bytes.fromhex(each["hex"])


@pytest.mark.parametrize("each", OPERATIONS, ids=named)
def test_ff46_is_built_byte_for_byte(each: dict[str, Any]) -> None:
    assert same(commands.Operation(**each["operation"]).command(each["password"]), each)


@pytest.mark.parametrize("each", CLOSINGS, ids=named)
def test_ff45_is_built_byte_for_byte(each: dict[str, Any]) -> None:
    assert same(commands.Closing(**each["closing"]).command(each["password"]), each)


def test_ff45_of_a_real_log_is_built_byte_for_byte() -> None:
    logged = next(each for each in FRAMES if "receipt closed" in each["name"])
    closing = commands.Closing(10000, 0, 0, 0, 0, tax_system=1)
    assert pack(closing.command(30)) == bytes.fromhex(logged["hex"])


@pytest.mark.parametrize("each", FRAMES, ids=named)
def test_length_and_lrc_of_a_real_frame_are_ours(each: dict[str, Any]) -> None:
    frame = bytes.fromhex(each["hex"])
    assert pack(unpack(frame)) == frame


@pytest.mark.parametrize("each", PACKETS, ids=named)
def test_a_packet_of_the_vendors_driver_is_written_and_read_byte_for_byte(
    each: dict[str, Any],
) -> None:
    frame, number = bytes.fromhex(each["hex"]), each["number"]
    packet = frames_v2.unpack(frame)
    assert packet.number == number
    written = frames_v2.SYNCHRONISE if number is None else frames_v2.pack(number, packet.data)
    assert written == frame


def test_what_the_vendors_driver_orders_is_what_ours_does() -> None:
    sent = {each["name"]: frames_v2.unpack(bytes.fromhex(each["hex"])).data for each in PACKETS}
    item = commands.Operation(1, 755, 31240, 23586, 0xCB, 4, 1, "Сыр Џџ").command(30)
    assert sent["an item whose name has both bytes that are stuffed"] == item
    closing = commands.Closing(30000, 0, 0, 0, 0, tax_system=1).command(30)
    assert sent["close the receipt with 300 roubles of cash"] == closing
    assert sent["close the shift"] == commands.command(Command.CLOSE_SHIFT, 30)


def test_a_real_short_status_is_read() -> None:
    frame = next(each for each in FRAMES if each["name"].startswith("short status:"))
    status = answers.short_status(answers.answer(unpack(bytes.fromhex(frame["hex"]))).fields())
    assert status.mode == Mode.SHIFT_OPEN
    assert Flag.RECEIPT_ROLL not in status.flags  # this model has no weight sensor …
    assert Flag.RECEIPT_OPTICAL in status.flags  # … only the optical one
    assert (status.submode, status.operations) == (0, 0)


@pytest.mark.parametrize("each", ANSWERS["closed_receipt"], ids=lambda each: str(each["fd"]))
def test_a_closed_receipt_is_read(each: dict[str, Any]) -> None:
    made = answers.closed_receipt(data(each))
    assert (made.change, made.fd, made.sign) == (each["change"], each["fd"], each["sign"])
    assert made.at is None  # extended answers were off


@pytest.mark.parametrize("each", ANSWERS["found"], ids=lambda each: str(each["source"][-40:]))
def test_a_document_of_the_drive_is_read(each: dict[str, Any]) -> None:
    found = drive_answers.found(data(each))
    assert found.at == datetime.fromisoformat(each["at"])
    assert (found.kind, found.fd, found.sign) == (each["kind"], each["fd"], each["sign"])
    assert (found.operation, found.total, found.shift) == (
        each["operation"],
        each["total"],
        each["shift"],
    )


def test_the_drive_and_its_shift_are_read() -> None:
    drive, shift = ANSWERS["drive_status"], ANSWERS["shift"]
    status = drive_answers.drive_status(data(drive))
    assert (status.fn, status.last_fd, status.shift_open) == (
        drive["fn"],
        drive["last_fd"],
        drive["shift_open"],
    )
    read = drive_answers.shift(data(shift))
    assert (read.number, read.receipt) == (shift["number"], shift["receipt"])


def test_a_shift_report_is_read() -> None:
    each = ANSWERS["shift_document"]
    made = answers.shift_document(data(each))
    assert (made.shift, made.fd, made.sign) == (each["shift"], each["fd"], each["sign"])


def test_model_parameters_tell_where_the_tables_are() -> None:
    each = ANSWERS["parameters"]
    told = answers.parameters(data(each))
    assert (told.drive_table, told.ffd_table, told.ffd_field) == (
        each["drive_table"],
        each["ffd_table"],
        each["ffd_field"],
    )


def test_name_and_full_status_are_read() -> None:
    name, full = ANSWERS["device_type"], ANSWERS["full_status"]
    assert answers.device_name(data(name)) == name["name"]
    status = answers.full_status(data(full))
    assert status.clock == datetime.fromisoformat(full["clock"])
    assert (status.serial, status.inn) == (full["serial"], full["inn"])
    assert (status.last_closed_shift, status.mode) == (full["last_closed_shift"], full["mode"])


def test_tags_of_a_real_drive_are_read() -> None:
    sign, shift, supplier = (bytes.fromhex(each["hex"]) for each in ANSWERS["tlv"])
    [(tag, value)] = tlv.split(sign)
    # The same document told its sign in FF45h, there as a little-endian number.
    assert (tag, tlv.to_sign(value)) == (1077, ANSWERS["closed_receipt"][0]["sign"])
    [(tag, value)] = tlv.split(shift)
    assert (tag, tlv.to_int(value)) == (1038, 12)
    assert tlv.tree(supplier)["1224"] == {"1171": ["+79123456789"], "1225": "А"}
