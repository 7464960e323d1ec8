"""Each attack that docs/security.md names is a test that is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")


def test_every_attack_is_a_test() -> None:
    named = re.findall(r"`([\w/]+\.py)::(\w+)`", PAGE)
    assert len(named) > 25
    missing = [
        (file, test)
        for file, test in named
        if f"def {test}(" not in (ROOT / "tests" / file).read_text("utf-8")
    ]
    assert missing == []


def test_all_ten_were_tried() -> None:
    rows = re.findall(r"^\| (A\d\d) .*::", PAGE, re.MULTILINE)
    assert rows == [f"A{n:02}" for n in range(1, 11)]
