"""Four books of one shop, held together to the kopeck: drive, bank, journal, drawer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from drivers.contracts.terminal import CardOperation
from drivers.terminals.emulated.ledger import Entry
from inventory.values.money import Money
from inventory.values.vat import VatRate
from pos.bootstrap import checks
from pos.storage.database import open_reader
from sync.messages.facts import (
    CardReversed,
    CashMoved,
    CorrectionMark,
    Fact,
    FiscalMark,
    SaleClosed,
    SaleReturned,
    ShiftClosed,
    ShiftOpened,
    SoldLine,
    Tender,
)
from tests.emulated.harness import facts_in
from tests.torture.devices import Document

SHIFT_OPEN, RECEIPT, SHIFT_CLOSE, CORRECTION = 2, 3, 5, 31
RECEIPTS = (RECEIPT, CORRECTION)
SALE, SALE_RETURN, PURCHASE = 1, 2, 3
OPERATIONS = {1: 1, 2: -1, 3: -1, 4: 1}  # 1054 → which way money goes
TENDER_TAGS = {"cash": "1031", "card": "1081", "prepaid": "1215", "credit": "1216"} | {
    "provision": "1217"
}
Deal = SaleClosed | SaleReturned
Documented = Deal | ShiftOpened | ShiftClosed


@dataclass(frozen=True, slots=True)
class Books:
    """All that was written down; `hands` is the cash counted in the drawer, kopecks."""

    folder: Path
    drive: Sequence[Document]
    bank: Sequence[Entry]
    hands: int
    counted: int  # by the register

    def faults(self) -> Iterator[str]:
        """Everything that does not agree; nothing when all does."""
        facts = facts_in(self.folder)
        documented = [fact for fact in facts if isinstance(fact, Documented)]
        yield from _documents(documented, self.drive)
        yield from _bank(facts, self.drive, self.bank)
        yield from self._drawer(facts)
        if waiting := _unsettled(self.folder):
            yield f"left unsettled: {waiting}"

    def _drawer(self, facts: Sequence[Fact]) -> Iterator[str]:
        """By hand, by the register, by the journal, and by the drive with the cash moves."""
        closed = [fact for fact in facts if isinstance(fact, ShiftClosed)]
        by_drive = sum(signed(one, "cash") for one in self.drive) + sum(_moved(facts))
        told = {"by hand": self.hands, "by the register": self.counted, "by the drive": by_drive}
        told["by the last Z"] = closed[-1].drawer
        if len(set(told.values())) != 1:
            yield f"the drawer holds {told}"
        for one in closed:
            yield from _counters(one, self.drive)

    def verified(self, register: str, terminal: str) -> Iterator[str]:
        """What the program's own `verify` finds."""
        report = checks.check(self.folder, registrar=register, terminal=terminal, office="")
        if not report.ok or report.pending:
            yield f"verify: {report}"


def _unsettled(folder: Path) -> list[tuple[str, str]]:
    with closing(open_reader(folder)) as db:
        query = "SELECT kind, state FROM attempts WHERE state IN ('intent', 'unknown')"
        return db.execute(query).fetchall()


def _documents(facts: Sequence[Documented], drive: Sequence[Document]) -> Iterator[str]:
    """The drive has a document for each fact and no other, in the same order."""
    ours = [_mark(fact) for fact in facts]
    theirs = [_shown(one) for one in drive if one["kind"] in (SHIFT_OPEN, *RECEIPTS, SHIFT_CLOSE)]
    if ours != theirs:
        only = sorted(set(ours) - set(theirs)), sorted(set(theirs) - set(ours))
        yield f"documents: the journal alone has {only[0]}, the drive alone {only[1]}"
        return
    by_fd = {int(one["fd"]): one["tags"] for one in drive}
    for fact in facts:
        if isinstance(fact, Deal):
            yield from _content(fact, by_fd[fact.fiscal.fd])


def _mark(fact: Documented) -> tuple[object, ...]:
    mark: FiscalMark = fact.fiscal
    if isinstance(fact, Deal):
        operation = fact.operation if isinstance(fact, SaleClosed) else 2
        why = fact.correction
        is_correction = isinstance(why, CorrectionMark) and why.document
        kind = CORRECTION if is_correction else RECEIPT
        return mark.fd, kind, mark.sign, mark.shift, mark.number, operation, fact.total
    kind = SHIFT_OPEN if isinstance(fact, ShiftOpened) else SHIFT_CLOSE
    return mark.fd, kind, mark.sign, mark.shift, 0, 0, 0


def _shown(one: Document) -> tuple[object, ...]:
    tags = one["tags"]
    receipt = tags.get("1042", 0), tags.get("1054", 0), tags.get("1020", 0)
    is_receipt = one["kind"] in RECEIPTS
    rest = receipt if is_receipt else (0, 0, 0)
    return one["fd"], one["kind"], one["fiscal_sign"], tags["1038"], *rest


