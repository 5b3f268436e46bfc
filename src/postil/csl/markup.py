"""CSL files as trees of elements, with the line each stands on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

NAMESPACE = "http://purl.org/net/xbiblio/csl"
OWN = "urn:postil:csl"
"""The namespace of the one attribute that CSL lacks (see ``Locale.comma_after_mark``)."""

LANGUAGE = "http://www.w3.org/XML/1998/namespace lang"


DEPTH = 100
"""How deep elements may be nested."""


class StyleBroken(Exception):
    """A style or a locale cannot be used; says what is wrong, on which line and in which column (0: not known)."""

    def __init__(self, problem: str, line: int = 0, column: int = 0) -> None:
        super().__init__(problem)
        self.problem, self.line, self.column = problem, line, column


class Element:
    """An element of CSL: its name without the namespace, attributes, children, its own words, and its line."""

    __slots__ = ("attributes", "children", "line", "name", "text")

    def __init__(self, name: str, attributes: dict[str, str], line: int) -> None:
        self.name = name
        self.attributes = attributes
        self.children: list[Element] = []
        self.line = line
        self.text = ""

    def get(self, name: str, otherwise: str = "") -> str:
        """Return the attribute ``name``."""
        return self.attributes.get(name, otherwise)

    def all(self, *names: str) -> Iterator[Element]:
        """Return the children of the ``names``."""
        return (child for child in self.children if child.name in names)

    def first(self, *names: str) -> Element | None:
        """Return the first child of one of the ``names``."""
        return next(self.all(*names), None)


def read(xml: str) -> Element:
    """Return the root element of ``xml``. Raises StyleBroken; declarations of document types are not read."""
    parser: Any = expat.ParserCreate("utf-8", " ")
    parser.buffer_text = True
    top = Element("", {}, 0)
    stack = [top]
    space = NAMESPACE + " "

    def start(name: str, attributes: dict[str, str]) -> None:
        if len(stack) > DEPTH:
            raise StyleBroken(f"its elements are nested more than {DEPTH} deep", parser.CurrentLineNumber)
        one = Element(name.removeprefix(space), attributes, parser.CurrentLineNumber)
        stack[-1].children.append(one)
        stack.append(one)

    def end(_name: str) -> None:
        stack.pop()

    def words(text: str) -> None:
        stack[-1].text += text

    def doctype(*_: object) -> None:
        raise StyleBroken("it declares a document type", parser.CurrentLineNumber)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = words
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(xml.removeprefix("\N{BYTE ORDER MARK}").encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        raise StyleBroken(expat.ErrorString(error.code), error.lineno, error.offset + 1) from None
    return top.children[0]
