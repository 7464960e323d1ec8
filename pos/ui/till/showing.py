"""Which of the four faces the selling page has now, and what its head says. No widgets here."""

from __future__ import annotations

from enum import Enum

from pos.domain.basket import EMPTY, Basket
from pos.domain.views import FinishedView, PendingStage, PendingView, TillView
from pos.ui.kit.format import TIMES, Format
from pos.ui.kit.words import Words
from pos.ui.till.last_good import Head
from pos.ui.till.rows import Row


class Face(Enum):
    """SELLING; PAYING: the story of a payment; BOTH: that and the next basket; DONE: paid."""

    SELLING = "selling"
    PAYING = "paying"
    BOTH = "both"
    DONE = "done"


def face_of(view: TillView, dismissed: str) -> Face:
    """`dismissed` is the finished sale the cashier has put away with Esc."""
    if view.pending is not None:
        return Face.BOTH if view.basket.lines else Face.PAYING
    if not view.basket.lines and view.finished and view.finished.sale != dismissed:
        return Face.DONE
    return Face.SELLING


def basket_shown(view: TillView, face: Face) -> Basket:
    """The open basket, else what is being paid, else what was paid."""
    if face is Face.PAYING and view.pending:
        return view.pending.basket
    if face is Face.DONE and view.finished:
        return view.finished.basket
    return view.basket if view.basket.lines else EMPTY


def head_of(view: TillView, face: Face, row: Row | None, words: Words, form: Format) -> Head:
    """The last good (or the selected line); or what the basket is now."""
    if face is Face.DONE and view.finished:
        return _done(view.finished, words)
    if face is Face.PAYING and view.pending:
        return Head("", words(_paying(view.pending)))
    if row is None:
        return Head("", words("till.new_basket"))
    last = row.last.line == view.basket.lines[-1].line
    number = 0 if last else [line.line for line in view.basket.lines].index(row.last.line) + 1
    return Head(
        small=words("till.last_good") if last else words("till.selected_line", number=number),
        big=row.last.name,
        count=f"{form.quantity(row.quantity)} {TIMES} {form.money(row.last.price)}",
        amount=form.money(row.amount),
    )


def _paying(pending: PendingView) -> str:
    if pending.stage is PendingStage.REFUSED:
        return "till.waiting_basket"
    return "till.returning_basket" if pending.is_return else "till.paying_basket"


def _done(done: FinishedView, words: Words) -> Head:
    key = "till.return_number" if done.is_return else "till.receipt_number"
    tag = words("till.receipt_done", fd=done.fd)
    return Head("", words(key, number=done.number), tag=tag)
