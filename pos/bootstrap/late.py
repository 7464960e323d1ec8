"""What a start does not wait for.

The first frame shows the basket and takes scans. The modules named here serve what comes later.
They are loaded when somebody first uses them, at the latest right after that frame; others import
them as always, but as modules: `from pos.usecases import pay`.
"""

from __future__ import annotations

import builtins
import gc
import sys
from importlib.util import LazyLoader, find_spec, module_from_spec

LATE = (
    "pos.storage.derive",
    "pos.storage.rebuild",
    "pos.storage.stock",
    "pos.usecases.decide",
    "pos.usecases.edit",
    "pos.usecases.new_good",
    "pos.usecases.park",
    "pos.usecases.pay",
    "sync.journal.rows",
    "sync.messages.facts",
    "sync.messages.feed",
    "sync.storage.journal",
    "sync.storage.keys",
    "sync.storage.office",
)


def postpone() -> None:
    """Begin a start. What its imports leave to the collector is looked at after the frame."""
    gc.disable()
    _import_qt()
    for name in LATE:
        _postpone(name)


def load() -> None:
    """Import now what was postponed."""
    for name in LATE:
        vars(sys.modules[name])


def _import_qt() -> None:
    """Qt with Python's own `import` left in its place.

    PySide puts another one there, which reads the source of each module imported after it, in
    search of `__feature__` switches. We use none, and it takes a tenth of the start.
    """
    plain = builtins.__import__
    import PySide6.QtWidgets  # noqa: F401 — the import is what is done

    builtins.__import__ = plain


def _postpone(name: str) -> None:
    """A module that loads itself at the first question for what is in it (importlib's recipe)."""
    spec = find_spec(name)
    if spec is None or spec.loader is None or name in sys.modules:
        return
    spec.loader = LazyLoader(spec.loader)
    module = module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    package, _, own = name.rpartition(".")
    setattr(sys.modules[package], own, module)
