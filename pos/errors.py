"""What can be refused at the till, named after what happened."""

from __future__ import annotations

from datetime import datetime

from fiscal.errors import UnlawfulDocument


class SaleError(Exception):
    """Root of all refusals of the till itself. Nothing was changed when one is raised."""


class NotAllowed(SaleError):
    """The cashier lacks the right, or the discount is above the limit."""

    def __init__(self, right: str) -> None:
        super().__init__(f"the right {right} is missing or its limit is lower")
        self.right = right


class NobodyLoggedIn(SaleError):
    """The till waits for a PIN: nobody answers for what is done."""


class WrongPin(SaleError):
    """No active user has that PIN."""


class TooManyTries(SaleError):
    """PIN entry is locked for a while after wrong tries."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"PIN entry is locked for {seconds} s")
        self.seconds = seconds


class PinTaken(SaleError):
    """The PIN is too short, too simple or another user's."""


class CodeNotFound(SaleError):
    """No good has that code; one may be made for it, unless it is the id of a good."""

    def __init__(self, code: str, *, may_be_made: bool = True) -> None:
        super().__init__(f"no good has the code {code}")
        self.code, self.may_be_made = code, may_be_made


class CodeTaken(SaleError):
    """The code belongs to a good by now: no other one is made for it."""

    def __init__(self, code: str, name: str) -> None:
        super().__init__(f"the code {code} is that of {name}")
        self.code, self.name = code, name


class BadInput(SaleError):
    """What was typed is no quantity, price, sum or code."""


class QuantityImpossible(SaleError):
    """A quantity of zero, too large, or a part of an indivisible good."""


class WeightNeeded(SaleError):
    """A good sold by weight has no weight: none was typed, and the scales tell none to be sold.

    `pan` is the state of the scales that stands in the way, as PanState names it.
    """

    def __init__(self, name: str, pan: str = "none") -> None:
        super().__init__(name)
        self.name, self.pan = name, pan


class DiscountImpossible(SaleError):
    """A discount outside 0 to 100 per cent, or a price of nothing."""


class LineUnknown(SaleError):
    """There is no such line in the basket."""


class BasketEmpty(SaleError):
    """There is nothing to pay or to cancel."""


class ShiftNotOpenHere(SaleError):
    """No shift is open at the till."""


class ShiftOpenHere(SaleError):
    """A shift is open at the till already."""


class ShiftFound(SaleError):
    """The register's shift is open, the till has none: it was opened from another folder.

    `since` by the register's clock, local; `kopecks` are what it counts in the drawer.
    """

    def __init__(self, number: int, since: datetime | None, kopecks: int, *, expired: bool) -> None:
        super().__init__(f"shift {number} is open in the register: shift open or close --take-over")
        self.number, self.since = number, since
        self.kopecks, self.expired = kopecks, expired


class BasketBusy(SaleError):
    """The basket is being paid; it cannot be changed."""


class StillSettling(SaleError):
    """An earlier payment or receipt is still being settled with terminal and register."""


class BasketsOpen(SaleError):
    """Baskets with goods are open; the shift cannot be closed."""


class BasketHasGoods(SaleError):
    """There are goods in the basket; another one cannot be recalled over them."""


class ParkedUnknown(SaleError):
    """That basket is not put aside: it was recalled already."""


class NotEnoughPaid(SaleError):
    """Less was tendered than is to be paid."""


class TooMuchByCard(SaleError):
    """More than is to be paid cannot be charged without cash."""


class DrawerShort(SaleError):
    """The drawer holds less cash than is to be paid out."""


class SaleUnknown(SaleError):
    """There is no sale of that number."""


class ReturnTooLarge(SaleError):
    """More would come back than was sold and not yet returned."""


class NothingOwed(SaleError):
    """This receipt leaves neither money of the customer's nor a debt of his open."""


class CorrectionImpossible(SaleError):
    """It cannot be corrected: a return, in advance or on credit, or some of it came back."""


class BuyerImpossible(SaleError):
    """No company by that ИНН and name."""


class ContactImpossible(SaleError):
    """Neither a phone number nor an e-mail address."""


class NoTerminal(SaleError):
    """No card terminal is set up or it does not answer."""


class CardStands(SaleError):
    """The card operation was declined or its outcome is not known yet."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class NotRegistered(SaleError):
    """The answer was lost; the register was asked and knows of no such document."""


class ReceiptUnlawful(SaleError):
    """The receipt breaks the formats of fiscal documents; `fault` says which tag, where and why."""

    def __init__(self, fault: UnlawfulDocument) -> None:
        super().__init__(str(fault))
        self.fault = fault


class OtherDrive(SaleError):
    """The register holds another fiscal drive than when it was asked: nothing can be told."""


class AlreadyReceived(SaleError):
    """A supplier's document of that number and date was posted before, at `posted`."""

    def __init__(self, supplier: str, number: str, date: str, posted: datetime, zone: str) -> None:
        super().__init__(f"{supplier}, {number} of {date}: posted {posted.isoformat()}")
        self.supplier, self.number, self.date = supplier, number, date
        self.posted, self.zone = posted, zone


class AlreadyRunning(SaleError):
    """Another program holds this data folder's journal."""


class RealShop(SaleError):
    """The folder belongs to a real shop: demo and training do not open it."""


class NotSetUp(SaleError):
    """The data folder has no shop yet: the first start has to be done."""


class DiskFull(SaleError):
    """The disk takes nothing more: it is full, or it fails."""


class FolderReadOnly(SaleError):
    """Nothing can be written to the data folder."""


class JournalUnreadable(SaleError):
    """journal.db is no database any more, or a part of it is gone."""


class FolderTaken(SaleError):
    """The folder holds a whole till already: a restore does not write over it."""


class BadFile(SaleError):
    """A file given to a command is damaged or of another kind."""
