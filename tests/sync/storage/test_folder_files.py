"""office.json and link.json: private, whole, and no reason to stop when damaged."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from sync.storage import memory, office
from sync.storage.memory import FRESH_MS, LinkMemory, Memory
from sync.storage.office import Enrolment

HOME = Enrolment("https://office.example", "secret", "till-1", "shop-1")


def test_an_enrolment_is_kept_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "data" / "office.json"
    office.save(path, HOME)
    assert office.load(path) == HOME
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_later_enrolment_replaces_the_earlier(tmp_path: Path) -> None:
    path = tmp_path / "office.json"
    other = Enrolment("https://other.example", "t", "till-2", "shop-2")
    office.save(path, HOME)
    office.save(path, other)
    assert office.load(path) == other
    assert [entry.name for entry in tmp_path.iterdir()] == ["office.json"]


@pytest.mark.parametrize("content", [b"", b"{", b'{"url": 1}', b"\xff"])
def test_a_damaged_file_is_no_enrolment_and_no_memory(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file.json"
    path.write_bytes(content)
    assert office.load(path) is None
    assert memory.load(path) == Memory()


def test_trouble_is_remembered_at_once_and_contact_once_a_minute(tmp_path: Path) -> None:
    path = tmp_path / "link.json"
    kept = LinkMemory(path)
    kept.note(Memory(1000))
    kept.note(Memory(1000 + FRESH_MS - 1))
    assert memory.load(path) == Memory(1000)
    kept.note(Memory(1000 + FRESH_MS))
    assert memory.load(path) == Memory(1000 + FRESH_MS)
    kept.note(Memory(1001 + FRESH_MS, "no connection"))
    assert memory.load(path) == Memory(1001 + FRESH_MS, "no connection")
    kept.note(Memory(1002 + FRESH_MS))
    assert memory.load(path) == Memory(1002 + FRESH_MS)


def test_a_clock_set_back_does_not_freeze_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "link.json"
    kept = LinkMemory(path)
    kept.note(Memory(10 * FRESH_MS))
    kept.note(Memory(FRESH_MS))
    assert memory.load(path) == Memory(FRESH_MS)


def test_a_run_without_contact_keeps_the_contact_of_the_run_before(tmp_path: Path) -> None:
    path = tmp_path / "link.json"
    LinkMemory(path).note(Memory(1000))
    LinkMemory(path).note(Memory(None, "no connection"))
    assert memory.load(path) == Memory(1000, "no connection")
