"""A receipt or correction as typed tags, before the register adds its own to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time

from drivers.contracts.ffd.codec import Entry, Fixed, encode
from drivers.contracts.ffd.tags import Tag
from drivers.contracts.ffd.text import legible
from drivers.contracts.receipt import Agent, Buyer, Correction, RegistrarLine, RegistrarReceipt
from fiscal.domain.ffd import vat
from fiscal.domain.ffd.codes import item_code
from fiscal.domain.ffd.units import unit_name
from fiscal.domain.ffd.version import Circumstances, Ffd

RECEIPT, CORRECTION = 3, 31


@dataclass(frozen=True, slots=True)
class Document:
    """A fiscal document: its kind by the code of the formats, its version, its tags in order."""

    kind: int
    ffd: Ffd
    entries: tuple[Entry, ...]

    def encoded(self) -> bytes:
        """As TLV; raises BadValue for a tag that cannot hold its value."""
        return encode(self.entries)


def document(receipt: RegistrarReceipt, under: Circumstances) -> Document:
    """All that the till tells of a receipt; of a correction in FFD 1.05 without its lines."""
    ffd, correction = under.ffd, receipt.correction
    entries = [
        Entry(Tag.OPERATION, int(receipt.operation)),
        Entry(Tag.TAX_SYSTEM, receipt.tax_system),
        *_people(receipt, ffd),
        *_correction(correction, ffd),
        Entry(Tag.TOTAL, receipt.total),
        Entry(Tag.CASH, receipt.cash),
        Entry(Tag.ELECTRONIC, receipt.electronic),
        Entry(Tag.PREPAID, receipt.prepaid),
        Entry(Tag.CREDIT, receipt.credit),
        Entry(Tag.PROVISION, receipt.provision),
        *_vat(receipt, by_total=under.vat_by_total),
        *_agents(receipt, ffd),
    ]
    if correction is None or ffd is not Ffd.V1_05:
        entries += [Entry(Tag.ITEM, _item(line, ffd)) for line in receipt.lines]
    kind = RECEIPT if correction is None else CORRECTION
    return Document(kind, ffd, tuple(entries))


def _people(receipt: RegistrarReceipt, ffd: Ffd) -> Iterator[Entry]:
    yield from _text(Tag.CASHIER, receipt.cashier.name)
    yield from _text(Tag.CASHIER_INN, receipt.cashier.inn)
    yield from _text(Tag.CONTACT, receipt.contact)
    yield from _text(Tag.NOTE, receipt.note)
    if receipt.buyer is not None:
        yield from _buyer(receipt.buyer, ffd)


def _buyer(buyer: Buyer, ffd: Ffd) -> Iterator[Entry]:
    told = (*_text(Tag.BUYER_NAME, buyer.name), *_text(Tag.BUYER_INN, buyer.inn))
    if ffd is Ffd.V1_2:
        yield Entry(Tag.BUYER, told)
    else:
        yield from told


def _correction(correction: Correction | None, ffd: Ffd) -> Iterator[Entry]:
    if correction is None:
        return
    day = datetime.combine(correction.settled_on, time())
    ground = [Entry(Tag.GROUND_DAY, day), *_text(Tag.GROUND_NUMBER, correction.number)]
    if ffd is Ffd.V1_05:
        ground[:0] = _text(Tag.GROUND_NAME, correction.description)
    yield Entry(Tag.CORRECTION_CAUSE, int(correction.cause))
    yield Entry(Tag.CORRECTION_GROUND, tuple(ground))


def _vat(receipt: RegistrarReceipt, *, by_total: bool) -> Iterator[Entry]:
    """1102 to 1107, and 1115 for the rates that have no flat tag."""
    pairs = ((line.vat, line.amount) for line in receipt.lines)
    nested: list[Entry] = []
    for code, kopecks in sorted(vat.sums(pairs, by_total=by_total).items()):
        if code in vat.FLAT_TAGS:
            yield Entry(vat.FLAT_TAGS[code], kopecks)
        else:
            each = (Entry(Tag.VAT_RATE, code), Entry(Tag.VAT_SUM, kopecks))
            nested.append(Entry(Tag.VAT_SUM_ENTRY, each))
    if nested:
        yield Entry(Tag.VAT_SUMS, tuple(nested))


def _agents(receipt: RegistrarReceipt, ffd: Ffd) -> Iterator[Entry]:
    """1057: in FFD 1.05 and 1.1 the receipt names the kinds of its lines."""
    kinds = 0
    for line in receipt.lines:
        kinds |= line.agent.kind if line.agent else 0
    if kinds and ffd is not Ffd.V1_2:
        yield Entry(Tag.AGENT_KINDS, int(kinds))


def _item(line: RegistrarLine, ffd: Ffd) -> tuple[Entry, ...]:
    entries = [
        Entry(Tag.METHOD, line.method),
        Entry(Tag.SUBJECT, line.subject),
        Entry(Tag.PRICE, line.price),
        Entry(Tag.QUANTITY, Fixed(line.quantity, 3)),
        Entry(Tag.AMOUNT, line.amount),
        Entry(Tag.VAT_RATE, line.vat),
    ]
    if line.name:
        entries.append(Entry(Tag.ITEM_NAME, legible(line.name)))
    if line.vat not in vat.TURNOVERS:
        entries.append(Entry(Tag.ITEM_VAT, vat.tax(line.vat, line.amount)))
    if ffd is Ffd.V1_2:
        entries.append(Entry(Tag.MEASURE, line.measure))
    else:
        entries += _text(Tag.UNIT, unit_name(line.measure))
    if line.item_code:
        entries.append(item_code(line.item_code, ffd))
    if line.agent is not None:
        entries += _agent(line.agent)
    return tuple(entries)


def _agent(agent: Agent) -> Iterator[Entry]:
    yield Entry(Tag.AGENT_KIND, int(agent.kind))
    data = (
        *_texts(Tag.TRANSFER_PHONE, agent.transfer_phones),
        *_text(Tag.AGENT_OPERATION, agent.operation),
        *_texts(Tag.AGENT_PHONE, agent.phones),
        *_texts(Tag.OPERATOR_PHONE, agent.operator_phones),
        *_text(Tag.TRANSFER_NAME, agent.transfer_name),
        *_text(Tag.TRANSFER_ADDRESS, agent.transfer_address),
        *_text(Tag.TRANSFER_INN, agent.transfer_inn),
    )
    if data:
        yield Entry(Tag.AGENT, data)
    supplier = (
        *_texts(Tag.SUPPLIER_PHONE, agent.supplier_phones),
        *_text(Tag.SUPPLIER_NAME, agent.supplier_name),
    )
    if supplier:
        yield Entry(Tag.SUPPLIER, supplier)
    yield from _text(Tag.SUPPLIER_INN, agent.supplier_inn)


def _text(tag: int, text: str) -> Iterator[Entry]:
    """An empty text is no tag."""
    if text:
        yield Entry(tag, legible(text))


def _texts(tag: int, several: tuple[str, ...]) -> Iterator[Entry]:
    for text in several:
        yield from _text(tag, text)
