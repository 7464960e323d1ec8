"""Why a receipt is unlawful, in a person's words: the line, the tag, the reason."""

from __future__ import annotations

from fiscal.errors import UnlawfulDocument
from inventory.values.money import Money
from pos.ui.kit.format import Format
from pos.ui.kit.words import Words

LONGEST_NAME = 40
# Reasons whose figures are kopecks.
_AMOUNTS = frozenset({"product", "total", "tenders", "received", "vat", "credit"})


def unlawful(fault: UnlawfulDocument, words: Words) -> str:
    """`Строка 2 «Сыр»: цена на количество — 219,58, а стоит 0,01`, without a full stop."""
    where = ""
    if fault.line:
        name = fault.name[:LONGEST_NAME]
        where = words("ffd.where", line=fault.line, name=name)
    tag = f"ffd.tag.{fault.tag}"
    blanks = {
        "tag": words(tag) if words.has(tag) else str(fault.tag),
        "wanted": _figure(fault, fault.wanted, words),
        "found": _figure(fault, fault.found, words),
    }
    return where + words(f"ffd.reason.{fault.reason}", **blanks)


def _figure(fault: UnlawfulDocument, told: str, words: Words) -> str:
    if fault.reason in _AMOUNTS and told.lstrip("-").isdecimal():
        return Format(words).money(Money(int(told)))
    return told
