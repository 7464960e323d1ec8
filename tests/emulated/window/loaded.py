"""A till's window as `python -m pos run` opens it: prints what is loaded at the first frame."""

from __future__ import annotations

import sys
from pathlib import Path

from pos.bootstrap import late


def main(folder: Path) -> None:
    """One module a line, at `ready`; what comes after the first frame is not in it."""
    late.postpone()
    from PySide6.QtWidgets import QApplication

    from pos.bootstrap.folder import open_till
    from pos.bootstrap.window import Program

    app = QApplication([])
    program = Program(app, folder, open_till(folder), "ru")

    def told() -> None:
        print("\n".join(sys.modules), flush=True)
        app.quit()

    program.window.ready.connect(told)
    program.start()
    program.stay()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