def _content(fact: Deal, tags: dict[str, Any]) -> Iterator[str]:
    """Tenders, goods and taxes of a receipt."""
    tenders = {name: sum(_of(fact.tenders, name)) for name in TENDER_TAGS}
    registered = {name: tags.get(tag, 0) for name, tag in TENDER_TAGS.items()}
    if tenders != registered:
        yield f"FD {fact.fiscal.fd}: the journal has {tenders}, the drive {registered}"
    goods = [_good(line) for line in fact.lines]
    items = [(i["1030"], i["1079"], i["1043"], i["1199"]) for i in tags.get("1059", [])]
    if goods != items and not _is_totals(tags):
        yield f"FD {fact.fiscal.fd}: the journal has {goods}, the drive {items}"
    if fact.vat != _taxes(fact.lines):
        yield f"FD {fact.fiscal.fd}: {fact.vat} of tax, {_taxes(fact.lines)} by its lines"


def _is_totals(tags: dict[str, Any]) -> bool:
    """A correction of FFD 1.05 has no lines."""
    return "1173" in tags and "1059" not in tags


def _good(line: SoldLine) -> tuple[object, ...]:
    return line.name, line.price, line.amount, line.vat


def _taxes(lines: Sequence[SoldLine]) -> dict[str, int]:
    """Per line, half up; of lines without tax what they were sold for (tags 1104, 1105)."""
    sums: dict[str, int] = {}
    for line in lines:
        rate, amount = VatRate(line.vat), Money(line.amount)
        tax = rate.tax_in(amount).kopecks if rate.percent else line.amount
        sums[str(line.vat)] = sums.get(str(line.vat), 0) + tax
    return {code: kopecks for code, kopecks in sums.items() if kopecks}


def _of(tenders: Sequence[Tender], kind: str) -> Iterator[int]:
    return (tender.amount for tender in tenders if tender.kind == kind)


def _bank(facts: Sequence[Fact], drive: Sequence[Document], bank: Sequence[Entry]) -> Iterator[str]:
    """Each operation belongs to one tender or to one reversal; in sum it is what was registered.

    A correction moves nothing at the bank.
    """
    wanted: dict[str, int] = {}
    for fact in facts:
        if isinstance(fact, Deal) and not isinstance(fact.correction, CorrectionMark):
            way = 1 if isinstance(fact, SaleClosed) else -1
            wanted |= {one.ref: way * one.amount for one in fact.tenders if one.kind == "card"}
        elif isinstance(fact, CardReversed):
            wanted |= {fact.of_ref: fact.amount, fact.ref: -fact.amount}
    moved = {one.ref: _way(one) * one.amount for one in bank}
    if moved != wanted:
        only = sorted(wanted.items() - moved.items()), sorted(moved.items() - wanted.items())
        yield f"cards: the journal alone has {only[0]}, the bank alone {only[1]}"
    moving = (one for one in drive if not {"1173", "1192"} & one["tags"].keys())
    registered = sum(signed(one, "card") for one in moving)
    if sum(moved.values()) != registered:
        yield f"the bank has {sum(moved.values())} of ours, the drive {registered}"


def _way(one: Entry) -> int:
    return 1 if one.operation == CardOperation.PAY.value else -1


def signed(one: Document, tender: str) -> int:
    """Kopecks that a document brought in by that tender."""
    if one["kind"] not in RECEIPTS:
        return 0
    tags = one["tags"]
    return OPERATIONS[tags["1054"]] * int(tags.get(TENDER_TAGS[tender], 0))


def _moved(facts: Sequence[Fact]) -> Iterator[int]:
    for fact in facts:
        if isinstance(fact, CashMoved):
            yield fact.amount if fact.direction == "in" else -fact.amount


def _counters(closed: ShiftClosed, drive: Sequence[Document]) -> Iterator[str]:
    """The register's own counters of a shift, read before its Z, are those of the till.

    What was bought from customers the till takes off its sales, and registers count it apart. So
    do some makers with corrections.
    """
    shift = [one for one in drive if one["tags"].get("1038") == closed.number]
    bought = _cash(shift, PURCHASE, *RECEIPTS)
    sold, back = closed.sale_cash + bought, closed.return_cash
    apart = _cash(shift, SALE, CORRECTION), _cash(shift, SALE_RETURN, CORRECTION)
    ours = [(sold, back, closed.drawer), (sold - apart[0], back - apart[1], closed.drawer)]
    names = ("sale_cash", "return_cash", "cash")
    theirs = tuple(closed.registrar.get(name) for name in names)
    if closed.registrar and theirs not in ours:
        yield f"shift {closed.number}: the till has {ours[0]}, the register counted {theirs}"


def _cash(shift: Sequence[Document], operation: int, *kinds: int) -> int:
    those = [one for one in shift if one["kind"] in kinds and one["tags"]["1054"] == operation]
    return sum(abs(signed(one, "cash")) for one in those)
