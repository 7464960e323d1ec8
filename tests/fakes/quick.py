"""Quick keys in memory, for the page that arranges them."""

from __future__ import annotations

from dataclasses import dataclass, field

from inventory.domain.catalogue import Item
from pos.errors import NotAllowed
from pos.ui.quick.arrange import Pages
from pos.ui.till.quick_pages import QuickKey, QuickPage
from tests.fakes.counter import GOODS


@dataclass
class FakeQuick:
    """Keeps pages in memory."""

    own: Pages = (
        QuickPage("Частые", tuple(QuickKey(f"i{n}", f"Товар {n}") for n in range(5))),
        QuickPage("Овощи", (QuickKey("i9", "Лук"),)),
    )
    kept: list[Pages] = field(default_factory=list)
    resets: int = 0
    refuse: bool = False

    def pages(self) -> Pages:
        """As they are."""
        return self.own

    def keep(self, pages: Pages) -> None:
        """Noted."""
        if self.refuse:
            raise NotAllowed("settings")
        self.kept.append(pages)

    def reset(self) -> None:
        """Counted."""
        self.resets += 1

    def find(self, text: str) -> list[Item]:
        """By a part of the name, or by the code."""
        return [good for good in GOODS if text == good.code or text in good.name.lower()]
