"""The raw limit of a start: a widgets window with a table, buttons, a field and a database open."""

from __future__ import annotations

import sqlite3
import sys

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)

from pos.bootstrap.logs import ready_ms


class FirstPaint(QObject):
    """Prints the milliseconds from the process's beginning to its first frame; ends it then."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 — Qt's name
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, self.painted)
        return False

    def painted(self) -> None:
        """The frame stands."""
        print(ready_ms(), flush=True)
        QApplication.quit()


def main() -> None:
    """Open it."""
    db = sqlite3.connect(sys.argv[1])
    db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    app = QApplication([])
    window = QWidget()
    column = QVBoxLayout(window)
    column.addWidget(QTableWidget(10, 4))
    for number in range(20):
        column.addWidget(QPushButton(str(number)))
    column.addWidget(QLineEdit())
    watch = FirstPaint()
    window.installEventFilter(watch)
    window.show()
    app.exec()
    db.close()


if __name__ == "__main__":
    main()
