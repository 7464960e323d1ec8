"""What a log must never hold."""

from __future__ import annotations

import re

from pos.bootstrap.folder import KEY_FILE
from pos.ui.demo.world import Plug
from sync.storage import keys
from tests.emulated.window import books
from tests.emulated.window.place import Place
from tests.emulated.window.process import running

MILK = "2900000110014"
WRONG, ANNA, PHONE, NOBODY = "9035", "4271", "+79161234567", "no-contact@"


def test_logs_hold_no_pin_contact_card_or_token(place: Place) -> None:
    """Each of them was in the program's hands, in success and in trouble."""
    place.connect()
    with running(place.folder) as till:
        till.until(lambda seen: seen.get("shop"))
        till.do(type=WRONG, key="Key_Return")
        till.until(lambda seen: "ПИН-код не подошёл" in seen["said"])
        till.do(type=ANNA, key="Key_Return")
        till.until(lambda seen: seen["user"])
        till.do(key="Key_Return")
        till.until(lambda seen: seen["shift"])
        till.do(scan=MILK)
        till.until(lambda seen: seen["codes"])
        till.do(type=PHONE, key="Key_F9")
        till.until(lambda seen: seen["contact"])
        till.do(pad="Key_Slash")
        till.until(lambda seen: seen["done"])
        till.do(scan=MILK)
        till.until(lambda seen: seen["codes"])
        till.do(type=NOBODY, key="Key_F9")
        till.until(lambda seen: seen["strip"])
        till.do(key="Key_Escape")
        place.world.plug(Plug.TERMINAL, False)
        till.until(lambda seen: "Терминал" in seen["strip"])
        till.until(lambda seen: books.unsent(place.folder) == 0)
        assert till.close() == 0
    key = keys.portable(place.folder / KEY_FILE).decode().strip("=\n")
    card = books.charges(place.folder)[0]["card"].split()[-1]
    logged = log_of(place)
    assert "ready_ms=" in logged
    for secret in (WRONG, ANNA, PHONE[2:], NOBODY, key, card):
        # As a word of its own: four digits of a port or a moment are no PIN.
        assert not re.search(rf"(?<!\w){re.escape(secret)}(?!\w)", logged), secret


def log_of(place: Place) -> str:
    """All that was logged so far."""
    files = (place.folder / "logs").glob("*")
    return "".join(file.read_text(encoding="utf-8") for file in files)
