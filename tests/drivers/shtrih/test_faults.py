"""Lost questions, lost answers, damage and power cuts: never a second document, never a lie."""

from __future__ import annotations

from dataclasses import replace

import pytest

from drivers.contracts.errors import (
    Busy,
    CoverOpen,
    DeviceError,
    DocumentOpen,
    NoAnswer,
    NoLink,
    PaperOut,
    Refused,
)
from drivers.contracts.receipt import RegistrarReceipt
from drivers.contracts.registrar import DocumentKind
from drivers.registrars.shtrih.device import ShtrihRegistrar
from drivers.registrars.shtrih.frames import ACK, ENQ, NAK, STX, pack
from drivers.transports.loopback import LoopbackTransport
from tests.drivers.shtrih.shop import BAG, CASHIER, CHEESE, QUICK, SHOES, Shop, sale

# Commands of a receipt of one line after the first status: 10h, FF01h, FF46h, FF4Dh, two tags.
CLOSING = 7


def one_line() -> RegistrarReceipt:
    return sale(SHOES)


@pytest.mark.parametrize("fault", ["drop-reply", "garbage", "delay"])
def test_an_answer_that_went_astray_is_fetched_again(shop: Shop, fault: str) -> None:
    shop.opened().registrar.status()
    shop.faults(f"{fault}@{CLOSING}" + (":20" if fault == "delay" else ""))
    made = shop.registrar.register(one_line())
    assert (made.fd, made.vat) == (3, {11: 1803})
    assert shop.kinds == [1, 2, 3]


def test_a_lost_answer_is_found_long_before_the_time_is_over(shop: Shop) -> None:
    """The register would be waited for an hour."""
    patient = replace(QUICK, answer_s=3600, poke_s=0.02)
    device = ShtrihRegistrar(shop.wire(), patient)
    shop.opened().registrar.status()
    shop.faults("drop-reply@9")  # F7h and 1Fh are asked by this driver too
    assert device.register(one_line()).fd == 3
    assert device.register(one_line()).fd == 4
    assert shop.kinds == [1, 2, 3, 3]


def test_a_closing_that_never_arrived_is_unknown_and_was_not_done(shop: Shop) -> None:
    shop.opened().registrar.status()
    shop.faults(f"drop-request@{CLOSING}")
    with pytest.raises(NoAnswer):
        shop.registrar.register(one_line())
    status = shop.registrar.status()
    assert (status.last_fd, status.document_open) == (2, True)
    shop.registrar.cancel_document()
    assert shop.registrar.register(one_line()).fd == 3


def test_an_answer_lost_with_the_power_is_unknown_and_the_drive_tells(shop: Shop) -> None:
    shop.opened().registrar.status()
    shop.faults(f"reboot-after@{CLOSING}")
    with pytest.raises(NoAnswer):
        shop.registrar.register(one_line())
    status = shop.registrar.status()
    assert (status.last_fd, status.document_open) == (3, False)
    found = shop.registrar.document(3)
    assert found is not None
    assert (found.kind, found.total, found.vat) == (DocumentKind.RECEIPT, 10000, {11: 1803})
    assert shop.registrar.document(4) is None


@pytest.mark.parametrize("step", range(3, CLOSING + 1))
def test_power_that_blinks_before_any_step_registers_nothing(shop: Shop, step: int) -> None:
    shop.opened().registrar.status()
    shop.faults(f"reboot-before@{step}")
    with pytest.raises(NoAnswer):
        shop.registrar.register(one_line())
    shop.registrar.cancel_document()
    assert shop.registrar.register(one_line()).fd == 3
    assert shop.kinds == [1, 2, 3]


@pytest.mark.parametrize("fault", ["drop-request", "drop-reply", "garbage"])
@pytest.mark.parametrize("step", range(1, 12))
def test_questions_are_repeated_until_they_are_answered(shop: Shop, fault: str, step: int) -> None:
    calm = shop.opened().registrar.status()
    shop.faults(f"{fault}@{step}")
    assert shop.registrar.status() == calm


def test_a_lost_block_makes_the_document_be_read_again(shop: Shop) -> None:
    made = shop.opened().registrar.register(one_line())
    shop.faults("drop-request@5")
    found = shop.registrar.document(made.fd)
    assert found is not None
    assert found.vat == made.vat


