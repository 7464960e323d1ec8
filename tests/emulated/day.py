"""A day that is ended at every step: a mixed sale, its return in part, a card sale, Z."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from pos.bootstrap import checks, link
from pos.bootstrap.known import public_key
from pos.storage.database import open_reader
from pos.usecases.verify import Report
from sync.messages.facts import SaleClosed, SaleReturned, ShiftClosed
from sync.storage import office
from sync.storage.office import Enrolment
from tests.emulated.harness import ROOT, Ran, Shop, item, opened_shop
from tests.emulated.office import Office

HOOKS = Path(__file__).with_name("hooks")
OFFICE = "office.db"
# 129.90 + 0.284 kg of 899.00 + 3 × 45.50 = 521.72, less 5 %: 495.63
MIXED: dict[str, object] = {
    "items": [
        item("Чай чёрный", 12990, "1", 12990),
        item("Сыр весовой", 89900, "0.284", 25532, vat=2) | {"unit": 11},
        item("Сырок", 4550, "3", 13650, vat=2),
    ],
    "discount": "5",
    "total_kop": 49563,
    "card_kop": 30000,
    "cash_kop": 19563,
}
RETURN: dict[str, object] = {
    "operation_type": 2,
    "return_of": "0001-0001",
    "quantities": {"2": "0.284", "1": "1"},
}
CARD: dict[str, object] = {
    "items": [item("Кофе", 54900, "1", 54900), item("Сахар", 7990, "1", 7990, vat=2)],
    "total_kop": 62890,
    "card_kop": 62890,
}
Receipts = tuple[dict[str, object], ...]
RECEIPTS: Receipts = (MIXED, RETURN, CARD)


@dataclass(frozen=True, slots=True)
class Story:
    """What each book says of the day; equal for every way through it."""

    documents: tuple[tuple[int, int, int], ...]  # kind, operation (1054), total
    charges: tuple[tuple[str, int], ...]  # operation, amount
    facts: tuple[tuple[object, ...], ...]


def prepared(folder: Path, served: Office, maker: str = "shtrih") -> Path:
    """A shop with an open shift, known to its office."""
    with opened_shop(folder, maker=maker) as shop:
        assert shop.run("shift", "open").code == 0
    enrolled = served.found(folder / OFFICE, "Касса 1", public_key(shop.data))
    known = Enrolment("http://127.0.0.1:1", enrolled.token, enrolled.till, enrolled.shop)
    office.save(shop.data / office.NAME, known)
    return folder


@contextmanager
def copied(template: Path, folder: Path, maker: str = "shtrih") -> Iterator[Shop]:
    """A copy of a prepared shop, its devices switched on."""
    shutil.copytree(template, folder)
    with opened_shop(folder, maker=maker) as shop:
        yield shop
    shutil.rmtree(folder)


def run_day(
    shop: Shop,
    steps: Path,
    end_at: str = "",
    *,
    receipts: Receipts = RECEIPTS,
    environment: Mapping[str, str] | None = None,
) -> Ran:
    """Sell all and close the shift, each command a process; gives the last that ran."""
    watched = {
        "PYTHONPATH": f"{HOOKS}:{ROOT}",
        "STEPS_FILE": str(steps),
        "END_AT": end_at,
        **(environment or {}),
    }
    sold = shop.run("replay", str(shop.write(receipts)), environment=watched)
    return sold if sold.code else shop.run("shift", "close", environment=watched)


def finish_day(shop: Shop, receipts: Receipts = RECEIPTS) -> None:
    """What somebody does who finds the till ended: look at X, sell the rest, close the shift.

    The first start after the end is a process of its own; the rest saves the time of it.
    """
    look = shop.run("shift", "x")
    if look.code:
        assert "ShiftNotOpenHere" in look.words, look.words
        return
    rest = receipts[look.answer["sales"] + look.answer["returns"] :]
    sold = shop.run_here("replay", str(shop.write(rest, "rest")))
    assert sold.code == 0, (sold.answers, sold.words)
    closed = shop.run_here("shift", "close")
    assert closed.code == 0, closed.words


def push_and_verify(shop: Shop, served: Office) -> Report:
    """The office is sent the journal; then all five books are held together."""
    with served.over(shop.folder / OFFICE) as url:
        with link.standing_alone(shop.data, url) as talk:
            assert talk.once().trouble is None
        return checks.check(
            shop.data,
            registrar=shop.register,
            terminal=shop.terminal,
            office=url,
        )


def story(shop: Shop) -> Story:
    """What drive, bank and journal say."""
    return Story(
        tuple((one.kind, one.operation, one.total) for one in shop.documents()),
        tuple((one.operation, one.amount) for one in shop.operations()),
        tuple(_told(fact) for fact in shop.facts() if isinstance(fact, TOLD)),
    )


TOLD = SaleClosed | SaleReturned | ShiftClosed


def _told(fact: object) -> tuple[object, ...]:
    if isinstance(fact, ShiftClosed):
        figures = (fact.sales, fact.returns, fact.sale_cash, fact.sale_card, fact.drawer)
        return "ShiftClosed", fact.fiscal.fd, *figures, *sorted(fact.registrar.items())
    assert isinstance(fact, SaleClosed | SaleReturned)
    lines = tuple((line.name, line.quantity, line.price, line.amount) for line in fact.lines)
    tenders = tuple((tender.kind, tender.amount) for tender in fact.tenders)
    return type(fact).__name__, fact.fiscal.fd, fact.number, lines, tenders, *fact.vat.items()


def left_open(shop: Shop) -> list[tuple[str, str]]:
    """Baskets and attempts that wait for something."""
    with closing(open_reader(shop.data)) as db:
        baskets = db.execute(
            "SELECT basket, state FROM baskets WHERE state IN ('paying', 'refused')"
            " UNION SELECT basket, 'open' FROM basket_lines JOIN baskets USING (basket)"
            " WHERE state = 'open'"
        ).fetchall()
        attempts = db.execute(
            "SELECT attempt, state FROM attempts WHERE state IN ('intent', 'unknown')"
        ).fetchall()
    return [*baskets, *attempts]
