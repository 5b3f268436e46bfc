"""What rendering one cite or one entry of the bibliography knows, and remembers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from postil.edition import Record
from postil.nodes import Inlines

if TYPE_CHECKING:
    from postil.csl.locale import Locale
    from postil.csl.tokens import Tokens

FIRST, SUBSEQUENT, IBID_WITH_LOCATOR, IBID = range(4)


class Item(NamedTuple):
    """One source in a citation (CSL: a cite). ``label`` is the locator's kind."""

    key: str
    prefix: Inlines = ()
    suffix: Inlines = ()
    locator: str = ""
    label: str = ""
    suppress_author: bool = False


class Known(NamedTuple):
    """What is known of a cite from those before it.

    ``position`` is FIRST to IBID; ``first`` is the number of the note that cites the source first, ``near`` whether
    the last one before is near.
    """

    position: int = FIRST
    first: int = 0
    near: bool = False


class Ambiguity(NamedTuple):
    """What is added to a cite so that it cannot be taken for another: names, given names, a letter to the year.

    ``names`` is how many names are shown at least, ``given`` for each name how much of the given name (1: initials,
    2: all), ``condition`` whether the style's ``disambiguate`` holds, ``suffix`` the letter.
    """

    names: int = 0
    given: tuple[int, ...] = ()
    condition: bool = False
    suffix: str = ""


PLAIN = Ambiguity()


class Context:
    """One rendering. ``called`` and ``found`` count variables, by which groups are kept or dropped."""

    __slots__ = (
        "address",
        "ambiguity",
        "author",
        "called",
        "calls",
        "first",
        "found",
        "hidden",
        "item",
        "key",
        "known",
        "linked",
        "locale",
        "number",
        "options",
        "record",
        "sort",
        "suffixed",
        "suppress",
        "used",
    )

    def __init__(self, key: str, record: Record, locale: Locale, options: dict[str, str]) -> None:
        self.key = key
        self.record = record
        self.locale = locale
        self.options = options
        self.item = Item(key)
        self.known: Known | None = None  # in a bibliography there are no positions
        self.ambiguity = PLAIN
        self.number = 0
        self.called = 0
        self.calls = 0  # of macros
        self.found = 0
        self.hidden: set[str] = set()  # what a substitute has rendered
        self.used: set[str] = set()  # what is rendered while a substitute is tried
        self.suppress = False  # the next names are left out: they stand in the text
        self.suffixed = False  # the year's letter has been given
        self.linked = True  # the title has its link, or gets none
        self.address = ""
        self.sort: dict[str, str] | None = None  # for sort keys, what the key says of names
        self.author: Tokens = []  # the names that were left out
        self.first: Tokens = []  # the first names that were shown

    def variable(self, name: str) -> str:
        """Return the text variable ``name``; nothing where a substitute has already shown it."""
        if name in self.hidden:
            return ""
        if name == "locator":
            return self.item.locator
        if name == "citation-number":
            return str(self.number) if self.number else ""
        if name == "first-reference-note-number":
            return str(self.known.first) if self.known and self.known.first and self.known.position else ""
        if name == "year-suffix":
            return self.ambiguity.suffix
        variables = self.record.variables
        value = variables.get(name, "")
        if not value and name == "page-first":
            value = variables.get("page", "").partition("-")[0].partition("–")[0].strip()
        return value

    def has(self, name: str) -> bool:
        """Whether the record has the variable ``name`` of any kind."""
        if name in self.hidden:
            return False
        record = self.record
        return bool(self.variable(name) or record.names.get(name) or ((date := record.dates.get(name)) and date.known))
