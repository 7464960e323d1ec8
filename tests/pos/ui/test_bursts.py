"""Rhythm tells a scanner from a person."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pos.ui.kit.bursts import DEAF_MS, GAP_MS, Bursts, Scan, Typed

Out = list[Scan | Typed[str]]


def play(keys: list[tuple[int, str]], *, ended: bool = True) -> tuple[Bursts[str], Out]:
    """Keys with the pause before each; then the rhythm ends."""
    bursts: Bursts[str] = Bursts()
    at, out = 1000, Out()
    for pause, char in keys:
        at += pause
        out += bursts.key(at, char, char)
    return bursts, out + (bursts.settle() if ended else [])


def typed(out: Out) -> str:
    return "".join(event for part in out if isinstance(part, Typed) for event in part.events)


def scans(out: Out) -> list[str]:
    return [part.text for part in out if isinstance(part, Scan)]


codes = st.text("0123456789ABCabc-+/\x1d", min_size=6, max_size=60)
quick, slow = st.integers(0, GAP_MS), st.integers(GAP_MS + 1, 500)


@given(codes, st.data())
def test_a_quick_code_is_a_scan_and_nothing_is_typed(code: str, data: st.DataObject) -> None:
    keys = [(data.draw(quick), char) for char in code]
    _, out = play([(900, keys[0][1]), *keys[1:]])
    assert (scans(out), typed(out)) == ([code], "")


@given(st.text("0123456789абв*", min_size=1, max_size=30), st.data())
def test_slow_keys_are_typed_in_order_whatever_they_are(text: str, data: st.DataObject) -> None:
    _, out = play([(data.draw(slow), char) for char in text])
    assert (scans(out), typed(out)) == ([], text)


@given(st.lists(st.tuples(st.integers(0, 500), st.sampled_from("12ab\r\t")), max_size=60))
def test_no_key_is_lost_or_doubled(keys: list[tuple[int, str]]) -> None:
    _, out = play(keys)
    given_chars = [char for _, char in keys if char not in "\r\t"]
    got = [char for part in out for char in (part.text if isinstance(part, Scan) else part.events)]
    assert [char for char in got if char not in "\r\t"] == given_chars


def test_a_short_code_with_its_enter_is_a_scan_and_the_enter_is_swallowed() -> None:
    _, out = play([(900, "1"), (2, "0"), (2, "0"), (2, "7"), (2, "\r")], ended=False)
    assert out == [Scan("1007")]


def test_three_rolled_keys_and_enter_are_typing() -> None:
    _, out = play([(900, "1"), (20, "2"), (20, "3"), (20, "\r")])
    assert (scans(out), typed(out)) == ([], "123\r")


def test_a_scan_amid_slow_typing_leaves_the_typing() -> None:
    keys = [(200, "3"), (200, "*"), (200, "4")] + [(3, char) for char in "601234"] + [(3, "\r")]
    _, out = play([*keys, (300, "x")])
    assert (scans(out), typed(out)) == (["4601234"], "3*x")


def test_payment_keys_are_deaf_for_300_ms_after_a_scan() -> None:
    bursts, _ = play([(900, char) for char in "1"] + [(1, char) for char in "234567"])
    last = 1000 + 900 + 6
    assert bursts.deaf(last)
    assert bursts.deaf(last + DEAF_MS - 1)
    assert not bursts.deaf(last + DEAF_MS)


def test_a_key_in_the_rhythm_of_held_ones_is_deaf_but_a_deliberate_one_is_not() -> None:
    bursts: Bursts[str] = Bursts()
    bursts.key(1000, "5", "5")
    bursts.other(1010, "+")
    assert bursts.deaf(1010)
    bursts.key(2000, "5", "5")
    assert bursts.other(2100, "+") == [Typed(("5",)), Typed(("+",))]
    assert not bursts.deaf(2100)
