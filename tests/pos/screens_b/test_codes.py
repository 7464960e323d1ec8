"""The page of weight codes: what a prefix means, read aloud by examples, kept by F9."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt

from inventory.codes.weight import USUAL, Kind, Rule
from pos.errors import NotAllowed
from pos.ui.menu.codes import CodesScreen
from tests.fakes.acts import FakeActs, NowLane
from tests.fakes.screens import Heard, desk_of, press

RIGHT, DOWN, F2, F9 = Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_F2, Qt.Key.Key_F9


class Keeper:
    """Takes rules, or refuses."""

    def __init__(self) -> None:
        self.kept: list[list[Rule]] = []
        self.refuse = False

    def __call__(self, rules: Sequence[Rule]) -> None:
        if self.refuse:
            raise NotAllowed("settings")
        self.kept.append(list(rules))


def page(keeper: Keeper) -> CodesScreen:
    return CodesScreen(desk_of(FakeActs(), NowLane()), USUAL, keeper)


def told(screen: CodesScreen) -> str:
    return screen._examples.accessibleName()


def test_examples_say_how_the_till_reads_a_code() -> None:
    assert "2012345012844  товар 12345 · 1,284 кг" in told(page(Keeper()))


def test_arrows_change_the_meaning_and_the_examples_with_it() -> None:
    screen = page(Keeper())
    press(screen, RIGHT)
    assert screen.rules[0].kind is Kind.PRICE
    assert "12,84 ₽" in told(screen)
    press(screen, RIGHT)
    assert "1\u202f284 шт" in told(screen)
    press(screen, RIGHT)
    assert screen.rules[0].prefix == "21"
    assert "целиком" in screen._sheet.notice.text()


def test_f2_gives_the_good_more_digits_and_the_value_fewer() -> None:
    screen = page(Keeper())
    press(screen, F2)
    assert (screen.rules[0].item_digits, screen.rules[0].value_digits) == (6, 4)


def test_a_prefix_without_a_rule_gets_one() -> None:
    screen = page(Keeper())
    press(screen, *[DOWN] * 9, RIGHT)
    assert screen.rules[-1] == Rule("29")


def test_f9_keeps_what_stands_there_and_a_refusal_is_told() -> None:
    keeper = Keeper()
    screen = page(keeper)
    heard = Heard(screen)
    press(screen, RIGHT, F9)
    assert keeper.kept == [screen.rules]
    keeper.refuse = True
    press(screen, F9)
    assert [type(error) for error, _ in heard.troubles] == [NotAllowed]
