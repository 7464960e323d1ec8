"""`python -m inventory import`: the real command, the real office, a till in the same folder."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from inventory.values.money import Money
from pos.domain.views import Plan
from tests.fakes.selling import MILK, sell
from tests.fakes.till import Shop, make_shop

ROOT = Path(__file__).parents[2]
GOODS = [
    "sku\tbarcode\tname\tcategory\tbrand\tunit\tprice_kop\tvat_code",
    "1\t4605664012015\tМолоко\tМолочное\t\tшт\t8990\t2",
    "2\t4600682553052\tПиво «Ёж»\tНапитки\t\tшт\t3450\t11",
]
BAD = "3\t4600682553053\tИкра\t\t\tшт\t100\t2"


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "inventory", *map(str, arguments)]


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 — our own module
        command(*arguments), capture_output=True, text=True, cwd=ROOT, timeout=120, check=False
    )


def table(folder: Path, *lines: str) -> Path:
    path = folder / "goods.tsv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def goods_in(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "office.db")) as db:
        return int(db.execute("SELECT count(*) FROM goods").fetchone()[0])


def left_over(folder: Path) -> list[str]:
    return [path.name for path in folder.glob("office.db-import-*")]


def test_goods_come_into_the_office_and_down_to_the_till(tmp_path: Path) -> None:
    data = tmp_path / "data"
    done = run("import", table(tmp_path, *GOODS), "--data", data, "--json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert (report["read"], report["added"], report["changed"], report["refused"]) == (2, 2, 0, [])
    found = json.loads(run("find", "ёж", "--data", data).stdout)
    assert found["article"] == "2"
    assert datetime.fromisoformat(found["price_since"]).utcoffset() == timedelta(0)
    again = json.loads(run("import", tmp_path / "goods.tsv", "--data", data, "--json").stdout)
    assert (again["added"], again["changed"]) == (0, 0)


def test_with_a_refused_row_nothing_changes_unless_it_may_be_skipped(tmp_path: Path) -> None:
    data, file = tmp_path / "data", table(tmp_path, *GOODS, BAD)
    done = run("import", file, "--data", data, "--json")
    assert done.returncode == 1
    report = json.loads(done.stdout)
    assert (report["read"], report["added"], report["refused"][0]["row"]) == (3, 0, 4)
    assert "check digit" in report["refused"][0]["why"]
    assert goods_in(data) == 0
    dry = run("import", file, "--data", data, "--dry-run", "--skip-bad", "--json")
    assert (dry.returncode, json.loads(dry.stdout)["added"], goods_in(data)) == (0, 2, 0)
    skipped = run("import", file, "--data", data, "--skip-bad", "--json")
    assert (skipped.returncode, json.loads(skipped.stdout)["added"]) == (0, 2)
    assert goods_in(data) == 2
    assert left_over(data) == []


@pytest.mark.parametrize("content", [b"", b"no table\n", b"\xfd7zXZ\x00 broken"])
def test_a_file_that_is_no_table_is_one_line_of_words(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / ("goods.tsv.xz" if b"XZ" in content else "goods.tsv")
    file.write_bytes(content)
    done = run("import", file, "--data", tmp_path / "data", "--json")
    assert (done.returncode, done.stdout) == (1, "")
    assert "nothing was imported" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_old_windows_table_is_read(tmp_path: Path) -> None:
    file = tmp_path / "goods.csv"
    text = "Артикул;Наименование;Цена;НДС\n5;Сыр;1094,90;10\n"
    file.write_bytes(text.encode("cp1251"))
    assert run("import", file, "--data", tmp_path / "data", "--json").returncode == 0
    found = json.loads(run("find", "сыр", "--data", tmp_path / "data").stdout)
    assert (found["price_kop"], found["vat"]) == (109_490, 2)


def _at_a_terminal() -> None:
    """What a shell starts in the background does not hear Ctrl-C, nor do its children."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGKILL])
def test_an_import_cut_short_leaves_no_trace(
    tmp_path: Path, reference_data: Path, end: signal.Signals
) -> None:
    data = tmp_path / "data"
    assert run("import", table(tmp_path, *GOODS), "--data", data).returncode == 0
    path = reference_data / "catalog-100k.tsv.xz"
    cut = subprocess.Popen(  # noqa: S603 — our own module
        command("import", path, "--data", data),
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=_at_a_terminal,
    )
    for _ in range(1200):
        if any(one.stat().st_size > 1_000_000 for one in data.glob("office.db-import-*")):
            break
        time.sleep(0.05)
    cut.send_signal(end)
    words = cut.communicate(timeout=60)[1]
    assert cut.returncode == (1 if end is signal.SIGINT else -end)
    assert "Traceback" not in words
    assert goods_in(data) == 2
    again = json.loads(run("import", tmp_path / "goods.tsv", "--data", data, "--json").stdout)
    assert (again["added"], again["changed"]) == (0, 0)
    assert left_over(data) == []


def test_a_till_in_the_same_folder_sells_on_during_an_import(
    tmp_path: Path, reference_data: Path
) -> None:
    template = tmp_path / "template"
    make_shop(template)
    shop = Shop(tmp_path / "till", template)
    try:
        shop.begin_day()
        path = reference_data / "catalog-100k.tsv.xz"
        importing = subprocess.Popen(  # noqa: S603 — our own module
            command("import", path, "--data", tmp_path / "till", "--json"),
            cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        )  # fmt: skip
        sold = 0
        while importing.poll() is None:
            assert sell(shop, Plan(received=Money(100_000)), MILK).total == 9490
            sold += 1
        out, words = importing.communicate()
    finally:
        shop.store.close()
    assert importing.returncode == 0, words
    assert json.loads(out)["added"] == 100_000
    assert "the till that runs fetches them" in words
    assert sold > 1
