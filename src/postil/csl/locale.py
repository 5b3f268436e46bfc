"""The words and habits of a language, from CSL locale files and from what a style says of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from postil.csl.markup import LANGUAGE, OWN, Element

_LESS = {"verb-short": "verb", "symbol": "short", "verb": "long", "short": "long", "long": ""}
"""Where a term has no such form, this one is taken (CSL 1.0.2, “Term fallback”)."""

_ORDINAL = re.compile(r"(long-)?ordinal-(\d\d)")


class Term(NamedTuple):
    """A term: for one, for several, and its grammatical gender."""

    one: str
    several: str
    gender: str = ""


class Locale:
    """The terms, dates and options of the language ``language``, of ``sources`` in the order of their precedence.

    A source is a ``locale`` element: of the style, or the root of a locale file. ``below`` is a locale of sources that
    come after these, which were read already. ``inside`` says whether full stops
    and commas stand within quotation marks, ``comma_after_mark`` whether a comma follows a question mark that ends
    what is quoted. (The manuals differ, and CSL has no option for it: ``punctuation-after-mark="drop"`` in the
    namespace ``urn:postil:csl``, on ``style-options``, leaves it out.)
    """

    def __init__(self, language: str, sources: Iterable[Element], below: Locale | None = None) -> None:
        self.language = language
        self.english = language[:2].lower() == "en"
        self.terms: dict[tuple[str, str], Term] = {}
        self.ordinals: dict[tuple[int, str], tuple[str, str]] = {}
        self.long_ordinals: dict[tuple[int, str], str] = {}
        self.dates: dict[str, Element] = {}
        self.foreign: set[tuple[str, str]] = set()  # terms that another language stands in with
        options: dict[str, str] = {}
        own = language.partition("-")[0].lower()
        for source in sources:
            foreign = source.get(LANGUAGE, own).partition("-")[0].lower() != own
            known = (
                {name for name, _ in self.terms} if foreign else set()
            )  # a word of its own goes before another's form
            before = set(self.terms) if foreign else set()
            ordinals: dict[tuple[int, str], tuple[str, str]] = {}
            for part in source.children:
                if part.name == "terms":
                    self._terms(part, ordinals, known)
                elif part.name == "date":
                    self.dates.setdefault(part.get("form"), part)
                elif part.name == "style-options":
                    options = {**part.attributes, **options}
            if foreign:
                self.foreign |= self.terms.keys() - before
            if not self.ordinals:  # the ordinals of a language belong together (CSL 1.0.2, “Ordinal Suffixes”)
                self.ordinals = ordinals
        if below is not None:
            options = {**below.options, **options}
            self._stand_on(below)
        self.options: dict[str, str] = options
        self.inside = options.get("punctuation-in-quote") == "true"
        self.first_day_only = options.get("limit-day-ordinals-to-day-1") == "true"
        self.comma_after_mark = options.get(f"{OWN} punctuation-after-mark") != "drop"
        self.quotes = (
            self.term("open-quote"),
            self.term("close-quote"),
            self.term("open-inner-quote"),
            self.term("close-inner-quote"),
        )

    def _stand_on(self, below: Locale) -> None:
        """Take from ``below`` what is not here; a word of one's own goes before another language's form."""
        names = {name for name, _ in self.terms}
        taken = {key: term for key, term in below.terms.items() if key not in below.foreign or key[0] not in names}
        self.terms = taken | self.terms
        self.foreign |= below.foreign
        self.ordinals = self.ordinals or below.ordinals
        self.long_ordinals = below.long_ordinals | self.long_ordinals
        self.dates = below.dates | self.dates

    def _terms(self, part: Element, ordinals: dict[tuple[int, str], tuple[str, str]], known: set[str]) -> None:
        for each in part.children:
            name = each.get("name")
            if name in known:
                continue
            one, several = each.text.strip("\n\t"), ""
            if each.children:
                single, multiple = each.first("single"), each.first("multiple")
                one = single.text if single else ""
                several = multiple.text if multiple else ""
            match = _ORDINAL.fullmatch(name)
            if match:
                gender = each.get("gender-form")
                if match[1]:
                    self.long_ordinals.setdefault((int(match[2]), gender), one)
                else:
                    how = each.get("match", "last-digit" if int(match[2]) < 10 else "last-two-digits")
                    ordinals.setdefault((int(match[2]), gender), (one, how))
                continue
            if name == "ordinal":
                ordinals.setdefault((-1, each.get("gender-form")), (one, ""))
                continue
            self.terms.setdefault((name, each.get("form", "long")), Term(one, several or one, each.get("gender")))

    def find(self, name: str, form: str = "long") -> Term | None:
        """Return the term ``name`` in ``form``, or in the form that stands for it."""
        form = form or "long"
        while form:
            term = self.terms.get((name, form))
            if term is not None:
                return term
            form = _LESS.get(form, "")
        return None

    def term(self, name: str, form: str = "long", *, several: bool = False) -> str:
        """Return the words of a term; nothing where there is none."""
        term = self.find(name, form)
        return "" if term is None else term.several if several else term.one

    def gender(self, name: str) -> str:
        """Return the grammatical gender of a term."""
        term = self.find(name)
        return term.gender if term else ""

    def ordinal(self, number: int, gender: str = "") -> str:
        """Return ``number`` as an ordinal, with the suffix of its language."""
        for which in (gender, "") if gender else ("",):
            for value, how in ((number, ""), (number % 100, "last-two-digits"), (number % 10, "last-digit")):
                found = self.ordinals.get((value, which))
                if found and (not how or found[1] == how):
                    return f"{number}{found[0]}"
            if (-1, which) in self.ordinals:
                return f"{number}{self.ordinals[-1, which][0]}"
        return str(number)

    def long_ordinal(self, number: int, gender: str = "") -> str:
        """Return ``number`` as an ordinal in words, where the language has them (up to ten)."""
        for which in (gender, ""):
            if found := self.long_ordinals.get((number, which)):
                return found
        return self.ordinal(number, gender)


def chosen(elements: Iterable[Element], language: str) -> list[Element]:
    """Return those of a style's ``locale`` elements that are for ``language``, the most exact first."""
    wanted = [language.lower(), language.split("-")[0].lower(), ""]
    each = list(elements)
    return [one for want in wanted for one in each if one.get(LANGUAGE).lower() == want]
