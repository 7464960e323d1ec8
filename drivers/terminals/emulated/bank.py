"""The rules of the emulated bank, and the slips it prints; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from drivers.terminals.emulated.codec import Request, Verb
from drivers.terminals.emulated.ledger import Entry, Ledger

CARDS = ("•••• 4821", "•••• 0077", "•••• 9302")
TITLES = {"pay": "ОПЛАТА", "refund": "ВОЗВРАТ", "reversal": "ОТМЕНА"}
WIDTH = 32


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the bank says; the codes are those of ISO 8583, field 39."""

    code: str
    text: str

    @property
    def approved(self) -> bool:
        """Money moves."""
        return self.code == "00"


APPROVED = Verdict("00", "Одобрено")
DECLINED = Verdict("05", "Отказано банком")
NO_PAYMENT = Verdict("25", "Исходная оплата не найдена")
TOO_MUCH = Verdict("61", "Сумма больше остатка оплаты")
NOT_WHOLE = Verdict("13", "Отмена возможна только на всю сумму")
TOO_LATE = Verdict("12", "Отмена возможна только в тот же день и до сверки итогов")


def judge(order: Request, ledger: Ledger, now: datetime) -> Verdict:
    """Whether the order is good; a refund never gives back more than was paid.

    A refund without a number is of a payment made elsewhere: the customer's card is read.
    """
    if order.verb is Verb.PAY or (order.verb is Verb.REFUND and not order.of_rrn):
        return APPROVED
    payment = ledger.payment(order.of_rrn)
    if payment is None:
        return NO_PAYMENT
    left = payment.amount - ledger.given_back(payment.rrn)
    if order.verb is Verb.REFUND:
        return APPROVED if order.amount <= left else TOO_MUCH
    return _judge_reversal(order, payment, left, ledger, now)


def _judge_reversal(
    order: Request, payment: Entry, left: int, ledger: Ledger, now: datetime
) -> Verdict:
    if order.amount > left:
        return TOO_MUCH
    if order.amount != payment.amount:
        return NOT_WHOLE
    same_day = payment.at.astimezone(now.tzinfo).date() == now.date()
    return APPROVED if same_day and payment in ledger.since_settlement() else TOO_LATE


def book(order: Request, verdict: Verdict, ledger: Ledger, now: datetime) -> Entry:
    """The entry of an order; numbers that begin with 9999 are visibly not a bank's."""
    number = len(ledger.entries) + 1
    payment = ledger.payment(order.of_rrn)
    return Entry(
        ref=order.ref,
        operation=order.verb.value,
        amount=order.amount,
        rrn=f"9999{number:08d}",
        auth_code=f"{number % 1_000_000:06d}" if verdict.approved else "",
        card=payment.card if payment else CARDS[number % len(CARDS)],
        at=now,
        approved=verdict.approved,
        of_rrn=order.of_rrn,
        code=verdict.code,
        text=verdict.text,
    )


def slip(entry: Entry) -> tuple[str, ...]:
    """The slip of an operation, at most 32 characters wide."""
    lines = [
        "ЭМУЛЯТОР. ДЕНЬГИ НЕ СПИСАНЫ".center(WIDTH).rstrip(),
        TITLES[entry.operation].center(WIDTH).rstrip(),
        f"{entry.at:%d.%m.%Y %H:%M}",
        _row("Карта", entry.card),
        _row("Сумма", f"{entry.amount // 100}.{entry.amount % 100:02d}"),
        _row("RRN", entry.rrn),
        _row("Код авторизации", entry.auth_code) if entry.approved else "",
        f"{entry.text} ({entry.code})",
    ]
    return tuple(line for line in lines if line)


def _row(name: str, value: str) -> str:
    return name + value.rjust(WIDTH - len(name))
