"""Every name of the domains is made of words of docs/glossary.md, and each word has one row."""

from __future__ import annotations

import ast
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from sync.messages.facts import FACTS

ROOT = Path(__file__).parents[2]
ROOMS = ("*/domain/*.py", "*/domain/*/*.py", "sync/journal/*.py", "inventory/values/*.py")
# They say in which role a term appears, and mean nothing by themselves.
ROLES = {
    "view": "a term as a screen shows it",
    "state": "how far it has come",
    "kind": "which one of several",
    "stage": "what it waits for",
    "sum": "a term added up",
    "row": "a term in a list",
    "figures": "a term in numbers",
    "begin": "its first moment",
    "end": "its last moment",
}
HEAD = {"English", "---"}


@dataclass(frozen=True)
class Term:
    """A row of the glossary."""

    english: str
    russian: str
    sentence: str
    place: str


def glossary() -> list[Term]:
    """All rows of all its tables."""
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    return [Term(*row) for row in rows if row[0] not in HEAD]


TERMS = glossary()
NAMED = {term.english.lower() for term in TERMS}


def domain_names() -> dict[str, str]:
    """Public classes of the domains, and the file of each."""
    names: dict[str, str] = {}
    for room in ROOMS:
        for path in sorted(ROOT.glob(room)):
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    names[node.name] = str(path.relative_to(ROOT))
    return names


NAMES = domain_names()


def unnamed(name: str) -> list[str]:
    """Words of a class name that the glossary does not know; longer terms are tried first."""
    words = [word.lower() for word in re.findall(r"[A-Z][a-z0-9]*", name)]
    missing: list[str] = []
    while words:
        size = next((n for n in range(len(words), 0, -1) if _known(words[:n])), 0)
        if not size:
            missing.append(words[0])
        words = words[max(size, 1) :]
    return missing


def _known(words: list[str]) -> bool:
    term = " ".join(words)
    return term in NAMED or term.removesuffix("s") in NAMED or term in ROLES


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_domain_name_is_made_of_known_terms(name: str) -> None:
    assert unnamed(name) == [], f"{NAMES[name]}: a row for docs/glossary.md"


def test_a_word_nobody_wrote_down_would_be_seen() -> None:
    assert unnamed("BasketGadget") == ["gadget"]


def test_a_role_alone_is_no_name() -> None:
    assert set(ROLES) & NAMED == set()
    assert set(NAMES) & {role.capitalize() for role in ROLES} == set()


def test_every_kind_of_fact_has_a_row() -> None:
    rows = {term.english for term in TERMS}
    assert {kind for kind, _ in FACTS} - rows == set()


def test_one_term_has_one_row() -> None:
    counted = Counter(term.english.lower() for term in TERMS)
    assert [english for english, count in counted.items() if count > 1] == []


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.english)
def test_every_row_is_complete_and_its_place_exists(term: Term) -> None:
    assert re.search(r"[А-Яа-яЁё]|^[XZ]-", term.russian)
    assert term.sentence.endswith(".")
    assert (ROOT / term.place.strip("`")).is_file()
