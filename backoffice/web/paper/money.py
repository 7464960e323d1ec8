"""Money of a report on paper: tenders, VAT, profit, and cash by shift."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reportlab.platypus import Flowable

from backoffice.domain.day import DayReport, Flow
from backoffice.domain.figures import ShiftCash
from backoffice.domain.profit import Profit
from backoffice.web.format import MINUS
from backoffice.web.paper.blocks import Cell, Rule, Story, heading, note, opening, section, table
from backoffice.web.paper.look import (
    BODY,
    INK_2,
    OK,
    REGULAR,
    SEMIBOLD,
    SMALL,
    STOP,
    style,
    words_in,
)
from backoffice.web.words import Words

_NONE = "—"
At = Callable[[int], str]  # a moment in words


def tenders(report: DayReport, words: Words, width: float) -> Story:
    """How customers paid."""
    flows = [flow for flow in report.tenders if flow.name != "other" or flow.sales or flow.returns]
    names = [words(f"tender.{flow.name}") for flow in flows]
    rows = _flow_rows(names, flows, words)
    if report.purchases.count:
        paid = words.amount(report.purchases.total)
        rows.append([words("day.purchases"), "", "", paid])
    return section(heading(words("day.tenders")), _flow_table("₽", rows, words, width))


def vat(report: DayReport, words: Words, width: float) -> Story:
    """VAT by rate, as the drive gave it."""
    if not report.vat:
        return section(heading(words("day.vat")), note(words("day.vat_none")))
    names = [words(f"vat.{flow.name}") for flow in report.vat]
    made = _flow_table(
        f"{words('day.rate')}, ₽", _flow_rows(names, report.vat, words), words, width
    )
    return section(heading(words("day.vat")), made, note(words("day.vat_note")))


def _flow_rows(names: Sequence[str], flows: Sequence[Flow], words: Words) -> list[list[Cell]]:
    return [
        [
            name,
            words.amount(flow.sales),
            words.amount(flow.returns) if flow.returns else _NONE,
            words.amount(flow.net),
        ]
        for name, flow in zip(names, flows, strict=True)
    ]


def _flow_table(corner: str, rows: list[list[Cell]], words: Words, width: float) -> Flowable:
    head = [corner, words("day.sold"), words("day.returns"), words("day.net")]
    shares = (0.25, 0.26, 0.23, 0.26)
    strong: Rule = ("FONT", (3, 1), (3, -1), SEMIBOLD, BODY)
    return table([head, *rows], [width * part for part in shares], head=True, rules=[strong])


def profit(profit: Profit, words: Words, width: float) -> Story:
    """Gross profit, and what it does not speak of."""
    title = heading(_title(profit, words))
    if not profit.known:
        return section(title, note(words("day.profit_none")))
    rows: list[list[Cell]] = [
        [words("day.profit_of"), words.money(profit.revenue)],
        [words("day.profit_cost"), words.money(-profit.cost)],
        [words("day.profit"), words.money(profit.amount)],
    ]
    rules: list[Rule] = [("FONT", (0, 2), (-1, 2), SEMIBOLD, BODY)]
    if profit.goods:
        rows.append([words("day.profit_unknown"), words.money(profit.unknown)])
        rules.append(("TEXTCOLOR", (0, 3), (-1, 3), INK_2))
    made = table(rows, [width * 0.66, width * 0.34], rules=rules)
    return section(title, made, note(_unknown(profit, words)), note(words("day.profit_note")))


def _title(profit: Profit, words: Words) -> str:
    if profit.margin is None:
        return words("day.profit")
    part = words("day.profit_margin", percent=words.part(profit.margin))
    return f"{words('day.profit')}, {part}"


def _unknown(profit: Profit, words: Words) -> str:
    if not profit.goods:
        return words("day.profit_all")
    return f"{words('day.profit_unknown')}: {words.names(profit.goods)}"


def cash(report: DayReport, words: Words, at: At, width: float) -> Story:
    """What should lie in the drawers: a shift a row, held against its Z and the register."""
    title = opening(words("cash.title"))
    if not report.shifts:
        return section(*title, note(words("cash.none")))
    shown = [column for column in _COLUMNS if column.shown(report.shifts)]
    first, last = width * 0.18, width * 0.21
    each = (width - first - last) / len(shown)
    widths = [first, *[each] * len(shown), last]
    head = ["₽", *(words(column.key) for column in shown), words("cash.drawer")]
    rows = [_shift_row(shift, shown, words, at) for shift in report.shifts]
    strong: Rule = ("FONT", (-2, 1), (-2, -1), SEMIBOLD, BODY)
    made = table([head, *rows], widths, head=True, rules=[strong])
    return section(*title, _total(report, words), made)


def _total(report: DayReport, words: Words) -> Flowable:
    running = any(shift.closed_at is None for shift in report.shifts)
    name = words("cash.now" if running else "cash.ended")
    look = style(BODY, SEMIBOLD)
    look.spaceAfter = 3
    return words_in(f"{name}: {words.money(report.cash_expected)}", look)


class _Column:
    """A figure of each shift; `sign` stands before it."""

    def __init__(
        self, key: str, of: Callable[[ShiftCash], int], sign: str = "", *, always: bool = True
    ) -> None:
        self.key, self._of, self._sign, self._always = key, of, sign, always

    def shown(self, shifts: Sequence[ShiftCash]) -> bool:
        return self._always or any(self._of(shift) for shift in shifts)

    def text(self, shift: ShiftCash, words: Words) -> str:
        amount = self._of(shift)
        return f"{self._sign}{words.amount(amount)}" if amount or self._always else _NONE


_COLUMNS = (
    _Column("paper.fund", lambda shift: shift.fund),
    _Column("paper.sales", lambda shift: shift.sale_cash, "+"),
    _Column("day.returns", lambda shift: shift.return_cash, MINUS, always=False),
    _Column("paper.purchases", lambda shift: shift.purchase_cash, MINUS, always=False),
    _Column("cash.moved_in", lambda shift: shift.cash_in, "+", always=False),
    _Column("cash.moved_out", lambda shift: shift.cash_out, MINUS, always=False),
    _Column("cash.expected", lambda shift: shift.expected),
)


def _shift_row(shift: ShiftCash, columns: Sequence[_Column], words: Words, at: At) -> list[Cell]:
    when = (
        words("cash.open", time=at(shift.opened_at))
        if shift.closed_at is None
        else words("cash.closed", time=at(shift.closed_at))
    )
    name = f"{words('cash.shift', number=shift.number)} · {shift.till}"
    return [
        [words_in(name, style(BODY)), words_in(when, style(SMALL, colour=INK_2))],
        *(column.text(shift, words) for column in columns),
        _at_z(shift, words),
    ]


def _at_z(shift: ShiftCash, words: Words) -> Cell:
    """The drawer of the Z report, whether it agrees, and whether the register's counters do."""
    if shift.drawer is None:
        return _NONE
    gap = words("cash.differ", amount=words.money(shift.gap))
    checked = words("cash.agree") if not shift.gap else gap
    return [
        words_in(words.amount(shift.drawer), style(BODY, right=True)),
        words_in(checked, style(SMALL, colour=STOP if shift.gap else OK, right=True)),
        *_counters(shift, words),
    ]


def _counters(shift: ShiftCash, words: Words) -> Story:
    if shift.differences:
        colour, text = STOP, words("cash.counters_differ", n=len(shift.differences))
    elif shift.counters:
        colour, text = OK, words("cash.counters_agree", n=len(shift.counters))
    else:
        colour, text = INK_2, words("cash.counters_missing")
    look = style(SMALL, REGULAR, colour, right=True)
    return [words_in(f"{words('paper.counters')} {text}", look)]
