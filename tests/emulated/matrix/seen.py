"""What a step came to, in the words of the page."""

from __future__ import annotations

from pos.domain.views import PendingStage
from pos.ui.kit.trouble import Situation
from tests.emulated.matrix.shop import Shop


class Seen:
    """What a step comes to, as the cells of the page tell it."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self.knows: tuple[str, ...] = ()
        self.asked: tuple[str, ...] = ()
        self.concluded: list[str] = []
        self.reads = ""

    def told(self, column: str) -> object:
        """A cell: as the page has it."""
        found = getattr(self, column)
        return tuple(found) if isinstance(found, list) else found

    def looks(self, situation: Situation | None = None) -> None:
        """What the register knows now, and what stands on the screen."""
        self.knows = tuple(self._shop.knows())
        self.reads = self._shop.reads(situation)

    def looks_again(self) -> None:
        """What stands on the screen by now."""
        self.reads += f" → {self._shop.reads()}"

    def concludes(self) -> None:
        """What the till holds to be true now."""
        self.concluded.append(self._state())

    def questions(self) -> None:
        """What was asked since: each once, as often as it was asked."""
        self.asked = tuple(dict.fromkeys(self._shop.asked))

    def _state(self) -> str:
        now = self._shop.view
        if now.pending is not None:
            is_unknown = now.pending.stage is PendingStage.RECEIPT_UNKNOWN
            return "unknown" if is_unknown else now.pending.stage.value
        if now.errand:
            return "unknown"
        return "not done" if now.basket.lines or self._shop.error else "done"
