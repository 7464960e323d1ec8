"""Business facts, version by version: what the journal keeps for ever.

A released version is never edited: a change is a new class with a higher `version` beside the
old one, and `tests/contracts/facts` keeps a file of each. A field that most facts do without may
join a version as UNSET: where it is absent, the bytes are those of before. Amounts are kopecks,
quantities thousandths, moments milliseconds of UTC; people appear by id only, customers not at
all.
"""

from __future__ import annotations

from typing import ClassVar

import msgspec
from msgspec import UNSET, UnsetType


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all facts."""

    version: ClassVar[int] = 1


class FiscalMark(msgspec.Struct, frozen=True, kw_only=True):
    """Where the fiscal drive keeps the document of a fact."""

    registrar: str  # serial number of the register
    fn: str  # 1041
    fd: int  # 1040
    sign: int  # 1077
    at: str  # register's local clock, ISO
    shift: int  # 1038
    number: int = 0  # 1042


class SoldLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line as it was registered. A basket line that had to be split gives two of them."""

    line: int
    basket_line: int
    item: str  # id in the nomenclature; empty for a sale by price
    code: str  # as scanned or typed
    name: str
    unit: int  # 2108
    quantity: int  # thousandths
    list_price: int  # kopecks per unit before any discount
    price: int  # kopecks per unit as registered (1079)
    amount: int  # kopecks (1043)
    vat: int  # 1199
    subject: int = 1  # 1212
    method: int = 4  # 1214
    item_codes: tuple[str, ...] = ()
    of_line: int = 0  # in a return: the line of the sale


class Tender(msgspec.Struct, frozen=True, kw_only=True):
    """A means of payment: "cash" or "card"; from elsewhere also prepaid, credit, provision."""

    kind: str
    amount: int  # kopecks that stay, change excluded
    ref: str = ""  # our reference of the card operation
    rrn: str = ""  # the bank's
    card: str = ""  # masked


class EpochBegan(Fact, frozen=True, kw_only=True):
    """First row of each epoch; names the head it goes on from, if any."""

    till: str
    reason: str  # "new", "restored", "fork"
    parent_epoch: int = 0
    parent_seq: int = 0
    parent_hash: str = ""  # hex


class CorrectionMark(msgspec.Struct, frozen=True, kw_only=True):
    """Why a document puts another right, or one that was never made. No money moved with it.

    A correction (31) is a document of its own kind; FFD 1.05 mends a wrong receipt by plain ones.
    """

    cause: int  # 1173: 0 found by the shop, 1 ordered
    settled_on: str  # 1178, ISO
    reason: str  # in the shop's own words
    number: str = ""  # 1179, of the order
    of_number: str = ""  # of the wrong receipt, for people
    of_fd: int = 0
    document: bool = True  # whether the drive keeps it as a correction


class LaterMark(msgspec.Struct, frozen=True, kw_only=True):
    """Money and goods come at different times: money is counted when it comes."""

    kind: str  # "prepaid", "advance", "credit"; "settled" and "repaid" of a first receipt
    of_sale: str = ""
    of_number: str = ""


class ShiftTaken(msgspec.Struct, frozen=True, kw_only=True):
    """What the register held when its open shift was taken over: the work of others."""

    fd: int  # its last document (1040)
    registrar: dict[str, int]  # its own counters


class ShiftOpened(Fact, frozen=True, kw_only=True):
    """The shift (смена) began with this change fund in the drawer."""

    shift: str
    number: int  # 1038
    user: str
    fund: int
    fiscal: FiscalMark
    taken: ShiftTaken | UnsetType = UNSET  # the register's shift was open already


class SaleClosed(Fact, frozen=True, kw_only=True):
    """A sale that was paid and registered."""

    sale: str
    number: str  # shift-receipt, for people: "0148-0057"
    shift: str
    user: str
    lines: tuple[SoldLine, ...]
    tenders: tuple[Tender, ...]
    total: int
    discount: int
    received: int  # cash handed over
    change: int
    vat: dict[str, int]  # 1199 → kopecks as the drive gave them
    tax_system: int  # 1055
    fiscal: FiscalMark
    contact: str = ""  # "phone", "email" or empty; never the contact itself
    begun_at: int = 0  # first line, ms UTC
    operation: int = 1  # 1054: 1 sale, 3 purchase
    rounding: int | UnsetType = UNSET  # kopecks that the total is below its lines
    buyer: str | UnsetType = UNSET  # "company" or "trader" that bought; never who
    correction: CorrectionMark | UnsetType = UNSET
    later: LaterMark | UnsetType = UNSET


class SaleReturned(Fact, frozen=True, kw_only=True):
    """Goods came back and money went out; `of_sale` is empty for a return without receipt."""

    sale: str
    number: str
    of_sale: str
    of_number: str
    shift: str
    user: str
    lines: tuple[SoldLine, ...]
    tenders: tuple[Tender, ...]
    total: int
    vat: dict[str, int]
    tax_system: int
    fiscal: FiscalMark
    reason: str = ""
    contact: str = ""
    rounding: int | UnsetType = UNSET  # as in SaleClosed
    correction: CorrectionMark | UnsetType = UNSET
    later: LaterMark | UnsetType = UNSET  # of goods that were never paid for


class LineVoided(Fact, frozen=True, kw_only=True):
    """A scanned line was taken out of an open basket (сторно)."""

    basket: str
    shift: str
    user: str
    line: int
    item: str
    name: str
    quantity: int
    amount: int


class BasketCancelled(Fact, frozen=True, kw_only=True):
    """A whole basket was given up."""

    basket: str
    shift: str
    user: str
    lines: int
    amount: int


class BasketParked(Fact, frozen=True, kw_only=True):
    """A basket was put aside, to be paid later; what the cashier called it is not told."""

    basket: str
    shift: str
    user: str
    lines: int
    amount: int


