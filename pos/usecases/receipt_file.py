"""Receipts of a file: one JSON object a line, read with suspicion."""

from __future__ import annotations

import msgspec

from inventory.domain.catalogue import Item
from inventory.values.money import Money
from inventory.values.quantity import Quantity, Unit
from inventory.values.vat import VatRate
from pos.domain import typed
from pos.domain.deal import DealKind
from pos.errors import BadFile

KINDS = {1: DealKind.SALE, 2: DealKind.RETURN, 3: DealKind.PURCHASE}
MEASURES = {unit.value: unit for unit in Unit if unit.divisible}
LONGEST_NAME = 128
FULL = 4  # full settlement
LARGEST = 99_999_999_00  # registers take 5 bytes, we stop before


class FileItem(msgspec.Struct):
    """An item of the file; `vat_code` is tag 1199 or null, `qty` a decimal as text."""

    name: str
    price_kop: int
    qty: str
    sum_kop: int
    vat_code: int | None = None
    payment_method: int | None = None
    payment_object: int | None = None
    unit: int | str | None = None


class FileReceipt(msgspec.Struct):
    """A receipt of the file.

    `discount` is a per cent of the whole receipt as text. A return with `return_of`, the number
    of a sale, needs no items: the sale has them, and `quantities` (line → decimal) says how much
    of it comes back, everything that is left when it is empty.
    """

    items: list[FileItem] = []
    total_kop: int = 0
    cash_kop: int = 0
    card_kop: int = 0
    prepaid_kop: int = 0
    credit_kop: int = 0
    provision_kop: int = 0
    operation_type: int = 1
    taxation: int | None = None
    vat_sums_kop: dict[str, int] = {}
    discount: str = ""
    return_of: str = ""
    quantities: dict[str, str] = {}

    @property
    def gross(self) -> int:
        """Sum of its items, kopecks."""
        return sum(item.sum_kop for item in self.items)

    @property
    def rounding(self) -> int:
        """Kopecks that the total is below its items, where no discount makes it so."""
        return 0 if self.discount else self.gross - self.total_kop


def read(line: bytes) -> FileReceipt:
    """The receipt of a line; raises BadFile for one that cannot be sold as it stands."""
    try:
        receipt = msgspec.json.decode(line, type=FileReceipt)
    except msgspec.DecodeError as error:
        raise BadFile(f"not a receipt: {error}") from error
    if receipt.operation_type not in KINDS:
        raise BadFile(f"operation_type {receipt.operation_type} is not 1, 2 or 3")
    if not receipt.return_of:
        _need_sums(receipt)
    return receipt


def _need_sums(receipt: FileReceipt) -> None:
    paid = receipt.cash_kop + receipt.card_kop + receipt.prepaid_kop
    paid += receipt.credit_kop + receipt.provision_kop
    lines = receipt.gross
    # Kopecks are dropped in the customer's favour, roubles are not (FFD, arithmetic of 1020).
    if not receipt.items or not 0 <= receipt.rounding <= lines % 100:
        raise BadFile(f"the lines add up to {lines}, the total is {receipt.total_kop} kopecks")
    if paid != receipt.total_kop:
        raise BadFile(f"the tenders add up to {paid}, the total is {receipt.total_kop} kopecks")


Wanted = tuple[Item, Quantity, int]


def goods(receipt: FileReceipt) -> list[Wanted]:
    """Each line as a good in no catalogue, how much of it, and the method (1214).

    Raises BadFile, BadInput.
    """
    usual = _usual_rate(receipt)
    return [(*_good(item, usual), item.payment_method or FULL) for item in receipt.items]


def _usual_rate(receipt: FileReceipt) -> VatRate:
    """The rate of lines that tell none: the only one the receipt's sums name, else none (6)."""
    named = [code for code, kopecks in receipt.vat_sums_kop.items() if kopecks]
    return VatRate(int(named[0])) if len(named) == 1 else VatRate.NONE


def _good(item: FileItem, usual: VatRate) -> tuple[Item, Quantity]:
    thousandths = typed.thousandths(item.qty)
    if not 0 <= item.price_kop <= LARGEST:  # a gift is a line for nothing
        raise BadFile(f"{item.name}: a price of {item.price_kop} kopecks")
    one = Item(
        item="",
        article="",
        name=item.name.strip()[:LONGEST_NAME] or "Товар",
        unit=_unit(item.unit, thousandths),
        vat=VatRate(item.vat_code or usual),
        price=Money(item.price_kop),
        subject=item.payment_object or 1,
    )
    quantity = Quantity(thousandths, one.unit)
    if one.price.times(quantity) != Money(item.sum_kop):
        raise BadFile(f"{item.name}: price times quantity is not {item.sum_kop} kopecks")
    return one, quantity


def _unit(told: int | str | None, thousandths: int) -> Unit:
    if isinstance(told, int) and told in MEASURES:
        return MEASURES[told]
    return Unit.PIECE if thousandths % 1000 == 0 else Unit.OTHER
