"""Device and emulator of the card terminal against each other, over a loopback."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from drivers.contracts.errors import BadFrame, CardDeclined, NoAnswer, Refused
from drivers.contracts.terminal import CardJournal, CardOperation, CardOrder, Settlement
from drivers.emulation.control import BadWord
from drivers.emulation.faults import Faults
from drivers.terminals.emulated import codec
from drivers.terminals.emulated.codec import Answer
from drivers.terminals.emulated.device import EmulatedTerminal, Settings
from drivers.terminals.emulated.emulator import Behaviour, TerminalEmulator
from drivers.terminals.emulated.ledger import Ledger
from drivers.transports.loopback import LoopbackTransport

MOSCOW = timezone(timedelta(hours=3))
IMPATIENT = Settings(question_s=0.05, operation_s=0.05, settlement_s=0.05)


class Shop:
    """A terminal, its bank, and the events it told."""

    def __init__(self, folder: Path) -> None:
        self.now = datetime(2026, 3, 1, 12, 30, tzinfo=MOSCOW)
        self.events: list[Any] = []
        self.emulator = TerminalEmulator(
            Ledger(folder / "ledger.jsonl"), clock=lambda: self.now, emit=self.events.append
        )
        self.terminal = EmulatedTerminal(LoopbackTransport(self.emulator.session()), IMPATIENT)

    def pay(self, ref: str, amount: int) -> str:
        return self.terminal.run(CardOrder(ref, CardOperation.PAY, amount)).rrn

    def refund(self, ref: str, amount: int, rrn: str) -> None:
        self.terminal.run(CardOrder(ref, CardOperation.REFUND, amount, rrn))

    def reverse(self, ref: str, amount: int, rrn: str) -> None:
        self.terminal.run(CardOrder(ref, CardOperation.REVERSAL, amount, rrn))

    def moved(self) -> list[tuple[str, int]]:
        return [(one.operation, one.amount) for one in self.emulator.ledger.approved()]


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


def test_an_approved_payment_tells_all_that_a_receipt_and_a_bank_ask_for(shop: Shop) -> None:
    result = shop.terminal.run(CardOrder("sale-1", CardOperation.PAY, 12_345))
    assert (result.ref, result.operation, result.amount) == ("sale-1", CardOperation.PAY, 12_345)
    assert result.at == shop.now
    assert len(result.rrn) == 12
    assert len(result.auth_code) == 6
    assert result.card.startswith("•••• ")
    assert shop.moved() == [("pay", 12_345)]


def test_a_slip_says_that_no_money_moved_and_shows_the_sum(shop: Shop) -> None:
    result = shop.terminal.run(CardOrder("sale-1", CardOperation.PAY, 12_305))
    assert "ЭМУЛЯТОР" in result.slip[0]
    assert any(line.endswith(" 123.05") for line in result.slip)
    assert max(map(len, result.slip)) <= 32


def test_the_world_is_told_of_each_operation(shop: Shop) -> None:
    shop.pay("sale-1", 100)
    (event,) = shop.events
    assert (event["operation"], event["amount"], event["approved"]) == ("pay", 100, True)
    assert "ЭМУЛЯТОР" in event["slip"][0]


def test_a_declined_payment_moves_no_money_and_is_not_found(shop: Shop) -> None:
    shop.emulator.behaviour = Behaviour.DECLINE
    with pytest.raises(CardDeclined) as refusal:
        shop.pay("sale-1", 100)
    assert refusal.value.code == "05"
    assert shop.moved() == []
    assert shop.terminal.find("sale-1") is None


def test_a_lost_answer_is_unknown_until_the_terminal_is_asked(shop: Shop) -> None:
    shop.emulator.behaviour = Behaviour.LOST
    with pytest.raises(NoAnswer):
        shop.pay("sale-1", 100)
    found = shop.terminal.find("sale-1")
    assert found is not None
    assert (found.ref, found.amount) == ("sale-1", 100)
    assert found.slip


def test_an_order_that_never_arrived_is_not_found(shop: Shop) -> None:
    shop.emulator.silent = True
    with pytest.raises(NoAnswer):
        shop.pay("sale-1", 100)
    shop.emulator.silent = False
    assert shop.terminal.find("sale-1") is None
    assert shop.moved() == []


def test_a_second_order_with_the_same_reference_moves_no_money(shop: Shop) -> None:
    first = shop.terminal.run(CardOrder("sale-1", CardOperation.PAY, 100))
    assert shop.terminal.run(CardOrder("sale-1", CardOperation.PAY, 100)) == first
    assert shop.moved() == [("pay", 100)]


def test_a_second_order_after_a_decline_is_declined_as_recorded(shop: Shop) -> None:
    shop.emulator.behaviour = Behaviour.DECLINE
    with pytest.raises(CardDeclined):
        shop.pay("sale-1", 100)
    shop.emulator.behaviour = Behaviour.APPROVE
    with pytest.raises(CardDeclined):
        shop.pay("sale-1", 100)
    assert shop.moved() == []


def test_a_reference_is_not_good_for_another_amount(shop: Shop) -> None:
    shop.pay("sale-1", 100)
    with pytest.raises(Refused):
        shop.pay("sale-1", 200)
    assert shop.moved() == [("pay", 100)]


@pytest.mark.parametrize(("ref", "amount"), [("sale-1", 0), ("sale-1", -5), ("", 100)])
def test_an_order_that_makes_no_sense_is_refused_and_not_recorded(
    shop: Shop, ref: str, amount: int
) -> None:
    with pytest.raises(Refused):
        shop.pay(ref, amount)
    assert shop.emulator.ledger.entries == []


def test_an_earlier_operation_is_found_by_our_reference_too(shop: Shop) -> None:
    rrn = shop.pay("sale-1", 100)
    shop.pay("sale-2", 200)
    found = shop.terminal.find("sale-1")
    assert found is not None
    assert found.rrn == rrn


def test_refunds_never_give_back_more_than_was_paid(shop: Shop) -> None:
    rrn = shop.pay("sale-1", 100)
    shop.refund("back-1", 60, rrn)
    with pytest.raises(CardDeclined) as refusal:
        shop.refund("back-2", 41, rrn)
    assert refusal.value.code == "61"
    shop.refund("back-3", 40, rrn)
    assert shop.moved() == [("pay", 100), ("refund", 60), ("refund", 40)]


def test_a_refund_of_an_unknown_payment_is_declined(shop: Shop) -> None:
    shop.pay("sale-1", 100)
    with pytest.raises(CardDeclined):
        shop.refund("back-1", 10, "999900000099")


def test_a_refund_without_a_number_goes_to_the_card_that_is_read(shop: Shop) -> None:
    shop.refund("back-1", 10, "")
    assert shop.moved() == [("refund", 10)]


def test_a_refund_is_no_payment_to_refund(shop: Shop) -> None:
    rrn = shop.pay("sale-1", 100)
    back = shop.terminal.run(CardOrder("back-1", CardOperation.REFUND, 50, rrn))
    with pytest.raises(CardDeclined):
        shop.refund("back-2", 50, back.rrn)


def test_a_refund_goes_to_the_card_that_paid(shop: Shop) -> None:
    paid = shop.terminal.run(CardOrder("sale-1", CardOperation.PAY, 100))
    back = shop.terminal.run(CardOrder("back-1", CardOperation.REFUND, 50, paid.rrn))
    assert back.card == paid.card


def test_a_reversal_takes_the_whole_payment_back_once(shop: Shop) -> None:
    rrn = shop.pay("sale-1", 100)
    shop.reverse("undo-1", 100, rrn)
    with pytest.raises(CardDeclined):
        shop.reverse("undo-2", 100, rrn)
    with pytest.raises(CardDeclined):
        shop.refund("back-1", 1, rrn)
    assert shop.moved() == [("pay", 100), ("reversal", 100)]


def test_a_reversal_is_whole_or_not_at_all(shop: Shop) -> None:
    rrn = shop.pay("sale-1", 100)
    with pytest.raises(CardDeclined):
        shop.reverse("undo-1", 99, rrn)


def test_a_reversal_after_a_partial_refund_is_declined(shop: Shop) -> None:
    rrn = shop.pay("sale-1", 100)
    shop.refund("back-1", 1, rrn)
    with pytest.raises(CardDeclined):
        shop.reverse("undo-1", 100, rrn)


def test_a_reversal_on_the_next_day_is_declined_and_a_refund_is_not(shop: Shop) -> None:
    rrn = shop.pay("sale-1", 100)
    shop.now += timedelta(hours=12)
    with pytest.raises(CardDeclined):
        shop.reverse("undo-1", 100, rrn)
    shop.refund("back-1", 100, rrn)


def test_a_reversal_after_the_settlement_is_declined(shop: Shop) -> None:
    rrn = shop.pay("sale-1", 100)
    shop.terminal.settle()
    with pytest.raises(CardDeclined):
        shop.reverse("undo-1", 100, rrn)


def test_a_settlement_counts_what_was_approved_since_the_last_one(shop: Shop) -> None:
    rrn = shop.pay("sale-1", 100)
    shop.refund("back-1", 30, rrn)
    shop.emulator.behaviour = Behaviour.DECLINE
    with pytest.raises(CardDeclined):
        shop.pay("sale-2", 500)
    assert shop.terminal.settle() == Settlement(count=2, paid=100, refunded=30)
    assert shop.terminal.settle() == Settlement(count=0, paid=0, refunded=0)


def test_the_list_of_operations_holds_what_moved_money_oldest_first(shop: Shop) -> None:
    rrn = shop.pay("sale-1", 100)
    shop.refund("back-1", 30, rrn)
    shop.terminal.settle()
    shop.pay("sale-2", 7)
    assert isinstance(shop.terminal, CardJournal)
    listed = [(one.ref, one.operation.value, one.amount) for one in shop.terminal.operations()]
    assert listed == [("sale-1", "pay", 100), ("back-1", "refund", 30), ("sale-2", "pay", 7)]


def test_the_terminal_says_that_it_is_emulated(shop: Shop) -> None:
    status = shop.terminal.status()
    assert status.emulated
    assert status.ready
    assert "ЭМУЛЯТОР" in status.model


@pytest.mark.parametrize(
    ("spec", "moved"), [("drop-request@1", []), ("drop-reply@1", [("pay", 100)])]
)
def test_a_dropped_message_leaves_the_outcome_unknown(
    shop: Shop, spec: str, moved: list[tuple[str, int]]
) -> None:
    shop.emulator.faults = Faults.parse(spec)
    with pytest.raises(NoAnswer):
        shop.pay("sale-1", 100)
    assert shop.moved() == moved
    assert (shop.terminal.find("sale-1") is not None) == bool(moved)


def test_noise_after_an_order_means_unknown_and_after_a_question_a_bad_frame(shop: Shop) -> None:
    shop.emulator.faults = Faults.parse("garbage@1,garbage@2")
    with pytest.raises(NoAnswer):
        shop.pay("sale-1", 100)
    with pytest.raises(BadFrame):
        shop.terminal.status()
    assert shop.terminal.find("sale-1") is not None


def test_a_fault_can_decline_one_order(shop: Shop) -> None:
    shop.emulator.faults = Faults.parse("decline@1")
    with pytest.raises(CardDeclined):
        shop.pay("sale-1", 100)
    shop.pay("sale-2", 100)
    assert shop.moved() == [("pay", 100)]


@pytest.mark.parametrize(("spec", "moved"), [("die-before@1", []), ("die-after@1", [("pay", 1)])])
def test_the_end_of_the_emulator_comes_before_or_after_the_effect(
    shop: Shop, spec: str, moved: list[tuple[str, int]]
) -> None:
    class Ended(Exception):
        pass

    def die() -> None:
        raise Ended

    shop.emulator.die = die
    shop.emulator.faults = Faults.parse(spec)
    with pytest.raises(Ended):
        shop.pay("sale-1", 1)
    assert shop.moved() == moved


def _answering(change: Callable[[Answer], bytes], shop: Shop) -> EmulatedTerminal:
    session = shop.emulator.session()
    return EmulatedTerminal(
        LoopbackTransport(lambda data: change(codec.decode_answer(session(data)))), IMPATIENT
    )


def test_a_late_answer_to_an_older_question_is_passed_over(shop: Shop) -> None:
    def late(answer: Answer) -> bytes:
        older = Answer(answer.id - 1, codec.Trouble.DECLINED)
        return codec.encode_answer(older) + codec.encode_answer(answer)

    assert _answering(late, shop).status().ready


def test_an_approval_of_something_else_is_unknown(shop: Shop) -> None:
    def other(answer: Answer) -> bytes:
        changed = tuple(replace(one, amount=one.amount + 1) for one in answer.operations)
        return codec.encode_answer(replace(answer, operations=changed))

    with pytest.raises(NoAnswer):
        _answering(other, shop).run(CardOrder("sale-1", CardOperation.PAY, 100))


def test_an_answer_in_pieces_is_put_together(shop: Shop) -> None:
    session = shop.emulator.session()

    class Dripping(LoopbackTransport):
        def read(self, size: int, timeout_s: float) -> bytes:
            return super().read(1, timeout_s)

    assert EmulatedTerminal(Dripping(session), Settings()).status().ready


def test_a_request_in_pieces_is_put_together(shop: Shop) -> None:
    receive = shop.emulator.session()
    line = codec.encode_request(codec.Request(1, codec.Verb.STATUS))
    assert receive(line[:7]) == b""
    assert codec.decode_answer(receive(line[7:])).id == 1


def test_noise_on_the_line_is_answered_with_silence(shop: Shop) -> None:
    assert shop.emulator.session()(b"\xff\xfe\n\n{}\n[1]\n") == b""


def test_a_person_changes_how_the_terminal_answers(shop: Shop) -> None:
    shop.emulator.obey({"answer": "decline"})
    with pytest.raises(CardDeclined):
        shop.pay("sale-1", 100)
    shop.emulator.obey({"answer": "approve", "silent": True})
    with pytest.raises(NoAnswer):
        shop.pay("sale-2", 100)
    shop.emulator.obey({"silent": False, "delay_ms": 1, "faults": "decline@2"})
    shop.pay("sale-3", 100)
    with pytest.raises(CardDeclined):
        shop.pay("sale-4", 100)


@pytest.mark.parametrize(
    "word", [{"answer": "maybe"}, {"silent": 1}, {"faults": "boom@1"}, {"dance": True}]
)
def test_a_word_that_is_not_known_is_told(shop: Shop, word: dict[str, object]) -> None:
    with pytest.raises(BadWord, match=r"known are|true or false"):
        shop.emulator.obey(word)
