"""Every word a person reads, from pos/ui/words/<language>/<file>.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

CATALOGUES: Final = Path(__file__).parent.parent / "words"
LANGUAGES: Final = ("ru", "en")


class WordMissing(KeyError):
    """A key without words: a bug of ours, found by a test."""


class Words:
    """Wording of one language: `words("till.cash_exact")`.

    The part before the first dot is the file, the rest the path in it. `{name}` in the
    text is filled from keyword arguments; a table with one/few/many is chosen by `n`.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._known: dict[str, object] = {}

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of a key; raises WordMissing."""
        found = self._known.get(key)
        if found is None:  # a scan asks for a dozen
            found = self._known[key] = self._find(key)
        if not isinstance(found, str):
            found = self._chosen(key, found, values)
        return found.format(**values) if values else found

    def has(self, key: str) -> bool:
        """Whether there are words for the key."""
        return self._find(key) is not None

    def _find(self, key: str) -> object:
        file, *path = key.split(".")
        found: object = _catalogue(self.language, file)
        for part in path:
            if not isinstance(found, Mapping):
                return None
            found = found.get(part)
        return found

    def _chosen(self, key: str, forms: object, values: Mapping[str, object]) -> str:
        """The plural form that goes with `n`."""
        if not isinstance(forms, Mapping):
            raise WordMissing(key)
        number = values.get("n")
        if not isinstance(number, int):
            raise WordMissing(f"{key} needs n")
        found = forms.get(plural(self.language, number), forms.get("many"))
        if not isinstance(found, str):
            raise WordMissing(key)
        return found


def plural(language: str, number: int) -> str:
    """Which form goes with a whole number: one, few (Russian 2 to 4) or many."""
    count = abs(number)
    if language != "ru":
        return "one" if count == 1 else "many"
    if count % 10 == 1 and count % 100 != 11:
        return "one"
    if count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14):
        return "few"
    return "many"


@cache
def _catalogue(language: str, file: str) -> Mapping[str, object]:
    path = CATALOGUES / language / f"{file}.toml"
    if not path.is_file():
        return {}
    with path.open("rb") as source:
        return tomllib.load(source)
