"""Is a document lawful: every rule of the formats that can be seen before it is sent."""

from __future__ import annotations

from collections.abc import Iterator

from drivers.contracts.ffd.codec import BadValue, Entry, Value
from drivers.contracts.ffd.tags import Tag
from drivers.contracts.receipt import RegistrarReceipt
from fiscal.domain.ffd import conditions, dictionaries, rules, shapes, sums
from fiscal.domain.ffd.document import Document, document
from fiscal.domain.ffd.fault import Fault, Reason
from fiscal.domain.ffd.version import Circumstances

LARGEST = 32_768  # bytes of a receipt
Tags = dict[int, Value]


def need_lawful(receipt: RegistrarReceipt, under: Circumstances, *, advised: bool = True) -> None:
    """Raises UnlawfulDocument for the first fault; without `advised` for what registers refuse."""
    for fault in faults(receipt, under):
        if advised or not fault.is_advice:
            raise fault.error()


def faults(receipt: RegistrarReceipt, under: Circumstances) -> Iterator[Fault]:
    """All that is wrong with a receipt, what registers refuse first."""
    made = document(receipt, under)
    yield from check(made, under)
    yield from conditions.of_receipt(receipt, under)
    yield from conditions.advice(receipt, under)


def check(made: Document, under: Circumstances, *, finished: bool = False) -> Iterator[Fault]:
    """What is wrong with a document's tags; a `finished` one has those of the register too."""
    found = list(_check(made, under, finished=finished))
    yield from found
    yield from _sizes(made, found)


def _check(made: Document, under: Circumstances, *, finished: bool) -> Iterator[Fault]:
    tags: Tags = dict(made.entries)
    table = rules.DOCUMENTS[made.kind][made.ffd]
    yield from _present(tags, table, made.ffd.said)
    if finished:
        yield from (Fault(tag, Reason.MISSING) for tag in table.added if tag not in tags)
    yield from _values(made, tags, under)
    yield from _inside(made, tags)
    items = [value for tag, value in made.entries if tag == Tag.ITEM and isinstance(value, tuple)]
    lines = [sums.Line(number, item) for number, item in enumerate(items, 1)]
    for line in lines:
        yield from _item(line, made)
    yield from sums.of_document(tags, lines)
    yield from conditions.of_document(tags, lines, under)


def _present(
    tags: Tags, table: rules.TagTable, said: str, line: int = 0, name: str = ""
) -> Iterator[Fault]:
    for tag in table.musts:
        if tag not in tags:
            yield Fault(tag, Reason.MISSING, line, name)
    for tag in tags.keys() - table.may:
        yield Fault(tag, Reason.FOREIGN, line, name, wanted=said)


def _values(made: Document, tags: Tags, under: Circumstances) -> Iterator[Fault]:
    operation = tags.get(Tag.OPERATION)
    if operation is not None and operation not in dictionaries.operations(made.kind, made.ffd):
        yield Fault(Tag.OPERATION, Reason.VALUE, found=str(operation))
    for tag, known in dictionaries.OF_DOCUMENT.items():
        if tag in tags and tags[tag] not in known:
            yield Fault(tag, Reason.VALUE, found=str(tags[tag]))
    system = tags.get(Tag.TAX_SYSTEM)
    if isinstance(system, int):
        if not dictionaries.is_one_tax_system(system):
            yield Fault(Tag.TAX_SYSTEM, Reason.TAX_SYSTEM, found=str(system))
        elif under.tax_systems and not system & under.tax_systems:
            yield Fault(Tag.TAX_SYSTEM, Reason.TAX_SYSTEM_FOREIGN, found=str(system))


def _inside(made: Document, tags: Tags) -> Iterator[Fault]:
    """Nested tags with a table of their own, and the shapes of all that are no items."""
    for tag, tables in rules.INSIDE.items():
        inner = tags.get(tag)
        if isinstance(inner, tuple):
            yield from _present(dict(_entries(inner)), tables[made.ffd], made.ffd.said)
    others = tuple([entry for entry in made.entries if entry.tag != Tag.ITEM])
    yield from shapes.misshaped(others, 0, "")


def _item(line: sums.Line, made: Document) -> Iterator[Fault]:
    yield from _present(line.tags, rules.ITEMS[made.ffd], made.ffd.said, line.number, line.name)
    for tag, known in dictionaries.OF_ITEM.items():
        if tag in line.tags and line.tags[tag] not in known:
            told = str(line.tags[tag])
            yield Fault(tag, Reason.VALUE, line.number, line.name, found=told)
    subject = line.tags.get(Tag.SUBJECT)
    if subject is not None and subject not in dictionaries.SUBJECTS[made.ffd]:
        yield Fault(Tag.SUBJECT, Reason.VALUE, line.number, line.name, found=str(subject))
    if Tag.AGENT_KIND in line.tags:
        yield from shapes.misshaped(line.entries, line.number, line.name)
    yield from sums.of_line(line)
    yield from conditions.of_line(line, made.ffd)


def _sizes(made: Document, found: list[Fault]) -> Iterator[Fault]:
    """Bytes of the whole; where a tag cannot hold its value, which one."""
    try:
        told = shapes.size(made.entries)
    except BadValue:
        named = {(fault.tag, fault.line) for fault in found}
        for fault in _unfit(made):
            if (fault.tag, fault.line) not in named:
                yield fault
        return
    if told > LARGEST:
        yield Fault(Tag.ITEM, Reason.SIZE, wanted=str(LARGEST), found=str(told))


def _unfit(made: Document) -> Iterator[Fault]:
    number = 0
    for entry in made.entries:
        if entry.tag == Tag.ITEM:
            number += 1
            name = sums.Line(number, _entries(entry.value)).name
            yield from shapes.unfit((entry,), number, name)
        else:
            yield from shapes.unfit((entry,), 0, "")


def _entries(value: Value) -> tuple[Entry, ...]:
    return (
        tuple([one for one in value if isinstance(one, Entry)]) if isinstance(value, tuple) else ()
    )
