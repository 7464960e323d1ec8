"""Each reason and each tag that can be refused has words in both languages."""

from __future__ import annotations

import pytest

from drivers.contracts.ffd.tags import Tag
from fiscal.domain.ffd import conditions, rules, shapes
from fiscal.domain.ffd.fault import Fault, Reason
from pos.errors import ReceiptUnlawful
from pos.ui.kit.trouble import Situation, explain
from pos.ui.kit.unlawful import unlawful
from pos.ui.kit.words import LANGUAGES, Words

REFUSABLE = (
    {
        *(row.tag for rows in rules.ROWS.values() for row in rows if row.tag in set(Tag)),
        *shapes.SHAPED,
        *(Tag.GROUND_NAME, Tag.GROUND_DAY, Tag.GROUND_NUMBER, Tag.BUYER_NAME, Tag.BUYER_INN),
        *(
            Tag.AGENT_OPERATION,
            Tag.TRANSFER_NAME,
            Tag.TRANSFER_ADDRESS,
            Tag.SUPPLIER_NAME,
            Tag.MARK,
        ),
    }
    - {
        row.tag
        for row in rules.ROWS["receipt"]
        if row.told_by == rules.REGISTER and "M" not in row.wants
    }
    - {row.tag for row in rules.ROWS["item"] if row.told_by == rules.REGISTER}
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_tag_has_a_name(language: str) -> None:
    words = Words(language)
    assert [int(tag) for tag in sorted(REFUSABLE) if not words.has(f"ffd.tag.{int(tag)}")] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", list(Reason), ids=lambda reason: reason.value)
def test_every_reason_is_said_without_a_gap(reason: Reason, language: str) -> None:
    fault = Fault(Tag.AMOUNT, reason, 2, "Сыр", "21958", "1")
    said = unlawful(fault.error(), Words(language))
    assert "Сыр" in said
    assert "{" not in said
    assert not said.endswith(".")


def test_no_reason_is_left_for_rules_that_are_gone() -> None:
    for language in LANGUAGES:
        kept = Words(language)._find("ffd.reason")
        assert isinstance(kept, dict)
        assert set(kept) == {reason.value for reason in Reason}


def test_a_cashier_reads_the_line_the_tag_and_the_sums() -> None:
    fault = Fault(Tag.AMOUNT, Reason.PRODUCT, 2, "Сыр, вес", "21958", "1")
    told = explain(ReceiptUnlawful(fault.error()), Situation.RECEIPT, Words("ru"))
    assert told.happened == (
        "Чек не по закону: Строка 2 «Сыр, вес»: цена на количество — 219,58, а стоит 0,01."
    )
    inn = Fault(Tag.BUYER_INN, Reason.INN).error()
    said = explain(ReceiptUnlawful(inn), Situation.RECEIPT, Words("en")).happened
    assert (
        said
        == "The receipt is not lawful: “buyer's INN” is wrong: its control digits do not agree."
    )


def test_autonomous_registers_take_as_many_lines_as_the_words_say() -> None:
    fault = Fault(Tag.ITEM, Reason.LINES, wanted=str(conditions.MOST_AUTONOMOUS)).error()
    assert "10" in unlawful(fault, Words("ru"))
