"""Real receipts held against the rules: what is refused is listed with its reason, and no more."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from drivers.contracts.receipt import Cashier, Operation, RegistrarLine, RegistrarReceipt
from fiscal.domain.ffd import vat
from fiscal.domain.ffd.check import check, faults
from fiscal.domain.ffd.document import document
from fiscal.domain.ffd.fault import Reason
from fiscal.domain.ffd.version import Circumstances, version

# Where a receipt tells no more: it is of 1.05, goods without VAT, wholly settled, on the general
# system; sums of VAT of such lines are not compared.
UNITS = {"тонн": 12, "Кв.м": 32, "Куб.м": 42, "кВт.ч": 50, "Гкал": 51}


def thousandths(text: str) -> int:
    """A decimal with three digits at most."""
    whole, _, part = text.partition(".")
    assert re.fullmatch(r"\d+", whole)
    assert len(part.rstrip("0")) <= 3
    return int(whole) * 1000 + int(part[:3].ljust(3, "0") or 0)


def line(told: dict[str, Any]) -> RegistrarLine:
    """An item as a register takes it."""
    return RegistrarLine(
        name=told["name"].strip()[:128] or "Товар",
        price=told["price_kop"],
        quantity=thousandths(told["qty"]),
        amount=told["sum_kop"],
        vat=told["vat_code"] or 6,
        method=told["payment_method"] or 4,
        subject=told["payment_object"] or 1,
        measure=UNITS.get(told["unit"], 0),
    )


def receipt(told: dict[str, Any]) -> RegistrarReceipt:
    """A receipt as a register takes it."""
    lines = tuple(line(each) for each in told["items"])
    return RegistrarReceipt(
        operation=Operation(told["operation_type"]),
        lines=lines,
        cashier=Cashier("Кассир"),
        cash=told["cash_kop"],
        electronic=told["card_kop"],
        prepaid=told["prepaid_kop"],
        credit=told["credit_kop"],
        provision=told["provision_kop"],
        tax_system=told["taxation"] or 1,
        rounding=sum(each.amount for each in lines) - told["total_kop"],
    )


def circumstances(told: dict[str, Any]) -> Circumstances:
    """Its day, and its version where one is told."""
    day = date.fromisoformat(told["date"][:10])
    return Circumstances(version(told["ffd"] or "1.05"), on=day)


@pytest.fixture(scope="module")
def real(reference_data: Path) -> list[dict[str, Any]]:
    """All of the sample."""
    text = (reference_data / "receipts-sample.jsonl").read_text(encoding="utf-8")
    return [json.loads(each) for each in text.splitlines()]


def test_real_receipts_break_the_rules_that_are_listed_and_no_others(
    real: list[dict[str, Any]],
) -> None:
    """Numbers of lines; all else of 420 receipts and 650 lines passes."""
    found = Counter(
        (fault.tag, fault.reason, told["ffd"])
        for told in real
        for fault in faults(receipt(told), circumstances(told))
    )
    assert found == {
        # The file tells no tender at all: nobody knows what it was paid with.
        (1020, Reason.TENDERS, None): 1,
        # Advice: telephone companies take advances as services (1212 is 4) at the full rate.
        (1212, Reason.SUBJECT, "1.05"): 26,
        (1212, Reason.SUBJECT, None): 17,
        (1199, Reason.RATE, "1.05"): 26,
        (1199, Reason.RATE, None): 17,
        # Advice: the file leaves marking codes out.
        (1163, Reason.CODE, "1.2"): 18,
    }


def test_their_bytes_are_no_surprise(real: list[dict[str, Any]]) -> None:
    for told in real:
        made = document(receipt(told), circumstances(told))
        assert len(made.encoded()) < 32_768


def test_sums_of_vat_of_whole_receipts_follow_the_lines_or_the_total(
    real: list[dict[str, Any]],
) -> None:
    """Of those whose every line has its rate."""
    told_in_full = [
        told
        for told in real
        if all(each["vat_code"] for each in told["items"]) and told["vat_sums_kop"]
    ]
    wrong = [
        told["vat_sums_kop"]
        for told in told_in_full
        if not vat.agrees(
            ((each["vat_code"], each["sum_kop"]) for each in told["items"]),
            {int(code): kopecks for code, kopecks in told["vat_sums_kop"].items()},
        )
    ]
    # The three took 18/118, the calculated rate until the end of 2018.
    assert (len(told_in_full), wrong) == (189, [{"3": 243}, {"3": 686}, {"3": 1602}])


def test_a_real_receipt_with_a_sum_changed_is_refused(real: list[dict[str, Any]]) -> None:
    whole = [told for told in real if not list(faults(receipt(told), circumstances(told)))]
    for told in whole[:50]:
        spoilt = {**told, "total_kop": told["total_kop"] - 100}
        made = document(receipt(spoilt), circumstances(told))
        assert list(check(made, circumstances(told)))
