"""Whether a value has the shape of its tag: bytes, characters, ИНН, phones, contact."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from drivers.contracts.ffd.codec import BadValue, Entry, Fixed, Value, encode
from drivers.contracts.ffd.fields import FIELDS, Kind
from drivers.contracts.ffd.tags import Tag
from drivers.contracts.ffd.text import encodable, stranger
from fiscal.domain.ffd.fault import Fault, Reason
from fiscal.domain.ffd.inn import inn_valid, person_inn_valid

_PHONE = re.compile(r"\+[0-9]{1,18}")
_BUYERS_PHONE = re.compile(r"\+7[0-9]{10}")
_EMAIL = re.compile(r"[^@\s]{1,62}@[^@\s]+\.[^@\s.]{2,}")


def contact_valid(text: str) -> bool:
    """1008: a phone as +7 and ten digits, or an e-mail address."""
    return bool(_BUYERS_PHONE.fullmatch(text) or _EMAIL.fullmatch(text))


def _phone_valid(text: str) -> bool:
    return bool(_PHONE.fullmatch(text))


_SHAPES: dict[int, tuple[Callable[[str], bool], Reason]] = {
    Tag.CASHIER_INN: (person_inn_valid, Reason.INN),
    Tag.SUPPLIER_INN: (inn_valid, Reason.INN),
    Tag.BUYER_INN: (inn_valid, Reason.INN),
    Tag.TRANSFER_INN: (inn_valid, Reason.INN),
    Tag.CONTACT: (contact_valid, Reason.CONTACT),
    Tag.SUPPLIER_PHONE: (_phone_valid, Reason.PHONE),
    Tag.AGENT_PHONE: (_phone_valid, Reason.PHONE),
    Tag.OPERATOR_PHONE: (_phone_valid, Reason.PHONE),
    Tag.TRANSFER_PHONE: (_phone_valid, Reason.PHONE),
}
SHAPED = frozenset(_SHAPES)


def size(entries: tuple[Entry, ...]) -> int:
    """Bytes of those tags; raises BadValue."""
    return len(encode(entries))


def unfit(entries: tuple[Entry, ...], line: int, name: str) -> Iterator[Fault]:
    """A fault for each tag that cannot hold its value, the innermost one named."""
    for entry in entries:
        inner = entry.value
        if isinstance(inner, tuple) and not isinstance(inner, Fixed):
            found = list(unfit(inner, line, name))
            yield from found
            if found:
                continue
        try:
            encode((entry,))
        except BadValue:
            yield _fault(entry.tag, entry.value, line, name)


def misshaped(entries: tuple[Entry, ...], line: int, name: str) -> Iterator[Fault]:
    """Telephones, addresses and control digits, of nested tags too."""
    for tag, value in entries:
        if tag in SHAPED and isinstance(value, str):
            valid, reason = _SHAPES[tag]
            if not valid(value):
                yield Fault(tag, reason, line, name)
        elif isinstance(value, tuple) and not isinstance(value, Fixed):
            yield from misshaped(value, line, name)


def _fault(tag: int, value: Value, line: int, name: str) -> Fault:
    field = FIELDS.get(tag)
    limit = field.size if field else 0
    if isinstance(value, str) and not encodable(value):
        return Fault(tag, Reason.CHARACTER, line, name, found=stranger(value))
    if isinstance(value, str) or (field and field.kind is Kind.NESTED):
        return Fault(tag, _too_long(tag), line, name, wanted=str(limit))
    return Fault(tag, Reason.VALUE, line, name, found=str(value))


def _too_long(tag: int) -> Reason:
    return Reason.ITEM_SIZE if tag == Tag.ITEM else Reason.LONG
