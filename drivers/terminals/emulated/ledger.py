"""The emulated bank's memory: a file of JSON lines, on disk before the till hears of it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from drivers.contracts.errors import BadFrame
from drivers.contracts.terminal import CardOperation, CardResult
from drivers.terminals.emulated import jsonline

SETTLE = "settle"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: an operation with its outcome, or the close of a day (`operation` "settle")."""

    ref: str
    operation: str
    amount: int  # kopecks; of a settlement what was paid less what was given back
    rrn: str
    auth_code: str
    card: str  # masked
    at: datetime
    approved: bool
    of_rrn: str = ""
    code: str = ""  # the bank's, "00" for approved
    text: str = ""

    def result(self, slip: tuple[str, ...] = ()) -> CardResult:
        """The operation as the till sees it."""
        kind = CardOperation(self.operation)
        return CardResult(
            self.ref, kind, self.amount, self.rrn, self.auth_code, self.card, self.at, slip
        )


@dataclass
class Ledger:
    """All entries, oldest first. A line that was torn by a kill was never answered: it is cut.

    OSError for a file that cannot be read or is no ledger.
    """

    path: Path
    entries: list[Entry] = field(default_factory=list)

    def __post_init__(self) -> None:
        whole = _whole_lines(self.path)
        self.entries = _entries(self.path, whole)
        self._size = len(whole)

    def append(self, entry: Entry) -> None:
        """Write and fsync; only then is the entry one of `entries`."""
        line = jsonline.dump({**asdict(entry), "at": entry.at.isoformat()})
        is_new = self._size == 0
        with open(self.path, "ab") as file:
            file.truncate(self._size)
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
        if is_new:
            _sync_folder(self.path.parent)
        self._size += len(line)
        self.entries.append(entry)

    def by_ref(self, ref: str) -> Entry | None:
        """What became of the order with that reference."""
        return next((entry for entry in self.entries if entry.ref == ref), None)

    def payment(self, rrn: str) -> Entry | None:
        """The approved payment with that number."""
        payments = (one for one in self.approved() if one.operation == CardOperation.PAY.value)
        return next((entry for entry in payments if entry.rrn == rrn), None)

    def given_back(self, rrn: str) -> int:
        """Kopecks of that payment refunded or reversed so far."""
        return sum(entry.amount for entry in self.approved() if entry.of_rrn == rrn)

    def approved(self) -> list[Entry]:
        """The operations that moved money, oldest first."""
        return [one for one in self.entries if one.approved and one.operation != SETTLE]

    def since_settlement(self) -> list[Entry]:
        """The approved operations of the bank day that is still open."""
        closed = (n for n, entry in enumerate(self.entries, 1) if entry.operation == SETTLE)
        first = max(closed, default=0)
        return [one for one in self.entries[first:] if one.approved]


def read_ledger(path: Path) -> list[Entry]:
    """The entries of a file that an emulator may be writing right now; OSError as above."""
    return _entries(path, _whole_lines(path))


def totals(entries: Iterable[Entry]) -> tuple[int, int, int]:
    """How many operations, kopecks paid, kopecks given back."""
    count = paid = back = 0
    for entry in entries:
        count += 1
        if entry.operation == CardOperation.PAY.value:
            paid += entry.amount
        else:
            back += entry.amount
    return count, paid, back


def _whole_lines(path: Path) -> bytes:
    data = path.read_bytes() if path.exists() else b""
    return data[: data.rfind(b"\n") + 1]


def _entries(path: Path, data: bytes) -> list[Entry]:
    try:
        return [_entry(line) for line in data.splitlines()]
    except BadFrame as error:
        raise OSError(f"{path} is no ledger of the emulated terminal: {error}") from error


def _entry(line: bytes) -> Entry:
    fields = jsonline.load(line)
    at = jsonline.moment(fields, "at")
    if at is None:
        raise BadFrame("a ledger entry without a moment")
    names = ("ref", "operation", "rrn", "auth_code", "card", "of_rrn", "code", "text")
    texts = {name: jsonline.text(fields, name) for name in names}
    amount, approved = jsonline.whole(fields, "amount"), jsonline.flag(fields, "approved")
    return Entry(amount=amount, at=at, approved=approved, **texts)


def _sync_folder(folder: Path) -> None:
    # The name of a new file is on disk only when its folder is; Windows has no such call.
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
