"""The owner's own page: tills in and out, codes for new ones."""

from __future__ import annotations

import re

import msgspec

from sync.messages.wire import Batch, Enrol, Enrolled, Head
from sync.storage.keys import TillKey
from tests.backoffice.browser import Browser
from tests.backoffice.conftest import Office, packed
from tests.backoffice.signed import SignedBy
from tests.backoffice.trade import Till

OTHER = TillKey(bytes(reversed(range(32))))


def test_a_code_of_the_page_lets_a_till_in(office: Office, owner: Browser) -> None:
    page = owner.fill("/own", "/tills/code", shop="Лесная, 5").text
    (code,) = re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", page)
    answer = owner.send("/api/enrol", packed(Enrol(code, "Касса 2", OTHER.public())))
    till = msgspec.msgpack.decode(answer.content, type=Enrolled).till
    assert owner.get("/api/journal/head", auth=SignedBy(till, office.clock, OTHER)).is_success
    assert "Касса 2" in owner.get("/own").text
    assert owner.fill("/own", "/tills/code", shop="нет такого").status_code == 303


def test_a_till_that_was_taken_out_is_told_and_kept_apart(office: Office, owner: Browser) -> None:
    till = office.till.till
    assert owner.fill("/own", f"/tills/{till}/out").status_code == 303
    assert "исключена" in owner.get("/own").text
    sent = owner.send("/api/journal", packed(Batch(Till().rows)), auth=office.auth)
    told = msgspec.msgpack.decode(sent.content, type=Head)
    assert (told.revoked, told.quarantined) == (True, 1)
    down = owner.get("/api/feed?feed=&after=0", auth=office.auth)
    assert (down.status_code, "taken out" in down.text) == (410, True)
    assert owner.fill("/own", f"/tills/{till}/in").status_code == 303
    assert owner.get("/api/feed?feed=&after=0", auth=office.auth).is_success


def test_a_till_nobody_knows_changes_nothing(office: Office, owner: Browser) -> None:
    assert owner.fill("/own", "/tills/nobody/out").status_code == 303
    assert owner.get("/api/feed?feed=&after=0", auth=office.auth).is_success
