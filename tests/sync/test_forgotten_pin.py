"""The owner forgot the PIN: the office, which the password opens, gives a new one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from backoffice.bootstrap import application, clock, open_store
from backoffice.storage.store import OfficeStore
from backoffice.usecases.first_run import first_run, offer_code
from pos.bootstrap import link
from pos.bootstrap.known import public_key, remember
from pos.errors import WrongPin
from pos.usecases import login
from sync.messages.feed import UserChanged
from sync.messages.wire import FirstRun
from tests.backoffice.browser import Browser
from tests.emulated.office import Office
from tests.fakes.till import OWNER_PIN, Shop, make_shop

NEW_PIN, PASSWORD = "4826", "a long password"


@pytest.fixture
def served() -> Iterator[Office]:
    office = Office()
    yield office
    office.close()


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    (tmp_path / "template").mkdir()
    make_shop(tmp_path / "template")
    made = Shop(tmp_path / "till", tmp_path / "template")
    yield made
    made.close()


def enrol(shop: Shop, store: OfficeStore, url: str) -> str:
    """The first run: the till's owner is known to the office; the id of that person."""
    with shop.reader() as db:
        [(owner, name, pin_hash)] = db.query(
            "SELECT user, name, pin_hash FROM users WHERE role = 'owner'"
        )
    code = offer_code(store, clock()) or ""
    users = [UserChanged(user=owner, name=name, role="owner", pin_hash=pin_hash)]
    ask = FirstRun(code, "Касса 1", "Лавка", "7707083893", "Europe/Moscow", "vera", PASSWORD, users)
    key = public_key(shop.folder)
    remember(shop.folder, url, first_run(store, replace(ask, key=key), clock()))
    return str(owner)


def test_the_owner_gives_a_new_pin_in_the_office_and_logs_in_with_it(
    shop: Shop, served: Office, tmp_path: Path
) -> None:
    database = tmp_path / "office.db"
    with open_store(f"sqlite:///{database}") as store:
        owner = enrol(shop, store, served.url)
        with Browser(application(store, clock)) as browser:
            browser.fill("/login", "/login", login="vera", password=PASSWORD)
            page = f"/people/{owner}"
            form = {"name": "Ольга Котова", "role": "owner", "pin": NEW_PIN, "active": "1"}
            assert browser.fill(page, page, **form).status_code == 303
    login.log_out(shop.counter)
    with served.over(database):
        assert link.link_for(shop.folder, shop.store).once().online
    with pytest.raises(WrongPin):
        login.log_in(shop.counter, OWNER_PIN)
    seen = login.log_in(shop.counter, NEW_PIN)
    assert seen.user is not None
    assert seen.user.name == "Ольга Котова"
