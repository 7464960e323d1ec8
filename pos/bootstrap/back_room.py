"""The shop's own office and the link to it: both come after the first frame, off the Qt thread."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from pos.bootstrap.child import ChildFailed
from pos.bootstrap.folder import now, setting
from pos.bootstrap.office import EmbeddedOffice
from pos.storage.till import TillStore
from pos.ui.kit.lane import Lane
from pos.usecases.first_start import set_up
from sync.errors import SyncError
from sync.usecases.link import Link, LinkState

if TYPE_CHECKING:
    from pos.ui.start.draft import Draft

log = logging.getLogger(__name__)


class BackRoom:
    """Starts and stops in order on a lane of its own; `listener` hears the link's state.

    `listener` is called on the link's thread.
    """

    def __init__(
        self, folder: Path, till: TillStore, listener: Callable[[LinkState], None]
    ) -> None:
        self._folder, self._till, self._listener = folder, till, listener
        self._office = EmbeddedOffice(folder, till)
        self._link: Link | None = None
        self._closed = False
        self._lane = Lane("back room")

    @property
    def url(self) -> str:
        """Where the owner's pages are; empty until the office has said so."""
        return self._office.url

    @property
    def state(self) -> LinkState:
        """The link's state of now."""
        return self._link.state if self._link else LinkState()

    def open(self) -> None:
        """Bring up office and link of a shop that is set up; returns at once."""
        if setting(self._till, "till.id"):
            self._lane.run(self._bring_up)

    def first_start(self, draft: Draft) -> None:
        """Set the shop up, then its office. Blocks; raises SaleError, nothing is kept then."""
        owner = set_up(self._till, draft.setup(), now)
        try:
            self._office.start()
            self._office.first_run(draft.login, draft.password, [owner], [], [])
        except (ChildFailed, SyncError):
            # The till sells without an office; it can be enrolled later.
            log.exception("the office could not be set up")
        self._start_link()

    def plug(self, plugged: bool) -> None:
        """Pull the office's wire, or put it back; returns at once."""
        self._lane.run(self._start_again if plugged else self._office.stop)

    def close(self) -> None:
        """End link and office. Blocks for a few seconds at most."""
        self._closed = True
        self._lane.close()  # first: it may be about to start what is stopped next
        if self._link is not None:
            self._link.stop()
        self._office.stop()

    def _bring_up(self) -> None:
        self._start_office()
        self._start_link()

    def _start_again(self) -> None:
        self._start_office()
        if self._link is not None:
            self._link.wake()

    def _start_office(self) -> None:
        try:
            self._office.start()
        except ChildFailed:
            log.exception("the office does not start; the link waits for it")

    def _start_link(self) -> None:
        from pos.bootstrap.link import link_for

        if self._closed:
            return
        try:
            self._link = link_for(self._folder, self._till, self._listener, url=self._office.url)
        except SyncError as error:
            log.warning("no link: %s", error)
        else:
            self._link.start()
