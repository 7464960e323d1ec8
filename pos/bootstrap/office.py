"""The embedded back office of a single shop: a process of its own, started by the till."""

from __future__ import annotations

import logging
from pathlib import Path

from pos.bootstrap.child import Child, ChildFailed
from pos.bootstrap.folder import setting
from pos.bootstrap.known import public_key, remember
from pos.storage.till import TillStore
from sync.messages.feed import ItemChanged, SettingChanged, UserChanged
from sync.messages.wire import Enrolled, FirstRun
from sync.remote.office import OfficeClient

log = logging.getLogger(__name__)

LISTEN = "office.listen"
USUAL = "127.0.0.1:8040"
ANY_PORT = "127.0.0.1:0"


class EmbeddedOffice:
    """Runs the office of a data folder. Its address stays the same where the port is free."""

    def __init__(self, folder: Path, till: TillStore) -> None:
        self._folder, self._till = folder, till
        self._child: Child | None = None
        self.url = ""
        self._code = ""

    def start(self) -> str:
        """Start it and tell its URL; blocks for a second. Raises ChildFailed."""
        wanted = setting(self._till, LISTEN) or USUAL
        for listen in (wanted, ANY_PORT):
            try:
                return self._start(listen)
            except ChildFailed as error:
                log.warning("the office cannot listen at %s: %s", listen, error)
        raise ChildFailed("the office does not start")

    def stop(self) -> None:
        """End it."""
        if self._child is not None:
            self._child.stop()
            self._child = None

    def first_run(
        self,
        login: str,
        password: str,
        users: list[UserChanged],
        items: list[ItemChanged],
        settings: list[SettingChanged],
    ) -> Enrolled:
        """Make the shop in the empty office and enrol this till. Raises SyncError."""
        with self._till.work() as work:
            ask = FirstRun(
                code=self._code,
                till=work.setting("till.name"),
                shop=work.setting("shop.name"),
                inn=work.setting("shop.inn"),
                zone=work.setting("shop.zone"),
                login=login,
                password=password,
                users=users,
                items=items,
                settings=settings,
                key=public_key(self._folder),
            )
        client = OfficeClient(self.url)
        try:
            enrolled = client.first_run(ask)
        finally:
            client.close()
        remember(self._folder, self.url, enrolled)
        return enrolled

    def _start(self, listen: str) -> str:
        database = (self._folder / "office.db").resolve()
        arguments = ["backoffice", "serve", "--db", f"sqlite:///{database}"]
        child = Child("office", [*arguments, "--listen", listen, "--attached"])
        try:
            first = child.listening()
        except ChildFailed:
            child.stop()
            raise
        self._child = child
        self.url, self._code = str(first["listening"]), str(first.get("first_run_code") or "")
        with self._till.work() as work:
            work.set_setting(LISTEN, self.url.partition("://")[2].rstrip("/"))
            work.commit()
        return self.url
