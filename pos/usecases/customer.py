"""What the customer reads on the display: the last good and the total, then change and thanks."""

from __future__ import annotations

from contextlib import suppress

from drivers.contracts.errors import DeviceError
from inventory.values.money import Money
from pos.domain.views import FinishedView, TillView
from pos.usecases.counter import Counter
from pos.usecases.look import view

WIDTH = 20
THANKS = "СПАСИБО ЗА ПОКУПКУ"
NOTHING = ("", "")
Lines = tuple[str, str]


def told(counter: Counter, shown: TillView | None = None) -> TillView:
    """The fresh view, or that one, after the customer was shown what it means for him."""
    shown = shown or view(counter)
    if counter.display is not None:
        with suppress(DeviceError):  # a display that is gone never stops a sale
            counter.display.show(*lines_of(shown))
    return shown


def lines_of(shown: TillView) -> Lines:
    """Two lines of 20 characters; empty while nobody is served."""
    if shown.user is None or shown.shift is None:
        return NOTHING
    if shown.basket.lines:
        return shown.basket.lines[-1].name[:WIDTH], _sum("ИТОГО", shown.basket.total)
    if shown.pending is not None and shown.pending.correction:
        return NOTHING
    if shown.pending is not None:
        return _sum("К ВОЗВРАТУ" if shown.pending.is_return else "ИТОГО", shown.pending.total), ""
    return _thanks(shown.finished) if shown.finished else NOTHING


def _thanks(done: FinishedView) -> Lines:
    if done.correction:
        return NOTHING
    if done.is_return:
        return _sum("ВОЗВРАТ", done.total), ""
    if done.change:
        return _sum("СДАЧА", done.change), THANKS
    return _sum("ОПЛАЧЕНО", done.total), THANKS


def _sum(words: str, amount: Money) -> str:
    roubles = f"{amount.kopecks // 100}.{amount.kopecks % 100:02}"
    return words + roubles.rjust(WIDTH - len(words))
