"""The second factor: turned on with the phone in hand, asked for at each sign-in."""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from contextlib import closing
from pathlib import Path

import httpx
import pyotp
import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select, update

from backoffice.bootstrap import application
from backoffice.storage.schema import owners
from backoffice.storage.sealing import VARIABLE
from backoffice.storage.store import OfficeStore
from backoffice.usecases.after_push import catch_up
from backoffice.usecases.second_factor import CODE_LIMIT, RECOVERY_CODES
from backoffice.usecases.secrets import HALF_LIVES_MS
from backoffice.usecases.sign_in import WINDOW_MS
from tests.backoffice.browser import Browser
from tests.backoffice.conftest import PASSWORD, Office
from tests.backoffice.tables import rows_of
from tests.backoffice.test_pages import PATHS

STEP_MS = 30_000
ANOTHER_KEY = urlsafe_b64encode(bytes(32))
# RFC 6238, appendix B: the secret of SHA-1 and its code at 59 s (the last six of eight digits).
RFC_SECRET, RFC_CODE = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "287082"


class Phone:
    """The owner's application."""

    def __init__(self, office: Office, secret: str) -> None:
        self._office, self._totp, self.secret = office, pyotp.TOTP(secret), secret

    def code(self, steps: int = 0) -> str:
        return str(self._totp.at(self._office.clock() // 1000 + 30 * steps))


@pytest.fixture
def phone(office: Office, owner: Browser) -> Phone:
    """The factor is on, and a new code is due."""
    secret = secret_in(owner.get("/second-factor").text)
    phone = Phone(office, secret)
    page = owner.fill("/second-factor", "/second-factor", secret=secret, code=phone.code())
    assert page.status_code == 200, page.text
    office.clock.now += STEP_MS
    return phone


def secret_in(page: str) -> str:
    found = re.search(r'name="secret" value="([A-Z2-7]{32})"', page)
    assert found
    return found[1]


def enter(browser: Browser) -> httpx.Response:
    """With the password alone."""
    return browser.fill("/login", "/login", login="vera", password=PASSWORD)


def answer(browser: Browser, code: str) -> httpx.Response:
    return browser.fill("/login/code", "/login/code", code=code)


def test_codes_are_those_of_the_standard() -> None:
    assert str(pyotp.TOTP(RFC_SECRET).at(59)) == RFC_CODE


def test_a_password_alone_opens_nothing(office: Office, phone: Phone) -> None:
    with office.browser() as browser:
        assert enter(browser).headers["location"] == "/login/code"
        assert {browser.get(path).status_code for path in PATHS} == {303}
        assert browser.fill("/login/code", "/goods/new", name="X").status_code == 303
        assert "Люди" not in browser.get("/login/code").text


def test_the_code_opens_the_office_with_another_session(office: Office, phone: Phone) -> None:
    with office.browser() as browser:
        enter(browser)
        half = browser.cookies["prilavok_office"]
        assert answer(browser, phone.code()).status_code == 303
        assert browser.cookies["prilavok_office"] != half
        assert browser.get("/").status_code == 200
        browser.cookies.set("prilavok_office", half, domain="office.test", path="/")
        assert browser.get("/login/code").status_code == 303, "the half session is over"


def test_a_code_is_taken_once(office: Office, phone: Phone) -> None:
    code = phone.code()
    with office.browser() as first, office.browser() as second:
        enter(first)
        enter(second)
        assert answer(first, code).status_code == 303
        assert answer(second, code).status_code == 403


@pytest.mark.parametrize(("steps", "status"), [(-1, 403), (0, 303), (1, 303), (2, 403), (-2, 403)])
def test_a_phone_s_clock_may_be_half_a_minute_off(
    office: Office, phone: Phone, steps: int, status: int
) -> None:
    """The step before was used to turn it on."""
    with office.browser() as browser:
        enter(browser)
        assert answer(browser, phone.code(steps)).status_code == status


def test_codes_are_not_guessed(office: Office, phone: Phone) -> None:
    with office.browser() as browser:
        enter(browser)
        assert [answer(browser, "000000").status_code for _ in range(CODE_LIMIT)] == [403] * 5
        locked = answer(browser, phone.code())
        assert (locked.status_code, locked.headers["retry-after"]) == (429, "900")
    office.clock.now += WINDOW_MS
    with office.browser() as browser:
        enter(browser)
        assert answer(browser, phone.code()).status_code == 303


def test_a_half_session_does_not_wait_for_long(office: Office, phone: Phone) -> None:
    with office.browser() as browser:
        enter(browser)
        office.clock.now += HALF_LIVES_MS
        assert browser.get("/login/code").headers["location"] == "/login"


def test_spare_codes_stand_in_for_a_lost_phone_once_each(office: Office, owner: Browser) -> None:
    secret = secret_in(owner.get("/second-factor").text)
    code = Phone(office, secret).code()
    page = owner.fill("/second-factor", "/second-factor", secret=secret, code=code).text
    spare = re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", page)
    assert len(set(spare)) == RECOVERY_CODES
    for status in (303, 403):
        with office.browser() as browser:
            enter(browser)
            assert answer(browser, spare[0].lower()).status_code == status
    off = owner.fill("/second-factor", "/second-factor/off", code=spare[1])
    assert off.headers["location"] == "/own"
    with office.browser() as browser:
        assert enter(browser).headers["location"] == "/"


def test_it_is_turned_off_with_a_code_only(office: Office, owner: Browser, phone: Phone) -> None:
    wrong = owner.fill("/second-factor", "/second-factor/off", code="123456")
    assert wrong.status_code == 422
    with office.browser() as browser:
        assert enter(browser).headers["location"] == "/login/code"


@pytest.mark.parametrize("secret", ["", "short", "A" * 31 + "1", "а" * 32])
def test_a_secret_that_is_none_turns_nothing_on(
    office: Office, owner: Browser, secret: str
) -> None:
    page = owner.fill("/second-factor", "/second-factor", secret=secret, code="000000")
    assert page.status_code == 422
    with office.browser() as browser:
        assert enter(browser).headers["location"] == "/"


def test_turning_it_on_ends_the_other_sessions(office: Office, owner: Browser) -> None:
    with office.browser() as thief:
        enter(thief)
        secret = secret_in(owner.get("/second-factor").text)
        code = Phone(office, secret).code()
        owner.fill("/second-factor", "/second-factor", secret=secret, code=code)
        assert thief.get("/").status_code == 303
    assert owner.get("/").status_code == 200


def kept(office: Office) -> list[str]:
    """What the table holds of the owner's secret."""
    return [str(row[0]) for row in rows_of(office.store, select(owners.c.totp))]


def test_the_secret_lies_sealed_and_its_key_apart(
    office: Office, phone: Phone, tmp_path: Path
) -> None:
    (sealed,) = kept(office)
    assert phone.secret not in sealed
    (key,) = [*tmp_path.glob("office.db-key"), *tmp_path.glob("office.key")]
    assert key.stat().st_mode & 0o777 == 0o600
    assert Fernet(key.read_bytes()).decrypt(sealed.encode()).decode() == phone.secret
    with office.browser() as browser:
        enter(browser)
        assert answer(browser, phone.code()).status_code == 303


def test_a_secret_of_before_is_sealed_at_the_next_start_and_its_codes_go_on(
    office: Office, phone: Phone
) -> None:
    with office.store._engine.begin() as db:
        db.execute(update(owners).values(totp=phone.secret))
    catch_up(office.store, office.clock())
    (sealed,) = kept(office)
    assert phone.secret not in sealed
    catch_up(office.store, office.clock())
    assert kept(office) == [sealed]
    with office.browser() as browser:
        enter(browser)
        assert answer(browser, phone.code()).status_code == 303


@pytest.mark.parametrize("key", [None, ANOTHER_KEY, b"rubbish"], ids=["gone", "other", "rubbish"])
def test_without_its_key_no_code_fits_but_a_spare_one_does(
    office: Office, owner: Browser, tmp_path: Path, key: bytes | None
) -> None:
    secret = secret_in(owner.get("/second-factor").text)
    phone = Phone(office, secret)
    page = owner.fill("/second-factor", "/second-factor", secret=secret, code=phone.code()).text
    spare = re.findall(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){2}", page)[0]
    office.clock.now += STEP_MS
    (file,) = [*tmp_path.glob("office.db-key"), *tmp_path.glob("office.key")]
    file.unlink() if key is None else file.write_bytes(key)
    url = office.store._engine.url.render_as_string(hide_password=False)
    with (
        closing(OfficeStore(url)) as store,
        Browser(application(store, office.clock)) as again,
    ):
        enter(again)
        assert answer(again, phone.code()).status_code == 403
        assert answer(again, "").status_code == 403
        assert answer(again, spare).status_code == 303


def test_where_no_key_can_be_kept_the_server_starts_all_the_same(
    office: Office, phone: Phone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a file").touch()
    monkeypatch.setenv(VARIABLE, str(tmp_path / "a file" / "office.key"))
    with office.store._engine.begin() as db:
        db.execute(update(owners).values(totp=phone.secret))
    url = office.store._engine.url.render_as_string(hide_password=False)
    with closing(OfficeStore(url)) as store:
        catch_up(store, office.clock())
    assert kept(office) == [phone.secret]
