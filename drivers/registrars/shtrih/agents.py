"""Whose goods an item is, and who buys: tags 1222 to 1228 (ФФД 1.05 and 1.2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from drivers.contracts.ffd import tlv
from drivers.contracts.ffd.tags import Tag
from drivers.contracts.receipt import Agent, AgentKind, Buyer, RegistrarLine
from drivers.registrars.shtrih.codes import Format

INN_SIZE, PHONE_SIZE = 12, 19


def of_item(agent: Agent) -> Iterator[bytes]:
    """1222, 1223 and 1224 where they say something, 1226."""
    yield tlv.number(Tag.AGENT_KIND, agent.kind)
    if about_agent := b"".join(_agent(agent)):
        yield tlv.entry(Tag.AGENT, about_agent)
    if about_supplier := b"".join(_supplier(agent)):
        yield tlv.entry(Tag.SUPPLIER, about_supplier)
    yield tlv.padded(Tag.SUPPLIER_INN, agent.supplier_inn, INN_SIZE)


def kinds(lines: Iterable[RegistrarLine], form: Format) -> Iterator[bytes]:
    """1057 of the receipt, before FFD 1.2: the kinds of its lines."""
    agents = AgentKind(0)
    for line in lines:
        agents |= line.agent.kind if line.agent else 0
    if agents and form < Format.V1_2:
        yield tlv.number(Tag.AGENT_KINDS, agents)


def buyer(of: Buyer, form: Format) -> Iterator[bytes]:
    """1227 and 1228; in FFD 1.2 children of 1256."""
    name = tlv.text(Tag.BUYER_NAME, of.name, 256)
    inn = tlv.padded(Tag.BUYER_INN, of.inn, INN_SIZE)
    if form >= Format.V1_2:
        yield tlv.nested(Tag.BUYER, [name, inn])
    else:
        yield from (name, inn)


def _agent(agent: Agent) -> Iterator[bytes]:
    yield from _phones(Tag.TRANSFER_PHONE, agent.transfer_phones)
    yield from _text(Tag.AGENT_OPERATION, agent.operation, 24)
    yield from _phones(Tag.AGENT_PHONE, agent.phones)
    yield from _phones(Tag.OPERATOR_PHONE, agent.operator_phones)
    yield from _text(Tag.TRANSFER_NAME, agent.transfer_name, 64)
    yield from _text(Tag.TRANSFER_ADDRESS, agent.transfer_address, 256)
    if agent.transfer_inn:
        yield tlv.padded(Tag.TRANSFER_INN, agent.transfer_inn, INN_SIZE)


def _supplier(agent: Agent) -> Iterator[bytes]:
    yield from _phones(Tag.SUPPLIER_PHONE, agent.supplier_phones)
    yield from _text(Tag.SUPPLIER_NAME, agent.supplier_name, 256)


def _phones(tag: Tag, phones: Iterable[str]) -> Iterator[bytes]:
    return (tlv.text(tag, phone, PHONE_SIZE) for phone in phones)


def _text(tag: Tag, value: str, size: int) -> Iterator[bytes]:
    if value:
        yield tlv.text(tag, value, size)
