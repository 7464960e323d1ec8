"""What becomes of a payment, told as one card: a big number, what is going on, the ways out."""

from __future__ import annotations

from dataclasses import dataclass, field

from inventory.values.money import ZERO, Money
from pos.domain.views import FinishedView, PendingStage, PendingView
from pos.ui.kit.format import Format
from pos.ui.kit.keys import Command
from pos.ui.kit.paint import Health
from pos.ui.kit.trouble import Situation, explain_name
from pos.ui.kit.words import Words
from pos.ui.till.total_card import Sum


@dataclass(frozen=True, slots=True)
class Story:
    """The big card, figures under it, a lamp with two lines, and keys if there is a choice."""

    big: Sum
    rows: tuple[tuple[str, str], ...]
    lamp: Health
    headline: str
    detail: str
    resort: str = ""  # a sentence more where there is room
    keys: tuple[tuple[Command, str], ...] = ()
    blocked: frozenset[Command] = field(default_factory=frozenset)


_TONES = {
    PendingStage.CARD: ("accent", Health.OK),
    PendingStage.RECEIPT: ("ok", Health.OK),
    PendingStage.CARD_UNKNOWN: ("attention_soft", Health.ATTENTION),
    PendingStage.RECEIPT_UNKNOWN: ("attention_soft", Health.ATTENTION),
    PendingStage.REFUSED: ("stop_soft", Health.STOP),
    PendingStage.REVERSING: ("attention_soft", Health.ATTENTION),
}


def situation_of(pending: PendingView) -> Situation:
    """Where a payment stands, for the words of its troubles."""
    if pending.is_return:
        return Situation.RETURN
    on_card = pending.stage in (PendingStage.CARD, PendingStage.CARD_UNKNOWN)
    return Situation.CARD if on_card else Situation.RECEIPT


def of_pending(pending: PendingView, words: Words, form: Format) -> Story:
    """A payment or return under way."""
    tone, lamp = _TONES[pending.stage]
    kind = kind_of(pending)
    stage = f"till.{kind}.{pending.stage.value}"
    if pending.reversing and pending.stage is PendingStage.CARD_UNKNOWN:
        stage = "decide.reversal.unknown"
    rows = _rows(pending.total, pending.card, pending.received, words, form)
    if pending.change and pending.stage is not PendingStage.RECEIPT:
        rows = (*rows, (words("till.change"), form.money(pending.change)))
    return Story(
        big=_pending_sum(pending, words, form, stage, tone),
        rows=rows,
        lamp=lamp,
        headline=words(f"{stage}.headline"),
        detail=_detail(pending, words, stage),
        resort=words("decide.hint") if pending.stage is PendingStage.CARD_UNKNOWN else "",
        keys=_keys(pending, kind, words),
        blocked=frozenset() if reversible(pending) else frozenset({Command.REVERSE}),
    )


def kind_of(told: PendingView | FinishedView) -> str:
    """Whose words tell it."""
    if told.correction:
        return "correction"
    return "return" if told.is_return else "sale"


def reversible(pending: PendingView) -> bool:
    """A return whose money is on the card already can only be tried again."""
    return pending.correction or not (pending.is_return and pending.card)


def _keys(pending: PendingView, kind: str, words: Words) -> tuple[tuple[Command, str], ...]:
    """Two ways out of a refused receipt, two things that a person can say of a card."""
    if pending.stage is PendingStage.REFUSED:
        ways = (Command.TRY_AGAIN, Command.REVERSE)
        return tuple((way, words(f"till.way_out.{kind}.{way.value}")) for way in ways)
    if pending.stage is PendingStage.CARD_UNKNOWN:
        said = (Command.MOVED, Command.NOT_MOVED)
        return tuple((one, words(f"decide.{move_of(pending)}.{one.value}")) for one in said)
    return ()


def move_of(pending: PendingView) -> str:
    """Which way the money was to go, as the words of a decision name it."""
    if pending.reversing:
        return "reversal"
    return "refund" if pending.is_return else "charge"


def _pending_sum(pending: PendingView, words: Words, form: Format, stage: str, tone: str) -> Sum:
    if pending.correction:
        return Sum(words(f"{stage}.title"), form.money(pending.total), tone=tone)
    if pending.stage is PendingStage.RECEIPT and not pending.is_return:
        return _settled_sum(pending.total, pending.card, pending.change, words, form)
    on_card = pending.stage not in (PendingStage.RECEIPT, PendingStage.RECEIPT_UNKNOWN)
    amount = pending.card if on_card and pending.card else pending.total
    return Sum(words(f"{stage}.title"), form.money(amount), tone=tone)


def _settled_sum(total: Money, card: Money, change: Money, words: Words, form: Format) -> Sum:
    """Green and huge: the change; without change what was taken."""
    if change:
        return Sum(words("till.change"), form.money(change), tone="ok")
    title = "till.paid_mixed" if card and card != total else "till.paid_card"
    return Sum(words(title if card else "till.no_change"), form.money(total), tone="ok")


def _detail(pending: PendingView, words: Words, stage: str) -> str:
    own = words(f"{stage}.detail")
    if not pending.trouble or pending.stage in (PendingStage.CARD, PendingStage.RECEIPT):
        return own
    happened = explain_name(pending.trouble, situation_of(pending), words).happened
    return f"{happened} {own}"


def of_finished(done: FinishedView, words: Words, form: Format) -> Story:
    """The last sale or return, until the next scan."""
    if done.correction:
        big = Sum(words("till.correction.done.title"), form.money(done.total), tone="ok")
        rows = _rows(done.total, done.card, ZERO, words, form)
    elif done.is_return:
        cash = done.total - done.card
        title = "till.give_cash" if cash else "till.returned_to_card"
        big = Sum(words(title), form.money(cash or done.card), tone="ok")
        rows = _return_rows(done, words, form)
    else:
        big = _settled_sum(done.total, done.card, done.change, words, form)
        rows = _rows(done.total, done.card, done.received, words, form)
    if done.contact:
        rows = (*rows, (words("till.sent_to"), done.contact))
    kind = kind_of(done)
    return Story(
        big=big,
        rows=rows,
        lamp=Health.OK,
        headline=words(f"till.{kind}.done.headline"),
        detail=words(f"till.{kind}.done.detail"),
    )


def _rows(
    total: Money, card: Money, received: Money, words: Words, form: Format
) -> tuple[tuple[str, str], ...]:
    rows = [(words("till.to_pay"), form.money(total))]
    if card:
        rows.append((words("till.by_card"), form.money(card)))
    if received:
        rows.append((words("till.received"), form.money(received)))
    return tuple(rows)


def _return_rows(done: FinishedView, words: Words, form: Format) -> tuple[tuple[str, str], ...]:
    rows = [(words("till.return_total"), form.money(done.total))]
    if done.card:
        rows.append((words("till.to_card"), form.money(done.card)))
    return tuple(rows)
