"""What the law of fiscal documents refuses, named after what happened."""

from __future__ import annotations


class FiscalError(Exception):
    """Root of refusals of the fiscal rules; nothing was sent when one is raised."""


class UnlawfulDocument(FiscalError):
    """A document breaks the formats (ФФД): the tag, where, why. Nothing was sent.

    `reason` is a word of `fiscal.domain.ffd.fault.Reason`, `line` the number of the line from 1, 0
    for the receipt itself, `name` that line's name. `wanted` and `found` never hold what tells a
    person: no contact, no name, no ИНН.
    """

    def __init__(
        self,
        tag: int,
        reason: str,
        line: int = 0,
        name: str = "",
        wanted: str = "",
        found: str = "",
    ) -> None:
        place = f"line {line} ({name}), " if line else ""
        told = f": {found or '-'}, wanted {wanted or '-'}" if found or wanted else ""
        super().__init__(f"{place}tag {tag}, {reason}{told}")
        self.tag, self.reason = tag, reason
        self.line, self.name = line, name
        self.wanted, self.found = wanted, found

    @property
    def told(self) -> dict[str, int | str]:
        """What it was made of, to be kept and raised again."""
        return {
            "tag": self.tag,
            "reason": self.reason,
            "line": self.line,
            "name": self.name,
            "wanted": self.wanted,
            "found": self.found,
        }
