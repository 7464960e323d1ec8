"""The endpoints of the wire: codes, tokens, limits, refusals."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Iterator

import msgspec
import pytest
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.requests import Request

from backoffice.api.body import BODY_LIMIT, unpacked
from backoffice.api.room import Room
from backoffice.api.tills import PLACES_LIMIT, TillApi
from backoffice.bootstrap import application
from backoffice.errors import UnknownShop, Unreadable
from backoffice.storage.schema import codes, owners, tills
from backoffice.storage.store import OfficeStore
from backoffice.usecases import first_run as first
from backoffice.usecases.enrol import CODE_LIVES_MS, offer_code
from sync.messages.feed import SettingChanged
from sync.messages.wire import (
    Batch,
    Enrol,
    Enrolled,
    FeedPage,
    FirstRun,
    Head,
    Place,
    Places,
)
from tests.backoffice.browser import Browser
from tests.backoffice.conftest import PASSWORD, Clock, Office, ask, packed
from tests.backoffice.signed import KEY, SignedBy
from tests.backoffice.tables import rows_of
from tests.backoffice.trade import GOODS, PEOPLE, Till, sold_line


@pytest.fixture
def empty(store: OfficeStore, clock: Clock) -> Iterator[Browser]:
    with Browser(application(store, clock)) as browser:
        yield browser


def run_first(browser: Browser, run: FirstRun) -> Enrolled:
    answer = browser.send("/api/first-run", packed(run))
    assert answer.status_code == 200, answer.text
    return msgspec.msgpack.decode(answer.content, type=Enrolled)


def test_a_first_run_makes_the_office_and_lets_the_till_in(
    empty: Browser, store: OfficeStore, clock: Clock
) -> None:
    run = ask(first.offer_code(store, clock()) or "")
    run = msgspec.structs.replace(run, settings=[SettingChanged(key="quick", value="[1]")])
    enrolled = run_first(empty, run)
    assert enrolled.shop == "Лесная, 5"
    auth = SignedBy(enrolled.till, clock)
    head = empty.get("/api/journal/head", auth=auth)
    assert msgspec.msgpack.decode(head.content, type=Head) == Head(0, 0, now=clock())
    feed = empty.get("/api/feed?feed=&after=0", auth=auth)
    page = msgspec.msgpack.decode(feed.content, type=FeedPage)
    assert page.records == [*PEOPLE, *run.settings, *GOODS]
    assert first.offer_code(store, clock()) is None


def test_a_lost_answer_of_the_first_run_is_asked_for_again(
    empty: Browser, store: OfficeStore, clock: Clock
) -> None:
    run = ask(first.offer_code(store, clock()) or "")
    once, again = run_first(empty, run), run_first(empty, run)
    assert once.till == again.till
    auth = SignedBy(again.till, clock)
    assert empty.get("/api/journal/head", auth=auth).status_code == 200
    thief = msgspec.structs.replace(run, password="guessed wrong")  # noqa: S106 — of the test
    assert empty.send("/api/first-run", packed(thief)).status_code == 409
    assert len(rows_of(store, select(tills))) == 1


def test_a_wrong_or_old_code_makes_nothing(
    empty: Browser, store: OfficeStore, clock: Clock
) -> None:
    code = first.offer_code(store, clock()) or ""
    assert empty.send("/api/first-run", packed(ask("AAAA-AAAA-AAAA"))).status_code == 403
    clock.now += first.CODE_LIVES_MS
    assert empty.send("/api/first-run", packed(ask(code))).status_code == 403
    assert rows_of(store, select(owners)) == []


def test_a_code_may_be_typed_carelessly(empty: Browser, store: OfficeStore, clock: Clock) -> None:
    code = first.offer_code(store, clock()) or ""
    run_first(empty, ask(code.lower().replace("-", " ").replace("0", "o").replace("1", "l")))


@pytest.mark.parametrize(
    "change",
    [{"password": "short"}, {"zone": "Moon/Base"}, {"shop": " "}, {"login": ""}, {"zone": "../x"}],
    ids=str,
)
def test_a_first_run_is_checked(
    empty: Browser, store: OfficeStore, clock: Clock, change: dict[str, str]
) -> None:
    run = msgspec.structs.replace(ask(first.offer_code(store, clock()) or ""), **change)
    assert empty.send("/api/first-run", packed(run)).status_code == 400
    assert rows_of(store, select(owners)) == []


def test_no_code_or_password_is_kept_in_clear(office: Office) -> None:
    code = offer_code(office.store, "Лесная, 5", office.clock())
    kept = repr([rows_of(office.store, select(table)) for table in (owners, tills, codes)])
    for secret in (PASSWORD, code, code.replace("-", "")):
        assert secret not in kept
    assert "$argon2id$" in kept


def test_an_enrolment_code_lets_one_till_in_once(office: Office, browser: Browser) -> None:
    code = offer_code(office.store, "Лесная, 5", office.clock())
    answer = browser.send("/api/enrol", packed(Enrol(code, "Касса 2", KEY.public())))
    second = msgspec.msgpack.decode(answer.content, type=Enrolled)
    assert second.till != office.till.till
    assert (
        browser.send("/api/enrol", packed(Enrol(code, "Касса 3", KEY.public()))).status_code == 403
    )


def test_an_enrolment_code_grows_old(office: Office, browser: Browser) -> None:
    code = offer_code(office.store, "Лесная, 5", office.clock())
    office.clock.now += CODE_LIVES_MS
    assert (
        browser.send("/api/enrol", packed(Enrol(code, "Касса 2", KEY.public()))).status_code == 403
    )


def test_an_enrolment_code_is_no_first_run_code(office: Office, browser: Browser) -> None:
    code = offer_code(office.store, "Лесная, 5", office.clock())
    assert browser.send("/api/first-run", packed(ask(code))).status_code == 409


def test_a_shop_that_is_not_there_gives_no_code(office: Office) -> None:
    with pytest.raises(UnknownShop, match="Лесная, 5"):
        offer_code(office.store, "Вокзал", office.clock())


def test_a_journal_is_pushed_over_http(office: Office, browser: Browser) -> None:
    till = Till()
    till.open_shift()
    till.sell(sold_line(1, GOODS[0], 1000))
    answer = browser.send("/api/journal", packed(Batch(till.rows)), auth=office.auth)
    head = msgspec.msgpack.decode(answer.content, type=Head)
    assert head == Head(1, 3, till.rows[-1].hash.hex(), now=office.clock())
    asked = browser.get("/api/journal/head", auth=office.auth)
    assert msgspec.msgpack.decode(asked.content, type=Head) == head


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer no"}, {"Authorization": "x"}])
def test_nobody_comes_in_without_a_signature(browser: Browser, headers: dict[str, str]) -> None:
    assert browser.get("/api/journal/head", headers=headers).status_code == 401
    assert browser.get("/api/feed?feed=&after=0", headers=headers).status_code == 401
    assert browser.send("/api/journal", packed(Batch([])), headers=headers).status_code == 401


def test_a_body_above_the_limit_is_refused_before_it_is_read_whole(
    office: Office, browser: Browser
) -> None:
    answer = browser.send("/api/journal", bytes(BODY_LIMIT + 1), auth=office.auth)
    assert answer.status_code == 413


PACKED = {"Content-Encoding": "deflate"}


def test_a_packed_batch_is_taken(office: Office, browser: Browser) -> None:
    till = Till()
    till.open_shift()
    body = zlib.compress(packed(Batch(till.rows)))
    answer = browser.send("/api/journal", body, headers=PACKED, auth=office.auth)
    assert msgspec.msgpack.decode(answer.content, type=Head).seq == len(till.rows)


def test_a_small_body_that_would_grow_beyond_the_limit_is_refused(
    office: Office, browser: Browser
) -> None:
    bomb = zlib.compress(bytes(BODY_LIMIT + 1))
    answer = browser.send("/api/journal", bomb, headers=PACKED, auth=office.auth)
    assert answer.status_code == 413


WHOLE = zlib.compress(packed(Batch([])))


@pytest.mark.parametrize("body", [b"", b"no", WHOLE[:-1], WHOLE + b"more"], ids=repr)
def test_a_packed_body_that_is_cut_or_damaged_is_told_so(
    office: Office, browser: Browser, body: bytes
) -> None:
    answer = browser.send("/api/journal", body, headers=PACKED, auth=office.auth)
    assert answer.status_code == 400


def test_a_body_that_ends_with_its_wire_is_a_refusal_and_no_fault() -> None:
    async def gone() -> dict[str, str]:
        return {"type": "http.disconnect"}

    torn = Request({"type": "http", "method": "POST", "headers": []}, gone)
    with pytest.raises(Unreadable, match="ended within"):
        asyncio.run(unpacked(torn))


def test_a_packing_nobody_knows_is_told_so(office: Office, browser: Browser) -> None:
    packing = {"Content-Encoding": "br"}
    answer = browser.send("/api/journal", WHOLE, headers=packing, auth=office.auth)
    assert answer.status_code == 400


@pytest.mark.parametrize("body", [b"", b"\xff", packed({"rows": [[1]]}), packed([1])], ids=repr)
def test_bytes_that_are_no_batch_are_told_so(office: Office, browser: Browser, body: bytes) -> None:
    assert browser.send("/api/journal", body, auth=office.auth).status_code == 400


def test_numbers_beyond_64_bits_are_told_so(office: Office, browser: Browser) -> None:
    row = msgspec.structs.replace(Till().rows[0], seq=(1 << 64) - 1)
    answer = browser.send("/api/journal", packed(Batch([row])), auth=office.auth)
    assert answer.status_code == 400


@pytest.mark.parametrize("after", ["-1", "x", "1" * 30, "٣"])
def test_a_cursor_that_is_no_number_is_told_so(
    office: Office, browser: Browser, after: str
) -> None:
    answer = browser.get(f"/api/feed?feed=&after={after}", auth=office.auth)
    assert answer.status_code == 400


def test_a_till_asks_which_of_its_rows_are_there(office: Office, browser: Browser) -> None:
    till = Till()
    till.open_shift()
    browser.send("/api/journal", packed(Batch(till.rows[:1])), auth=office.auth)
    asked = Places([Place(row.epoch, row.seq, row.hash) for row in till.rows])
    answer = browser.send("/api/journal/known", packed(asked), auth=office.auth)
    assert msgspec.msgpack.decode(answer.content, type=Head).seq == 1
    many = Places(asked.places * (PLACES_LIMIT // 2 + 1))
    answer = browser.send("/api/journal/known", packed(many), auth=office.auth)
    assert answer.status_code == 413


def test_an_office_that_is_full_says_when_to_come_again(office: Office) -> None:
    api = TillApi(office.store, office.clock)
    with Browser(Starlette(routes=list(api.routes()))) as browser:
        body = packed(Batch(Till().rows))
        api._room = Room(pushes=0)
        answer = browser.send("/api/journal", body, auth=office.auth)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
        api._room = Room(pushes=1)
        for _ in range(2):
            assert browser.send("/api/journal", body, auth=office.auth).is_success


def test_rows_set_aside_are_told_with_the_moment_they_came(
    office: Office, browser: Browser
) -> None:
    till = Till()
    till.open_shift()
    spoilt = msgspec.structs.replace(till.rows[1], body=b"{}")
    body = packed(Batch([till.rows[0], spoilt]))
    answer = browser.send("/api/journal", body, auth=office.auth)
    head = msgspec.msgpack.decode(answer.content, type=Head)
    assert (head.quarantined, head.aside_at) == (1, office.clock())