def test_registered_stays_registered_when_the_reading_back_fails(shop: Shop) -> None:
    shop.opened().registrar.status()
    lost = ",".join(f"drop-request@{CLOSING + step}" for step in range(1, 20))
    shop.faults(lost)
    made = shop.registrar.register(one_line())
    assert (made.fd, made.total, made.vat) == (3, 10000, {})
    shop.faults("")
    found = shop.registrar.document(3)
    assert found is not None
    assert found.vat == {11: 1803}


def test_random_faults_never_make_two_receipts_of_one(shop: Shop) -> None:
    shop.opened()
    shop.faults("random:7:0.02")
    known = 0
    for _ in range(20):
        try:
            shop.registrar.register(one_line())
        except (NoAnswer, NoLink):
            known += shop.registrar.status().last_fd - 2 - known
            shop.registrar.cancel_document()
        else:
            known += 1
        assert shop.registrar.status().last_fd == 2 + known


def test_cash_moves_are_told_apart_by_the_counters(shop: Shop) -> None:
    shop.opened()
    shop.registrar.cash_in(50000)
    before = shop.registrar.cash_counters()
    for fault, moved in (("drop-request@2", 0), ("reboot-after@2", 1)):
        shop.faults(fault)
        with pytest.raises(NoAnswer):
            shop.registrar.cash_out(1000)
        after = shop.registrar.cash_counters()
        assert (after.ins, after.outs - before.outs) == (before.ins, moved)
        assert after.cash == before.cash - 1000 * moved


@pytest.mark.parametrize(("opens", "kinds"), [(True, [1, 2]), (False, [1, 2, 5])])
def test_a_shift_report_whose_answer_is_lost_is_in_the_drive(
    shop: Shop, opens: bool, kinds: list[int]
) -> None:
    shop.registrar.status() if opens else shop.opened().registrar.status()
    shop.faults("reboot-after@6")
    with pytest.raises(NoAnswer):
        (shop.registrar.open_shift if opens else shop.registrar.close_shift)(CASHIER)
    assert shop.kinds == kinds
    assert shop.registrar.status().last_fd == len(kinds)


def test_paper_that_ends_in_the_middle_gives_one_document_printed_twice(shop: Shop) -> None:
    shop.opened().registrar.status()
    shop.faults(f"paper-out@{CLOSING}")
    made = shop.registrar.register(one_line())
    assert not shop.registrar.status().paper
    with pytest.raises(PaperOut):
        shop.registrar.continue_print()
    with pytest.raises(PaperOut):
        shop.registrar.register(one_line())
    assert any("НЕДЕЙСТВИТЕЛЕН" in line for line in shop.paper)

    shop.emulator.obey({"paper": True})
    assert shop.registrar.status().awaits_continue
    with pytest.raises(Refused, match="interrupted"):
        shop.registrar.register(one_line())
    shop.events.clear()
    shop.registrar.continue_print()
    assert f"ФД {made.fd}" in "\n".join(shop.paper)
    assert not shop.registrar.status().awaits_continue
    assert shop.kinds == [1, 2, 3]
    assert shop.registrar.register(one_line()).fd == 4


def test_paper_that_ends_before_the_closing_leaves_nothing_behind(shop: Shop) -> None:
    shop.opened().registrar.status()
    shop.faults("paper-out@3")
    with pytest.raises(PaperOut):
        shop.registrar.register(sale(CHEESE, SHOES, BAG))
    status = shop.registrar.status()
    assert (status.last_fd, status.document_open, status.paper) == (2, False, False)


def test_a_cover_opened_in_the_middle_is_told_as_such(shop: Shop) -> None:
    shop.opened().registrar.status()
    taken = 0

    def opens_the_cover(answer: bytes) -> bytes:
        nonlocal taken
        taken += answer == ACK + pack(b"\xff\x46\x00")
        if taken == 1:
            shop.emulator.obey({"cover": True})
        return answer

    with pytest.raises(CoverOpen):
        ShtrihRegistrar(shop.wire(opens_the_cover), QUICK).register(sale(CHEESE, SHOES, BAG))
    assert not shop.registrar.status().document_open


def test_registered_with_an_error_is_registered(shop: Shop) -> None:
    """The drive took the receipt, then the register could not print it and said so."""
    shop.opened().registrar.status()

    def paper_error(answer: bytes) -> bytes:
        return ACK + pack(b"\xff\x45\x6b") if b"\xff\x45\x00" in answer else answer

    made = ShtrihRegistrar(shop.wire(paper_error), QUICK).register(one_line())
    assert (made.fd, made.vat, made.shift) == (3, {11: 1803}, 1)
    assert shop.kinds == [1, 2, 3]


