"""Codes of the shop's own scales, by rules that are data."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.codes import weight
from inventory.codes.weight import USUAL, BadRule, Embedded, Kind, Rule, examples, read, write

RULES = st.builds(
    lambda prefix, extra, item, kind, decimals: Rule(
        f"{prefix}{extra}", item, 12 - 2 - len(extra) - item, kind, decimals
    ),
    st.integers(20, 29),
    st.sampled_from(["", "7"]),
    st.integers(3, 6),
    st.sampled_from(Kind),
    st.integers(0, 3),
)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        # Printed by a scale of the shop: PLU 345, 1,284 kg.
        ("2200345012845", Embedded("00345", Kind.WEIGHT, 1284)),
        ("2700345012840", Embedded("00345", Kind.PRICE, 12840)),
        ("2800345000127", Embedded("00345", Kind.PIECES, 12000)),
    ],
)
def test_a_code_says_item_and_value(code: str, said: Embedded) -> None:
    assert read(code, USUAL) == said
    assert said.names() == ["00345", "345"]


@pytest.mark.parametrize(
    "code", ["2200345012840", "4600345012848", "220034501284", "22003450128466", "", "молоко"]
)
def test_other_codes_and_wrong_check_digits_say_nothing(code: str) -> None:
    assert read(code, USUAL) is None


def test_the_longest_prefix_decides() -> None:
    special = Rule("2201", item_digits=3, kind=Kind.PIECES, decimals=0)
    code = write(special, 5, 7)
    assert read(code, [*USUAL, special]) == Embedded("005", Kind.PIECES, 7000)
    assert read(code, USUAL) == Embedded("01005", Kind.WEIGHT, 7)


@given(RULES, st.integers(0, 999), st.integers(0, 99))
def test_what_a_scale_prints_is_read(rule: Rule, item: int, value: int) -> None:
    said = read(write(rule, item, value), [rule])
    assert said is not None
    assert (int(said.item), said.thousandths) == (item, value * 10 ** (3 - rule.decimals))


@given(RULES)
def test_every_rule_has_examples_that_are_read_by_it(rule: Rule) -> None:
    shown = examples(rule)
    assert 1 <= len(shown) <= 3
    assert all(read(code, [rule]) == said for code, said in shown)


@given(st.lists(RULES))
def test_rules_are_kept_as_text(rules: list[Rule]) -> None:
    assert list(weight.rules_of(weight.text_of(rules))) == rules


def test_nothing_set_means_the_usual_rules() -> None:
    assert weight.rules_of("") == USUAL
    assert weight.rules_of("[]") == ()


@pytest.mark.parametrize(
    "change",
    [
        {"prefix": "46"},
        {"prefix": "2"},
        {"prefix": "2x"},
        {"item_digits": 6},
        {"item_digits": 10, "value_digits": 0},
        {"item_digits": 5.0},
        {"decimals": 4},
        {"decimals": -1},
        {"kind": "volume"},
        {"more": 1},
    ],
)
def test_a_rule_that_cannot_be_is_refused(change: dict[str, object]) -> None:
    good = json.loads(weight.text_of([USUAL[0]]))[0]
    with pytest.raises(BadRule):
        weight.rules_of(json.dumps([good | change]))


@pytest.mark.parametrize("text", ["{", "5", "[5]", '["20"]', '[{"prefix": "20"}]', '{"a": 1}'])
def test_text_that_is_no_list_of_rules_is_refused(text: str) -> None:
    with pytest.raises(BadRule):
        weight.rules_of(text)


@pytest.mark.parametrize(("item", "value"), [(100_000, 1), (1, 100_000), (-1, 1)])
def test_a_number_too_large_is_not_printed(item: int, value: int) -> None:
    with pytest.raises(BadRule):
        write(USUAL[0], item, value)
