"""A third maker of registers is a new folder, and nothing else changes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import drivers.registrars
from drivers import registry
from drivers.contracts.errors import BadAddress, Refused
from drivers.contracts.receipt import Cashier
from drivers.contracts.registrar import FiscalRegistrar, FoundDocument
from drivers.guarded import GuardedRegistrar
from drivers.supervisor import SupervisedRegistrar
from inventory.values.money import Money
from inventory.values.quantity import pieces
from pos.domain.views import Plan
from pos.usecases import cash, pay, returns, shift
from tests.fakes.clock import Clock
from tests.fakes.selling import BREAD, MILK, SOAP, sell
from tests.fakes.till import Shop, make_shop

URL = "toy+tcp://127.0.0.1:1"
FOLDER = Path(__file__).with_name("makers")


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> Iterator[FiscalRegistrar]:
    """The folder lies among those of the other makers, and the register is opened by its URL."""
    monkeypatch.setattr(drivers.registrars, "__path__", [*drivers.registrars.__path__, str(FOLDER)])
    yield registry.open_registrar(URL, allow_emulators=True)
    for name in [name for name in sys.modules if name.startswith("drivers.registrars.toy")]:
        del sys.modules[name]


def test_it_is_listed_beside_the_others(toy: FiscalRegistrar) -> None:
    registers = [model for model in registry.models() if model.kind == "registrar"]
    assert [model.model for model in registers] == ["atol", "shtrih", "toy"]
    assert registers[-1].title == "Игрушечный регистратор"
    assert registry.kind_of(URL) == "registrar"


def test_without_its_folder_there_is_no_such_register() -> None:
    with pytest.raises(BadAddress, match="known are atol"):
        registry.open_registrar(URL, allow_emulators=True)


def test_it_sells_through_the_use_cases(toy: FiscalRegistrar, tmp_path: Path) -> None:
    template = tmp_path / "template"
    template.mkdir()
    make_shop(template)
    shop = Shop(tmp_path / "till", template)
    shop.registrar = toy  # type: ignore[assignment]
    shop.reopen()
    shop.begin_day(fund=100_000)
    first = sell(shop, Plan(), MILK, BREAD)
    sell(shop, Plan(card=Money(50)), SOAP)
    cash.move_cash(shop.counter, "in", Money(1_000), "")
    returns.begin_return(shop.counter, first.sale, {1: pieces(1)}, "брак")
    pay.carry_out(shop.counter)
    shift.close_shift(shop.counter)
    assert [document.kind for document in _drive(toy)] == [1, 2, 3, 3, 3, 5]
    assert [document.operation for document in _drive(toy)] == [0, 0, 1, 1, 2, 0]
    assert toy.cash_counters().ins == 2  # The change fund and the thousand kopecks.
    assert {type(fact).__name__ for fact in shop.facts()} >= {
        "SaleClosed",
        "SaleReturned",
        "CashMoved",
        "ShiftClosed",
    }
    assert shop.faults() == []
    shop.store.close()


def _drive(register: FiscalRegistrar) -> list[FoundDocument]:
    found = (register.document(fd) for fd in range(1, register.status().last_fd + 1))
    return [document for document in found if document is not None]


def test_what_it_lacks_is_refused_in_words(toy: FiscalRegistrar) -> None:
    for lacking in (toy.x_report, toy.print_copy, toy.open_drawer, toy.registration):
        with pytest.raises(Refused, match="this register"):
            lacking()
    toy.change_setup(toy.setup())
    toy.cancel_document()
    toy.continue_print()
    toy.close()


def test_it_gets_the_guard_and_the_thread_that_all_registers_get(toy: FiscalRegistrar) -> None:
    guarded = registry.open_registrar(URL, allow_emulators=False)
    assert isinstance(guarded, GuardedRegistrar)
    assert guarded.open_shift(Cashier("Кассир")).kind == 2
    supervised = SupervisedRegistrar(
        "toy", lambda: registry.open_registrar(URL, True), clock=Clock()
    )
    assert supervised.status().last_fd == 1
    supervised.close()
