"""A folder that cannot be used: three sentences in a window of their own, and the end."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from pos.bootstrap import window
from pos.ui.kit.words import Words
from tests.fakes.qt import application


def read_and_close(read: list[str]) -> None:
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    read.append(f"{box.text()} {box.informativeText()}")
    box.close()


@pytest.fixture(autouse=True)
def no_log(monkeypatch: pytest.MonkeyPatch) -> None:
    """The log of the test's process stays where it is."""
    monkeypatch.setattr(window, "log_to", lambda _: None)


def told(name: str, language: str) -> list[str]:
    words = Words(language)
    return [words(f"trouble.{part}.{name}") for part in ("happened", "means.any", "do.any")]


@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_damaged_journal_is_told_in_a_window_and_left_as_it_is(
    tmp_path: Path, language: str
) -> None:
    app, read = application(), list[str]()
    (tmp_path / "journal.db").write_bytes(b"a piece of another file " * 400)
    QTimer.singleShot(0, lambda: read_and_close(read))
    assert window.run_shop(app, tmp_path, language) == 1
    assert all(sentence in read[0] for sentence in told("JournalUnreadable", language))
    assert (tmp_path / "journal.db").read_bytes() == b"a piece of another file " * 400


def test_a_folder_nobody_may_write_to_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(window, "log_to", refuse)
    app, read = application(), list[str]()
    QTimer.singleShot(0, lambda: read_and_close(read))
    assert window.run_shop(app, tmp_path, "en") == 1
    assert all(sentence in read[0] for sentence in told("FolderReadOnly", "en"))
