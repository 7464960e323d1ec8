"""What scanners send, read against what others say is in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from drivers.contracts.scanner import Scanned
from drivers.scan import told
from drivers.scanners.serial.codec import Form, Messages

MESSAGES: dict[str, dict[str, Any]] = {
    message["name"]: message
    for message in json.loads(Path(__file__).with_name("messages.json").read_text("utf-8"))
}


@pytest.mark.parametrize("name", MESSAGES)
def test_we_read_in_a_message_what_others_read(name: str) -> None:
    known = MESSAGES[name]
    (heard,) = Messages(Form()).feed(bytes.fromhex(known["hex"]) + b"\r")
    assert heard == Scanned(bytes.fromhex(known["hex"]), known["text"], known["symbology"])
    assert told(heard)["gs1"] == known["gs1"]
