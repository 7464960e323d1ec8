"""A till is known by its key: what it signed, when, and once."""

from __future__ import annotations

from dataclasses import replace

import httpx
import msgspec
import pytest

from backoffice.usecases import secrets
from backoffice.usecases.enrol import offer_code
from sync.messages.signed import OFFICE_NOW, WINDOW_MS, Claim, claim, header
from sync.messages.wire import Batch, Enrol, Head, OwnKey
from sync.storage.keys import TillKey
from tests.backoffice.browser import Browser
from tests.backoffice.conftest import Office, packed
from tests.backoffice.signed import KEY, SignedBy
from tests.backoffice.trade import Till

HEAD = "/api/journal/head"
OTHER = TillKey(bytes(reversed(range(32))))
# A seal and a question never mean each other: both begin with what they are.
GOLDEN = (
    "prilavok question 1\ntill-1\nPOST\n/api/feed?after=0\n"
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n1790000000000\nnonce"
)


def signed(one: Claim, method: str, target: str, key: TillKey = KEY) -> dict[str, str]:
    return {"Authorization": header(one, key.sign(one.statement(method, target)))}


def test_what_is_signed_stays_as_it_was_released() -> None:
    one = replace(claim("till-1", b"", 1790000000000), nonce="nonce")
    assert one.statement("POST", "/api/feed?after=0") == GOLDEN.encode()


def test_a_question_is_taken_once(office: Office, browser: Browser) -> None:
    known = signed(claim(office.till.till, b"", office.clock()), "GET", HEAD)
    assert browser.get(HEAD, headers=known).status_code == 200
    again = browser.get(HEAD, headers=known)
    assert (again.status_code, "came before" in again.text) == (401, True)


def test_two_processes_that_serve_take_a_question_once(office: Office) -> None:
    known = signed(claim(office.till.till, b"", office.clock()), "GET", HEAD)
    with office.browser() as one, office.browser() as other:
        answers = [one.get(HEAD, headers=known), other.get(HEAD, headers=known)]
    assert [answer.status_code for answer in answers] == [200, 401]


@pytest.mark.parametrize("ms", [-WINDOW_MS - 1, WINDOW_MS + 1])
def test_a_wrong_clock_is_told_the_office_s(office: Office, browser: Browser, ms: int) -> None:
    late = browser.get(HEAD, auth=SignedBy(office.till.till, lambda: office.clock() + ms))
    assert (late.status_code, late.headers[OFFICE_NOW]) == (401, str(office.clock()))
    near = SignedBy(office.till.till, lambda: office.clock() + ms * WINDOW_MS // (WINDOW_MS + 1))
    assert browser.get(HEAD, auth=near).status_code == 200


@pytest.mark.parametrize(
    ("method", "target"),
    [("POST", HEAD), ("GET", "/api/feed?feed=&after=0"), ("GET", HEAD + "?more")],
)
def test_a_signature_holds_for_its_question_only(
    office: Office, browser: Browser, method: str, target: str
) -> None:
    known = signed(claim(office.till.till, b"", office.clock()), method, target)
    assert browser.get(HEAD, headers=known).status_code == 401


def test_a_body_that_was_changed_on_its_way_is_not_taken(office: Office, browser: Browser) -> None:
    body = packed(Batch([]))
    known = signed(claim(office.till.till, body, office.clock()), "POST", "/api/journal")
    changed = browser.send("/api/journal", packed(Batch(Till().rows)), headers=known)
    assert changed.status_code == 400
    asked = browser.get(HEAD, auth=office.auth)
    assert msgspec.msgpack.decode(asked.content, type=Head).epoch == 0


def test_a_claim_that_was_changed_is_worth_nothing(office: Office, browser: Browser) -> None:
    one = claim(office.till.till, b"", office.clock())
    good = signed(one, "GET", HEAD)["Authorization"]
    for part, other in (("nonce", "x" * 22), ("at", one.at + 1), ("till", "somebody")):
        changed = good.replace(str(getattr(one, part)), str(other))
        assert browser.get(HEAD, headers={"Authorization": changed}).status_code == 401, part
    assert browser.get(HEAD, headers={"Authorization": good}).status_code == 200


def test_another_key_opens_nothing(office: Office, browser: Browser) -> None:
    auth = SignedBy(office.till.till, office.clock, OTHER)
    assert browser.get(HEAD, auth=auth).status_code == 401


@pytest.mark.parametrize("key", [b"", b"short", bytes(33)])
def test_nobody_is_enrolled_without_a_key(office: Office, browser: Browser, key: bytes) -> None:
    code = offer_code(office.store, "Лесная, 5", office.clock())
    assert browser.send("/api/enrol", packed(Enrol(code, "Касса 2", key))).status_code == 400
    taken = packed(Enrol(code, "Касса 2", OTHER.public()))
    assert browser.send("/api/enrol", taken).status_code == 200, "the code was not spent"


@pytest.fixture
def before(office: Office) -> dict[str, str]:
    """A till that enrolled before there were keys; what it shows to be known."""
    token = secrets.new_token()
    with office.store.work() as work:
        work.places.renew_token(office.till.till, secrets.token_hash(token))
    return {"Authorization": f"Bearer {token}"}


def test_a_till_of_before_goes_on_until_it_shows_its_key(
    office: Office, browser: Browser, before: dict[str, str]
) -> None:
    assert browser.get(HEAD, headers=before).status_code == 200
    assert browser.get(HEAD, auth=office.auth).status_code == 401
    for _ in range(2):  # the answer may get lost
        shown = browser.send("/api/key", packed(OwnKey(KEY.public())), headers=before)
        assert shown.status_code == 200
    assert browser.get(HEAD, headers=before).status_code == 401
    assert browser.get(HEAD, auth=office.auth).status_code == 200


def test_a_token_s_thief_cannot_put_another_key_in_its_place(
    office: Office, browser: Browser, before: dict[str, str]
) -> None:
    browser.send("/api/key", packed(OwnKey(KEY.public())), headers=before)
    stolen = browser.send("/api/key", packed(OwnKey(OTHER.public())), headers=before)
    assert stolen.status_code == 401
    assert (
        browser.get(HEAD, auth=SignedBy(office.till.till, office.clock, OTHER)).status_code == 401
    )


def test_an_unsigned_body_is_not_even_read(browser: Browser) -> None:
    class Growing(httpx.AsyncByteStream):
        read = 0

        async def __aiter__(self):  # type: ignore[no-untyped-def]
            Growing.read += 1
            yield bytes(1000)

    known = {"Authorization": "Till a.1." + "n" * 22 + "." + "0" * 64 + "." + "A" * 86}
    request = browser._client.build_request(
        "POST", "/api/journal", headers=known, content=Growing()
    )
    answer = browser._runner.run(browser._client.send(request))
    assert (answer.status_code, Growing.read) == (401, 0)
