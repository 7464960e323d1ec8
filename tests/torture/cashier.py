"""The cashier and her customers: acts of a day, each until nothing hangs, each remembered.

She believes what the till tells her: by that she takes money and gives it, so that what lies in
her drawer can be counted at the end.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from tests.torture import plan
from tests.torture.desk import Desk, Seen
from tests.torture.errors import Disagreement
from tests.torture.plan import Receipt, Tenders

MOST_TRIES = 4  # of a customer; the shop's own matters are tried until they are done


@dataclass(slots=True)
class Sold:
    """A sale as a customer remembers it: what is left of it, kopecks and thousandths by line."""

    number: str
    total: int
    by_card: int
    is_whole: bool  # nothing of it came back
    prices: dict[int, int]  # empty where a discount makes its lines unlike those of the shelf
    left: dict[int, int]


@dataclass(frozen=True, slots=True)
class Event:
    """What an act came to: money by card and into the drawer, kopecks; nothing without a name."""

    what: str
    total: int = 0
    by_card: int = 0
    cash: int = 0
    receipts: tuple[int, ...] = (1,)  # so many were registered


NOTHING = Event("", receipts=(0,))


class Cashier:
    """Knows her drawer and what she sold."""

    def __init__(self, dice: random.Random, desk: Desk) -> None:
        self._dice, self._desk = dice, desk
        self.hands = 0  # kopecks in the drawer, counted by hand
        self.sold: list[Sold] = []

    def open(self, seen: Seen) -> Seen:
        """Open the shift, whatever comes between."""
        fund = self._dice.choice((None, self.hands, self.hands + 5_000_00))
        rounds = 0
        while "shift" not in seen:
            self._desk.mend(rounds, seen)
            seen = self._desk.still(self._desk.order("open", {"fund": fund}))
            rounds += 1
        counted = int(seen["drawer"])
        if counted not in (self.hands, fund):
            raise Disagreement(f"the drawer began with {counted}, not {self.hands} or {fund}")
        self.hands = counted
        return seen

    def close(self, seen: Seen) -> Seen:
        """Z, whatever comes between."""
        rounds = 0
        while "shift" in seen:
            self._desk.mend(rounds, seen)
            if seen["lines"]:
                seen = self._desk.still(self._desk.order("cancel"))
            if seen.get("drawer", self.hands) != self.hands:
                raise Disagreement(f"{self.hands} lie in the drawer, the till shows {seen}")
            seen = self._desk.still(self._desk.order("close"))
            rounds += 1
        return seen

    def sell(self, seen: Seen) -> Event:
        """A customer comes with goods, and pays or goes."""
        receipt, before = plan.receipt(self._dice), seen.get("finished")
        seen = self._desk.still(self._desk.order("fill", {"receipt": receipt}))
        for tries in range(MOST_TRIES):
            self._desk.mend(tries)
            if not seen["lines"]:
                return NOTHING
            if self._desk.is_over(seen) or self._dice.random() < 0.06:
                seen = self._desk.still(self._desk.order("cancel"))
                continue
            lines, total = int(seen["lines"]), int(seen["basket"])
            wanted = plan.tenders(self._dice, total, self.hands)
            seen = self._desk.still(self._desk.order("pay", wanted.order))
            if seen.get("finished", before) != before:
                return self._took(seen, receipt, lines, total, wanted)
        self._give_up(seen)
        return NOTHING

    def take_back(self, seen: Seen) -> Event:
        """A customer brings something back."""
        sales = [sale for sale in self.sold if sale.left]
        if not sales:
            return NOTHING
        sale, before = self._dice.choice(sales), seen.get("finished")
        back = plan.quantities(self._dice, sale.left) if sale.prices else {}
        order: dict[str, object] = {"of": sale.number, "quantities": back}
        seen = self._desk.still(self._desk.order("take_back", order))
        if seen.get("finished", before) == before:
            return NOTHING
        return self._gave_back(seen, sale, back)

    def cash(self, seen: Seen) -> Event:
        """Change comes in, or money goes to the bank."""
        direction = self._dice.choice(("in", "out"))
        amount = self._dice.randint(1, max(1, self.hands)) if direction == "out" else 12_345
        before = int(seen["moved"])
        asked: dict[str, object] = {"direction": direction, "amount": amount}
        first = self._desk.order("cash", asked)
        moved = int(self._desk.still(first)["moved"]) - before
        signed = amount if direction == "in" else -amount
        if moved not in (0, signed):
            raise Disagreement(f"{signed} were to be moved, {moved} were")
        self.hands += moved
        return Event(direction, cash=moved, receipts=(0,)) if moved else NOTHING

    def correct(self, seen: Seen) -> Event:
        """Something was not registered, or wrongly: documents are made, and no money moves.

        The drawer is counted by what it should have been all along.
        """
        whole = [sale for sale in self.sold if sale.is_whole and sale.prices]
        sale = self._dice.choice(whole) if whole and self._dice.random() < 0.6 else None
        right = self._dice.choice(("none", "same", "basket")) if sale else "same"
        drawer, total = int(seen["drawer"]), sale.total if sale else 0
        if sale is None or right == "basket":
            receipt = plan.receipt(self._dice)
            seen = self._desk.still(self._desk.order("fill", {"receipt": receipt}))
            total = int(seen["basket"])
        order: dict[str, object] = {"of": sale.number if sale else "", "right": right}
        order |= {"cause": self._dice.choice((0, 0, 1)), "by_card": self._dice.choice((0, total))}
        seen = self._desk.still(self._desk.order("correct", order))
        self._give_up(seen)
        moved = int(seen["drawer"]) - drawer
        if sale is not None:
            self.sold.remove(sale)  # undone perhaps: nobody brings anything of it back
        self.hands += moved
        return Event("correction", cash=moved, receipts=(0, 1, 2) if sale else (0, 1))

    def x(self, _seen: Seen) -> Event:
        """X changes nothing."""
        self._desk.still(self._desk.order("x"))
        return NOTHING

    def _give_up(self, seen: Seen) -> None:
        while seen["lines"]:
            seen = self._desk.still(self._desk.order("cancel"))

    def _took(self, seen: Seen, receipt: Receipt, lines: int, total: int, wanted: Tenders) -> Event:
        items = receipt["items"][:lines]
        change = wanted.received - wanted.cash if wanted.received else 0
        due = total - wanted.rounding
        if (seen["total"], seen["change"]) != (due, change):
            raise Disagreement(f"sold for {due} with {change} back, the till shows {seen}")
        self.hands += wanted.into_drawer
        gross = sum(item["sum_kop"] for item in items)
        prices = {n: item["price_kop"] for n, item in enumerate(items, 1)} if gross == total else {}
        left = {n: _thousandths(item["qty"]) for n, item in enumerate(items, 1)}
        if wanted.cash + wanted.by_card == due and wanted.kind == "sale":
            self.sold.append(Sold(str(seen["number"]), due, wanted.by_card, True, prices, left))
        return Event(wanted.kind, due, wanted.by_card, wanted.into_drawer)

    def _gave_back(self, seen: Seen, sale: Sold, back: dict[int, str]) -> Event:
        gone = {line: _thousandths(text) for line, text in back.items()} or dict(sale.left)
        total, by_card = int(seen["total"]), int(seen["by_card"])
        if by_card != min(sale.by_card, total) or total > sale.total:
            raise Disagreement(f"{total} went back, {by_card} of it to the card, of {sale}")
        for line, thousandths in gone.items():
            sale.left[line] -= thousandths
            if not sale.left[line]:
                del sale.left[line]
        if not sale.left and total != sale.total:
            raise Disagreement(f"all came back of {sale}, and {total} kopecks went back")
        sale.is_whole = False
        sale.total -= total
        sale.by_card -= by_card
        self.hands -= total - by_card
        return Event("return", total, -by_card, by_card - total)


def _thousandths(text: str) -> int:
    whole, _, rest = text.partition(".")
    return int(whole) * 1000 + int(rest)
