"""Ways out where the devices cannot help: a terminal gone for good, a shift of others."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers import registry
from drivers.contracts.receipt import Cashier
from inventory.values.money import Money
from pos.domain.views import PendingStage
from pos.ui.demo.world import Plug
from pos.ui.shift.opening import OpenShiftScreen
from pos.ui.start.login import LoginScreen
from sync.messages.facts import CardDecided, SaleClosed, ShiftOpened, ShiftTaken
from tests.emulated.harness import opened_shop
from tests.emulated.window import books
from tests.emulated.window.hands import Hands, Key
from tests.emulated.window.place import Place, place_in
from tests.fakes.qt import application, no_qt_warnings

MILK = "2900000110014"
ANNA, MARIA = "4271", "5830"
WHY = "терминал разбит, списание есть в банке"


def gone_for_good(place: Place) -> Hands:
    """The terminal is carried away while the customer holds the card to it."""
    hands = place.open()
    hands.begin_shift(ANNA)
    place.world.tell(Plug.TERMINAL, {"delay_ms": 1500})
    hands.scan(MILK)
    hands.pay_with(Key.Key_Slash)
    hands.until(lambda: books.has_asked_the_bank(place.folder))
    place.world.plug(Plug.TERMINAL, False)
    hands.until(lambda: hands.stage is PendingStage.CARD_UNKNOWN)
    hands.rest()
    return hands


def decide(hands: Hands, key: Key) -> None:
    """Twice the key, the reason, the PIN of somebody with the right."""
    hands.press(key, key)
    hands.enter(WHY)
    hands.enter(MARIA)
    hands.rest()


@pytest.mark.parametrize(("key", "moved"), [(Key.Key_F5, True), (Key.Key_F7, False)])
def test_a_senior_says_what_became_of_the_card_and_the_till_goes_on(
    place: Place, key: Key, moved: bool
) -> None:
    hands = gone_for_good(place)
    decide(hands, key)
    if moved:
        hands.until_sold()
    else:
        hands.until(lambda: hands.codes == [MILK])
        hands.cash()
    (fact,) = (one for one in books.facts(place.folder) if isinstance(one, CardDecided))
    (sale,) = (one for one in books.facts(place.folder) if isinstance(one, SaleClosed))
    assert (fact.moved, fact.amount, fact.reason, fact.user) == (moved, 94_90, WHY, sale.user)
    assert fact.by not in ("", fact.user)
    assert [tender.kind for tender in sale.tenders] == ["card" if moved else "cash"]
    assert len(books.receipts(place.folder)) == 1


@pytest.fixture
def others_began(founded_shop: Path, tmp_path: Path) -> Iterator[Place]:
    """A new shop whose register has a shift open, with 500 in the drawer."""
    application()
    folder = Path(shutil.copytree(founded_shop, tmp_path / "shop"))
    with opened_shop(tmp_path / "others") as others:
        registrar = registry.open_registrar(others.register, allow_emulators=True)
        registrar.open_shift(Cashier("Мастер"))
        registrar.cash_in(500_00)
        registrar.close()
    (folder / "devices").mkdir()
    shutil.copy(others.drive, folder / "devices" / "register.state")
    with no_qt_warnings(), place_in(folder) as made:
        yield made


def pages(hands: Hands) -> list[OpenShiftScreen]:
    """The page that opens a shift, if this window shows it: others may be about."""
    found = hands.window.findChildren(OpenShiftScreen)
    return [page for page in found if page.isVisible()]


def found_at(place: Place) -> Hands:
    """The page has asked the register, and shows what it found."""
    hands = place.open()
    hands.until_page(LoginScreen)
    hands.enter(ANNA)
    hands.until(lambda: pages(hands))
    hands.enter()
    hands.rest()
    hands.until(lambda: "Продолжите её" in pages(hands)[0].said)
    return hands


def test_the_cashier_goes_on_with_a_shift_that_others_opened(others_began: Place) -> None:
    place = others_began
    hands = found_at(place)
    hands.press(Key.Key_F8)
    hands.rest()
    hands.until(lambda: hands.view.shift is not None)
    hands.scan(MILK)
    hands.cash()
    (begun,) = (one for one in books.facts(place.folder) if isinstance(one, ShiftOpened))
    assert isinstance(begun.taken, ShiftTaken)
    assert begun.fund == 500_00
    assert hands.view.shift is not None
    assert hands.view.shift.drawer == Money(500_00 + 94_90)
    assert [one.kind for one in books.documents(place.folder)][1:] == [2, 3]
    assert place.faults() == []


def test_the_cashier_closes_a_shift_that_others_opened_and_begins_one(others_began: Place) -> None:
    place = others_began
    hands = found_at(place)
    hands.press(Key.Key_F9)
    hands.rest()
    hands.until(lambda: "откройте новую" in pages(hands)[0].said)
    hands.enter("300")
    hands.rest()
    assert hands.view.shift is not None
    assert (hands.view.shift.number, hands.view.shift.drawer) == (2, Money(300_00))
    assert [one.kind for one in books.documents(place.folder)][1:] == [2, 5, 2]
    assert place.faults() == []
