"""What receipts and corrections share once they are made: their tags, the registers of money."""

from __future__ import annotations

from drivers.contracts.ffd import tlv
from drivers.contracts.ffd.tags import Tag
from drivers.emulation.drive import Facts
from drivers.registrars.shtrih.codes import REGISTER_ORDER, MoneyRegister, OperationRegister
from drivers.registrars.shtrih.emulator.machine import Machine
from drivers.registrars.shtrih.emulator.tenders import Tenders


def tags(kkt: Machine, facts: Facts, kept: Tenders, tax_system: int) -> list[bytes]:
    """Who, where, which, how much and by what."""
    return [
        tlv.text(Tag.USER, kkt.plate.user, 256),
        tlv.text(Tag.ADDRESS, kkt.plate.address, 256),
        tlv.text(Tag.PLACE, kkt.plate.place, 256),
        tlv.number(Tag.SHIFT, facts.shift, 4),
        tlv.number(Tag.RECEIPT_NUMBER, facts.number, 4),
        tlv.number(Tag.OPERATION, facts.operation),
        tlv.number(Tag.TAX_SYSTEM, tax_system),
        tlv.amount(Tag.TOTAL, facts.total),
        *kept.tags(),
    ]


def count(kkt: Machine, facts: Facts, kept: Tenders) -> None:
    """Money and operation registers."""
    state, order = kkt.state, REGISTER_ORDER[facts.operation]
    state.receipt_number = facts.number
    for kind, kopecks in enumerate((kept.cash, *kept.cashless[:3])):
        state.add_money(MoneyRegister.PAYMENTS + 4 * kind + order, kopecks)
    comes_in = facts.operation in (1, 4)
    state.add_money(MoneyRegister.CASH, kept.cash if comes_in else -kept.cash)
    state.add_money(MoneyRegister.EVER_SOLD, facts.total if facts.operation == 1 else 0)
    state.count(OperationRegister.SHIFT_RECEIPTS + order)
    state.count(OperationRegister.RECEIPTS + order)
