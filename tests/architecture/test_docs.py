"""Pages are true: their links lead somewhere, tables and commands are named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pos.__main__ import parser
from pos.storage import schema
from sync.storage.schema import metadata as journal

ROOT = Path(__file__).parents[2]
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
KINDS = {"facts": [journal], "state": [schema.state], "derived": [schema.derived]}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    links = [link for link in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_table_of_the_till_is_named_with_its_kind() -> None:
    rows = [line for line in ARCHITECTURE.splitlines() if line.startswith("| `")]
    for kind, metadatas in KINDS.items():
        for table in (name for metadata in metadatas for name in metadata.tables):
            named = [row for row in rows if f"`{table}`" in row.split("|")[1]]
            assert named, f"{table} has no row in docs/architecture.md"
            told = {row.split("|")[2].strip() for row in named}
            assert told == {"state" if table == "office_head" else kind}, table


def test_every_decision_is_linked_from_the_architecture_page() -> None:
    decisions = sorted(path.name for path in (ROOT / "docs" / "adr").glob("*.md"))
    assert len(decisions) >= 8
    assert [name for name in decisions if f"(adr/{name})" not in ARCHITECTURE] == []


def test_every_command_of_the_till_is_in_the_readme_and_the_integrator_s_page() -> None:
    (commands,) = [action for action in parser()._actions if action.dest == "command"]
    names = list(commands.choices or ())
    assert "replay" in names
    for page in ("README.md", "docs/integrator.md"):
        text = (ROOT / page).read_text(encoding="utf-8")
        spoken = set(re.findall(r"[a-z]+", " ".join(re.findall(r"`[^`]*`", text))))
        assert [name for name in names if name not in spoken] == [], page
