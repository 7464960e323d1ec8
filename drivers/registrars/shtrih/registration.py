"""How the register is entered at the tax office: FF09h, its document, the drive's table."""

from __future__ import annotations

from drivers.contracts.errors import DeviceError, NoAnswer, NoLink
from drivers.contracts.ffd import tlv
from drivers.contracts.ffd.tags import Tag
from drivers.contracts.registrar import Registration
from drivers.registrars.shtrih.codes import Format
from drivers.registrars.shtrih.questions import Questions
from drivers.registrars.shtrih.tables import (
    ADDRESS,
    OFD_INN,
    OFD_NAME,
    SETTLEMENT_PLACE,
    USER,
    Tables,
)

AUTONOMOUS_MODE = 1 << 1  # of the mode byte of FF09h
FFD_NAMES = {Format.V1_0: "1.0", Format.V1_05: "1.05", Format.V1_1: "1.1", Format.V1_2: "1.2"}


def registration(ask: Questions, tables: Tables) -> Registration:
    """Put together; `Refused` where the drive was never registered.

    The words are those of the registration report; where the drive no longer keeps that, those
    of its table, which a model may cut.
    """
    last = ask.registration()
    tags = _report(ask, last.fd)

    def words(tag: Tag, field: int) -> str:
        kept = tlv.to_text(tags.get(tag, b""))
        return kept or tables.text(tables.drive_table(), field)

    return Registration(
        fd=last.fd,
        at=last.at,
        rnm=last.rnm,
        inn=last.inn,
        user=words(Tag.USER, USER),
        address=words(Tag.ADDRESS, ADDRESS),
        place=words(Tag.PLACE, SETTLEMENT_PLACE),
        tax_systems=last.tax_systems,
        ffd=ffd_name(tables),
        ofd_name=words(Tag.OFD_NAME, OFD_NAME),
        ofd_inn=last.ofd_inn or words(Tag.OFD_INN, OFD_INN),
        sender=tlv.to_text(tags.get(Tag.SENDER, b"")),
        is_autonomous=bool(last.mode & AUTONOMOUS_MODE),
    )


def ffd_name(tables: Tables) -> str:
    """The version of FFD in words; empty where the register does not tell."""
    form = tables.format()
    return FFD_NAMES[form] if form else ""


def _report(ask: Questions, fd: int) -> dict[int, bytes]:
    try:
        return dict(ask.tlv(fd))
    except (NoAnswer, NoLink):
        raise
    except DeviceError:  # Thrown out of the drive by age, or never in its memory.
        return {}
