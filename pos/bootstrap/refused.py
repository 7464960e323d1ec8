"""The window that comes instead of the till where its folder cannot be used."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QMessageBox

from pos.errors import SaleError
from pos.storage.disk import refusal
from pos.ui.kit.trouble import Situation, explain
from pos.ui.kit.words import Words


def tell(app: QApplication, error: SaleError | OSError, language: str) -> int:
    """Three sentences until they are read; the program's exit code. Our own fault is raised."""
    told = refusal(error) if isinstance(error, OSError) else error
    if told is None:
        raise error
    trouble = explain(told, Situation.SELLING, Words(language))
    box = QMessageBox(QMessageBox.Icon.Critical, app.applicationDisplayName(), trouble.happened)
    box.setInformativeText(f"{trouble.means}\n\n{trouble.do}")
    box.exec()
    return 1
