"""The order of cites and entries: the keys of a style’s ``cs:sort`` (CSL 1.0.2, “Sorting”)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TypeVar

from postil.collation import folded
from postil.csl.context import Context
from postil.csl.markup import Element
from postil.csl.names import Names
from postil.csl.style import NUMBERS, Style
from postil.csl.tokens import plain
from postil.edition import Date

T = TypeVar("T")
Key = tuple[int, str | int | float, str]

_ARTICLE = re.compile(r"(?:an?|the) ")
"""An article at the beginning, which English lists pass over, as Chicago and MLA ask."""

_SKIPPED = re.compile(r"<[^<>]*>|[\"“”„‘’'«»‹›()\[\]*_]")


def collated(words: str) -> tuple[str, str]:
    """Return ``words`` as they are compared: without marks and accents, in small letters; then as they are.

    Of letters that a plain alphabet lacks, those that stand for two are written out. Scripts keep the order of Unicode.
    """
    bare = _SKIPPED.sub("", words).strip()
    return folded(bare.replace("-", " ").replace("–", " ")), bare


def dated(date: Date | None) -> int:
    """Return a date as a number that sorts: of a year alone before its days."""
    if date is None or not date.known:
        return 0
    if not date.year and date.until:
        date = date.until
    value = abs(date.year) * 10000 + (date.month or date.season * 3) * 100 + date.day
    return value if date.year >= 0 else date.year * 10000 + date.month * 100 + date.day


class Sorting:
    """The sort keys of a layout, as functions of a context."""

    def __init__(self, style: Style, keys: Iterable[Element]) -> None:
        self.keys = [(self.key(style, key), key.get("sort") == "descending") for key in keys]

    def key(self, style: Style, key: Element) -> Callable[[Context], Key | None]:
        sort = {
            own: key.get(given)
            for given, own in (
                ("names-min", "et-al-min"),
                ("names-use-first", "et-al-use-first"),
                ("names-use-last", "et-al-use-last"),
            )
            if key.get(given)
        }
        if macro := key.get("macro"):
            render = style.macro(macro, key.line)
        else:
            name = key.get("variable")
            render = Names(Element("names", {"variable": name}, key.line), None, style.compile)
        variable = key.get("variable")

        def value(context: Context) -> Key | None:
            record = context.record
            if variable and (date := record.dates.get(variable)):
                number = dated(date)
                return (0, number, date.literal) if date.known else None
            if variable and variable not in record.names:
                words = context.variable(variable)
                if variable in NUMBERS and (match := re.match(r"\D*(\d+)", words)):
                    return (0, int(match[1][:18]), words)
                return _words(words, context)
            context.sort = sort
            words = plain(render(context))
            context.sort = None
            return _words(words, context)

        return value

    def sorted(self, things: list[T], context: Callable[[T], Context]) -> list[T]:
        """Return ``things`` sorted; those that lack what a key asks for come last, whichever way it sorts."""
        if not self.keys:
            return things
        result = list(things)
        for key, descending in reversed(self.keys):
            have, lack = [], []
            for thing in result:
                value = key(context(thing))
                (lack.append(thing) if value is None else have.append((value, thing)))
            have.sort(key=lambda pair: pair[0], reverse=descending)
            result = [thing for _, thing in have] + lack
        return result


def _words(words: str, context: Context) -> Key | None:
    plain, bare = collated(words)
    if context.locale.english:
        plain = _ARTICLE.sub("", plain)
    return (1, plain, bare) if bare else None
