"""What a command says on stderr when the thing asked for failed."""

from __future__ import annotations

from pos.ui.kit.trouble import Situation, explain
from pos.ui.kit.words import Words


def in_words(error: Exception, language: str) -> str:
    """One line: what happened, what it means, what to do, and the program's own words."""
    told = explain(error, Situation.SHIFT, Words(language))
    sentences = " ".join(part for part in (told.happened, told.means, told.do) if part)
    own = " ".join(str(error).split())
    return f"{sentences} [{type(error).__name__}: {own}]"
