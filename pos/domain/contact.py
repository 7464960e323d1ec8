"""The customer's contact for an electronic receipt (tag 1008)."""

from __future__ import annotations

import re

from pos.errors import ContactImpossible

_EMAIL = re.compile(r"[^@\s]{1,40}@[^@\s]+\.[^@\s.]{2,}")
_PHONE = re.compile(r"[78]?([0-9]{10})")
LONGEST = 64


def contact(text: str) -> str:
    """`+7XXXXXXXXXX` or an e-mail address; raises ContactImpossible."""
    plain = text.strip()
    if "@" in plain:
        if _EMAIL.fullmatch(plain) and len(plain) <= LONGEST and plain.isascii():
            return plain
        raise ContactImpossible("not an e-mail address")
    digits = re.sub(r"[\s()\-]", "", plain).removeprefix("+")
    match = _PHONE.fullmatch(digits)
    if match is None:
        raise ContactImpossible("not a phone number")
    return "+7" + match.group(1)


def kind(value: str) -> str:
    """ "phone", "email" or empty."""
    if not value:
        return ""
    return "email" if "@" in value else "phone"


def masked(value: str) -> str:
    """Enough to recognise, too little to misuse: `+7 ••• 48-21`, `an•••@mail.ru`."""
    if "@" in value:
        name, _, host = value.partition("@")
        return f"{name[:2]}•••@{host}"
    return f"+7 ••• {value[-4:-2]}-{value[-2:]}" if value else ""
