"""`verify` and `rebuild`: the books agree, and every way in which they do not is found."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from drivers import registry
from drivers.contracts.receipt import Cashier, Operation, RegistrarLine, RegistrarReceipt
from drivers.contracts.terminal import CardOperation, CardOrder
from pos.bootstrap.headless import Addresses, opened
from tests.emulated.harness import Answer, Shop, opened_shop

CONTRACT = {
    "ok", "journal_rows", "chain_ok", "derived_ok", "sales", "fiscal_documents",
    "missing_in_register", "missing_in_journal", "charges", "charges_without_sale",
    "sales_without_charge", "unsent", "missing_in_office",
}  # fmt: skip


@contextmanager
def changed(shop: Shop) -> Iterator[sqlite3.Connection]:
    """The journal's file in the hands of somebody else."""
    with closing(sqlite3.connect(shop.data / "journal.db")) as db:
        yield db
        db.commit()


def found(shop: Shop) -> Answer:
    """What verify says of a shop that is not in order."""
    ran = shop.run_here("verify", "--json")
    assert ran.code == 1
    assert not ran.answer["ok"]
    return ran.answer


def test_all_books_of_an_honest_shop_agree(shop: Shop) -> None:
    ran = shop.run("verify", "--json")
    assert (ran.code, ran.words) == (0, "")
    answer = ran.answer
    assert answer.keys() >= CONTRACT
    assert (answer["ok"], answer["chain_ok"], answer["derived_ok"]) == (True, True, True)
    assert (answer["sales"], answer["charges"], answer["fiscal_documents"]) == (4, 4, 7)
    assert answer["journal_rows"] == len(shop.facts())


def test_a_folder_without_a_shop_is_told_in_one_line(new_shop: Shop) -> None:
    ran = new_shop.run_here("verify")
    assert (ran.code, ran.answers) == (1, [])
    assert "NotSetUp" in ran.words
    assert ran.words.count("\n") == 1
    assert not new_shop.data.exists()


def test_a_till_that_runs_is_verified_meanwhile(shop: Shop) -> None:
    with opened(shop.data, Addresses(shop.register, shop.terminal)):
        assert shop.run_here("verify").code == 0


def test_a_document_gone_from_the_drive_is_found(template: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(template, tmp_path / "shop"))
    last = Shop(folder).documents()[-1]
    lines = Shop(folder).drive.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not _makes(line, last.fd)]
    Shop(folder).drive.write_text("".join(kept), encoding="utf-8")
    with opened_shop(folder) as shop:
        answer = found(shop)
    assert answer["missing_in_register"] == [f"FD {last.fd}: {last.total}"]


def _makes(line: str, fd: int) -> bool:
    document = json.loads(line).get("document")
    return document is not None and bool(document["fd"] == fd)


def test_a_document_the_journal_knows_nothing_of_is_found(shop: Shop) -> None:
    line = RegistrarLine(name="Чай", price=100, quantity=1000, amount=100, vat=11)
    registrar = registry.open_registrar(shop.register, allow_emulators=True)
    made = registrar.register(RegistrarReceipt(Operation.SALE, (line,), Cashier("Чужой"), cash=100))
    registrar.close()
    assert found(shop)["missing_in_journal"] == [f"FD {made.fd}: RECEIPT, 100"]


def test_a_charge_without_a_sale_is_found(shop: Shop) -> None:
    terminal = registry.open_terminal(shop.terminal, allow_emulators=True)
    terminal.run(CardOrder(ref="nobody", operation=CardOperation.PAY, amount=777))
    terminal.close()
    answer = found(shop)
    assert answer["charges_without_sale"] == ["nobody: 777"]
    assert answer["charges"] == 5


def test_a_sale_without_its_charge_is_found(template: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(template, tmp_path / "shop"))
    *kept, gone = Shop(folder).ledger.read_text(encoding="utf-8").splitlines(keepends=True)
    Shop(folder).ledger.write_text("".join(kept), encoding="utf-8")
    with opened_shop(folder) as shop:
        answer = found(shop)
    charge = json.loads(gone)
    assert answer["sales_without_charge"] == [f"{charge['ref']}: {charge['amount']}"]


def test_a_changed_byte_of_a_fact_is_found(shop: Shop) -> None:
    with changed(shop) as db:
        db.execute(
            "UPDATE journal SET body = CAST(replace(CAST(body AS TEXT), '62890', '62891') AS BLOB)"
            " WHERE kind = 'SaleClosed'"
        )
    answer = found(shop)
    assert not answer["chain_ok"]


def test_text_that_is_no_text_is_a_fault_and_no_crash(shop: Shop) -> None:
    with changed(shop) as db:
        db.execute("UPDATE journal SET fact = CAST(x'FFFE' AS TEXT) WHERE seq = 3")
    assert not found(shop)["chain_ok"]


@pytest.mark.parametrize("head_too", [False, True])
def test_a_tail_that_was_cut_off_is_found(head_too: bool, shop: Shop) -> None:
    """With its head rewritten the journal agrees with itself; drive and bank know better."""
    last = shop.documents()[-1]
    with changed(shop) as db:
        place = db.execute("SELECT max(epoch), max(seq) FROM journal").fetchone()
        db.execute("DELETE FROM journal WHERE (epoch, seq) = (?, ?)", place)
        if head_too:
            db.execute(
                "UPDATE journal_head SET (epoch, seq, hash) ="
                " (SELECT epoch, seq, hash FROM journal ORDER BY epoch DESC, seq DESC LIMIT 1)"
            )
    if head_too:
        assert shop.run_here("rebuild").code == 0
    answer = found(shop)
    assert answer["chain_ok"] == answer["derived_ok"] == head_too
    assert answer["missing_in_journal"] == [f"FD {last.fd}: RECEIPT, {last.total}"]
    assert len(answer["charges_without_sale"]) == 1


def test_a_journal_nobody_can_read_is_a_fault_and_no_crash(shop: Shop) -> None:
    file = shop.data / "journal.db"
    file.write_bytes(file.read_bytes()[:100] + bytes(file.stat().st_size - 100))
    assert not found(shop)["chain_ok"]


def test_rebuild_makes_a_changed_cell_right_again(shop: Shop) -> None:
    assert shop.run_here("rebuild", "--check").code == 0
    with changed(shop) as db:
        db.execute("UPDATE sale_lines SET amount = amount + 1 WHERE line = 1")
    ran = shop.run_here("rebuild", "--check")
    assert ran.code == 1
    assert "sale_lines" in ran.words
    assert not found(shop)["derived_ok"]
    assert shop.run_here("rebuild").code == 0
    assert shop.run_here("rebuild", "--check").code == 0
    assert shop.run_here("verify").code == 0


def test_the_check_changes_nothing(shop: Shop) -> None:
    with changed(shop) as db:
        db.execute("UPDATE shifts SET sales = 99")
    assert [shop.run_here("rebuild", "--check").code for _ in range(2)] == [1, 1]
