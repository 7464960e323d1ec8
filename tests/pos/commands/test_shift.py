"""`shift open | close | x`: what they print, how they end."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from tests.emulated.day import MIXED
from tests.emulated.harness import ROOT, Ran, Shop

COMMANDS = ("run", "replay", "verify", "rebuild", "shift", "backup", "restore")


def refused(ran: Ran, error: str) -> bool:
    """Exit 1, nothing on stdout, one line that names what happened."""
    assert ran.code == 1
    assert ran.answers == []
    assert ran.words.count("\n") == 1
    return f"[{error}: " in ran.words


def test_a_new_folder_becomes_a_shop_and_the_shift_opens(new_shop: Shop) -> None:
    opened = new_shop.run("shift", "open", "--json")
    assert opened.code == 0
    assert opened.words == ""
    assert opened.answer.keys() >= {"ok", "open", "number", "sales", "returns", "drawer_kop"}
    assert (opened.answer["ok"], opened.answer["open"], opened.answer["number"]) == (True, True, 1)
    assert [document.kind for document in new_shop.documents()] == [1, 2]


def test_x_tells_the_figures_of_the_shift(shop: Shop) -> None:
    answer = shop.run_here("shift", "x").answer
    assert answer["sales"] == 2
    assert answer["returns"] == 0
    assert answer["revenue_kop"] == 49563 + 62890
    # The shift began with what the one before had left in the drawer.
    assert answer["drawer_kop"] == 2 * 19563


def test_close_prints_z_and_a_second_one_is_refused(shop: Shop) -> None:
    assert shop.run_here("shift", "close").answer == {"ok": True, "open": False}
    assert shop.documents()[-1].kind == 5
    before = shop.documents()
    assert refused(shop.run_here("shift", "close"), "ShiftNotOpenHere")
    assert refused(shop.run_here("shift", "x"), "ShiftNotOpenHere")
    assert shop.documents() == before


def test_a_shift_that_is_open_is_not_opened_again(shop: Shop) -> None:
    before = shop.documents()
    assert refused(shop.run_here("shift", "open"), "ShiftOpenHere")
    assert shop.documents() == before


def test_the_fund_is_what_the_command_says(shop: Shop) -> None:
    shop.run_here("shift", "close")
    opened = shop.run_here("shift", "open", "--fund", "100000").answer
    assert opened["drawer_kop"] == 100_000
    assert shop.run("verify").answer["ok"]


def test_a_new_folder_reads_what_the_register_has_open_and_takes_it_over(shop: Shop) -> None:
    """The disk is new, the register is not: its shift goes on where it was."""
    new = replace(shop, folder=shop.folder / "new")
    new.folder.mkdir()
    refusal = new.run_here("shift", "open")
    assert refused(refusal, "ShiftFound")
    assert "shift 2" in refusal.words
    assert "391.26" in refusal.words
    before = len(shop.documents())
    taken = new.run_here("shift", "open", "--take-over").answer
    assert (taken["number"], taken["sales"], taken["drawer_kop"]) == (2, 0, 2 * 19563)
    assert len(shop.documents()) == before
    assert refused(new.run_here("shift", "open", "--take-over"), "ShiftOpenHere")
    assert new.run_here("replay", str(shop.write((MIXED,)))).code == 0
    assert new.run_here("shift", "close").code == 0
    report = new.run_here("verify").answer
    assert report["missing_in_journal"] == []
    assert [line.split(",")[0].split()[-1] for line in report["made_before"]] == ["RECEIPT"] * 2


def test_receipts_of_a_file_go_into_the_shift_that_the_register_has_open(shop: Shop) -> None:
    new = replace(shop, folder=shop.folder / "new")
    new.folder.mkdir()
    assert new.run_here("replay", str(shop.write((MIXED,)))).code == 0
    assert new.run_here("shift", "x").answer["number"] == 2
    report = new.run_here("verify").answer
    assert (report["missing_in_journal"], report["missing_in_register"]) == ([], [])


def test_a_new_folder_closes_what_the_register_has_open(shop: Shop) -> None:
    new = replace(shop, folder=shop.folder / "new")
    new.folder.mkdir()
    assert new.run_here("shift", "close", "--take-over").answer == {"ok": True, "open": False}
    assert shop.documents()[-1].kind == 5
    opened = new.run_here("shift", "open").answer
    assert (opened["number"], opened["drawer_kop"]) == (3, 2 * 19563)


def test_nothing_is_taken_over_from_a_closed_register(new_shop: Shop) -> None:
    assert refused(new_shop.run_here("shift", "open", "--take-over"), "ShiftNotOpen")


def test_a_register_that_is_not_there_is_told_in_one_line(shop: Shop) -> None:
    away = replace(shop, register="shtrih+tcp://127.0.0.1:1")
    assert refused(away.run_here("shift", "close"), "NoLink")
    assert shop.run_here("shift", "close").code == 0


def test_an_address_that_is_none_is_told_in_one_line(shop: Shop) -> None:
    assert refused(replace(shop, register="nonsense").run_here("shift", "x"), "BadAddress")


def test_words_come_in_the_language_asked_for(new_shop: Shop) -> None:
    russian = subprocess.run(  # noqa: S603 — our own program
        [*new_shop.command("shift", "close"), "--lang", "ru"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert russian.returncode == 1
    assert "смен" in russian.stderr.lower()
    assert russian.stderr.count("\n") == 1


BAD = [[], ["shift"], ["shift", "sell"], ["shift", "open", "--fund", "1,5"], ["backup"], ["nil"]]


@pytest.mark.parametrize("words", BAD)
def test_bad_usage_ends_with_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    from pos.__main__ import main

    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    told = capsys.readouterr()
    assert "usage:" in told.err
    assert told.out == ""


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    from pos.__main__ import main

    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert "--data DIR" in capsys.readouterr().out


def test_commands_load_neither_qt_nor_the_office_nor_its_tools() -> None:
    """They start in a fifth of a second; each of these would double that."""
    heavy = ("PySide6", "sqlalchemy", "httpx", "cryptography", "argon2", "starlette", "asyncio")
    code = f"import sys, pos.bootstrap.cli; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run(  # noqa: S603 — our own program
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
