"""The shop's office is gone, and comes back."""

from __future__ import annotations

from pos.ui.demo.world import Plug
from pos.ui.kit.widgets import Lamp
from tests.emulated.window import books
from tests.emulated.window.place import Place

MILK, BREAD = "2900000110014", "2900000120013"
ANNA = "4271"


def test_without_the_office_selling_goes_on_and_it_gets_everything_once(place: Place) -> None:
    hands = place.open()
    hands.begin_shift(ANNA)
    hands.until(lambda: books.unsent(place.folder) == 0)
    place.world.plug(Plug.OFFICE, False)
    hands.scan(MILK)
    hands.cash()
    hands.scan(BREAD)
    hands.cash()
    hands.until(lambda: hands.parts(Lamp, "Офис: 2"))
    place.world.plug(Plug.OFFICE, True)
    hands.until(lambda: books.unsent(place.folder) == 0)
    assert place.faults(place.program.back_room.url) == []
    report = books.day_report(place.folder, place.today)
    assert (report["receipts"], report["revenue"]) == (2, 94_90 + 57_00)
    hands.until(lambda: not hands.parts(Lamp, "Офис: "))
