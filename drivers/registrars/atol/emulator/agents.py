"""An agent's item: whose goods it is, and who takes the money for them."""

from __future__ import annotations

from drivers.contracts.errors import BadFrame
from drivers.contracts.ffd import tlv
from drivers.contracts.ffd.tags import Tag
from drivers.registrars.atol import words
from drivers.registrars.atol.fields import Fields

_KINDS = {word: int(kind) for kind, word in words.AGENTS.items()}


def tags(item: Fields) -> list[bytes]:
    """1222 to 1226, as far as the position has them."""
    agent, supplier = item.inside("agentInfo"), item.inside("supplierInfo")
    made = _nested(Tag.AGENT, _agent(agent))
    made += _nested(Tag.SUPPLIER, _supplier(supplier))
    if kinds := agent.words("agents"):
        if not set(kinds) <= set(_KINDS):
            raise BadFrame("an agent of unknown kind")
        made.append(tlv.number(Tag.AGENT_KIND, sum(_KINDS[word] for word in kinds)))
    if inn := supplier.text("vatin"):
        made.append(tlv.padded(Tag.SUPPLIER_INN, inn, 12))
    return made


def _agent(agent: Fields) -> list[bytes]:
    paying, transfer = agent.inside("payingAgent"), agent.inside("moneyTransferOperator")
    receiving = agent.inside("receivePaymentsOperator")
    made = _phones(Tag.AGENT_PHONE, paying) + _phones(Tag.OPERATOR_PHONE, receiving)
    made += _phones(Tag.TRANSFER_PHONE, transfer)
    made += _text(Tag.AGENT_OPERATION, paying.text("operation"), 24)
    made += _text(Tag.TRANSFER_NAME, transfer.text("name"), 64)
    made += _text(Tag.TRANSFER_ADDRESS, transfer.text("address"), 256)
    return made + _text(Tag.TRANSFER_INN, transfer.text("vatin"), 12)


def _supplier(supplier: Fields) -> list[bytes]:
    return _phones(Tag.SUPPLIER_PHONE, supplier) + _text(
        Tag.SUPPLIER_NAME, supplier.text("name"), 256
    )


def _phones(tag: int, of: Fields) -> list[bytes]:
    return [tlv.text(tag, phone, 19) for phone in of.words("phones")]


def _text(tag: int, value: str, size: int) -> list[bytes]:
    return [tlv.text(tag, value, size)] if value else []


def _nested(tag: int, children: list[bytes]) -> list[bytes]:
    return [tlv.nested(tag, children)] if children else []
