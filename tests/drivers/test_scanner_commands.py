"""`python -m drivers scan`, and a scanner under `list`, `probe` and `test`."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers import health_check
from drivers.__main__ import main
from tests.drivers.wires import PATIENCE_S, Cable

MILK = "4601234567890"


@pytest.fixture
def cable(tmp_path: Path) -> Iterator[Cable]:
    made = Cable(tmp_path / "scanner")
    yield made
    made.pull()


def _url(cable: Cable) -> str:
    return f"scanner+serial://{cable.path}?idle_ms=50"


def test_scans_are_json_lines_until_the_command_is_ended(cable: Cable) -> None:
    process = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "drivers", "scan", "--from", _url(cable)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stderr.readline() == "scanner online\n"
    cable.send(b"]E04601234567890\r")
    cable.send(b"]d20104600439931256215abc\x1d93dGVz\r\xff\xff\r")
    cable.send(b"]d20104600439931256215abc93dGVz\r]d2nonsense\r")
    lines = [json.loads(process.stdout.readline()) for _ in range(4)]
    assert lines[0] == {
        "raw": b"]E04601234567890".hex(),
        "text": MILK,
        "symbology": "]E0",
        "gs1": None,
    }
    assert lines[1]["text"] == "0104600439931256215abc\x1d93dGVz"
    assert lines[1]["gs1"] == {"01": "04600439931256", "21": "5abc", "93": "dGVz"}
    assert "gs1_trouble" not in lines[1]
    assert lines[2]["gs1"] == {"01": "04600439931256", "21": "5abc93dGVz"}
    assert "no GS" in lines[2]["gs1_trouble"]
    assert lines[3]["gs1"] is None
    assert "no identifier" in lines[3]["gs1_trouble"]
    assert process.stderr.readline() == "this is no utf-8: ff ff\n"
    process.send_signal(signal.SIGTERM)
    out, _ = process.communicate(timeout=PATIENCE_S)
    assert (process.returncode, out) == (0, "")


@pytest.mark.parametrize(
    "url", ["scanner+serial:///dev/none", "scanner+tcp://h:1?suffix=x", "cd5220+tcp://h:1", "foo"]
)
def test_an_address_that_cannot_be_opened_is_told_at_once(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["scan", "--from", url]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.rstrip().endswith(".")


def test_a_probe_opens_the_port_and_waits_for_no_scan(
    cable: Cable, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["probe", _url(cable), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["kind"], found["port"]) == ("scanner", "open")


@pytest.mark.parametrize(
    ("sent", "code", "said"),
    [
        (b"4601234567890\r", 0, MILK),
        (b"\xff\xff\r", 1, "no utf-8"),
        (b"", 1, "nothing was scanned"),
    ],
)
def test_a_test_is_passed_by_one_scan(
    sent: bytes,
    code: int,
    said: str,
    cable: Cable,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(health_check, "SCAN_WITHIN_S", 5.0 if sent else 0.1)
    # A person scans until the program has heard it: bytes from before the port was open are lost.
    is_over = threading.Event()

    def scan() -> None:
        while sent and not is_over.wait(0.05):
            cable.send(sent)

    person = threading.Thread(target=scan)
    person.start()
    try:
        assert main(["test", _url(cable)]) == code
    finally:
        is_over.set()
        person.join()
    assert said in capsys.readouterr().err
