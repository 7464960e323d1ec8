"""`replay`: one JSON line for each receipt, and what it refuses."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from inventory.domain.catalogue import Item
from inventory.values.money import Money
from inventory.values.quantity import Unit, pieces
from inventory.values.vat import VatRate
from pos.bootstrap.headless import Addresses, opened
from pos.usecases import edit, look, scan
from sync.messages.facts import BasketCancelled
from tests.emulated.day import CARD, MIXED
from tests.emulated.harness import Shop, item

FIELDS = {"n", "status", "why", "fd_number", "total_kop", "lines", "vat_sums_kop", "ms"}
TEA = Item("", "", "Чай", Unit.PIECE, VatRate.VAT_22, Money(12345))


def test_a_receipt_is_told_with_its_document_lines_and_taxes(new_shop: Shop) -> None:
    ran = new_shop.run("replay", str(new_shop.write([MIXED])))
    assert (ran.code, ran.words) == (0, "")
    answer = ran.answer
    assert answer.keys() == FIELDS
    document = new_shop.documents()[-1]
    assert (answer["n"], answer["status"], answer["why"]) == (1, "done", "")
    assert (answer["fd_number"], answer["total_kop"]) == (document.fd, document.total)
    assert [line["sum_kop"] for line in answer["lines"]] == [12341, 24255, 8644, 4323]
    assert [line["vat_code"] for line in answer["lines"]] == [11, 2, 2, 2]
    assert answer["vat_sums_kop"] == {"2": 3384, "11": 2225}


BAD: dict[str, dict[str, object] | str] = {
    "no JSON": "{",
    "no object": "[]",
    "items that are none": CARD | {"items": "tea"},
    "no items": CARD | {"items": []},
    "a sum that is not price times quantity": CARD | {"items": [item("x", 100, "2", 62890)]},
    "lines that do not add up": CARD | {"total_kop": 62891, "card_kop": 62891},
    "tenders that do not add up": CARD | {"card_kop": 62889},
    "a price below nothing": {"items": [item("x", -1, "1", -1)], "total_kop": -1},
    "a rouble that is dropped": CARD | {"total_kop": 62700, "card_kop": 62700},
    "a quantity in four decimals": CARD | {"items": [item("x", 62890, "1.0000", 62890)]},
    "a rate that is none": CARD | {"items": [item("x", 62890, "1", 62890, vat=99)]},
    "an operation that is none": CARD | {"operation_type": 7},
    "a discount that gives another total": MIXED | {"discount": "6"},
    "a discount that is none": MIXED | {"discount": "much"},
    "a return of a sale nobody knows": {"operation_type": 2, "return_of": "9999-0001"},
    "a return of more than was sold": {
        "operation_type": 2,
        "return_of": "0002-0001",
        "quantities": {"1": "2"},
    },
    "a return of a line that is none": {
        "operation_type": 2,
        "return_of": "0002-0001",
        "quantities": {"7": "1"},
    },
    "a sale that names a sale": {"operation_type": 1, "return_of": "0002-0001"},
}


def test_what_cannot_be_sold_is_refused_with_a_reason_and_the_run_goes_on(shop: Shop) -> None:
    before = len(shop.documents())
    file = shop.write([])
    lines = [shop.write([bad]).read_text() if isinstance(bad, dict) else f"{bad}\n" for bad in
             BAD.values()]  # fmt: skip
    file.write_text("".join([*lines, shop.write([CARD], "good").read_text()]))
    ran = shop.run_here("replay", str(file))
    told = dict(zip([*BAD, "good"], ran.answers, strict=True))
    assert ran.code == 1
    assert told.pop("good")["status"] == "done"
    for name, answer in told.items():
        assert answer["status"] == "refused", name
        assert answer["why"], name
        assert answer["fd_number"] == 0, name
    assert len(shop.documents()) == before + 1
    assert shop.run_here("verify").answer["ok"]


def test_a_return_by_number_takes_the_rest_when_it_names_no_quantities(shop: Shop) -> None:
    part = {"operation_type": 2, "return_of": "0002-0001", "quantities": {"3": "1"}}
    rest = {"operation_type": 2, "return_of": "0002-0001"}
    ran = shop.run_here("replay", str(shop.write([part, rest, rest])))
    assert [answer["status"] for answer in ran.answers] == ["done", "done", "refused"]
    assert sum(answer["total_kop"] for answer in ran.answers) == 49563
    assert [(one.operation, one.amount) for one in shop.operations()[4:]] == [
        ("refund", ran.answers[0]["total_kop"]),
        ("refund", 30000 - ran.answers[0]["total_kop"]),
    ]
    assert shop.run_here("verify").answer["ok"]


def test_a_basket_of_somebody_else_is_neither_sold_nor_cancelled(shop: Shop) -> None:
    with opened(shop.data, Addresses(shop.register, shop.terminal)) as counter:
        scan.add_goods(counter, TEA, pieces(1), "")
    documents = shop.documents()
    ran = shop.run_here("replay", str(shop.write([CARD])))
    assert ran.code == 1
    assert ran.answers == []
    assert "BasketsOpen" in ran.words
    assert shop.documents() == documents
    with opened(shop.data, Addresses(shop.register, shop.terminal)) as counter:
        assert [line.name for line in look.view(counter).basket.lines] == ["Чай"]
        edit.cancel_basket(counter)
    assert shop.run_here("replay", str(shop.write([CARD]))).code == 0


def test_a_basket_of_an_ended_run_is_taken_up_again(shop: Shop) -> None:
    first = Item("", "", "Кофе", Unit.PIECE, VatRate.VAT_22, Money(54900))
    with opened(shop.data, Addresses(shop.register, shop.terminal)) as counter:
        scan.add_goods(counter, first, pieces(1), "")
    ran = shop.run_here("replay", str(shop.write([CARD])))
    assert ran.answer["status"] == "done"
    assert [line["sum_kop"] for line in ran.answer["lines"]] == [54900, 7990]
    assert not [fact for fact in shop.facts() if isinstance(fact, BasketCancelled)]


def test_a_file_that_is_not_there_is_told_in_one_line(shop: Shop, tmp_path: Path) -> None:
    ran = shop.run_here("replay", str(tmp_path / "none.jsonl"))
    assert (ran.code, ran.answers) == (1, [])
    assert "BadFile" in ran.words
    assert ran.words.count("\n") == 1


@pytest.mark.parametrize("answer", ["decline", "lost"])
def test_a_card_that_is_declined_or_whose_answer_is_lost_ends_in_one_charge_or_none(
    answer: str, shop: Shop
) -> None:
    before = len(shop.operations())
    documents = len(shop.documents())
    assert shop.bank is not None
    shop.bank.obey({"answer": answer})
    hasty = replace(shop, terminal=f"{shop.terminal}?operation_s=1")
    ran = hasty.run_here("replay", str(shop.write([CARD])))
    status = {"decline": "refused", "lost": "done"}[answer]
    assert ran.answer["status"] == status, ran.answer
    assert len(shop.operations()) - before == (status == "done")
    assert len(shop.documents()) - documents == (status == "done")
    assert shop.run_here("verify").answer["ok"]
