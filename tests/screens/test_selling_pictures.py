"""The selling page in its states, as pictures a person has looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from inventory.values.money import ZERO, Money
from inventory.values.quantity import Quantity
from pos.domain.basket import Basket, BasketState
from pos.domain.views import FinishedView, PendingStage, PendingView, TillView
from pos.domain.weighing import PanState, PanView
from pos.ui.kit.keys import Command
from pos.ui.kit.widgets import Health
from pos.ui.till.prompts import Prompt
from pos.ui.till.quick_pages import QuickKey, QuickPage
from pos.ui.window import MainWindow
from tests.fakes.counter import ANNA, AT, GOODS, SHOP, FakeDesk, millis, shift
from tests.fakes.qt import pump, window
from tests.screens.golden import check_look, differences, reduced, render
from tests.screens.looks import LOOKS, Look

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
    demo: bool = False
    aside: int = 0
    pan: str = "none"


def terminal_is_gone(window: MainWindow) -> None:
    window.set_health("terminal", Health.STOP, "no answer")
    window.set_link(Health.ATTENTION, 12)


def unknown_code(window: MainWindow) -> None:
    window.scan("4601234567890")


def new_good(window: MainWindow) -> None:
    unknown_code(window)
    pump(lambda: window.selling._making.offered)
    window.selling.do(Command.NEW_GOOD)
    for text in ("Печенье овсяное с изюмом 250 г", "129,90"):
        type_in(window, text)
        window.selling.do(Command.ACCEPT)


def weight_moves(window: MainWindow) -> None:
    window.set_health("scale", Health.OK)
    window.scan(GOODS[2].code)
    pump(lambda: window.selling._questions.prompt is Prompt.WEIGHT)
    window.set_pan(PanView(PanState.MOVING, 1284))


def search(window: MainWindow) -> None:
    type_in(window, "ар")
    pump(lambda: window.selling.page.found.current is not None)


def nothing_found(window: MainWindow) -> None:
    type_in(window, "самовар")
    pump(lambda: window.selling.page.found.nothing)


def by_price(window: MainWindow) -> None:
    nothing_found(window)
    window.selling.do(Command.BY_PRICE)
    type_in(window, "2500")


def parked(window: MainWindow) -> None:
    window.selling.do(Command.PARK)
    pump(lambda: window.selling.page.listing)


def recalled(window: MainWindow) -> None:
    parked(window)
    window.selling._parking.choose("1")
    pump(lambda: bool(window.strip_words))


def type_in(window: MainWindow, text: str) -> None:
    for char in text:
        window.selling._typed(char)


def aside(count: int) -> list[tuple[Basket, str]]:
    """So many baskets put aside: with and without a name, earlier and later."""
    names = ("Пётр, синяя куртка", "", "заказ 14", "")
    whole = seven_lines()
    return [
        (
            replace(
                whole,
                basket=f"p{number}",
                lines=whole.lines[number:],
                state=BasketState.PARKED,
                begun_at=millis(AT - timedelta(minutes=130 - 20 * number)),
                parked_at=millis(AT - timedelta(minutes=120 - 20 * number)),
            ),
            names[number],
        )
        for number in range(count)
    ]


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
    "terminal-failed": Picture(selling(basket=seven_lines()), terminal_is_gone),
    "not-found": Picture(selling(basket=seven_lines()), unknown_code),
    "new-good": Picture(selling(basket=seven_lines()), new_good),
    "weight": Picture(selling(basket=seven_lines()), weight_moves, pan="moving"),
    "search": Picture(selling(basket=seven_lines()), search),
    "nothing-found": Picture(selling(basket=seven_lines()), nothing_found),
    "by-price": Picture(selling(basket=seven_lines()), by_price),
    "parked": Picture(selling(parked=4), parked, aside=4),
    "recalled": Picture(selling(parked=2), recalled, aside=2),
}
CASES = [(name, look) for name in PICTURES for look in LOOKS]


@pytest.mark.parametrize(("name", "look"), CASES, ids=lambda part: getattr(part, "name", part))
def test_the_page_looks_as_it_did(name: str, look: Look) -> None:
    picture = PICTURES[name]
    desk = FakeDesk(picture.view, carry=lambda desk: None, aside=aside(picture.aside))
    desk.pan = picture.pan
    with window(desk, language=look.language, theme=look.theme, demo=picture.demo) as made:
        made.set_quick_pages(QUICK)
        made.resize(*look.sizes[0])
        made.show()
        picture.then(made)
        pump(lambda: not made.cashier.waiting)
        check_look(made, f"till-{name}", look)


@pytest.mark.parametrize("half", [False, True])
def test_a_word_moved_by_four_pixels_is_seen(half: bool) -> None:
    with window(FakeDesk(selling(basket=seven_lines()))) as made:
        before = render(made, 1024, 768)
        layout = made.selling.page.layout()
        assert layout is not None
        layout.setContentsMargins(14, 10, 6, 10)
        after = render(made, 1024, 768)
    pictures = (reduced(image, half=half) for image in (before, after))
    assert len(differences(*pictures)) > 20
