"""The OWASP top ten of 2025 tried against the office; docs/security.md says what each is about."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import httpx
import msgspec
import pytest
from argon2 import extract_parameters
from starlette.routing import Route

from backoffice.api.openapi import ENDPOINTS
from backoffice.bootstrap import application
from backoffice.usecases import secrets
from backoffice.usecases.certificate import make_certificate
from backoffice.usecases.enrol import enrol, offer_code
from backoffice.usecases.guesses import CODE_LIMIT
from backoffice.usecases.publish import publish_items
from backoffice.usecases.tills import take_out
from backoffice.web.headers import HEADERS
from sync.messages.facts import UnreadableFact, decode
from sync.messages.wire import Batch, Enrol, ImportPiece, ImportRow
from sync.remote.certificates import pinned
from sync.storage.keys import TillKey
from tests.backoffice.browser import Browser
from tests.backoffice.conftest import PASSWORD, Clock, Office, packed
from tests.backoffice.signed import SignedBy
from tests.backoffice.test_pages import GOOD
from tests.backoffice.trade import GOODS, Till

ROOT = Path(__file__).parents[2]
OTHER = TillKey(bytes(reversed(range(32))))
OPEN_PAGES = {"/login", "/login/code", "/lang/{language}", "/api/openapi.json"}
DEEP = 200_000
JSON = {"Content-Type": "application/json"}


def code_of(*packages: str) -> str:
    files = (file for package in packages for file in (ROOT / package).rglob("*.py"))
    return "\n".join(file.read_text("utf-8") for file in files)


# --- A01 Broken access control ----------------------------------------------------------------


def test_every_address_but_the_open_ones_wants_somebody_known(office: Office) -> None:
    """Taken from the program's own table: a page somebody adds is tried too."""
    by_code = {point.path for point in ENDPOINTS if point.is_open}
    app = application(office.store, office.clock)
    routes = [one for one in app.routes if isinstance(one, Route)]
    tried = 0
    with Browser(app) as browser:
        for route in routes:
            if route.path in OPEN_PAGES | by_code:
                continue
            path = re.sub(r"{\w+}", "x", route.path)
            for method in (route.methods or set()) - {"HEAD"}:
                request = browser._client.build_request(method, path)
                answer = browser._runner.run(browser._client.send(request))
                wanted = {401} if path.startswith("/api/") else {303, 403}
                assert answer.status_code in wanted, (method, path)
                tried += 1
    assert tried > 30


def test_a_till_sees_no_other_till_s_journal(office: Office, browser: Browser) -> None:
    office.push(Till().rows)
    code = offer_code(office.store, "Лесная, 5", office.clock())
    other = enrol(office.store, Enrol(code, "Касса 2", OTHER.public()), office.clock())
    rows = "/api/journal/rows?epoch=0&seq=0"
    mine = browser.get(rows, auth=office.auth)
    theirs = browser.get(rows, auth=SignedBy(other.till, office.clock, OTHER))
    assert len(msgspec.msgpack.decode(mine.content, type=Batch).rows) == 1
    assert msgspec.msgpack.decode(theirs.content, type=Batch).rows == []
    assert browser.get(rows, auth=SignedBy(office.till.till, office.clock, OTHER)).is_error


@pytest.mark.parametrize("path", ["..%2f..%2fwords%2fen.toml", "../signing.py", "%2e%2e/words.py"])
def test_no_file_beside_the_static_ones_is_served(browser: Browser, path: str) -> None:
    assert browser.get(f"/static/{path}").status_code == 404


def test_the_office_fetches_nothing_that_it_is_told_to() -> None:
    """Server-side request forgery needs a client in the server."""
    fetches = re.findall(
        r"import (?:httpx|requests|urllib\.request)|urlopen", code_of("backoffice")
    )
    assert fetches == []


# --- A02 Security misconfiguration --------------------------------------------------------------


@pytest.mark.parametrize("path", ["/login", "/", "/nothing", "/static/office.css", "/api/feed"])
def test_every_answer_says_what_a_browser_must_not_do(browser: Browser, path: str) -> None:
    headers = browser.get(path).headers
    said = {name: headers.get(name) for name in HEADERS if name != "Cache-Control"}
    assert said == {name: value for name, value in HEADERS.items() if name != "Cache-Control"}
    assert "unsafe" not in headers["Content-Security-Policy"]


def test_no_page_has_a_script_or_style_in_it() -> None:
    for template in (ROOT / "backoffice/web/templates").glob("*.html"):
        text = template.read_text("utf-8")
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\bstyle=|\son\w+=", text), template


# --- A03 Software supply chain ------------------------------------------------------------------


def test_every_library_is_pinned_by_its_hash() -> None:
    entries = re.split(r"\n(?=\S)", (ROOT / "requirements.lock").read_text().strip())
    assert len(entries) > 40
    assert [one for one in entries if "==" not in one or "--hash=sha256:" not in one] == []


# --- A04 Cryptographic failures -----------------------------------------------------------------


def test_passwords_cost_what_owasp_asks_for() -> None:
    cost = extract_parameters(secrets.hash_password("x"))
    assert (cost.type.name, cost.memory_cost >= 19_456, cost.time_cost >= 2) == ("ID", True, True)


def test_under_tls_no_cookie_travels_open(office: Office) -> None:
    with Browser(application(office.store, office.clock, secure=True)) as browser:
        page = browser.get("/login")
        assert "; Secure" in page.headers["set-cookie"]
        assert "max-age" in page.headers["Strict-Transport-Security"]


def test_a_till_speaks_no_old_tls(clock: Clock) -> None:
    context = pinned(make_certificate(["office.example"], clock()).certificate.decode())
    assert context.minimum_version.name == "TLSv1_2"
    assert context.verify_mode.name == "CERT_REQUIRED"


