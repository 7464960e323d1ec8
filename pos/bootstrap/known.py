"""How a till asks the office that its folder knows."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path

import msgspec

from pos.bootstrap.folder import KEY_FILE
from sync.errors import NotEnrolled
from sync.messages.wire import Enrolled
from sync.remote.asker import KnownTill
from sync.remote.office import ANSWER_S, OfficeClient
from sync.storage import keys, office
from sync.storage.office import Enrolment


def known(folder: Path) -> Enrolment:
    """The office of a folder. Raises NotEnrolled."""
    if found := office.load(folder / office.NAME):
        return found
    raise NotEnrolled(f"{folder} has no office; enrol it with a one-time code")


def client_of(folder: Path, *, url: str = "", answer_s: float = ANSWER_S) -> OfficeClient:
    """Asks as the till of that folder; `url` stands in for the address kept at enrolment.

    Raises NotEnrolled, BadAddress, OpenLine.
    """
    there = known(folder)
    me = KnownTill(
        there.till,
        partial(keys.load_or_make, folder / KEY_FILE),
        clock,
        token=there.token,
        shown=partial(_forget_token, folder),
    )
    address = url or there.url
    return OfficeClient(address, me, answer_s=answer_s, certificate=there.certificate)


def remember(folder: Path, url: str, who: Enrolled, certificate: str = "") -> Enrolment:
    """Keep in the folder which office knows it."""
    enrolment = Enrolment(url, who.token, who.till, who.shop, certificate)
    office.save(folder / office.NAME, enrolment)
    return enrolment


def public_key(folder: Path) -> bytes:
    """The key that a till shows and signs with, 32 bytes. Raises KeyDamaged."""
    return keys.load_or_make(folder / KEY_FILE).public()


def clock() -> int:
    """Milliseconds of UTC."""
    return time.time_ns() // 1_000_000


def _forget_token(folder: Path) -> None:
    office.save(folder / office.NAME, msgspec.structs.replace(known(folder), token=""))
