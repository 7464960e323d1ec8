"""After any answer, or none, the register itself says what came of a command."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from drivers.contracts.errors import DeviceError
from drivers.contracts.receipt import (
    Cashier,
    Correction,
    CorrectionCause,
    Operation,
    RegistrarLine,
    RegistrarReceipt,
)
from drivers.contracts.registrar import DocumentKind, DocumentMade
from fiscal.domain.attempt import Baseline, Expected, OutcomeState
from fiscal.usecases.settle import Outcome, baseline, perform, reconcile
from tests.fakes.registrar import Fault, MemoryRegistrar

WHO = Cashier("Анна")
LINE = RegistrarLine("Молоко", 9490, 1000, 9490, 2)
RECEIPT = RegistrarReceipt(Operation.SALE, (LINE,), WHO, cash=9490)
OURS = Expected(DocumentKind.RECEIPT, Operation.SALE, 9490, electronic=0, lines=1)


@pytest.fixture
def register() -> MemoryRegistrar:
    """A register with an open shift and some cash."""
    made = MemoryRegistrar(cash=50_000)
    made.open_shift(WHO)
    return made


def sell(register: MemoryRegistrar, *faults: Fault) -> tuple[Outcome, Baseline]:
    """One receipt through `perform`."""
    before = baseline(register)
    register.faults.extend(faults)
    outcome = perform(
        lambda: register.register(RECEIPT), registrar=register, expected=OURS, before=before
    )
    return outcome, before


def test_a_plain_answer_is_done(register: MemoryRegistrar) -> None:
    outcome, before = sell(register)
    assert outcome.state is OutcomeState.DONE
    assert outcome.document is not None
    assert (outcome.document.fd, outcome.document.vat) == (before.last_fd + 1, {2: 863})


def test_a_lost_answer_gives_the_document_the_drive_keeps(register: MemoryRegistrar) -> None:
    plain, _ = sell(register)
    lost, _ = sell(register, Fault.LOST_AFTER)
    assert lost.state is OutcomeState.DONE
    assert plain.document is not None
    assert lost.document is not None
    assert (lost.document.fd, lost.document.number) == (plain.document.fd + 1, 2)
    assert (lost.document.total, lost.document.vat) == (9490, plain.document.vat)


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        (Fault.REFUSE, "Refused"),
        (Fault.PAPER_OUT, "PaperOut"),
        (Fault.LOST_BEFORE, "NotRegistered"),
        (Fault.LEFT_OPEN, "NotRegistered"),
        (Fault.FOREIGN, "NotRegistered"),
    ],
)
def test_a_command_that_left_no_document_is_not_done(
    register: MemoryRegistrar, fault: Fault, why: str
) -> None:
    outcome, _ = sell(register, fault)
    assert (outcome.state, outcome.why, outcome.document) == (OutcomeState.NOT_DONE, why, None)
    assert not register.document_open


def test_silence_after_silence_is_unknown_and_asked_again(register: MemoryRegistrar) -> None:
    register.silent_after_fault = True
    outcome, before = sell(register, Fault.LOST_AFTER)
    assert (outcome.state, outcome.why) == (OutcomeState.UNKNOWN, "NoAnswer")
    assert reconcile(register, OURS, before).state is OutcomeState.UNKNOWN
    register.silent = False
    documents = len(register.drive)
    for _ in range(3):
        assert reconcile(register, OURS, before).state is OutcomeState.DONE
    assert len(register.drive) == documents


@pytest.mark.parametrize(
    "other",
    [
        replace(OURS, total=9491),
        replace(OURS, operation=Operation.SALE_RETURN),
        replace(OURS, electronic=9490),
        replace(OURS, lines=2),
        Expected(DocumentKind.SHIFT_CLOSE),
    ],
)
def test_a_document_of_other_content_is_another_document(
    register: MemoryRegistrar, other: Expected
) -> None:
    _, before = sell(register)
    assert reconcile(register, OURS, before).state is OutcomeState.DONE
    assert reconcile(register, other, before).state is OutcomeState.NOT_DONE


def test_what_the_drive_does_not_tell_is_not_compared(register: MemoryRegistrar) -> None:
    _, before = sell(register)
    register.drive[-1] = replace(register.drive[-1], lines=None, electronic=None)
    assert reconcile(register, replace(OURS, lines=7), before).state is OutcomeState.DONE


def test_a_document_from_before_is_never_taken_for_ours(register: MemoryRegistrar) -> None:
    sell(register)
    outcome, _ = sell(register, Fault.LOST_BEFORE)
    assert outcome.state is OutcomeState.NOT_DONE


def test_ours_is_found_behind_a_foreign_one(register: MemoryRegistrar) -> None:
    before = baseline(register)
    register.foreign_receipt(9490)
    register.drive[-1] = replace(register.drive[-1], total=1)
    register.register(RECEIPT)
    outcome = reconcile(register, OURS, before)
    assert outcome.document is not None
    assert outcome.document.fd == before.last_fd + 2


def test_another_drive_answers_for_nothing(register: MemoryRegistrar) -> None:
    _, before = sell(register)
    register.fn = "9999000000000002"
    outcome = reconcile(register, OURS, before)
    assert (outcome.state, outcome.why) == (OutcomeState.UNKNOWN, "OtherDrive")


def test_a_document_left_open_is_dropped_before_the_next_begins(register: MemoryRegistrar) -> None:
    register.document_open = True
    baseline(register)
    assert not register.document_open


def test_an_interrupted_print_goes_on_and_registers_nothing(register: MemoryRegistrar) -> None:
    _, before = sell(register)
    register.awaits_continue = True
    documents = len(register.drive)
    assert reconcile(register, OURS, before).state is OutcomeState.DONE
    assert not register.awaits_continue
    assert len(register.drive) == documents


@pytest.mark.parametrize(
    ("command", "kind"),
    [
        (MemoryRegistrar.close_shift, DocumentKind.SHIFT_CLOSE),
        (MemoryRegistrar.open_shift, DocumentKind.SHIFT_OPEN),
    ],
)
def test_a_shift_document_is_found_by_its_kind(
    command: Callable[[MemoryRegistrar, Cashier], DocumentMade], kind: DocumentKind
) -> None:
    register = MemoryRegistrar(open=kind is DocumentKind.SHIFT_CLOSE)
    before = baseline(register)
    register.faults.append(Fault.LOST_AFTER)
    outcome = perform(
        lambda: command(register, WHO), registrar=register, expected=Expected(kind), before=before
    )
    assert outcome.document is not None
    assert outcome.document.kind is kind
    assert len(register.of_kind(kind)) == 1


@pytest.mark.parametrize("into", [True, False])
@pytest.mark.parametrize(
    ("fault", "state"),
    [
        (None, OutcomeState.DONE),
        (Fault.LOST_AFTER, OutcomeState.DONE),
        (Fault.LOST_BEFORE, OutcomeState.NOT_DONE),
        (Fault.REFUSE, OutcomeState.NOT_DONE),
    ],
)
def test_a_cash_move_is_told_by_its_counters(
    register: MemoryRegistrar, *, into: bool, fault: Fault | None, state: OutcomeState
) -> None:
    before = baseline(register)
    register.faults.extend([fault] if fault else [])
    command = register.cash_in if into else register.cash_out
    outcome = perform(
        lambda: command(700),
        registrar=register,
        expected=Expected(0, cash=700 if into else -700),
        before=before,
    )
    moved = (700 if into else -700) if state is OutcomeState.DONE else 0
    assert (outcome.state, register.cash) == (state, 50_000 + moved)


def test_a_cash_move_of_another_sum_is_not_ours(register: MemoryRegistrar) -> None:
    before = baseline(register)
    register.cash_in(300)
    expected = Expected(0, cash=700)
    assert reconcile(register, expected, before).state is OutcomeState.NOT_DONE


def test_a_register_that_is_gone_beforehand_has_begun_nothing(register: MemoryRegistrar) -> None:
    register.silent = True
    with pytest.raises(DeviceError):
        baseline(register)


@pytest.mark.parametrize("lines", [0, None, 1])
def test_a_correction_is_found_by_its_sums_with_or_without_lines(
    register: MemoryRegistrar, lines: int | None
) -> None:
    before = baseline(register)
    mended = replace(RECEIPT, correction=Correction(CorrectionCause.OWN, date(2026, 3, 1)))
    register.register(mended)
    register.drive[-1] = replace(register.drive[-1], lines=lines)
    ours = replace(OURS, kind=DocumentKind.CORRECTION)
    assert reconcile(register, ours, before).state is OutcomeState.DONE
    assert reconcile(register, replace(ours, total=1), before).state is OutcomeState.NOT_DONE
    assert reconcile(register, OURS, before).state is OutcomeState.NOT_DONE


def test_a_correction_of_other_lines_is_not_ours(register: MemoryRegistrar) -> None:
    before = baseline(register)
    register.register(
        replace(RECEIPT, correction=Correction(CorrectionCause.OWN, date(2026, 3, 1)))
    )
    ours = replace(OURS, kind=DocumentKind.CORRECTION, lines=2)
    assert reconcile(register, ours, before).state is OutcomeState.NOT_DONE