class BasketRecalled(Fact, frozen=True, kw_only=True):
    """A basket put aside was taken up again, with the prices it had."""

    basket: str
    shift: str
    user: str
    lines: int
    amount: int
    parked_at: int  # ms UTC


class DrawerOpened(Fact, frozen=True, kw_only=True):
    """The drawer was opened without a sale."""

    shift: str
    user: str
    reason: str


class CashMoved(Fact, frozen=True, kw_only=True):
    """Cash put in (внесение) or taken out (выплата, инкассация)."""

    move: str
    shift: str
    user: str
    direction: str  # "in", "out"
    amount: int
    reason: str


class CardReversed(Fact, frozen=True, kw_only=True):
    """A card that was charged for a receipt the register refused got its money back."""

    basket: str
    user: str
    ref: str
    of_ref: str
    rrn: str
    amount: int


class CardDecided(Fact, frozen=True, kw_only=True):
    """What became of a card operation was said by a person: the terminal never answered."""

    basket: str
    user: str  # who was at the till
    by: str  # who had the right, and typed the PIN
    ref: str
    operation: str  # "pay", "refund", "reversal"
    amount: int
    moved: bool  # whether the money moved
    reason: str


class CopyPrinted(Fact, frozen=True, kw_only=True):
    """A copy of a receipt was printed."""

    sale: str
    user: str


class ReportPrinted(Fact, frozen=True, kw_only=True):
    """An X report was printed."""

    shift: str
    user: str


class ReceivedLine(msgspec.Struct, frozen=True, kw_only=True):
    """Goods of one line of a supplier's document, as they came onto the shelf."""

    line: int  # counted over all parts of the document
    item: str  # id in the nomenclature
    code: str  # by which the document named the good
    name: str  # of the good
    unit: int  # 2108
    quantity: int  # thousandths
    cost: int  # kopecks for a unit, VAT and its share of `costs` within
    amount: int  # kopecks, VAT within: the document's own sum of the line
    vat: int  # 1199
    tax: int  # kopecks of VAT in `amount`


class GoodsReceived(Fact, frozen=True, kw_only=True):
    """Goods came from a supplier by a document (приход).

    A supplier is a business, named as its document names it. A long document is told in parts,
    all of one commit: each has its own lines, `total`, `tax` and `costs`.
    """

    delivery: str
    supplier: str
    inn: str  # empty where the document does not tell it
    number: str
    date: str  # the document's own, ISO
    user: str
    lines: tuple[ReceivedLine, ...]
    total: int  # kopecks, VAT within
    tax: int  # kopecks of VAT in `total`
    costs: int = 0  # kopecks paid besides, as for carriage; spread over the lines
    part: int = 1
    parts: int = 1


class GoodMade(Fact, frozen=True, kw_only=True):
    """A good was made at the till for a code that no good had (заведён на кассе).

    It sells at once; for the office it is a proposal.
    """

    item: str  # the till's own id of it; the office keeps it, or names a good it stands for
    code: str
    name: str
    unit: int  # 2108
    vat: int  # 1199
    price: int  # kopecks per unit
    user: str


class ShiftClosed(Fact, frozen=True, kw_only=True):
    """The shift ended with Z. Totals are ours; `registrar` holds the register's own counters."""

    shift: str
    number: int
    user: str
    sales: int
    returns: int
    sale_cash: int
    sale_card: int
    return_cash: int
    return_card: int
    cash_in: int
    cash_out: int
    fund: int
    drawer: int  # expected cash at the end
    registrar: dict[str, int]
    fiscal: FiscalMark
    # What of our totals came of corrections: a register may count those apart.
    corrections: dict[str, int] | UnsetType = UNSET


class FiscalDocumentFound(Fact, frozen=True, kw_only=True):
    """A document of the fiscal drive whose own fact was lost with a disk: sums, no goods.

    The row's moment is the document's. Of a shift's opening and Z, `fund` and `drawer` are worked
    out back from what the register counts in the drawer.
    """

    document: str
    shift: str  # ours; empty where its opening is not known
    number: str  # shift-receipt, for people; of a shift its own
    kind: int  # 2 shift opened, 3 receipt, 5 shift closed, 31 correction
    operation: int  # 1054; 0 for a shift
    total: int
    tenders: tuple[Tender, ...]  # "cash", "card"; "other" for what the drive does not tell apart
    vat: dict[str, int]
    fiscal: FiscalMark
    fund: int = 0
    drawer: int = 0


FACTS: dict[tuple[str, int], type[Fact]] = {
    (kind.__name__, kind.version): kind
    for kind in (
        EpochBegan,
        ShiftOpened,
        SaleClosed,
        SaleReturned,
        LineVoided,
        BasketCancelled,
        BasketParked,
        BasketRecalled,
        DrawerOpened,
        CashMoved,
        CardReversed,
        CardDecided,
        CopyPrinted,
        ReportPrinted,
        GoodsReceived,
        GoodMade,
        ShiftClosed,
        FiscalDocumentFound,
    )
}


class UnreadableFact(ValueError):
    """A kind or version this program does not know, or bytes that are not its shape."""


def encode(fact: Fact) -> bytes:
    """The exact bytes that go into the journal."""
    return msgspec.json.encode(fact)


def decode(kind: str, version: int, body: bytes) -> Fact:
    """The fact in those bytes; raises UnreadableFact."""
    try:
        return msgspec.json.decode(body, type=FACTS[kind, version])
    except KeyError:
        raise UnreadableFact(f"no fact {kind} of version {version} is known") from None
    except (msgspec.DecodeError, RecursionError) as error:
        raise UnreadableFact(f"{kind} {version}: {error}") from error
