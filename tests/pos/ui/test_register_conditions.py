"""What the register is in shows in its lamp and on the strip, in words for the cashier."""

from __future__ import annotations

import pytest

from fiscal.domain.condition import Allowed, Condition, ConditionKind
from pos.ui.kit.words import LANGUAGES, Words
from pos.ui.till.notices import register_is
from tests.fakes.hands import MILK, Hands, hands

__all__ = ["hands"]

PAPER = Condition(ConditionKind.NO_PAPER)
OLD = Condition(ConditionKind.UNSENT_OLD, 3)
LOW = Condition(ConditionKind.PAPER_LOW)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ConditionKind)
def test_each_condition_has_three_sentences(kind: ConditionKind, language: str) -> None:
    trouble = register_is(Condition(kind, 21), Words(language))
    for sentence in (trouble.happened, trouble.means, trouble.do):
        assert sentence.endswith(".")
        assert "{" not in sentence
    stops = Condition(kind).allowed is not Allowed.SELL
    assert trouble.tone == ("stop" if stops else "attention")


def test_the_words_count_in_russian() -> None:
    assert (
        "ещё 21 день"
        in register_is(Condition(ConditionKind.DRIVE_ENDS_SOON, 21), Words("ru")).happened
    )


def test_the_strip_says_the_worst_until_it_is_mended(hands: Hands) -> None:
    hands.window.set_register((PAPER, OLD))
    assert "нет бумаги" in hands.window.strip_words
    hands.window.set_register((OLD,))
    assert "3 дня" in hands.window.strip_words
    hands.window.set_register(())
    assert hands.window.strip_words == ""


def test_what_can_wait_is_not_told_while_a_customer_is_served(hands: Hands) -> None:
    hands.window.set_register((LOW,))
    assert "Бумага" in hands.window.strip_words
    hands.scan(MILK)
    assert hands.window.strip_words == ""


def test_what_stops_is_told_over_a_basket(hands: Hands) -> None:
    hands.scan(MILK)
    hands.window.set_register((PAPER, LOW))
    assert "нет бумаги" in hands.window.strip_words


def test_the_lamp_of_a_register_that_answers_tells_of_its_conditions(hands: Hands) -> None:
    lamp = hands.window._status._lamps["register"]
    well = lamp.accessibleName() + lamp.toolTip()
    hands.window.set_register((PAPER,))
    assert "нет бумаги" in lamp.accessibleName() + lamp.accessibleDescription() + lamp.toolTip()
    hands.window.set_register(())
    assert lamp.accessibleName() + lamp.toolTip() == well
