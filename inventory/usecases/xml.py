"""XML of strangers as a tree: no document types, no entities of their own, no outside files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from inventory.errors import UnreadableGoods

DEEPEST = 64  # an УПД goes eight deep


@dataclass(slots=True)
class Element:
    """An element with its attributes; text between its children is left out."""

    name: str
    attributes: dict[str, str]
    children: list[Element] = field(default_factory=list)
    text: str = ""

    def get(self, attribute: str) -> str:
        """An attribute, empty where it is absent."""
        return self.attributes.get(attribute, "")

    def all(self, name: str) -> Iterator[Element]:
        """Children of that name, in order."""
        return (child for child in self.children if child.name == name)

    def at(self, *path: str) -> Element:
        """The first descendant on that way; an empty element where there is none."""
        found: Element = self
        for name in path:
            found = next(found.all(name), _NOTHING)
        return found


_NOTHING = Element("", {})


def parse(document: bytes) -> Element:
    """The root of a document; raises UnreadableGoods."""
    tree = _Tree()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = tree.start
    parser.EndElementHandler = tree.end
    parser.CharacterDataHandler = tree.text
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(document, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise UnreadableGoods(f"damaged XML: {error}") from error
    return tree.root


class _Tree:
    """Grows as the parser reads."""

    def __init__(self) -> None:
        self._open: list[Element] = []
        self.root = _NOTHING

    def start(self, name: str, attributes: dict[str, str]) -> None:
        one = Element(name, attributes)
        if len(self._open) >= DEEPEST:
            raise UnreadableGoods("the XML is nested deeper than any document of goods")
        if self._open:
            self._open[-1].children.append(one)
        else:
            self.root = one
        self._open.append(one)

    def end(self, _name: str) -> None:
        self._open.pop()

    def text(self, text: str) -> None:
        self._open[-1].text += text


def _refuse(*_about: object) -> None:
    raise UnreadableGoods("the XML declares a document type, which no document of goods does")
