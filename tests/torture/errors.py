"""What ends a run."""

from __future__ import annotations


class Disagreement(Exception):
    """Two books differ, a person was told what is not so, or there was no end of it."""
