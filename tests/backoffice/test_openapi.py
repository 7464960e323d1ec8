"""Whatever an OpenAPI reader thinks up to ask, the office answers: never with a bug of its own."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias
from urllib.parse import urlencode

import httpx
import msgspec
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.core.result import Ok
from starlette.applications import Starlette

from backoffice.api.openapi import ENDPOINTS, description
from backoffice.api.tills import TillApi
from backoffice.bootstrap import application, clock
from backoffice.storage.store import OfficeStore
from backoffice.usecases import first_run
from backoffice.usecases.enrol import offer_code
from backoffice.usecases.guesses import WINDOW_MS
from sync.messages.wire import Head
from tests.backoffice.browser import NOBODY, Browser
from tests.backoffice.conftest import Office, blank, new_office
from tests.backoffice.signed import KEY

schemathesis_schema = schemathesis.openapi.from_dict(json.loads(description()))
OPERATIONS = {
    f"{found.ok().method.upper()} {found.ok().path}": found.ok()
    for found in schemathesis_schema.get_all_operations()
    if isinstance(found, Ok)
}
Case: TypeAlias = "schemathesis.Case[Any]"
BY_CODE = {point.path for point in ENDPOINTS if point.is_open}
REACHED = {
    *("/api/enrol", "/api/journal/head", "/api/journal", "/api/journal/known"),
    *("/api/journal/rows", "/api/feed", "/api/import"),
}
KEY_TEXT = base64.b64encode(KEY.public()).decode()
MODES = {mode.value: mode for mode in schemathesis.GenerationMode}


def test_the_description_is_of_all_there_is(office: Office) -> None:
    told = {(point.method, point.path) for point in ENDPOINTS}
    assert {tuple(name.split(" ")) for name in OPERATIONS} == told
    app = Starlette(routes=list(TillApi(office.store, office.clock).routes()))
    there = {
        (method, route.path)  # type: ignore[attr-defined]
        for route in app.routes
        for method in route.methods  # type: ignore[attr-defined]
    }
    assert there - told - {("HEAD", path) for _, path in told} == {
        ("GET", "/api/openapi.json"), ("HEAD", "/api/openapi.json")
    }  # fmt: skip


def test_others_may_speak_json(office: Office, browser: Browser) -> None:
    headers = {"Accept": "application/json", "Content-Type": "application/json"}
    told = browser.send("/api/journal", b'{"rows":[]}', headers, office.auth)
    assert told.headers["content-type"] == "application/json"
    assert msgspec.json.decode(told.content, type=Head) == Head(0, 0, now=office.clock())
    served = browser.get("/api/openapi.json")
    assert served.content == description()


@contextmanager
def empty_office() -> Iterator[OfficeStore]:
    """One that nobody made yet."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "office.db"
        file.write_bytes(blank())
        with closing(OfficeStore(f"sqlite:///{file}")) as store:
            yield store


def _request(case: Case) -> httpx.Request:
    """As it goes over the wire; a body that is none is sent as it is."""
    asked = case.as_transport_kwargs(base_url="http://office.test")
    query = urlencode(list((asked.get("params") or {}).items()), doseq=True, errors="replace")
    url = asked["url"] + (f"?{query}" if query else "")
    headers = {name: value for name, value in (asked.get("headers") or {}).items() if value}
    body = asked.get("data") or b""
    if asked.get("json") is not None:
        body = json.dumps(asked["json"]).encode()
        headers["Content-Type"] = "application/json"
    content = body if isinstance(body, bytes) else str(body).encode("utf-8", "replace")
    return httpx.Request(asked["method"], url, headers=headers, content=content)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", OPERATIONS)
def test_nothing_that_is_asked_is_a_bug(name: str, mode: str) -> None:
    path, seen = name.split(" ")[1], set[int]()
    with new_office() as office, Browser(application(office.store, office.clock)) as browser:

        @settings(
            max_examples=30, deadline=None, database=None,
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=OPERATIONS[name].as_strategy(generation_mode=MODES[mode]))
        def ask(case: Case) -> None:
            office.clock.now += WINDOW_MS  # guesses are not what is tried here
            if path in BY_CODE and isinstance(case.body, dict):
                case.body["code"] = offer_code(office.store, "Лесная, 5", office.clock())
                case.body.update({"key": KEY_TEXT} if "key" in case.body else {})
            request = _request(case)
            auth = NOBODY if path in BY_CODE else office.auth
            answer = browser._runner.run(browser._client.send(request, auth=auth))
            seen.add(answer.status_code)
            assert answer.status_code < 500, (request.url, request.content[:300])

        ask()
    if mode == "positive" and path in REACHED:
        assert 200 in seen, "no question came through: this proves little"


def test_a_first_run_of_anything_is_no_bug() -> None:
    operation = OPERATIONS["POST /api/first-run"]

    @settings(
        max_examples=10, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(case=operation.as_strategy(generation_mode=MODES["positive"]))
    def ask(case: Case) -> None:
        with empty_office() as store, Browser(application(store)) as browser:
            assert isinstance(case.body, dict)
            case.body |= {"code": first_run.offer_code(store, clock()), "key": KEY_TEXT}
            case.body |= {"zone": "Europe/Moscow", "password": "long enough"}
            for field in ("shop", "till", "login"):
                case.body[field] = f"x{case.body[field]}"
            answer = browser._runner.run(browser._client.send(_request(case)))
            assert answer.status_code in {200, 400}, answer.text

    ask()
