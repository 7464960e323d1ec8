"""The emulated register command by command: it refuses like the real one."""

from __future__ import annotations

import pytest

from drivers.emulation.control import BadWord
from drivers.registrars.shtrih import commands
from drivers.registrars.shtrih.codes import Command, code_bytes
from drivers.registrars.shtrih.emulator.faults import Mishap, Plan
from drivers.registrars.shtrih.emulator.session import Session
from drivers.registrars.shtrih.emulator.taxes import sums, tax_in
from drivers.registrars.shtrih.fields import number
from drivers.registrars.shtrih.frames import ENQ, NAK
from inventory.values.money import Money
from inventory.values.vat import VatRate
from tests.drivers.shtrih.shop import CASHIER, CHEESE, SHOES, Shop, sale


def run(shop: Shop, code: Command, params: bytes = b"", password: int = 30) -> bytes:
    """What comes after the code: error and data."""
    answer = shop.emulator.machine.execute(commands.command(code, password, params))
    head = code_bytes(code)
    assert answer.startswith(head)
    return answer[len(head) :]


def item(shop: Shop, operation: int = 1, password: int = 30, **changes: int) -> bytes:
    """An item of 100 roubles by FF46h."""
    values = {"price": 10000, "amount": 10000, "vat_byte": 0xCB, "department": 1} | changes
    built = commands.Operation(
        operation=operation, quantity=1000, method=4, subject=1, name="Кеды", **values
    )
    return shop.emulator.machine.execute(built.command(password))[2:]


def close(shop: Shop, cash: int = 10000, password: int = 30, rounding: int = 0) -> bytes:
    """FF45h in cash."""
    body = commands.Closing(cash, 0, 0, 0, 0, tax_system=1, rounding=rounding).command(password)
    return shop.emulator.machine.execute(body)[2:]


def test_an_unknown_command_a_wrong_password_and_a_cut_command(shop: Shop) -> None:
    execute = shop.emulator.machine.execute
    assert execute(b"\xff\x77\x1e\0\0\0") == b"\xff\x77\x37"
    assert execute(b"\x99\x1e\0\0\0") == b"\x99\x37"
    assert run(shop, Command.BEEP, password=31) == b"\x4f"
    assert run(shop, Command.BEEP, password=0) == b"\x4f"
    assert execute(b"\x10\x1e") == b"\x10\x33"
    assert execute(b"\xff\x46\x1e\0\0\0\x01") == b"\xff\x46\x33"
    assert execute(b"\xff") == b"\xff\x37"


def test_a_receipt_is_of_one_operation_and_one_operator(shop: Shop) -> None:
    assert item(shop) == b"\x3d"
    shop.opened()
    assert item(shop, password=3) == b"\0"
    assert item(shop, operation=2, password=3) == b"\x49"
    assert item(shop, password=4) == b"\x59"
    assert close(shop, password=4) == b"\x59"
    assert run(shop, Command.SUBTOTAL) == b"\0\x1e" + number(10000, 5)
    assert run(shop, Command.OPEN_RECEIPT, b"\0", password=3) == b"\x4a"
    assert run(shop, Command.X_REPORT) == b"\x4a"
    assert run(shop, Command.Z_REPORT) == b"\x4a"
    assert run(shop, Command.CASH_IN, number(100, 5)) == b"\x4a"
    assert close(shop)[:1] == b"\0"
    assert close(shop) == b"\x73"
    assert run(shop, Command.CANCEL_RECEIPT) == b"\x73"


def test_the_roubles_of_the_lines_stay_when_kopecks_are_dropped(shop: Shop) -> None:
    shop.opened()
    assert item(shop, price=10050, amount=10050) == b"\0"
    assert close(shop, rounding=51) == b"\x33"
    assert close(shop, rounding=50)[:6] == b"\0" + number(0, 5)


def test_an_empty_receipt_is_not_closed(shop: Shop) -> None:
    shop.opened()
    assert run(shop, Command.OPEN_RECEIPT, b"\0") == b"\0\x1e"
    assert close(shop) == b"\x8e"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"amount": 10001}, 0),
        ({"amount": 9999}, 0),
        ({"amount": 10002}, 0x33),
        ({"amount": 0xFFFFFFFFFF}, 0),
        ({"vat_byte": 0x55}, 0x33),
        ({"vat_byte": 0x90}, 0),
        ({"department": 17}, 0x63),
        ({"department": 255}, 0),
    ],
)
def test_an_item_is_checked(shop: Shop, changes: dict[str, int], error: int) -> None:
    shop.opened()
    assert item(shop, **changes) == bytes([error])


def test_the_shift_expires_under_an_open_receipt_too(shop: Shop) -> None:
    shop.opened()
    assert item(shop) == b"\0"
    shop.clock.pass_by(hours=24)
    assert item(shop) == b"\x4e"
    assert close(shop) == b"\x4e"
    assert run(shop, Command.CANCEL_RECEIPT)[:1] == b"\0"
    assert run(shop, Command.Z_REPORT)[:1] == b"\0"


def test_tags_are_taken_where_there_is_something_to_tag(shop: Shop) -> None:
    cashier = bytes.fromhex("FD03060088A2A0ADAEA2")
    assert run(shop, Command.DOCUMENT_TLV, cashier) == b"\x73"
    assert run(shop, Command.OPERATION_TLV, cashier) == b"\x73"
    shop.opened()
    assert item(shop) == b"\0"
    assert run(shop, Command.DOCUMENT_TLV, cashier) == b"\0"
    assert run(shop, Command.DOCUMENT_TLV, cashier[:-1]) == b"\x33"
    assert run(shop, Command.DOCUMENT_TLV, b"\0" * 251) == b"\x10"
    assert run(shop, Command.BIND_ITEM_CODE, b"\0") == b"\x33"


