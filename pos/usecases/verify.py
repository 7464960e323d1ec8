"""Hold journal, register, terminal and office against each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set

import msgspec
from msgspec import UnsetType

from drivers.contracts.registrar import DocumentKind, FiscalRegistrar, FoundDocument
from drivers.contracts.terminal import CardOperation, CardResult
from sync.messages.facts import (
    CardReversed,
    CorrectionMark,
    Fact,
    FiscalDocumentFound,
    FiscalMark,
    SaleClosed,
    SaleReturned,
    ShiftClosed,
    ShiftOpened,
    ShiftTaken,
)

SETTLEMENTS = {DocumentKind.RECEIPT, DocumentKind.CORRECTION}
SEEN = SETTLEMENTS | {DocumentKind.SHIFT_OPEN, DocumentKind.SHIFT_CLOSE}


class Document(msgspec.Struct, frozen=True):
    """A fiscal document as a fact names it; `total` in kopecks, 0 for shifts."""

    fn: str
    fd: int
    kind: int
    operation: int
    total: int


class Report(msgspec.Struct):
    """The answer of `pos verify`; empty lists are good news."""

    ok: bool = True
    journal_rows: int = 0
    chain_ok: bool = True
    derived_ok: bool = True
    sales: int = 0
    fiscal_documents: int = 0
    missing_in_register: list[str] = []
    missing_in_journal: list[str] = []
    made_before: list[str] = []  # by others, in a shift that was taken over: no fault
    charges: int = 0
    charges_without_sale: list[str] = []
    sales_without_charge: list[str] = []
    unsent: int = 0
    missing_in_office: list[str] = []
    pending: list[str] = []  # money that waits for a decision at the till
    faults: list[str] = []  # of chain and derived tables, in words

    def conclude(self) -> Report:
        """Set `ok` from what was found. Unsent facts and pending decisions are no fault."""
        wrong = (
            self.missing_in_register,
            self.missing_in_journal,
            self.charges_without_sale,
            self.sales_without_charge,
            self.missing_in_office,
            self.faults,
        )
        self.ok = self.chain_ok and self.derived_ok and not any(wrong)
        return self


def documents(facts: Iterable[Fact]) -> Iterator[Document]:
    """The fiscal documents that facts speak of."""
    for fact in facts:
        match fact:
            case SaleClosed():
                yield _document(fact.fiscal, _kind(fact.correction), fact.operation, fact.total)
            case SaleReturned():
                yield _document(fact.fiscal, _kind(fact.correction), 2, fact.total)
            case ShiftOpened():
                yield _document(fact.fiscal, DocumentKind.SHIFT_OPEN)
            case ShiftClosed():
                yield _document(fact.fiscal, DocumentKind.SHIFT_CLOSE)
            case FiscalDocumentFound():
                kind = DocumentKind(fact.kind)
                yield _document(fact.fiscal, kind, fact.operation, fact.total)


def made_before(facts: Iterable[Fact]) -> set[tuple[str, int]]:
    """Drive and number of what others registered in shifts that were taken over."""
    return {
        (fact.fiscal.fn, fd)
        for fact in facts
        if isinstance(fact, ShiftOpened) and isinstance(fact.taken, ShiftTaken)
        for fd in range(fact.fiscal.fd + 1, fact.taken.fd + 1)
    }


def _kind(why: CorrectionMark | UnsetType) -> DocumentKind:
    is_correction = isinstance(why, CorrectionMark) and why.document
    return DocumentKind.CORRECTION if is_correction else DocumentKind.RECEIPT


def _document(mark: FiscalMark, kind: DocumentKind, operation: int = 0, total: int = 0) -> Document:
    return Document(mark.fn, mark.fd, int(kind), operation, total)


def against_register(
    report: Report,
    ours: Iterable[Document],
    registrar: FiscalRegistrar,
    others: Set[tuple[str, int]] = frozenset(),
) -> None:
    """Every document of ours is in the drive, and since our first one no other.

    Those of `others` are named and are no fault. Documents in a drive that was replaced cannot
    be asked for and are left out.
    """
    status = registrar.status()
    known = {document.fd: document for document in ours if document.fn == status.fn}
    report.fiscal_documents = len(known)
    first = min(known, default=status.last_fd + 1)
    for fd in range(first, status.last_fd + 1):
        found = registrar.document(fd)
        wanted = known.pop(fd, None)
        if wanted is None:
            if found is not None and found.kind in SEEN:
                known_to = (status.fn, fd) in others
                names = report.made_before if known_to else report.missing_in_journal
                names.append(f"FD {fd}: {found.kind.name}, {found.total}")
        elif found is None or not _same(found, wanted):
            report.missing_in_register.append(f"FD {fd}: {wanted.total}")
    report.missing_in_register += [f"FD {fd}: {one.total}" for fd, one in known.items()]


def _same(found: FoundDocument, wanted: Document) -> bool:
    if found.kind != wanted.kind:
        return False
    if wanted.kind not in SETTLEMENTS:
        return True
    return (found.operation, found.total) == (wanted.operation, wanted.total)


def against_terminal(
    report: Report,
    facts: Sequence[Fact],
    operations: Iterable[CardResult],
    pending_refs: set[str],
) -> None:
    """Every charge belongs to a sale or was reversed, and every card tender was charged.

    Of a receipt that the drive alone told of, the charge is known by its sum.
    """
    ours, told = _card_refs(facts), _card_sums(facts)
    theirs = {result.ref: result for result in operations}
    report.charges = sum(r.operation is CardOperation.PAY for r in theirs.values())
    for ref, result in theirs.items():
        amount = ours.pop(ref, None)
        if amount is None and ref in pending_refs:
            report.pending.append(f"{result.operation.value} {ref}: {result.amount}")
        elif amount is None and told[result.amount]:
            told[result.amount] -= 1
        elif amount != result.amount:
            report.charges_without_sale.append(f"{ref}: {result.amount}")
    report.sales_without_charge += [f"{ref}: {amount}" for ref, amount in ours.items()]


def _card_refs(facts: Iterable[Fact]) -> dict[str, int]:
    refs: dict[str, int] = {}
    for fact in facts:
        if isinstance(fact, SaleClosed | SaleReturned):
            refs.update({t.ref: t.amount for t in fact.tenders if t.kind == "card" and t.ref})
        elif isinstance(fact, CardReversed):
            refs[fact.ref] = fact.amount
            refs[fact.of_ref] = fact.amount
    return refs


def _card_sums(facts: Sequence[Fact]) -> Counter[int]:
    found = (fact for fact in facts if isinstance(fact, FiscalDocumentFound))
    tenders = (tender for fact in found for tender in fact.tenders)
    return Counter(tender.amount for tender in tenders if tender.kind == "card")


def count_sales(facts: Iterable[Fact]) -> int:
    """Sales and returns in the journal, those included of which the drive alone told."""
    return sum(
        isinstance(fact, SaleClosed | SaleReturned)
        or (isinstance(fact, FiscalDocumentFound) and fact.kind in SETTLEMENTS)
        for fact in facts
    )