# --- A05 Injection ------------------------------------------------------------------------------

TEMPLATE = "{{ 7 * 7 }}"
SCRIPT = "<script>alert(1)</script>"
BAD = (TEMPLATE, SCRIPT, "'; DROP TABLE goods; --", '"><img src=x onerror=x>')


@pytest.mark.parametrize("bad", BAD)
def test_what_people_type_stays_text(office: Office, owner: Browser, bad: str) -> None:
    assert owner.fill("/goods/new", "/goods/new", **GOOD | {"name": bad}).status_code == 303
    page = owner.get(f"/goods?q={bad[:9]}").text
    assert bad not in page or bad == TEMPLATE
    assert "49" not in re.findall(r"<b>([^<]*)</b>", page)
    assert "onerror=x>" not in page
    with office.store.look() as work:
        assert bad in [good.name for good in work.feed.goods("", "", 50, 0)[0]]


@pytest.mark.parametrize("asked", ["' OR 1=1 --", "%", "_", "\\", "\0", "x" * 5000])
def test_a_search_is_no_program(owner: Browser, asked: str) -> None:
    for page in ("/goods", "/stock"):
        answer = owner._runner.run(owner._client.get(page, params={"q": asked}))
        assert answer.status_code in {200, 400}
    assert owner.get("/goods").status_code == 200


def test_a_name_from_a_till_stays_text(office: Office, owner: Browser) -> None:
    publish_items(office.store, [msgspec.structs.replace(GOODS[0], name=SCRIPT)])
    assert SCRIPT not in owner.get("/goods").text


# --- A06 Insecure design ------------------------------------------------------------------------


def test_one_time_codes_are_not_guessed(office: Office, browser: Browser) -> None:
    guess = packed(Enrol("0000-0000-0000", "Касса 2", OTHER.public()))
    answers = [browser.send("/api/enrol", guess) for _ in range(CODE_LIMIT + 1)]
    assert [one.status_code for one in answers] == [403] * CODE_LIMIT + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    code = offer_code(office.store, "Лесная, 5", office.clock())
    right = packed(Enrol(code, "Касса 2", OTHER.public()))
    assert browser.send("/api/enrol", right).status_code == 429


# --- A07 Authentication failures ----------------------------------------------------------------
# test_signing_in.py and test_second_factor.py


def test_a_session_of_another_office_opens_nothing(browser: Browser) -> None:
    browser.cookies.set("prilavok_office", secrets.new_token())
    assert browser.get("/").status_code == 303


# --- A08 Software and data integrity ------------------------------------------------------------


def test_nothing_that_comes_in_is_a_program() -> None:
    found = re.findall(
        r"\b(?:pickle|marshal|shelve|yaml|eval|exec)\b[.(]", code_of("backoffice", "sync")
    )
    assert found == []


def test_a_row_whose_bytes_were_changed_is_set_aside(office: Office, browser: Browser) -> None:
    row = Till().rows[0]
    forged = msgspec.structs.replace(row, body=row.body.replace(b"new", b"old"))
    assert forged != row
    browser.send("/api/journal", packed(Batch([forged])), auth=office.auth)
    with office.store.look() as work:
        assert [why for *_, why in work.ledger.aside()] == ["chain"]


# --- A09 Logging and alerting -------------------------------------------------------------------


def test_refusals_are_logged_without_what_was_typed(
    office: Office, browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        browser.fill("/login", "/login", login="my secret", password="another secret")  # noqa: S106 — of the test
        browser.fill("/login", "/login", login="vera", password=PASSWORD)
        take_out(office.store, office.till.till)
    said = caplog.text
    assert ("refused" in said, "taken out" in said) == (True, True)
    assert not {"secret", PASSWORD} & set(said.split())


# --- A10 Mishandling of exceptional conditions --------------------------------------------------


def test_our_own_bug_shows_nothing_of_the_program(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = application(office.store, office.clock)

    def broken(*_: object) -> None:
        raise RuntimeError("/srv/office/secret.py, line 7")

    monkeypatch.setattr(type(office.store), "look", broken)
    with Browser(app) as browser:
        browser._client._transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        page = browser.get("/login")
    assert page.status_code == 500
    assert "secret.py" not in page.text
    assert "Traceback" not in page.text


@pytest.mark.parametrize("path", ["/api/enrol", "/api/first-run", "/api/restore"])
def test_a_body_nested_without_end_is_told_so(browser: Browser, path: str) -> None:
    deep = b"\x81\xa1x" + b"\x91" * DEEP + b"\xc0"
    assert browser.send(path, deep).status_code == 400
    text = b'{"x":' + b"[" * DEEP + b"]" * DEEP + b"}"
    assert browser.send(path, text, JSON).status_code == 400


def test_a_fact_nested_without_end_is_one_nobody_can_read() -> None:
    with pytest.raises(UnreadableFact):
        decode("SaleClosed", 1, b'{"x":' + b"[" * DEEP + b"]" * DEEP + b"}")


@pytest.mark.parametrize("price", [1 << 63, (1 << 64) - 1])
def test_a_number_beyond_64_bits_is_told_so(office: Office, browser: Browser, price: int) -> None:
    begun = browser.send("/api/import", b"", auth=office.auth)
    name = msgspec.msgpack.decode(begun.content)["id"]
    row = ImportRow(1, "9", "Кефир", 0, 2, price, "", ())
    sent = browser.send(f"/api/import/{name}", packed(ImportPiece([row])), auth=office.auth)
    done = browser.send(f"/api/import/{name}/commit", b"", auth=office.auth)
    assert {sent.status_code, done.status_code} <= {200, 400, 404}
    with office.store.look() as work:
        assert work.feed.goods("", "", 1, 0)[1] == len(GOODS)
