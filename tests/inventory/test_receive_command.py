"""`python -m inventory receive` and `stock`: the real commands, ended at every commit."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import subprocess
import sys
from contextlib import closing, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from inventory import __main__ as program
from inventory.storage.feed import CatalogueFeed
from pos.bootstrap import checks, commands
from pos.bootstrap.doorbell import Doorbell
from pos.bootstrap.headless import Addresses, opened
from sync.messages.facts import GoodsReceived
from sync.messages.feed import ItemChanged
from tests.emulated.day import HOOKS
from tests.emulated.harness import ROOT, facts_in

TITLES = "штрихкод\tнаименование\tед.\tколичество\tсумма\tНДС\tпоставщик\tномер\tдата"
MILK = "4605664012015\tМолоко\tшт\t12\t840,00\t10%\tООО «Луч»\tУТ-15\t20.11.2026"
CHEESE = "104\tСыр\tкг\t5,240\t3143,70\t22%\t\t\t"
UNKNOWN = "4600682553052\tПиво «Ёж»\tшт\t1\t1,00\t22%\t\t\t"
GOODS = [
    ItemChanged(item=item, article=article, name=name, unit=unit, vat=2, price=9490, codes=codes)
    for item, article, name, unit, codes in (
        ("milk", "1", "Молоко «Утро»", 0, ("4605664012015",)),
        ("cheese", "104", "Сыр", 11, ()),
    )
]


@dataclass(frozen=True)
class Ran:
    """What a command left: exit code, JSON lines of stdout, words of stderr."""

    code: int
    answers: list[dict[str, Any]]
    words: str


def run(*arguments: str | Path) -> Ran:
    """Run the command in this process: the same program, without the time of its start."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = program.main([*map(str, arguments)])
    return Ran(code, [json.loads(line) for line in out.getvalue().splitlines()], err.getvalue())


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with a catalogue; nobody has sold there yet."""
    folder = tmp_path / "data"
    folder.mkdir()
    with closing(CatalogueFeed(folder / "catalog.db", breathe=lambda _: None)) as feed:
        feed.begin("feed")
        feed.apply(GOODS, 1, more=False)
    return folder


def document(folder: Path, *lines: str) -> Path:
    file = folder / "document.tsv"
    file.write_text("\n".join((TITLES, *lines)) + "\n", encoding="utf-8")
    return file


def stock(data: Path) -> dict[str, int]:
    return {
        line["item"]: line["quantity"] for line in run("stock", "--data", data, "--json").answers
    }


def test_a_document_is_posted_and_told_in_json(data: Path, tmp_path: Path) -> None:
    done = run("receive", document(tmp_path, MILK, CHEESE), "--data", data, "--json")
    assert (done.code, done.words) == (0, "")
    (answer,) = done.answers
    delivery = answer.pop("delivery")
    assert answer == {
        "posted": True,
        "supplier": "ООО «Луч»",
        "number": "УТ-15",
        "date": "2026-11-20",
        "lines": 2,
        "total_kop": 398_370,
        "refused": [],
    }
    (fact,) = (one for one in facts_in(data) if isinstance(one, GoodsReceived))
    assert fact.delivery == delivery
    assert [(one.item, one.cost, one.vat) for one in fact.lines] == [
        ("milk", 7_000, 2),
        ("cheese", 59_994, 11),
    ]
    told = run("stock", "--data", data, "--json").answers
    assert told == [
        {"item": "milk", "article": "1", "name": "Молоко «Утро»", "unit": 0, "quantity": 12_000},
        {"item": "cheese", "article": "104", "name": "Сыр", "unit": 11, "quantity": 5_240},
    ]


def test_the_same_document_is_refused_in_plain_words(data: Path, tmp_path: Path) -> None:
    file = document(tmp_path, MILK)
    assert run("receive", file, "--data", data).code == 0
    again = run("receive", file, "--data", data)
    assert (again.code, again.answers) == (1, [])
    assert "Этот документ уже проведён" in again.words
    assert "№ УТ-15, 20.11.2026, ООО «Луч»" in again.words
    assert again.words.count("\n") == 1
    assert stock(data) == {"milk": 12_000}
    other = run("receive", file, "--data", data, "--number", "УТ-16", "--costs", "1200")
    assert (other.code, stock(data)) == (0, {"milk": 24_000})
    fact = facts_in(data)[-1]
    assert isinstance(fact, GoodsReceived)
    assert (fact.costs, fact.lines[0].cost) == (1_200, 7_100)


def test_with_a_refused_row_nothing_is_posted(data: Path, tmp_path: Path) -> None:
    done = run("receive", document(tmp_path, MILK, UNKNOWN), "--data", data, "--json")
    assert (done.code, done.answers[0]["posted"], done.answers[0]["lines"]) == (1, False, 2)
    (refused,) = done.answers[0]["refused"]
    assert (refused["row"], refused["why"][:10]) == (3, "«Пиво «Ёж»")
    assert "nothing was posted" in done.words
    assert stock(data) == {}


@pytest.mark.parametrize("content", [b"", b"no table\n", b"\x00\xff", b"<xml"])
def test_a_file_that_is_no_document_is_one_line_of_words(
    data: Path, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / ("document.xml" if content == b"<xml" else "document.csv")
    file.write_bytes(content)
    done = run("receive", file, "--data", data, "--json")
    assert (done.code, done.answers) == (1, [])
    assert done.words.startswith("inventory: nothing was posted: ")
    assert done.words.count("\n") == 1


def test_a_file_that_is_not_there_and_a_folder_without_a_till_are_told(tmp_path: Path) -> None:
    assert "nothing was posted" in run("receive", tmp_path / "no", "--data", tmp_path).words
    assert "NotSetUp" in run("stock", "--data", tmp_path / "nothing").words
    assert not (tmp_path / "nothing").exists()


def test_a_till_that_runs_posts_the_document_itself(data: Path, tmp_path: Path) -> None:
    file = document(tmp_path, MILK)
    with opened(data, Addresses()) as counter:
        bell = Doorbell(data, lambda name, params, emit: commands.run(counter, name, params, emit))
        try:
            done, again = (run("receive", file, "--data", data) for _ in range(2))
            listed = stock(data)
        finally:
            bell.close()
    assert (done.code, done.answers[0]["posted"]) == (0, True)
    assert (again.code, again.answers) == (1, [])
    assert "Этот документ уже проведён" in again.words
    assert listed == {"milk": 12_000}


def test_a_till_that_does_not_answer_is_told_and_nothing_is_posted(
    data: Path, tmp_path: Path
) -> None:
    with opened(data, Addresses()):
        done = run("receive", document(tmp_path, MILK), "--data", data)
    assert (done.code, done.answers) == (1, [])
    assert "AlreadyRunning" in done.words
    assert stock(data) == {}


def test_no_end_of_the_process_posts_a_document_in_part_or_twice(
    data: Path, tmp_path: Path
) -> None:
    """Ended before and after each step; the command again then posts it or says it is there."""
    first = document(tmp_path, CHEESE.replace("\t\t\t", "\tОАО «Поле»\t1\t2026-11-01"))
    assert run("receive", first, "--data", data).code == 0
    file = document(tmp_path, MILK, CHEESE)
    clean = tmp_path / "clean"
    assert _ended(file, _copied(data, tmp_path / "whole"), clean, "") == 0
    steps = clean.read_text().splitlines()
    assert steps.count("commit") >= 3
    posted = set()
    for end in (
        f"{n}:{moment}" for n in range(1, len(steps) + 1) for moment in ("before", "after")
    ):
        shop = _copied(data, tmp_path / end.replace(":", "-"))
        assert _ended(file, shop, tmp_path / f"steps-{end[0]}-{end[2:]}", end) == -signal.SIGKILL
        before = len(_received(shop))
        again = run("receive", file, "--data", shop)
        assert again.code == (1 if before else 0), (end, again.words)
        assert len(_received(shop)) == 1, end
        assert stock(shop) == {"milk": 12_000, "cheese": 10_480}, end
        assert checks.check(shop, registrar="", terminal="", office="").ok, end
        posted.add(before)
    assert posted == {0, 1}


def _copied(data: Path, to: Path) -> Path:
    shutil.copytree(data, to)
    return to


def _received(data: Path) -> list[GoodsReceived]:
    facts = (one for one in facts_in(data) if isinstance(one, GoodsReceived))
    return [one for one in facts if one.number == "УТ-15"]


def _ended(file: Path, data: Path, steps: Path, end_at: str) -> int:
    """Receive in a process of its own that ends itself there; how it ended."""
    command = [sys.executable, "-m", "inventory", "receive", str(file), "--data", str(data)]
    watched = {"PYTHONPATH": f"{HOOKS}:{ROOT}", "STEPS_FILE": str(steps), "END_AT": end_at}
    steps.touch()
    return subprocess.run(  # noqa: S603 — our own program
        command,
        env=os.environ | watched,
        cwd=ROOT,
        capture_output=True,
        timeout=120,
        check=False,
    ).returncode
