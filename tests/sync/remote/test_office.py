"""The client against a server on this machine that answers well, badly, or not at all."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing

import msgspec
import pytest

from sync.errors import (
    BadAddress,
    BadAnswer,
    OfficeBusy,
    OfficeRefused,
    OfficeUnreachable,
    OpenLine,
    TillRevoked,
)
from sync.messages.wire import Enrol, Enrolled, FirstRun, Head
from sync.remote.asker import WithToken
from sync.remote.office import OfficeClient
from sync.usecases.ports import Office
from tests.fakes.office import TOKEN, FakeOffice, serving, wire
from tests.fakes.tills import Till


@pytest.fixture
def office() -> FakeOffice:
    return FakeOffice(page_size=2)


@pytest.fixture
def url(office: FakeOffice) -> Iterator[str]:
    with serving(wire(office), token=TOKEN) as url:
        yield url


def test_the_client_is_an_office(url: str, office: FakeOffice, till: Till) -> None:
    till.journal.begin(3)
    with closing(OfficeClient(url, WithToken(TOKEN))) as client:
        port: Office = client
        assert till.push(port) == till.journal.head()
    assert office.chain_faults() == []
    assert office.last()[:2] == (1, 4)


def test_the_feed_is_asked_by_id_and_cursor(url: str, office: FakeOffice) -> None:
    office.sell("a", "b", "c")
    with closing(OfficeClient(url + "/", WithToken(TOKEN))) as client:
        first = client.feed("", 0)
        rest = client.feed(first.feed, first.cursor)
    assert (first.cursor, first.more, rest.cursor, rest.more) == (2, True, 3, False)
    assert office.asked == [("", 0), ("feed-1", 2)]


def test_a_code_is_traded_for_a_token(url: str) -> None:
    with closing(OfficeClient(url)) as client:
        assert client.enrol(Enrol("0000-1111", "Касса 1")) == Enrolled("Касса 1", TOKEN, "shop-1")
        with pytest.raises(OfficeRefused) as refused:
            client.enrol(Enrol("wrong", "Касса 1"))
    assert refused.value.status == 403
    assert str(refused.value) == "/api/enrol: no such code"


def test_a_first_run_makes_the_office(url: str) -> None:
    ask = FirstRun("c", "Касса 1", "Лавка", "", "Europe/Moscow", "owner", "password", [])
    with closing(OfficeClient(url)) as client:
        assert client.first_run(ask).token == TOKEN


def test_a_wrong_token_is_refused(url: str) -> None:
    with (
        closing(OfficeClient(url, WithToken("wrong"))) as client,
        pytest.raises(OfficeRefused) as refused,
    ):
        client.head()
    assert refused.value.status == 401


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (200, b"", BadAnswer),
        (200, b"<html>a router's own page</html>", BadAnswer),
        (200, msgspec.msgpack.encode(["1", 2]), BadAnswer),
        (302, b"", BadAnswer),
        (500, b"a bug", BadAnswer),
        (503, b"", OfficeUnreachable),
        (404, b"", OfficeRefused),
        (413, b"\xff\xfe", OfficeRefused),
    ],
)
def test_every_other_answer_is_an_error_of_ours(
    status: int, body: bytes, error: type[Exception]
) -> None:
    with (
        serving(lambda method, path, content: (status, body)) as url,
        closing(OfficeClient(url)) as client,
        pytest.raises(error),
    ):
        client.head()


def test_nobody_there_is_unreachable() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
    with (
        closing(OfficeClient(f"http://127.0.0.1:{port}")) as client,
        pytest.raises(OfficeUnreachable),
    ):
        client.head()


def test_an_office_that_keeps_silent_is_unreachable() -> None:
    with (
        closing(socket.create_server(("127.0.0.1", 0))) as silent,
        closing(
            OfficeClient(f"http://127.0.0.1:{silent.getsockname()[1]}", answer_s=0.05)
        ) as client,
        pytest.raises(OfficeUnreachable),
    ):
        client.head()


def test_a_batch_travels_packed(office: FakeOffice, till: Till) -> None:
    seen: list[tuple[str, int]] = []
    sizes: list[int] = []
    answer = wire(office)

    def watched(method: str, path: str, body: bytes) -> tuple[int, bytes]:
        seen.append((path, len(body)))
        return answer(method, path, body)

    till.journal.begin(200)
    with serving(watched, sizes=sizes) as url, closing(OfficeClient(url)) as client:
        till.push(client)
    unpacked = max(size for path, size in seen if path == "/api/journal")
    assert max(sizes) * 4 < unpacked


def test_a_till_that_was_taken_out_is_told_so() -> None:
    with (
        serving(lambda *_: (410, b"taken out\n")) as url,
        closing(OfficeClient(url)) as client,
        pytest.raises(TillRevoked, match="taken out"),
    ):
        client.feed("", 0)


def test_a_busy_office_is_left_alone_for_as_long_as_it_says(office: FakeOffice) -> None:
    with (
        serving(lambda *_: (503, b""), headers={"Retry-After": "7"}) as url,
        closing(OfficeClient(url)) as client,
        pytest.raises(OfficeBusy) as busy,
    ):
        client.head()
    assert busy.value.wait_s == 7.0


def test_a_client_goes_on_after_a_failure(office: FakeOffice) -> None:
    answers = [(500, b""), (200, msgspec.msgpack.encode(Head(0, 0)))]
    with serving(lambda *_: answers.pop(0)) as url, closing(OfficeClient(url)) as client:
        with pytest.raises(BadAnswer):
            client.head()
        assert client.head() == Head(0, 0)


@pytest.mark.parametrize("url", ["", "office", "ftp://127.0.0.1", "http://", "http://[::1"])
def test_text_that_is_no_address_is_said_at_once(url: str) -> None:
    with pytest.raises(BadAddress):
        OfficeClient(url)


@pytest.mark.parametrize("url", ["http://192.168.1.5:8080", "http://office.example"])
def test_a_token_never_travels_open_to_another_machine(url: str) -> None:
    with pytest.raises(OpenLine):
        OfficeClient(url)


def test_tls_may_go_anywhere_and_this_machine_needs_none() -> None:
    for url in ("https://office.example", "http://localhost:1", "http://[::1]:1"):
        OfficeClient(url).close()


def test_http_is_not_loaded_before_the_first_question() -> None:
    """The till imports the client before its first frame."""
    program = (
        "import sys; from sync.remote.office import OfficeClient;"
        " OfficeClient('http://127.0.0.1:1'); sys.exit('httpx' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0  # noqa: S603 — our own interpreter
