"""The selling page in its states, as pictures a person has looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest

from inventory.values.money import ZERO, Money
from inventory.values.quantity import Quantity
from pos.domain.basket import Basket
from pos.domain.views import FinishedView, PendingStage, PendingView, TillView
from pos.ui.kit.theme import Theme
from pos.ui.kit.widgets import Health
from pos.ui.till.quick_pages import QuickKey, QuickPage
from pos.ui.window import MainWindow
from tests.fakes.counter import ANNA, GOODS, SHOP, FakeDesk, shift
from tests.fakes.qt import pump, window
from tests.screens.golden import check, differences, render

SIZES = ((1024, 768), (1920, 1080))
COUNTS = (2000, 1000, 1284, 3000, 1000, 2000, 1000)
LABELS = (
    "Пакет",
    "Хлеб",
    "Картофель",
    "Лук",
    "Бананы",
    "Яйца 10",
    "Вода 19 л",
    "Кофе с собой",
    "Газета",
)
QUICK = tuple(
    QuickPage(name, tuple(QuickKey(f"i{label}", label) for label in LABELS))
    for name in ("Частые", "Овощи", "Выпечка", "Услуги")
)


def seven_lines() -> Basket:
    """Seven goods, two of them cheaper."""
    basket = Basket("b1")
    for good, count in zip(GOODS, COUNTS, strict=False):
        basket = basket.add(good, Quantity(count, good.unit), good.code)
    return basket.with_line_discount(4, 1000).with_line_discount(5, 1000)


def selling(**changes: object) -> TillView:
    """A till that sells, with something changed."""
    return replace(TillView(shop=SHOP, user=ANNA, shift=shift()), **changes)  # type: ignore[arg-type]


def pending(stage: PendingStage, trouble: str = "", *, by_card: bool = True) -> PendingView:
    """The seven lines being paid."""
    basket = seven_lines()
    card = basket.total if by_card else ZERO
    received = ZERO if by_card else Money(300_000)
    change = ZERO if by_card else received - basket.total
    return PendingView(basket, stage, False, basket.total, received, change, card, trouble)


def finished() -> FinishedView:
    """The seven lines paid in cash."""
    total, received = seven_lines().total, Money(300_000)
    return FinishedView(
        basket=seven_lines(),
        number="0148-0057",
        is_return=False,
        total=total,
        received=received,
        change=received - total,
        card=ZERO,
        fd=18342,
        contact="+7 ••• 48-21",
        sale="x1",
    )


@dataclass(frozen=True)
class Picture:
    """A state of the page; `then` happens after the first view."""

    view: TillView
    then: Callable[[MainWindow], None] = field(default=lambda window: None)
    theme: Theme = field(default_factory=Theme)
    demo: bool = False


def terminal_is_gone(window: MainWindow) -> None:
    window.set_health("terminal", Health.STOP, "no answer")
    window.set_link(Health.ATTENTION, 12)


def unknown_code(window: MainWindow) -> None:
    window.scan("4601234567890")


def search(window: MainWindow) -> None:
    page = window.selling.page
    page.entry.set_text("за")
    page.found.show_items(list(GOODS[:4]))


PICTURES = {
    "selling": Picture(selling(basket=seven_lines())),
    "empty": Picture(selling(), demo=True),
    "card": Picture(selling(pending=pending(PendingStage.CARD))),
    "change": Picture(selling(finished=finished())),
    "refused": Picture(selling(pending=pending(PendingStage.REFUSED, "PaperOut"))),
    "unknown": Picture(selling(pending=pending(PendingStage.CARD_UNKNOWN, "NoAnswer"))),
    "next-customer": Picture(
        selling(basket=seven_lines(), pending=pending(PendingStage.RECEIPT, by_card=False))
    ),
    "terminal-failed-dark": Picture(
        selling(basket=seven_lines()), terminal_is_gone, Theme(dark=True)
    ),
    "not-found": Picture(selling(basket=seven_lines()), unknown_code),
    "search": Picture(selling(basket=seven_lines()), search),
}


SMALL_ONLY = {"next-customer", "not-found", "search"}  # the large screen adds only room
CASES = [
    (name, language, size)
    for name in PICTURES
    for language in ("ru", "en")
    for size in SIZES
    if size == SIZES[0] or name not in SMALL_ONLY
]


@pytest.mark.parametrize(("name", "language", "size"), CASES)
def test_the_page_looks_as_it_did(name: str, language: str, size: tuple[int, int]) -> None:
    picture = PICTURES[name]
    desk = FakeDesk(picture.view, carry=lambda desk: None)
    with window(desk, language=language, theme=picture.theme, demo=picture.demo) as made:
        made.set_quick_pages(QUICK)
        picture.then(made)
        pump(lambda: not made.cashier.waiting)
        check(render(made, *size), f"till-{name}-{language}-{size[0]}x{size[1]}")


def test_a_word_moved_by_four_pixels_is_seen() -> None:
    with window(FakeDesk(selling(basket=seven_lines()))) as made:
        before = render(made, 1024, 768)
        layout = made.selling.page.layout()
        assert layout is not None
        layout.setContentsMargins(14, 10, 6, 10)
        after = render(made, 1024, 768)
    assert len(differences(before, after)) > 20
