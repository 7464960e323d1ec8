"""Who comes into the office: passwords, sessions, foreign forms, guesses."""

from __future__ import annotations

import pytest

from backoffice.usecases.sign_in import (
    LOGIN_LIMIT,
    SESSION_LIVES_MS,
    WINDOW_MS,
    session_of,
    sign_in,
)
from tests.backoffice.browser import Browser, token_in
from tests.backoffice.conftest import PASSWORD, Office
from tests.backoffice.test_pages import PATHS


def enter(browser: Browser, password: str = PASSWORD, login: str = "vera") -> int:
    return browser.fill("/login", "/login", login=login, password=password).status_code


@pytest.mark.parametrize("path", PATHS)
def test_no_page_is_shown_to_a_stranger(browser: Browser, path: str) -> None:
    answer = browser.get(path)
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")


def test_the_owner_comes_in_and_goes_out(browser: Browser) -> None:
    assert enter(browser) == 303
    assert browser.get("/").status_code == 200
    kept = browser.cookies["prilavok_office"]
    assert browser.fill("/", "/logout").status_code == 303
    assert browser.get("/").status_code == 303
    browser.cookies.set("prilavok_office", kept)
    assert browser.get("/").status_code == 303, "a session that was ended opens nothing"


def test_a_session_ends_by_itself(office: Office, owner: Browser) -> None:
    assert owner.get("/").status_code == 200
    office.clock.now += SESSION_LIVES_MS
    assert owner.get("/").status_code == 303


@pytest.mark.parametrize(("login", "password"), [("vera", "wrong"), ("nobody", PASSWORD)])
def test_a_wrong_name_or_password_is_told_alike(
    browser: Browser, login: str, password: str
) -> None:
    answer = browser.fill("/login", "/login", login=login, password=password)
    assert answer.status_code == 403
    assert "Имя и пароль не подходят" in answer.text
    assert "prilavok_office" not in browser.cookies


def test_guessing_is_locked_for_a_while_and_opens_again(office: Office, browser: Browser) -> None:
    assert [enter(browser, "wrong") for _ in range(LOGIN_LIMIT)] == [403] * LOGIN_LIMIT
    locked = browser.fill("/login", "/login", login="vera", password=PASSWORD)
    assert (locked.status_code, locked.headers["retry-after"]) == (429, "900")
    assert "15 минут" in locked.text
    office.clock.now += WINDOW_MS
    assert enter(browser) == 303


def test_a_sign_in_gives_a_session_that_was_not_there_before(browser: Browser) -> None:
    browser.cookies.set("prilavok_office", "chosen-by-somebody-else")
    assert enter(browser) == 303
    first = browser.cookies.get("prilavok_office", domain="office.test", path="/") or ""
    assert first not in ("", "chosen-by-somebody-else")
    browser.cookies.clear()
    assert enter(browser) == 303
    second = next(iter(browser.cookies.jar)).value
    assert second != first


def test_the_session_a_sign_in_takes_the_place_of_is_over(office: Office) -> None:
    store, now = office.store, office.clock()
    first = sign_in(store, "vera", PASSWORD, "", now)
    second = sign_in(store, "vera", PASSWORD, "", now, instead_of=first)
    assert session_of(store, first, now) is None
    assert session_of(store, second, now)


def test_a_right_password_clears_the_count(browser: Browser) -> None:
    for _ in range(3):
        assert [enter(browser, "wrong") for _ in range(LOGIN_LIMIT - 1)] == [403] * 4
        assert enter(browser) == 303
        browser.cookies.delete("prilavok_office")


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(browser: Browser) -> None:
    answer = browser.fill("/login", "/login", login="vera", password=PASSWORD)
    cookie = next(
        one for one in answer.headers.get_list("set-cookie") if one.startswith("prilavok_office")
    ).lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


def test_a_sign_in_from_another_site_is_not_taken(browser: Browser) -> None:
    browser.get("/login")
    answer = browser.post("/login", {"login": "vera", "password": PASSWORD, "csrf": "guess"})
    assert answer.status_code == 403
    assert "prilavok_office" not in browser.cookies


@pytest.mark.parametrize(
    "path", ["/logout", "/goods/new", "/goods/item-1", "/goods/item-1/gone", "/people/new"]
)
@pytest.mark.parametrize("token", [None, "", "guess"])
def test_a_form_without_the_token_of_its_page_changes_nothing(
    office: Office, owner: Browser, path: str, token: str | None
) -> None:
    form = {"name": "X", "price": "1", "unit": "0", "vat": "11"}
    answer = owner.post(path, form if token is None else {**form, "csrf": token})
    assert answer.status_code == 403
    assert "Форма не принята" in answer.text
    assert owner.get("/goods").status_code == 200
    with office.store.look() as work:
        assert work.feed.goods("", "", 50, 0)[1] == 12


def test_a_token_of_another_session_is_foreign(office: Office, owner: Browser) -> None:
    with office.browser() as other:
        assert enter(other) == 303
        foreign = token_in(other.get("/goods/new").text)
    answer = owner.post("/goods/item-1/gone", {"csrf": foreign})
    assert answer.status_code == 403


def test_the_language_switch_leads_back_into_the_office_only(browser: Browser) -> None:
    for back, lands in (
        ("/goods", "/goods"),
        ("//evil.test", "/"),
        ("/\\evil.test", "/"),
        ("https://evil.test", "/"),
        ("/a%0d%0ab", "/"),
    ):
        assert browser.get(f"/lang/en?back={back}").headers["location"] == lands
    assert "Sign in" in browser.get("/login").text


def test_an_empty_office_says_who_makes_the_owner(office: Office, browser: Browser) -> None:
    with office.store.work() as work:
        work.places._db.exec_driver_sql("DELETE FROM office")
    assert "Офис ещё пуст" in browser.get("/login").text
