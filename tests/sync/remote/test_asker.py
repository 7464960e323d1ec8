"""As whom the client asks: it signs, corrects its clock, and exchanges an old token once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from sync.messages.signed import Claim, read
from sync.remote.asker import KnownTill, WithToken
from sync.storage.keys import TillKey

KEY = TillKey(bytes(range(32)))
CLOCK = 1_790_000_000_000
OLD = "old"


def known(one: KnownTill, method: str = "GET", target: str = "/x", body: bytes = b"") -> Claim:
    found = read(one.headers(method, target, body)["Authorization"])
    assert found
    claim, signature = found
    assert signature == KEY.sign(claim.statement(method, target))
    return claim


def test_each_question_is_signed_anew() -> None:
    till = KnownTill("till-1", lambda: KEY, lambda: CLOCK)
    first, second = known(till), known(till)
    assert (first.till, first.at) == ("till-1", CLOCK)
    assert first.nonce != second.nonce


def test_a_clock_that_is_wrong_signs_by_the_office_s() -> None:
    till = KnownTill("till-1", lambda: KEY, lambda: CLOCK)
    assert till.set_clock(str(CLOCK - 86_400_000))
    assert known(till).at == CLOCK - 86_400_000
    for nonsense in ("", "-1", "١٢", "9" * 20):
        assert not till.set_clock(nonsense)
    assert known(till).at == CLOCK - 86_400_000


@dataclass
class OldOffice:
    """Takes keys, or does not know what they are."""

    takes: bool
    seen: list[bytes] = field(default_factory=list)

    def show_key(self, key: bytes) -> bool:
        self.seen.append(key)
        return self.takes


def asked(takes: bool) -> tuple[KnownTill, OldOffice, list[str], Callable[[], None]]:
    told: list[str] = []
    office = OldOffice(takes)
    shown = partial(told.append, "shown")
    till = KnownTill("till-1", lambda: KEY, lambda: CLOCK, token=OLD, shown=shown)
    return till, office, told, lambda: till.prepare(office.show_key)


def test_a_token_is_exchanged_for_the_key_before_the_first_question() -> None:
    till, office, told, prepare = asked(takes=True)
    prepare()
    prepare()
    assert (office.seen, told) == ([KEY.public()], ["shown"])
    assert known(till).till == "till-1"


def test_an_office_that_knows_no_keys_goes_on_with_the_token() -> None:
    till, office, told, prepare = asked(takes=False)
    prepare()
    prepare()
    assert (office.seen, told) == ([KEY.public()], [])
    assert till.headers("GET", "/x", b"") == {"Authorization": "Bearer old"}


def test_who_has_but_a_code_shows_nothing() -> None:
    assert WithToken().headers("GET", "/x", b"") == {}
    assert not WithToken().set_clock("1")
