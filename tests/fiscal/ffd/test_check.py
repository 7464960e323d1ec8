"""The check of a receipt: what is lawful passes, each rule is broken once and names its tag."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from drivers.contracts.ffd.codec import decode
from drivers.contracts.ffd.tags import Tag
from drivers.contracts.receipt import (
    AgentKind,
    Buyer,
    Cashier,
    CorrectionCause,
    Operation,
    RegistrarReceipt,
)
from fiscal.domain.ffd.check import LARGEST, check, faults, need_lawful
from fiscal.domain.ffd.document import document
from fiscal.domain.ffd.fault import ADVICE, Reason
from fiscal.domain.ffd.version import Ffd
from fiscal.errors import UnlawfulDocument
from tests.fiscal.ffd import lawful
from tests.fiscal.ffd.lawful import AGENT, CHEESE, COMPANY, MARK, MILK, OWN, SOAP, receipt, under

EACH = list(Ffd)
V105, V11, V12 = Ffd
MARKED = replace(SOAP, subject=33, item_code=MARK)
ON_CREDIT = replace(MILK, method=6)
ADVANCE = replace(MILK, quantity=1000, amount=9490, method=3, subject=10, vat=4)


@pytest.mark.parametrize("ffd", EACH, ids=lambda ffd: ffd.said)
@pytest.mark.parametrize(
    "good",
    [
        receipt(),
        receipt(CHEESE),
        receipt(cash=0, electronic=20000, prepaid=5313),
        receipt(contact="+79991234567"),
        receipt(contact="anna@example.org", is_printed=False),
        receipt(cash=25300, rounding=13),
        receipt(cash=25300, rounding=13, cash_received=30000),
        receipt(buyer=lawful.company()),
        receipt(replace(MILK, agent=AGENT)),
        receipt(ADVANCE),
        receipt(ON_CREDIT, cash=0, credit=18980),
        receipt(replace(SOAP, vat=6), tax_system=1),
        receipt(replace(SOAP, price=0, amount=0)),
        receipt(operation=Operation.SALE_RETURN, note="1234567890"),
        receipt(replace(SOAP, vat=1, subject=4), operation=Operation.SALE_RETURN),
        receipt(correction=OWN),
        receipt(correction=replace(OWN, cause=CorrectionCause.ORDER, number="12-3/45")),
        receipt(correction=replace(OWN, description="не пробит чек")),
    ],
    ids=lambda good: f"{good.operation.name} of {len(good.lines)}",
)
def test_a_lawful_receipt_has_no_faults(good: Any, ffd: Ffd) -> None:
    assert list(faults(good, under(ffd))) == []
    need_lawful(good, under(ffd))


@pytest.mark.parametrize("ffd", EACH, ids=lambda ffd: ffd.said)
def test_a_document_is_what_its_bytes_say(ffd: Ffd) -> None:
    made = document(receipt(MILK, MARKED, replace(CHEESE, agent=AGENT)), under(ffd))
    assert decode(made.encoded()) == made.entries


Spoilt = tuple[str, RegistrarReceipt, int, Reason]
SPOILT: list[Spoilt] = [
    # of the receipt
    ("no cashier", receipt(cashier=Cashier("")), 1021, Reason.MISSING),
    ("a cashier's name too long", receipt(cashier=Cashier("я" * 65)), 1021, Reason.LONG),
    ("a company's INN of a cashier", receipt(cashier=Cashier("А", COMPANY)), 1203, Reason.INN),
    ("a cashier's INN mistyped", receipt(cashier=Cashier("А", "500100732258")), 1203, Reason.INN),
    ("no tax system", receipt(tax_system=0), 1055, Reason.TAX_SYSTEM),
    ("two tax systems", receipt(tax_system=3), 1055, Reason.TAX_SYSTEM),
    ("a tax system never heard of", receipt(tax_system=64), 1055, Reason.TAX_SYSTEM),
    ("a tax system not entered", receipt(tax_system=4), 1055, Reason.TAX_SYSTEM_FOREIGN),
    ("a phone without +7", receipt(contact="89991234567"), 1008, Reason.CONTACT),
    ("an address without a host", receipt(contact="anna@"), 1008, Reason.CONTACT),
    ("an address too long", receipt(contact="a" * 53 + "@example.org"), 1008, Reason.LONG),
    ("nobody to send it to", receipt(is_printed=False), 1008, Reason.MISSING),
    ("a note too long", receipt(note="x" * 17), 1192, Reason.LONG),
    ("a buyer without a name", receipt(buyer=Buyer("", COMPANY)), 1227, Reason.MISSING),
    ("a buyer without an INN", receipt(buyer=Buyer("ООО", "")), 1228, Reason.MISSING),
    ("a buyer's INN of 11 digits", receipt(buyer=Buyer("ООО", "77070838930")), 1228, Reason.INN),
    ("a buyer's INN mistyped", receipt(buyer=Buyer("ООО", "7707083890")), 1228, Reason.INN),
    ("a buyer's name in hieroglyphs", receipt(buyer=Buyer("漢", COMPANY)), 1227, Reason.CHARACTER),
    ("no goods", receipt(lines=(), cash=0), 1059, Reason.MISSING),
    # sums
    ("tenders short", receipt(cash=25312), 1020, Reason.TENDERS),
    ("tenders above", receipt(electronic=1), 1020, Reason.TENDERS),
    ("a rouble dropped", receipt(cash=25213, rounding=100), 1020, Reason.TOTAL),
    ("a total above its lines", receipt(cash=25314, rounding=-1), 1020, Reason.TOTAL),
    ("less handed over", receipt(cash_received=25000), 1031, Reason.RECEIVED),
    ("a card paying less than nothing", receipt(cash=25314, electronic=-1), 1081, Reason.VALUE),
    # of a line
    ("no name", receipt(replace(SOAP, name="")), 1030, Reason.MISSING),
    ("a name too long", receipt(replace(SOAP, name="я" * 129)), 1030, Reason.LONG),
    ("a name in hieroglyphs", receipt(replace(SOAP, name="Чай 茶")), 1030, Reason.CHARACTER),
    ("nothing of a good", receipt(replace(SOAP, quantity=0)), 1023, Reason.VALUE),
    ("two kopecks off", receipt(replace(SOAP, amount=6335)), 1043, Reason.PRODUCT),
    (
        "a price below nothing",
        receipt(replace(SOAP, price=-6333, amount=-6333)),
        1079,
        Reason.VALUE,
    ),
    ("a rate never heard of", receipt(replace(SOAP, vat=13)), 1199, Reason.VALUE),
    ("a method never heard of", receipt(replace(SOAP, method=8)), 1214, Reason.VALUE),
    ("a subject never heard of", receipt(replace(SOAP, subject=28)), 1212, Reason.VALUE),
    (
        "two marked pieces in a line",
        receipt(replace(MARKED, quantity=2000, amount=12666)),
        1023,
        Reason.SEVERAL,
    ),
    ("a marking code too long", receipt(replace(MARKED, item_code="0" * 257)), 2000, Reason.LONG),
    (
        "an agent without supplier",
        receipt(replace(SOAP, agent=replace(AGENT, supplier_inn=""))),
        1226,
        Reason.MISSING,
    ),
    (
        "a supplier's INN mistyped",
        receipt(replace(SOAP, agent=replace(AGENT, supplier_inn="7707083892"))),
        1226,
        Reason.INN,
    ),
    (
        "a supplier's phone of letters",
        receipt(replace(SOAP, agent=replace(AGENT, supplier_phones=("495",)))),
        1171,
        Reason.PHONE,
    ),
    (
        "no kind of agent",
        receipt(replace(SOAP, agent=replace(AGENT, kind=AgentKind(0)))),
        1222,
        Reason.VALUE,
    ),
    (
        "an operation too long",
        receipt(replace(SOAP, agent=replace(AGENT, operation="x" * 25))),
        1044,
        Reason.LONG,
    ),
    (
        "an item of too many phones",
        receipt(replace(SOAP, agent=replace(AGENT, phones=("+7495123456789",) * 40))),
        1223,
        Reason.LONG,
    ),
    # what registers take
    ("an advance for a good", receipt(replace(ADVANCE, subject=1)), 1212, Reason.SUBJECT),
    ("a credit paid for a good", receipt(replace(SOAP, method=7)), 1212, Reason.SUBJECT),
    ("an advance at a full rate", receipt(replace(ADVANCE, vat=2)), 1199, Reason.RATE),
    ("20 % after it ended", receipt(replace(SOAP, vat=1)), 1199, Reason.RATE_ENDED),
    ("goods on credit paid in cash", receipt(ON_CREDIT), 1216, Reason.CREDIT),
    ("a credit for nothing", receipt(cash=0, credit=25313), 1216, Reason.CREDIT),
    ("marked without its code", receipt(replace(SOAP, subject=33)), 1163, Reason.CODE),
    # corrections
    (
        "an order without its number",
        receipt(correction=replace(OWN, cause=CorrectionCause.ORDER)),
        1179,
        Reason.MISSING,
    ),
    (
        "a day to come",
        receipt(correction=replace(OWN, settled_on=date(2026, 11, 25))),
        1178,
        Reason.FUTURE,
    ),
]


@pytest.mark.parametrize(
    ("spoilt", "tag", "reason"), [row[1:] for row in SPOILT], ids=[row[0] for row in SPOILT]
)
def test_a_broken_rule_is_named_by_its_tag(spoilt: Any, tag: int, reason: Reason) -> None:
    for ffd in EACH:
        found = [(fault.tag, fault.reason) for fault in faults(spoilt, under(ffd))]
        assert (tag, reason) in found, (ffd, found)
        with pytest.raises(UnlawfulDocument) as refused:
            need_lawful(spoilt, under(ffd))
        assert str(refused.value.tag) in str(refused.value)


def test_every_reason_has_its_spoilt_receipt() -> None:
    """Those that need another version, a finished document or a huge one are below."""
    rest = {Reason.FOREIGN, Reason.VAT, Reason.SIZE, Reason.ITEM_SIZE, Reason.LINES}
    rest.add(Reason.AUTONOMOUS)
    assert {row[3] for row in SPOILT} == set(Reason) - rest


OF_VERSIONS = [
    ("marked goods come with 1.2", receipt(MARKED), 1212, Reason.VALUE, (V105, V11)),
    (
        "contributions come with 1.1",
        receipt(replace(SOAP, subject=22)),
        1212,
        Reason.VALUE,
        (V105,),
    ),
    (
        "cash handed out comes with 1.2",
        receipt(replace(SOAP, subject=27)),
        1212,
        Reason.VALUE,
        (V105, V11),
    ),
    ("measures are a list in 1.2", receipt(replace(SOAP, measure=5)), 2108, Reason.VALUE, (V12,)),
    (
        "1.05 corrects no returns",
        receipt(correction=OWN, operation=Operation.SALE_RETURN),
        1054,
        Reason.VALUE,
        (V105,),
    ),
    (
        "1.05 sends no corrections",
        receipt(correction=OWN, contact="a@b.ru"),
        1008,
        Reason.FOREIGN,
        (V105,),
    ),
    (
        "1.05 corrects for no buyer",
        receipt(correction=OWN, buyer=lawful.company()),
        1227,
        Reason.FOREIGN,
        (V105,),
    ),
]


@pytest.mark.parametrize(
    ("spoilt", "tag", "reason", "where"),
    [row[1:] for row in OF_VERSIONS],
    ids=[row[0] for row in OF_VERSIONS],
)
def test_a_version_has_limits_of_its_own(
    spoilt: Any, tag: int, reason: Reason, where: tuple[Ffd, ...]
) -> None:
    broken = {
        ffd
        for ffd in EACH
        if (tag, reason) in [(fault.tag, fault.reason) for fault in faults(spoilt, under(ffd))]
    }
    assert broken == set(where)


def test_the_unit_is_text_before_1_2_and_a_code_in_it() -> None:
    tags = {
        ffd: {entry.tag: entry.value for entry in _items(receipt(CHEESE), ffd)[0]} for ffd in EACH
    }
    assert tags[V105][Tag.UNIT] == tags[V11][Tag.UNIT] == "кг"
    assert Tag.MEASURE not in tags[V105]
    assert Tag.UNIT not in tags[V12]
    assert tags[V12][Tag.MEASURE] == 11


def test_a_correction_has_lines_from_1_1_on_and_its_sums_of_vat_always() -> None:
    made = {ffd: document(receipt(correction=OWN), under(ffd)) for ffd in EACH}
    lines = {ffd: sum(e.tag == Tag.ITEM for e in made[ffd].entries) for ffd in EACH}
    assert lines == {V105: 0, V11: 2, V12: 2}
    for ffd in EACH:
        assert {Tag.VAT_10, Tag.VAT_SUMS} <= {entry.tag for entry in made[ffd].entries}


def test_a_buyer_is_one_nested_tag_in_1_2() -> None:
    tags = {ffd: _tags(receipt(buyer=lawful.company()), ffd) for ffd in EACH}
    assert Tag.BUYER in tags[V12]
    assert Tag.BUYER_NAME not in tags[V12]
    assert {Tag.BUYER_NAME, Tag.BUYER_INN} <= tags[V105] & tags[V11]


def test_the_fault_of_a_line_tells_its_number_and_name_and_no_secrets() -> None:
    spoilt = receipt(MILK, replace(CHEESE, amount=1), contact="8 999 secret")
    told = {fault.tag: fault for fault in faults(spoilt, under())}
    assert (told[1043].line, told[1043].name) == (2, "Сыр, вес")
    assert (told[1043].wanted, told[1043].found) == ("21958", "1")
    for fault in told.values():
        assert "secret" not in str(fault.error())


def test_every_line_is_looked_at() -> None:
    spoilt = receipt(*[replace(SOAP, vat=13)] * 3, MILK)
    wrong = [fault.line for fault in faults(spoilt, under()) if fault.tag == 1199]
    assert wrong == [1, 2, 3]


def test_a_receipt_takes_32768_bytes_and_no_more() -> None:
    one = len(document(receipt(SOAP, SOAP), under()).encoded())
    one -= len(document(receipt(SOAP), under()).encoded())
    small = receipt(SOAP)
    room = LARGEST - len(document(small, under()).encoded())
    most = receipt(*[SOAP] * (room // one - 10))
    assert list(faults(most, under())) == []
    large = receipt(*[SOAP] * (room // one + 10))
    assert [(fault.tag, fault.reason) for fault in faults(large, under())] == [(1059, Reason.SIZE)]


def test_an_item_takes_1024_bytes() -> None:
    long = replace(AGENT, transfer_address="а" * 250, supplier_name="б" * 250)
    wide = replace(long, phones=("+7495123456789",) * 10, supplier_phones=("+7495123456789",) * 10)
    heavy = replace(SOAP, name="в" * 128, agent=wide)
    assert list(faults(receipt(replace(heavy, agent=long)), under())) == []
    assert (1059, Reason.ITEM_SIZE) in [
        (fault.tag, fault.reason) for fault in faults(receipt(heavy), under())
    ]


def test_a_register_without_an_ofd_sends_nothing_and_takes_ten_heavy_lines() -> None:
    alone = under(is_autonomous=True)
    assert [f.reason for f in faults(receipt(contact="a@b.ru"), alone)] == [Reason.AUTONOMOUS]
    heavy = replace(SOAP, agent=AGENT)
    assert list(faults(receipt(*[heavy] * 10), alone)) == []
    assert [f.reason for f in faults(receipt(*[heavy] * 11), alone)] == [Reason.LINES]
    assert list(faults(receipt(*[SOAP] * 11), alone)) == []


def test_an_unknown_registration_leaves_the_tax_system_unjudged() -> None:
    assert list(faults(receipt(tax_system=4), under(tax_systems=0))) == []


def test_sums_of_vat_may_follow_the_lines_or_their_total() -> None:
    """Two lines of 1.03 at 22 %: 19 + 19 kopecks by line, 37 by total."""
    penny = replace(SOAP, price=103, amount=103)
    several = receipt(penny, penny)
    told = []
    for by_total in (False, True):
        made = document(several, under(vat_by_total=by_total))
        assert list(check(made, under())) == []
        told.append(dict(made.entries)[Tag.VAT_SUMS])
    assert told[0] != told[1]


def test_a_sum_of_vat_that_follows_neither_rule_is_a_fault() -> None:
    made = document(receipt(), under())
    entries = tuple(
        entry._replace(value=1) if entry.tag == Tag.VAT_10 else entry for entry in made.entries
    )
    [fault] = check(replace(made, entries=entries), under())
    assert (fault.tag, fault.reason, fault.found) == (Tag.VAT_10, Reason.VAT, "1")


def test_advice_is_left_out_where_a_receipt_is_as_others_made_it() -> None:
    advised = [row for row in SPOILT if row[3] in ADVICE]
    assert {row[3] for row in advised} == ADVICE
    for _, spoilt, _, reason in advised:
        assert isinstance(spoilt, RegistrarReceipt)
        need_lawful(spoilt, under(), advised=False)
        with pytest.raises(UnlawfulDocument) as refused:
            need_lawful(spoilt, under())
        assert refused.value.reason == reason.value


def test_a_finished_document_has_the_tags_of_its_register_too() -> None:
    made = document(receipt(), under())
    missing = {fault.tag for fault in check(made, under(), finished=True)}
    assert missing == {1209, 1012, 1018, 1037, 1041, 1040, 1077, 1038, 1042}


def _items(good: Any, ffd: Ffd) -> list[Any]:
    return [e.value for e in document(good, under(ffd)).entries if e.tag == Tag.ITEM]


def _tags(good: Any, ffd: Ffd) -> set[int]:
    return {entry.tag for entry in document(good, under(ffd)).entries}
