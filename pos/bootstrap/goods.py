"""Wiring of `python -m inventory import`: a file of goods into the office, and down to the till.

The office may run already, or is started for as long as it takes; either way the goods go in
over HTTP, in pieces that lie apart until one commit.
"""

from __future__ import annotations

import secrets
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import msgspec

from inventory.domain.imported import GoodsRow, Refused
from inventory.usecases.read_goods import read_goods
from pos.bootstrap.child import Child, ChildFailed
from pos.bootstrap.known import client_of, public_key, remember
from pos.bootstrap.link import standing_alone
from pos.bootstrap.tables import lines_of
from pos.errors import AlreadyRunning
from sync.errors import BadAnswer, OfficeRefused, OfficeUnreachable, SyncError
from sync.messages.wire import FirstRun, ImportRow
from sync.remote.office import OfficeClient
from sync.storage import office
from sync.usecases.ahead import Ahead

__all__ = ["ChildFailed", "Report", "StoppedLate", "Wanted", "import_goods"]

PIECE = 5000  # rows; a megabyte on the way
AHEAD = 20  # pieces read before the office asks for them: it takes a second to start
ANSWER_S = 300.0  # the commit of a million goods on a slow disk
OFFICE = "office.db"
EVERY_S, RARELY_S = 1.0, 15.0


class StoppedLate(KeyboardInterrupt):
    """Stopped when the goods were in the office already, perhaps not yet at the till."""


class Report(msgspec.Struct):
    """What came of an import, as contract.md has it."""

    read: int = 0
    added: int = 0
    changed: int = 0
    refused: list[dict[str, int | str]] = msgspec.field(default_factory=list)
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for."""

    file: Path
    folder: Path
    office: str = ""
    form: str = "auto"
    dry_run: bool = False
    skip_bad: bool = False


class _Piece(NamedTuple):
    """Rows of a file, as they go to the office, and those that do not."""

    good: list[ImportRow]
    refused: list[Refused]


Say = Callable[[str], None]


def import_goods(wanted: Wanted, say: Say) -> tuple[Report, bool]:
    """Import a file; the report, and whether the goods are in (a dry run: whether they could be).

    All or nothing: with a refused row nothing changes, unless those may be skipped. Whatever
    ends this early leaves nothing in the office; StoppedLate says that it was too late for that.
    Raises SyncError, GoodsError, OSError, ChildFailed.
    """
    started = time.monotonic()
    report = Report()
    # Read while the office starts, and while it takes the pieces before.
    with Ahead(_pieces(wanted), AHEAD) as pieces, _office(wanted, say) as url:
        with closing(client_of(wanted.folder, url=url, answer_s=ANSWER_S)) as client:
            good = _hand_over(client, pieces, wanted, report, _Progress(say))
        if good and not wanted.dry_run:
            _fetch(wanted, url, say)
    report.seconds = round(time.monotonic() - started, 2)
    return report, good


def _hand_over(
    client: OfficeClient,
    pieces: Iterable[_Piece],
    wanted: Wanted,
    report: Report,
    progress: _Progress,
) -> bool:
    begun = client.begin_import().id
    try:
        for piece in pieces:
            _send(client, begun, piece, report)
            progress.tell(f"{report.read} rows read, {len(report.refused)} refused")
        report.refused.sort(key=lambda one: int(one["row"]))
        good = wanted.skip_bad or not report.refused
        if good and not wanted.dry_run:
            progress.say(f"{report.read} rows read; putting them on sale")
            commit = partial(client.commit_import, begun)
            begun = ""  # from here on it happens or not, and nobody drops it
            _to_the_end(commit)
        elif not good and not wanted.dry_run:
            report.added = report.changed = 0
    finally:
        if begun:
            with suppress(SyncError):  # an office that is gone drops it when it starts again
                client.drop_import(begun)
    return good


def _to_the_end(commit: Callable[[], object]) -> None:
    """Wait for the answer whatever is pressed: half-way nobody could say what came of it."""
    stops: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: stops.append(number))
    try:
        commit()
    finally:
        signal.signal(signal.SIGINT, before)
    if stops:
        raise StoppedLate


def _pieces(wanted: Wanted) -> Iterator[_Piece]:
    rows = read_goods(lines_of(wanted.file), wanted.form)
    while piece := list(islice(rows, PIECE)):
        yield _Piece(
            [ImportRow(*row) for row in piece if isinstance(row, GoodsRow)],
            [row for row in piece if isinstance(row, Refused)],
        )


def _send(client: OfficeClient, begun: str, piece: _Piece, report: Report) -> None:
    report.read += len(piece.good) + len(piece.refused)
    taken = client.import_rows(begun, piece.good)
    report.added += taken.added
    report.changed += taken.changed
    report.refused += [{"row": one.row, "why": one.why} for one in piece.refused]
    report.refused += [{"row": one.row, "why": one.why} for one in taken.refused]


def _fetch(wanted: Wanted, url: str, say: Say) -> None:
    """Down by the feed; a till that runs in the folder does so by itself."""
    try:
        with standing_alone(wanted.folder, url) as link:
            say("the till takes the goods in")
            state = link.once()
    except AlreadyRunning:
        say("the goods are in the office; the till that runs fetches them")
        return
    except KeyboardInterrupt as stop:
        raise StoppedLate from stop
    if state.trouble:
        raise state.trouble


@contextmanager
def _office(wanted: Wanted, say: Say) -> Iterator[str]:
    """The office of the folder, or the one that was named: running, else started for now."""
    folder = wanted.folder
    known = office.load(folder / office.NAME)
    if wanted.office:
        yield wanted.office
    elif (known and not (folder / OFFICE).exists()) or (known and _answers(folder)):
        yield known.url
    else:
        with _started(folder) as (url, code):
            yield url if known else _first(folder, url, code, say)


def _answers(folder: Path) -> bool:
    with closing(client_of(folder)) as client:
        try:
            client.head()
        except (OfficeUnreachable, OfficeRefused, BadAnswer):
            return False  # not running, or another program has its port
        return True


@contextmanager
def _started(folder: Path) -> Iterator[tuple[str, str]]:
    """The folder's own office as a process of ours; its address and first-run code."""
    folder.mkdir(parents=True, exist_ok=True)
    database = (folder / OFFICE).resolve()
    listen = ["--listen", "127.0.0.1:0", "--attached"]
    child = Child("office", ["backoffice", "serve", "--db", f"sqlite:///{database}", *listen])
    try:
        first = child.listening()
        yield str(first["listening"]), str(first.get("first_run_code") or "")
    finally:
        child.stop()


def _first(folder: Path, url: str, code: str, say: Say) -> str:
    """A shop nobody was asked about, as other commands make one; its password is said once."""
    password = secrets.token_urlsafe(9)
    ask = FirstRun(
        code=code, till="Касса 1", shop="Прилавок", inn="", zone="Europe/Moscow",
        login="owner", password=password, users=[], key=public_key(folder),
    )  # fmt: skip
    with closing(OfficeClient(url)) as client:
        made = client.first_run(ask)
    say(f"a new office was made; its owner signs in as 'owner' with the password {password}")
    return remember(folder, url, made).url


class _Progress:
    """Says how far it is: each second to a person, rarely to a log."""

    def __init__(self, say: Say) -> None:
        self.say = say
        self._every = EVERY_S if sys.stderr.isatty() else RARELY_S
        self._last = time.monotonic()

    def tell(self, text: str) -> None:
        """Say it when it is time to."""
        if time.monotonic() - self._last >= self._every:
            self._last = time.monotonic()
            self.say(text)
