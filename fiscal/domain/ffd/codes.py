"""A marking code as a tag of its item: 1162 up to FFD 1.1, 1163 in 1.2.

Registers form the tag of the raw code themselves; this one tells how long the document gets.
"""

from __future__ import annotations

import re

from drivers.contracts.ffd.codec import Entry
from drivers.contracts.ffd.fields import FIELDS
from drivers.contracts.ffd.tags import Tag
from fiscal.domain.ffd.version import Ffd

GROUP_SEPARATOR = "\x1d"
LONGEST = FIELDS[Tag.MARK].size  # of the code as it was read (2000)
_GS1 = re.compile(r"01(\d{14})21([!-z]{1,20})")


def item_code(code: str, ffd: Ffd) -> Entry:
    """1162 or 1163 of a raw code, with or without its crypto tail."""
    known = _GS1.match(code.partition(GROUP_SEPARATOR)[0])
    if ffd is Ffd.V1_2:
        kind, size = (Tag.CODE_GS1, 38) if known else (Tag.CODE_UNKNOWN, 32)
        told = known.group() if known else code
        return Entry(Tag.ITEM_CODE, (Entry(kind, told[:size]),))
    if known is None:
        return Entry(Tag.ITEM_CODE_1_05, code.encode("ascii", "replace")[:32])
    goods = int(known[1]).to_bytes(6, "big")
    return Entry(Tag.ITEM_CODE_1_05, (b"\x44\x4d" + goods + known[2].encode("ascii"))[:32])