def test_a_receipt_that_cannot_be_cancelled_is_told_as_open(shop: Shop) -> None:
    shop.opened().registrar.status()

    def no_cancelling(answer: bytes) -> bytes:
        return ACK + pack(b"\x88\x72") if answer[3:4] == b"\x88" else answer

    device = ShtrihRegistrar(shop.wire(no_cancelling), QUICK)
    with pytest.raises(DocumentOpen) as open_still:
        device.register(sale(SHOES, cash=1))
    assert open_still.value.code == "45"


def test_noise_around_control_bytes_is_passed_over(shop: Shop) -> None:
    def noisy(answer: bytes) -> bytes:
        control, rest = answer[:1], answer[1:]
        return b"\xff" + control + (b"\xff\xff" + rest if rest else b"") if answer else answer

    device = ShtrihRegistrar(shop.wire(noisy), QUICK)
    assert device.open_shift(CASHIER).fd == 2
    assert device.register(sale()).fd == 3


def test_an_unread_answer_of_an_earlier_command_is_not_taken_for_ours(shop: Shop) -> None:
    session = shop.emulator.session
    beep = pack(b"\x13\x1e\0\0\0")
    assert b"".join(session.feed(ENQ + beep)).startswith(NAK + ACK + STX)
    assert shop.registrar.status().last_fd == 1  # the answer to the beep was still held


def test_a_register_that_prints_is_asked_again(shop: Shop) -> None:
    shop.opened().registrar.status()
    busy = 2

    def printing(answer: bytes) -> bytes:
        nonlocal busy
        if b"\xff\x46\x00" in answer and busy:
            busy -= 1
            return ACK + pack(b"\xff\x46\x50")
        return answer

    device = ShtrihRegistrar(shop.wire(printing), QUICK)
    # This spoiled line says "printing" after the item was taken: it is taken three times.
    with pytest.raises(Refused, match="45"):
        device.register(one_line())
    assert busy == 0


def test_a_register_that_never_stops_printing_is_busy(shop: Shop) -> None:
    shop.opened().registrar.status()

    def printing(answer: bytes) -> bytes:
        return ACK + pack(b"\xff\x46\x50") if b"\xff\x46\x00" in answer else answer

    with pytest.raises(Busy):
        ShtrihRegistrar(shop.wire(printing), QUICK).register(one_line())
    assert not shop.registrar.status().document_open


@pytest.mark.parametrize("poke_s", [3.0, 0.02])
@pytest.mark.parametrize("late", range(1, 14))
def test_a_reply_that_comes_late_never_makes_a_command_run_twice(
    shop: Shop, late: int, poke_s: float
) -> None:
    shop.opened().registrar.cash_in(100)
    count = 0
    kept_back = b""

    def one_reply_late(answer: bytes) -> bytes:
        nonlocal count, kept_back
        count += 1
        if count == late:
            kept_back = answer
            return b""
        out, kept_back = kept_back + answer, b""
        return out

    device = ShtrihRegistrar(shop.wire(one_reply_late), replace(QUICK, poke_s=poke_s))
    calls = 0
    for _ in range(3):
        before = shop.registrar.cash_counters().ins
        try:
            device.cash_in(100)
        except (NoAnswer, NoLink):
            assert shop.registrar.cash_counters().ins - before in (0, 1)
        else:
            calls += 1
            assert shop.registrar.cash_counters().ins == before + 1
    assert calls >= 2


def test_a_silent_register_is_no_link_and_is_there_again_afterwards(shop: Shop) -> None:
    shop.emulator.obey({"silent": True})
    with pytest.raises(NoLink):
        shop.registrar.status()
    with pytest.raises(NoLink):
        shop.registrar.open_shift(CASHIER)
    shop.emulator.obey({"silent": False})
    assert shop.registrar.open_shift(CASHIER).fd == 2


@pytest.mark.parametrize("noise", [b"", b"\x00", b"\xff" * 40, ACK * 9, NAK + b"\x00" * 9, b"\x02"])
def test_a_line_of_nothing_but_noise_is_an_error_in_time(noise: bytes) -> None:
    device = ShtrihRegistrar(LoopbackTransport(lambda data: noise), QUICK)
    with pytest.raises(DeviceError):
        device.status()
    with pytest.raises(DeviceError):
        device.register(sale())
