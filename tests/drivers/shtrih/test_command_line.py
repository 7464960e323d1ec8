"""`python -m fiscal`: what it prints, and what it says when it cannot."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.registrars.shtrih.emulator.machine import Options
from drivers.registrars.shtrih.emulator.server import EmulatorServer
from fiscal.__main__ import _habits, _parser, main
from tests.drivers.shtrih.shop import Shop, sale


@pytest.fixture
def url(shop: Shop) -> Iterator[str]:
    server = EmulatorServer(shop.emulator)
    yield server.listen("tcp:127.0.0.1:0")
    server.close()


def test_probe_tells_what_is_there(
    shop: Shop, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    shop.opened()
    assert main(["probe", url, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["model"], told["ffd"], told["shift"]) == ("ЭМУЛЯТОР ШТРИХ", "1.2", "open")
    assert (told["last_fd"], told["unsent"], told["emulated"]) == (2, 0, True)
    assert told["clock"] == "2026-03-01T12:30:00"
    assert main(["probe", url]) == 0
    assert "ЭМУЛЯТОР ШТРИХ" in capsys.readouterr().out


def test_archive_prints_every_document(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    made = shop.opened().registrar.register(sale())
    assert main(["archive", "--state", str(shop.state), "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["kind"] for row in rows] == [1, 2, 3]
    assert set(rows[2]) == {"fd", "kind", "total_kop", "tags", "fiscal_sign", "at"}
    assert (rows[2]["total_kop"], rows[2]["fiscal_sign"]) == (made.total, made.sign)
    assert rows[2]["tags"]["1020"] == made.total


@pytest.mark.parametrize(
    ("command", "word"),
    [
        (["archive", "--state", "no-such-file", "--json"], "no-such-file"),
        (["probe", "shtrih+tcp://127.0.0.1:1", "--json"], "127.0.0.1:1"),
        (["probe", "fax://127.0.0.1", "--json"], "fax"),
        (["emulate", "shtrih", "--listen", "tcp:x", "--state", "{}/a"], "tcp:x"),
        (
            [
                "emulate",
                "shtrih",
                "--listen",
                "tcp:127.0.0.1:0",
                "--state",
                "{}/b",
                "--faults",
                "?",
            ],
            "?",
        ),
    ],
)
def test_what_fails_is_told_in_one_line(
    tmp_path: Path, command: list[str], word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([part.format(tmp_path) for part in command]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert word in said.err
    assert said.err.count("\n") == 1


def test_a_drive_in_use_is_told(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    listen = ["--listen", "tcp:127.0.0.1:0", "--state", str(shop.state)]
    assert main(["emulate", "shtrih", *listen]) == 1
    assert "in use" in capsys.readouterr().err


def test_habits_of_a_model_are_told_on_the_command_line() -> None:
    asked = ["emulate", "shtrih", "--listen", "tcp:x", "--state", "y"]
    assert _habits(_parser().parse_args(asked)) == Options()
    told = _parser().parse_args([*asked, "--vat", "total", "--width", "32", "--no-gifts"])
    assert _habits(told) == Options(vat_by_total=True, width=32, gifts=False)


@pytest.mark.parametrize(
    "usage", [[], ["emulate", "fax"], ["probe"], ["emulate", "shtrih", "--inn", "12"]]
)
def test_bad_usage_is_two(usage: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(usage)
    assert ended.value.code == 2
