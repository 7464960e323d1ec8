"""A card charged whose receipt is refused, and a register whose cable is pulled."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pos.domain.views import PendingStage
from pos.ui.demo.world import Plug
from tests.emulated.window import books
from tests.emulated.window.hands import Hands, Key
from tests.emulated.window.place import Place

MILK, BREAD = "2900000110014", "2900000120013"
ANNA = "4271"


@pytest.fixture
def hands(place: Place) -> Hands:
    """Anna is logged in and her shift is open."""
    made = place.open()
    made.begin_shift(ANNA)
    return made


def sales_of(place: Place) -> list[int]:
    """Totals of the receipts in the drive."""
    return [one.total for one in books.receipts(place.folder)]


def moves_of(place: Place) -> list[tuple[str, int]]:
    """What the bank moved."""
    return [(one["operation"], one["amount"]) for one in books.charges(place.folder)]


def refused_after_the_card(place: Place, hands: Hands) -> None:
    """The paper runs out while the customer looks for the card."""
    place.world.tell(Plug.TERMINAL, {"delay_ms": 1500})
    hands.scan(MILK)
    hands.pay_with(Key.Key_Slash)
    hands.until(lambda: books.has_asked_the_bank(place.folder))
    place.world.paper(False)
    hands.until(lambda: hands.stage is PendingStage.REFUSED)
    hands.rest()


def test_no_card_is_charged_for_a_receipt_that_cannot_be_made(place: Place, hands: Hands) -> None:
    place.world.paper(False)
    hands.scan(MILK)
    hands.pay_with(Key.Key_Slash)
    hands.rest()
    assert "Кончилась бумага" in hands.strip
    assert (hands.codes, books.charges(place.folder)) == ([MILK], [])


def test_new_paper_and_another_try_make_the_receipt_of_a_charged_card(
    place: Place, hands: Hands
) -> None:
    refused_after_the_card(place, hands)
    place.world.paper(True)
    hands.press(Key.Key_F5)
    hands.until_sold()
    assert (sales_of(place), moves_of(place)) == ([94_90], [("pay", 94_90)])
    assert place.faults() == []


def test_a_charged_card_without_a_receipt_gets_its_money_back(place: Place, hands: Hands) -> None:
    refused_after_the_card(place, hands)
    hands.press(Key.Key_F7)
    hands.rest()
    hands.until(lambda: hands.view.pending is None)
    assert (sales_of(place), hands.codes) == ([], [MILK])
    assert moves_of(place) == [("pay", 94_90), ("reversal", 94_90)]
    place.world.paper(True)
    hands.cash()
    assert sales_of(place) == [94_90]
    assert place.faults() == []


def test_without_a_register_scans_go_on_and_money_waits(place: Place, hands: Hands) -> None:
    hands.scan(MILK)
    place.world.plug(Plug.REGISTER, False)
    hands.until(lambda: "Регистратор не отвечает" in hands.strip)
    hands.scan(BREAD)
    hands.pay_with(Key.Key_Plus)
    hands.rest()
    assert (hands.codes, hands.view.pending) == ([MILK, BREAD], None)
    place.world.plug(Plug.REGISTER, True)
    hands.until(lambda: not hands.strip)
    hands.cash()
    assert sales_of(place) == [94_90 + 57_00]
    assert place.faults() == []


def pulled_when(place: Place, hands: Hands, so_far: Callable[[Path], object]) -> None:
    """A slow register is pulled as soon as its drive has come so far."""
    hands.scan(MILK)
    place.world.tell(Plug.REGISTER, {"faults": books.slowly(250)})
    hands.pay_with(Key.Key_Plus)
    hands.until(lambda: so_far(place.folder))
    place.world.plug(Plug.REGISTER, False)
    hands.until(lambda: hands.stage is PendingStage.RECEIPT_UNKNOWN)


def plugged_in_again(place: Place, hands: Hands) -> None:
    place.world.tell(Plug.REGISTER, {"faults": ""})
    place.world.plug(Plug.REGISTER, True)
    hands.until(lambda: hands.view.pending is None)
    hands.rest()


def test_a_receipt_whose_answer_was_lost_is_found_and_not_made_twice(
    place: Place, hands: Hands
) -> None:
    pulled_when(place, hands, books.receipts)
    hands.scan(BREAD)
    assert hands.codes == [BREAD], "the next customer is served meanwhile"
    hands.pay_with(Key.Key_Plus)
    assert hands.codes == [BREAD], "but pays when the first receipt is settled"
    plugged_in_again(place, hands)
    hands.until(lambda: not hands.strip)
    hands.cash()
    assert sales_of(place) == [94_90, 57_00]
    assert place.faults() == []


def test_a_receipt_that_was_never_made_is_open_again_beside_the_next_basket(
    place: Place, hands: Hands
) -> None:
    pulled_when(place, hands, books.has_begun_a_receipt)
    hands.scan(BREAD)
    plugged_in_again(place, hands)
    hands.until(lambda: hands.codes == [MILK])
    hands.pay_with(Key.Key_Plus)
    hands.until(lambda: hands.codes == [BREAD])
    hands.rest()
    hands.cash()
    assert sales_of(place) == [94_90, 57_00]
    assert place.faults() == []
