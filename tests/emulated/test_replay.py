"""Real receipts sold again: sums, totals and taxes as on the paper, or listed with a reason."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.emulated.harness import Answer, Ran, item, opened_shop

LISTED = Path(__file__).with_name("replay_differences.toml")
BY_TOTAL = "tax of the receipt's total of a rate, not the sum of the lines' taxes"

Difference = tuple[int, str, object, object]


@pytest.fixture(scope="module")
def theirs(reference_data: Path) -> list[Answer]:
    """The receipts as shops printed them."""
    lines = (reference_data / "receipts-sample.jsonl").read_bytes().splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def ours(theirs: list[Answer], tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """The same receipts sold by the program."""
    with opened_shop(tmp_path_factory.mktemp("replay") / "shop") as shop:
        ran = shop.replay(theirs)
        assert shop.run("verify").answer["ok"]
    return ran


def listed() -> dict[Difference, str]:
    """The differences that are known, with their reasons."""
    entries = tomllib.loads(LISTED.read_text(encoding="utf-8"))["difference"]
    known = {(e["receipt"], e["field"], e["theirs"], e["ours"]): e["reason"] for e in entries}
    assert len(known) == len(entries), "an entry stands there twice"
    return known


def differences(number: int, paper: Answer, made: Answer) -> Iterator[Difference]:
    """Where a receipt of ours is not the one of the paper."""
    if made["status"] != "done":
        yield number, "total", paper["total_kop"], made["status"]
        return
    if paper["total_kop"] != made["total_kop"]:
        yield number, "total", paper["total_kop"], made["total_kop"]
    if len(paper["items"]) != len(made["lines"]):
        yield number, "lines", len(paper["items"]), len(made["lines"])
    for line, (told, sold) in enumerate(zip(paper["items"], made["lines"], strict=False), 1):
        if told["sum_kop"] != sold["sum_kop"]:
            yield number, f"line.{line}.sum", told["sum_kop"], sold["sum_kop"]
        if told["vat_code"] is not None and told["vat_code"] != sold["vat_code"]:
            yield number, f"line.{line}.rate", told["vat_code"], sold["vat_code"]
        if told.get("vat_sum_kop", sold["vat_kop"]) != sold["vat_kop"]:
            yield number, f"line.{line}.vat", told["vat_sum_kop"], sold["vat_kop"]
    for code, sum_kop in paper["vat_sums_kop"].items():
        if made["vat_sums_kop"].get(code, 0) != sum_kop:
            yield number, f"vat.{code}", sum_kop, made["vat_sums_kop"].get(code, 0)


def test_every_difference_from_the_real_receipts_is_listed_and_every_entry_is_needed(
    theirs: list[Answer], ours: Ran
) -> None:
    assert [answer["n"] for answer in ours.answers] == list(range(1, len(theirs) + 1))
    found = {
        difference
        for made, paper in zip(ours.answers, theirs, strict=True)
        for difference in differences(made["n"], paper, made)
    }
    known = set(listed())
    assert sorted(found - known, key=str) == [], "not listed"
    assert sorted(known - found, key=str) == [], "listed in vain"


def test_registers_that_tax_the_total_agree_once_ours_is_set_so(
    theirs: list[Answer], tmp_path: Path
) -> None:
    """The reason written down for those receipts is the real one."""
    numbers = sorted({known[0] for known, reason in listed().items() if reason == BY_TOTAL})
    with opened_shop(tmp_path / "shop", vat_by_total=True) as shop:
        made = shop.replay(theirs[number - 1] for number in numbers).answers
    assert numbers
    for number, answer in zip(numbers, made, strict=True):
        assert answer["status"] == "done"
        paper = theirs[number - 1]["vat_sums_kop"]
        assert {code: answer["vat_sums_kop"].get(code, 0) for code in paper} == paper


def test_a_receipt_with_a_changed_sum_or_rate_is_a_difference() -> None:
    """The comparison itself: it sees what it is there to see."""
    paper = {"total_kop": 100, "items": [item("x", 100, "1", 100)], "vat_sums_kop": {"11": 18}}
    made = {
        "status": "done",
        "total_kop": 101,
        "lines": [{"sum_kop": 101, "vat_code": 2, "vat_kop": 9}],
        "vat_sums_kop": {"2": 9},
    }
    fields = [field for _, field, _, _ in differences(1, paper, made)]
    assert fields == ["total", "line.1.sum", "line.1.rate", "vat.11"]
