"""The till without its window: what the commands need, no Qt."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from drivers.contracts.errors import DeviceError
from drivers.contracts.registrar import FiscalRegistrar
from inventory.storage.catalogue import CatalogueStore
from inventory.storage.files import NAME as CATALOGUE
from pos.bootstrap import devices
from pos.bootstrap.folder import COMMAND_USER, KIND, now, open_till
from pos.domain.basket import BasketState
from pos.errors import SaleError
from pos.storage.till import TillStore
from pos.usecases import pay
from pos.usecases.counter import SESSION, Counter
from pos.usecases.first_start import Setup, found
from pos.usecases.look import view
from sync.messages.feed import UserChanged

TRAINING = "training"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Device URLs given to a command; empty means the folder's own settings."""

    registrar: str = ""
    terminal: str = ""


@contextmanager
def opened(folder: Path, given: Addresses) -> Iterator[Counter]:
    """The counter of a folder, its unfinished business settled first.

    A folder without a shop gets a plain one. Raises AlreadyRunning when a till runs there.
    """
    till = open_till(folder)
    try:
        with _counter(folder, till, given) as counter:
            _settle(counter)
            yield counter
    finally:
        till.close()


@contextmanager
def _counter(folder: Path, till: TillStore, given: Addresses) -> Iterator[Counter]:
    with till.work() as work:
        kind = work.setting(KIND)
        known = bool(work.setting("till.id"))
        registrar_url = given.registrar or work.setting("devices.registrar")
        terminal_url = given.terminal or work.setting("devices.terminal")
    allow = bool(kind) or not known
    registrar = devices.registrar(registrar_url, allow_emulators=allow, folder=folder)
    if not known:
        set_up_plain(till, registrar, registrar_url)
    terminal = devices.terminal(terminal_url, allow_emulators=allow)
    catalogue = CatalogueStore(folder / CATALOGUE)
    with _session(till):
        try:
            yield Counter(till, catalogue, registrar, terminal, None, now)
        finally:
            registrar.close()
            if terminal is not None:
                terminal.close()
            catalogue.close()


def set_up_plain(till: TillStore, registrar: FiscalRegistrar, url: str) -> None:
    """A shop nobody was asked about: its INN from the register, no people.

    A folder made with an emulated register is a training folder for ever.
    """
    inn, kind = "", ""
    with suppress(DeviceError):
        status = registrar.status()
        inn, kind = status.inn, TRAINING if status.emulated else ""
    setup = Setup(
        owner="",
        pin="",
        shop="Прилавок",
        inn=inn,
        till_name="Касса 1",
        tax_system=1,
        zone="Europe/Moscow",
        registrar=url,
    )
    found(till, setup, now, (), kind)


@contextmanager
def _session(till: TillStore) -> Iterator[None]:
    """Somebody acts: who is logged in, else a user of the commands' own."""
    with till.work() as work:
        before = work.setting(SESSION)
        if not before:
            work.people.put(
                UserChanged(user=COMMAND_USER, name="Оператор", role="owner", pin_hash="")
            )
            work.set_setting(SESSION, COMMAND_USER)
            work.commit()
    try:
        yield
    finally:
        if not before:
            with till.work() as work:
                work.set_setting(SESSION, "")
                work.commit()


def _settle(counter: Counter) -> None:
    """Finish what an earlier run left, as far as the devices answer.

    A charged card whose receipt was refused is tried once more; after that it stays for a
    person to decide, and the command says what stands in its way.
    """
    with suppress(SaleError, DeviceError):
        pay.carry_out(counter)
    pending = view(counter).pending
    if pending is not None and pending.basket.state is BasketState.REFUSED:
        with suppress(SaleError, DeviceError):
            pay.try_again(counter)
            pay.carry_out(counter)
