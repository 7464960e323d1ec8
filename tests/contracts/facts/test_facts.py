"""Every released fact stays readable: a file of each kind and version, never edited.

A version whose facts may carry a field more has a further file: `SaleClosed-v1-rounded.json`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.messages.facts import FACTS, UnreadableFact, decode, encode

FOLDER = Path(__file__).parent


def kind_of(name: str) -> str:
    """`SaleClosed-v1` of a file's name."""
    return "-".join(name.split("-")[:2])


KINDS = {f"{kind}-v{version}": (kind, version) for kind, version in FACTS}
NAMES = {path.stem: kind_of(path.stem) for path in FOLDER.glob("*.json")}


def test_each_kind_and_version_has_a_file_and_each_file_a_kind() -> None:
    assert set(NAMES.values()) == set(KINDS) <= set(NAMES)


@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_released_fact_is_read_and_written_back_to_the_same_bytes(name: str) -> None:
    kept = (FOLDER / f"{name}.json").read_bytes()
    fact = decode(*KINDS[NAMES[name]], kept)
    assert type(fact) is FACTS[KINDS[NAMES[name]]]
    assert encode(fact) == kept


@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_fact_cut_short_is_unreadable(name: str) -> None:
    kept = (FOLDER / f"{name}.json").read_bytes()
    with pytest.raises(UnreadableFact):
        decode(*KINDS[NAMES[name]], kept[:-1])


def test_a_kind_of_another_release_is_unreadable() -> None:
    with pytest.raises(UnreadableFact):
        decode("SaleClosed", 99, b"{}")
