"""`python -m drivers`: what it prints, where, and with which exit code."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from drivers.__main__ import main
from drivers.displays.cd5220.emulator import Cd5220Emulator
from drivers.emulate import SCALES
from drivers.emulation.server import EmulatorServer, Listen
from drivers.terminals.emulated.emulator import TerminalEmulator
from drivers.terminals.emulated.ledger import Ledger

LOCAL = Listen("127.0.0.1")
NOON = datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.fixture
def serve() -> Iterator[Callable[[Any, str], str]]:
    """Serves an emulator until the test ends; gives its address."""
    servers: list[EmulatorServer] = []

    def start(emulator: Any, model: str) -> str:
        servers.append(EmulatorServer(emulator, model, LOCAL))
        return servers[-1].start()

    yield start
    for server in servers:
        server.stop()


def _usage_error(arguments: Sequence[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2


def test_the_list_of_models_and_ports_is_one_json_object(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    models = {model["model"] for model in listed["models"]}
    assert models >= {"shtrih", "emulated", "cd5220", "scanner", "cas", "massa-k", "pos2", "mt8217"}
    assert isinstance(listed["ports"], list)


def test_without_json_the_words_go_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list"]) == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert "shtrih+tcp" in told.err


def test_a_terminal_is_probed(
    serve: Callable[[Any, str], str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = serve(TerminalEmulator(Ledger(tmp_path / "l"), clock=lambda: NOON), "emulated")
    assert main(["probe", url, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["kind"], found["url"]) == ("terminal", url)
    assert found["ready"] is True
    assert found["emulated"] is True


def test_a_probe_in_words_goes_to_stderr(
    serve: Callable[[Any, str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["probe", serve(Cd5220Emulator(), "cd5220")]) == 0
    assert "kind: display" in capsys.readouterr().err


def test_a_test_of_a_display_shows_something_and_says_what(
    serve: Callable[[Any, str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    emulator = Cd5220Emulator()
    assert main(["test", serve(emulator, "cd5220")]) == 0
    assert "Проверка 1234567890" in capsys.readouterr().err


def test_a_test_of_a_terminal_moves_no_money(
    serve: Callable[[Any, str], str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    emulator = TerminalEmulator(Ledger(tmp_path / "l"), clock=lambda: NOON)
    assert main(["test", serve(emulator, "emulated")]) == 0
    assert "is ready" in capsys.readouterr().err
    assert emulator.ledger.entries == []


@pytest.mark.parametrize("model", SCALES)
def test_scales_are_probed_and_tested(
    model: str, serve: Callable[[Any, str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    url = serve(SCALES[model](loaded=744), model)
    assert main(["probe", url, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["kind"], found["grams"], found["load"]) == ("scale", 744, "fine")
    assert main(["test", url]) == 0
    assert "744 g lie there, at rest" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["probe", "test"])
@pytest.mark.parametrize("url", ["emulated+tcp://127.0.0.1:1", "cd5220+serial:///dev/none", "foo"])
def test_a_failure_is_one_line_with_what_to_do(
    command: str, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, url]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.splitlines()) == 1
    assert told.err.rstrip().endswith(".")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["dance"],
        ["probe"],
        ["emulate"],
        ["emulate", "drawer", "--listen", "tcp:127.0.0.1:0"],
        ["emulate", "terminal", "--listen", "tcp:127.0.0.1:0"],
        ["emulate", "display"],
        ["emulate", "display", "--listen", "nowhere"],
        ["emulate", "display", "--listen", "tcp:127.0.0.1:0", "--model", "x"],
        ["emulate", "display", "--listen", "tcp:127.0.0.1:0", "--faults", "garbage@1"],
        ["emulate", "display", "--listen", "tcp:127.0.0.1:0", "--encoding", "klingon"],
        ["emulate", "scanner", "--listen", "tcp:127.0.0.1:0", "--suffix", "crl"],
        ["scan"],
    ],
)
def test_bad_usage_is_exit_code_two(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    _usage_error(arguments)
    assert "usage:" in capsys.readouterr().err


def test_a_state_file_that_is_no_ledger_is_told_and_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("not a ledger\n")
    listen = ["--listen", "tcp:127.0.0.1:0"]
    assert main(["emulate", "terminal", *listen, "--state", str(notes)]) == 1
    assert "is no ledger" in capsys.readouterr().err
    assert notes.read_text() == "not a ledger\n"


def test_an_emulated_display_tells_what_it_shows_as_json_lines() -> None:
    command = [sys.executable, "-m", "drivers", "emulate", "display"]
    process = subprocess.Popen(  # noqa: S603 - our own program
        [*command, "--listen", "tcp:127.0.0.1:0"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        url = json.loads(process.stdout.readline())["listening"]
        assert main(["test", url]) == 0
        first = json.loads(process.stdout.readline())
        assert first["display"][0] == "Прилавок".ljust(20)
    finally:
        process.terminate()
        with suppress(BrokenPipeError):
            process.communicate(timeout=10)
    assert process.returncode == 0