def test_what_was_sold_is_repeated_as_a_copy(shop: Shop) -> None:
    assert run(shop, Command.REPEAT_DOCUMENT) == b"\x56"
    shop.opened().registrar.register(sale())
    shop.events.clear()
    assert run(shop, Command.REPEAT_DOCUMENT) == b"\0\x1e"
    paper = "\n".join(shop.paper)
    assert "КОПИЯ" in paper
    assert "ФД 3" in paper
    assert shop.kinds == [1, 2, 3]


def test_cancelled_receipts_are_counted_and_not_registered(shop: Shop) -> None:
    shop.opened()
    item(shop)
    assert run(shop, Command.CANCEL_RECEIPT) == b"\0\x1e"
    assert run(shop, Command.MONEY_REGISTER, b"\xf9") == b"\0\x1e" + number(10000, 6)
    assert run(shop, Command.OPERATION_REGISTER, b"\xb3") == b"\0\x1e" + number(1, 2)
    assert shop.kinds == [1, 2]


def test_registers_may_be_asked_by_two_byte_numbers(shop: Shop) -> None:
    shop.opened().registrar.register(sale(CHEESE, SHOES))
    assert run(shop, Command.MONEY_REGISTER, number(241, 2)) == b"\0\x1e" + number(33586, 6)
    assert run(shop, Command.MONEY_REGISTER, number(1000, 2)) == b"\0\x1e" + number(0, 6)


def test_the_drive_tells_its_number_and_version(shop: Shop) -> None:
    assert run(shop, Command.DRIVE_NUMBER) == b"\0" + b"9999078900000001"
    assert run(shop, Command.DRIVE_VERSION)[-1:] == b"\0"  # a debugging drive
    assert run(shop, Command.REQUEST_TLV, number(9, 4)) == b"\x08"
    assert run(shop, Command.READ_TLV) == b"\x08"


def test_tables_that_are_not_there_and_fields_that_are_locked(shop: Shop) -> None:
    assert run(shop, Command.TABLE_STRUCTURE, b"\x63") == b"\x5d"
    assert run(shop, Command.READ_TABLE, b"\x02\x1f\0\x01") == b"\x5d"
    assert run(shop, Command.READ_TABLE, b"\x11\x01\0\x12") == b"\x5d"
    assert run(shop, Command.WRITE_TABLE, b"\x12\x01\0\x02" + b"1") == b"\x7a"
    assert run(shop, Command.WRITE_TABLE, b"\x02\x05\0\x02" + "Иванов".encode("cp1251")) == b"\0"
    shop.close()
    again = Shop(shop.state)
    assert run(again, Command.OPEN_SHIFT, password=5) == b"\0\x05"
    assert any("Иванов" in line for line in again.paper)
    again.close()


def test_the_clock_is_set_while_the_shift_is_closed(shop: Shop) -> None:
    assert run(shop, Command.CONFIRM_DATE, bytes([1, 3, 26])) == b"\x73"
    assert run(shop, Command.SET_DATE, bytes([31, 2, 26])) == b"\x7d"
    shop.registrar.open_shift(CASHIER)
    assert run(shop, Command.SET_TIME, bytes([1, 1, 1])) == b"\x3c"


def test_a_frame_whose_bytes_stop_coming_is_dropped(shop: Shop) -> None:
    now = 0.0
    session = Session(shop.emulator.machine, Plan.parse(""), lambda: now)
    assert list(session.feed(b"\x02\x30\xff")) == []
    assert list(session.feed(ENQ)) == []  # still a byte of the frame
    now += 1
    assert list(session.feed(ENQ)) == [NAK]


def test_it_takes_only_words_it_knows(shop: Shop) -> None:
    with pytest.raises(BadWord, match="paper"):
        shop.emulator.obey({"tea": True})
    with pytest.raises(BadWord):
        shop.emulator.obey({"paper": "yes"})
    with pytest.raises(BadWord):
        shop.emulator.obey({"faults": "explode@1"})


def test_a_plan_of_faults_counts_commands() -> None:
    plan = Plan.parse("paper-out@2, reboot-after@3, delay@3:20")
    first, second, third = plan.next(), plan.next(), plan.next()
    assert (first.kind, first.mishap) == (None, None)
    assert second.mishap is Mishap.PAPER_OUT
    assert (third.mishap, third.delay_s) == (Mishap.REBOOT_AFTER, 0.02)


@pytest.mark.parametrize("rate", list(VatRate))
@pytest.mark.parametrize("amount", [0, 1, 3, 5, 1049, 99_999_999])
def test_tax_is_what_the_words_of_amount_say(rate: VatRate, amount: int) -> None:
    assert tax_in(amount, rate) == rate.tax_in(Money(amount)).kopecks


def test_sums_are_by_line_or_by_total() -> None:
    items = [(11, 33), (11, 33), (11, 33), (5, 100), (6, 7)]
    assert sums(items, by_total=False) == {11: 18, 5: 100, 6: 7}
    assert sums([(2, 6)] * 3, by_total=False) == {2: 3}
    assert sums([(2, 6)] * 3, by_total=True) == {2: 2}
