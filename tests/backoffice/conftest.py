"""An office in a file, with its first till."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest

from backoffice.bootstrap import application
from backoffice.storage.sealing import VARIABLE
from backoffice.storage.store import OfficeStore
from backoffice.usecases import first_run as first
from backoffice.usecases.accept import accept
from sync.messages.feed import ItemChanged, UserChanged
from sync.messages.wire import Enrolled, FirstRun, Head, Row
from tests.backoffice.browser import Browser
from tests.backoffice.postgres.cluster import Cluster, new_cluster
from tests.backoffice.signed import KEY, SignedBy
from tests.backoffice.trade import GOODS, PEOPLE, ZONE, moment

PASSWORD = "правильная лошадь"  # noqa: S105 — of the test's own office


@dataclass
class Clock:
    """A clock that is set by hand, ms UTC."""

    now: int = field(default_factory=lambda: moment("2026-11-24 14:32"))

    def __call__(self) -> int:
        return self.now


@dataclass
class Office:
    """A made office: its store, clock and first till."""

    store: OfficeStore
    clock: Clock
    till: Enrolled

    def push(self, rows: list[Row], till: str = "") -> Head:
        return accept(self.store, till or self.till.till, rows, self.clock())

    @property
    def auth(self) -> SignedBy:
        """Signs as the first till."""
        return SignedBy(self.till.till, self.clock)

    def browser(self, language: str = "ru") -> Browser:
        """A browser nobody is signed in with."""
        return Browser(application(self.store, self.clock), language)


def ask(
    code: str,
    users: list[UserChanged] | None = None,
    items: list[ItemChanged] | None = None,
    password: str = PASSWORD,
    key: bytes | None = None,
) -> FirstRun:
    """A first run of "Лесная, 5"."""
    return FirstRun(
        code=code,
        till="Касса 1",
        shop="Лесная, 5",
        inn="7707083893",
        zone=ZONE,
        login="vera",
        password=password,
        users=PEOPLE if users is None else users,
        items=GOODS if items is None else items,
        key=KEY.public() if key is None else key,
    )


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL of the tests' own."""
    with new_cluster() as cluster:
        yield cluster


@pytest.fixture(scope="session")
def chain(cluster: Cluster) -> str:
    """The name of an office at the newest schema, cleared after each test."""
    name = cluster.create()
    OfficeStore(cluster.url(name)).close()
    return name


@pytest.fixture
def postgres_url(
    cluster: Cluster, chain: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """The address of an empty office on PostgreSQL; what it seals has a key of the test's own."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "office.key"))
    yield cluster.url(chain)
    cluster.clear(chain)


@pytest.fixture(params=["sqlite", "postgresql"])
def db(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an office, on each engine in turn."""
    if request.param == "sqlite":
        file = tmp_path / "office.db"
        file.write_bytes(blank())
        return f"sqlite:///{file}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture(params=["sqlite", "postgresql"])
def nothing(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without a table, on each engine."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'new.db'}"
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    name = cluster.create()
    yield cluster.url(name)
    cluster.drop(name)


@pytest.fixture
def store(db: str) -> Iterator[OfficeStore]:
    with closing(OfficeStore(db)) as store:
        yield store


def made(store: OfficeStore, clock: Clock) -> Office:
    """The first run of an empty store."""
    code = first.offer_code(store, clock())
    assert code
    return Office(store, clock, first.first_run(store, ask(code), clock()))


@cache
def blank() -> bytes:
    """The file of an empty office at the newest schema: one history for all of them."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "office.db"
        OfficeStore(f"sqlite:///{file}").close()
        return file.read_bytes()


@contextmanager
def new_office() -> Iterator[Office]:
    """An office of its own, for each example of a property."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "office.db"
        file.write_bytes(blank())
        with closing(OfficeStore(f"sqlite:///{file}")) as store:
            yield made(store, Clock())


@pytest.fixture
def office(store: OfficeStore, clock: Clock) -> Office:
    return made(store, clock)


@pytest.fixture
def browser(office: Office) -> Iterator[Browser]:
    with office.browser() as client:
        yield client


@pytest.fixture
def owner(browser: Browser) -> Browser:
    """A browser in which the owner is signed in."""
    assert browser.fill("/login", "/login", login="vera", password=PASSWORD).status_code == 303
    return browser


def packed(message: object) -> bytes:
    """A wire message as it travels."""
    return msgspec.msgpack.encode(message)
