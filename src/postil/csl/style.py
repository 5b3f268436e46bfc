"""A CSL style, compiled: each of its elements is a function from a context to tokens (CSL 1.0.2, “Rendering Elements”).

Macros are compiled when they are first called: of a large style an edition calls few.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias
from urllib.parse import quote

from postil.csl import numbers
from postil.csl.context import FIRST, IBID, IBID_WITH_LOCATOR, SUBSEQUENT, Context
from postil.csl.dates import Dates
from postil.csl.formatting import around, dressed
from postil.csl.markup import Element, StyleBroken, read
from postil.csl.names import INHERITED, Names
from postil.csl.tokens import Tokens, plain, rich, wrap
from postil.languages import TAG

Render: TypeAlias = Callable[[Context], Tokens]

NUMBERS = frozenset(
    """chapter-number citation-number collection-number edition first-reference-note-number issue locator number
    number-of-pages number-of-volumes page page-first part-number printing-number section supplement-number version
    volume""".split()
)
"""The number variables of CSL 1.0.2, appendix IV."""

_RESOLVERS = {
    "DOI": "https://doi.org/",
    "PMID": "https://www.ncbi.nlm.nih.gov/pubmed/",
    "PMCID": "https://www.ncbi.nlm.nih.gov/pmc/articles/",
}


CALLS = 20_000
"""How many macros may be called for one source: stock styles call some hundred."""


class Layout:
    """The ``citation`` or the ``bibliography`` of a style: its options, its layout, and the keys it is sorted by."""

    def __init__(self, style: Style, element: Element) -> None:
        self.style = style
        self.element = element
        layout = element.first("layout")
        if layout is None:
            raise StyleBroken(f"“{element.name}” has no layout", element.line, 1)
        self.layout = layout
        self.options = {**style.options, **_inherited(element)}
        self.children = [style.compile(child) for child in layout.children]
        sort = element.first("sort")
        self.keys = list(sort.all("key")) if sort else []
        self.numbered = "second-field-align" in element.attributes  # its first field stands apart, as a number does

    def __call__(self, context: Context) -> Tokens:
        tokens: Tokens = []
        try:
            for child in self.children:
                if self.numbered and plain(tokens):
                    tokens.append(" ")
                tokens += child(context)
        except RecursionError:
            raise self.style.endless() from None
        return tokens


class Style:
    """The CSL style of the text ``xml``. Raises StyleBroken where it cannot be used.

    ``in_notes`` says that its citations are notes, ``language`` is its ``default-locale``.
    """

    def __init__(self, xml: str) -> None:
        root = read(xml)
        if root.name != "style":
            raise StyleBroken(f"it is no CSL style: it begins with “{root.name}”", root.line, 1)
        info = root.first("info")
        links = {link.get("rel"): link.get("href") for link in info.all("link")} if info else {}
        citation, bibliography = root.first("citation"), root.first("bibliography")
        if citation is None:
            parent = links.get("independent-parent", "")
            if parent:
                raise StyleBroken(f"it only names another style, {parent}: use that one", root.line, 1)
            raise StyleBroken("it has no citation", root.line, 1)
        self.root = root
        title = info.first("title") if info else None
        self.title = title.text.strip() if title else ""
        self.in_notes = root.get("class") == "note"
        self.language = root.get("default-locale")
        self.macros = {macro.get("name"): macro for macro in root.all("macro")}
        self.locales = list(root.all("locale"))
        self.compiled: dict[str, Render] = {}
        self.options = _inherited(root) | {
            name: root.attributes[name]
            for name in ("demote-non-dropping-particle", "initialize-with-hyphen", "page-range-format")
            if name in root.attributes
        }
        self.letters = not _uses(root, "text", "variable", "year-suffix")
        self.conditional = _uses(root, "if", "disambiguate", "true") or _uses(root, "else-if", "disambiguate", "true")
        self.citation = Layout(self, citation)
        self.bibliography = Layout(self, bibliography) if bibliography else None

    # Compiling

    def compile(self, element: Element, above: Names | None = None) -> Render:
        """Return the function that renders ``element``; ``above`` are the names that it may substitute for."""
        match element.name:
            case "text":
                return self.text(element)
            case "number":
                return self.number(element)
            case "label":
                return self.label(element)
            case "date":
                return Dates(element, letters=self.letters)
            case "names":
                return Names(element, above, self.compile)
            case "group":
                return Group(element, [self.compile(child, above) for child in element.children])
            case "choose":
                return Choose(self, element, above)
            case _:
                raise StyleBroken(f"“{element.name}” is no rendering element of CSL", element.line, 1)

    def macro(self, name: str, line: int) -> Render:
        """Return the macro ``name``, compiled."""
        if name not in self.compiled:
            if name not in self.macros:
                raise StyleBroken(f"there is no macro “{name}”", line, 1)
            self.compiled[name] = _all([self.compile(child) for child in self.macros[name].children])
        return self.compiled[name]

    def endless(self) -> StyleBroken:
        """Return what is wrong with a style that goes too deep: a macro that calls itself, if there is one."""
        for name, macro in self.macros.items():
            met, pending = set(), [macro]
            while pending:
                for child in pending.pop().children:
                    called = child.get("macro")
                    if called == name:
                        return StyleBroken(f"the macro “{name}” calls itself", child.line, 1)
                    if called in self.macros and called not in met:
                        met.add(called)
                        pending.append(self.macros[called])
                    pending.append(child)
        return StyleBroken("its macros call one another too deep", self.root.line, 1)

    def text(self, element: Element) -> Render:
        attributes = element.attributes
        if "macro" in attributes:
            return self.called(element)
        if "variable" in attributes:
            return Variable(element)
        if "term" in attributes:
            several, form = attributes.get("plural") == "true", attributes.get("form", "long")
            name = attributes["term"]

            def term(context: Context) -> Tokens:
                words = context.locale.term(name, form, several=several)
                return dressed([words], element, context.locale.english) if words else []

            return term
        if value := attributes.get("value", ""):
            return lambda context: dressed(rich(value), element, context.locale.english)
        return lambda context: []

    def called(self, element: Element) -> Render:
        name, line = element.get("macro"), element.line
        macro: list[Render] = []

        def call(context: Context) -> Tokens:
            if not macro:
                macro.append(self.macro(name, line))
            context.calls += 1
            if context.calls > CALLS:
                raise StyleBroken(f"it calls more than {CALLS:,} macros for one source", line, 1)
            tokens = macro[0](context)
            return dressed(tokens, element, context.locale.english) if tokens else []

        if name not in self.macros:
            raise StyleBroken(f"there is no macro “{name}”", line, 1)
        return call

    def number(self, element: Element) -> Render:
        name, form = element.get("variable"), element.get("form", "numeric")

        def number(context: Context) -> Tokens:
            context.called += 1
            value = context.variable(name).strip()
            if not value:
                return []
            context.found += 1
            context.used.add(name)
            if context.sort is not None:
                return [re.sub(r"\d+", lambda found: found[0].zfill(9), value)]
            if numbers.numeric(value):
                value = _number(value, form, context, name)
            return dressed(rich(value), element, context.locale.english)

        return number

    def label(self, element: Element) -> Render:
        name, form, plural = element.get("variable"), element.get("form", "long"), element.get("plural", "contextual")

        def label(context: Context) -> Tokens:
            value = context.variable(name)
            if not value:
                return []
            if name == "locator" and re.match(r"[^\W\d_]{2,}\.", value):  # it brings a label of its own
                return []
            several = plural == "always" or (plural == "contextual" and numbers.several(value))
            if plural == "contextual" and name.startswith("number-of-"):
                several = numbers.whole(value) > 1
            term = (context.item.label or "page") if name == "locator" else name
            words = context.locale.term(term, form, several=several)
            return dressed([words], element, context.locale.english) if words else []

        return label


class Variable:
    """A ``cs:text`` that shows a variable."""

    def __init__(self, element: Element) -> None:
        self.element = element
        self.name = element.get("variable")
        self.short = element.get("form") == "short"

    def __call__(self, context: Context) -> Tokens:
        name, element = self.name, self.element
        context.called += name != "year-suffix"  # no group is dropped for the want of a letter
        value = (context.variable(f"{name}-short") if self.short else "") or context.variable(name)
        value = value.strip()
        if not value:
            return []
        context.found += 1
        context.used.add(name)
        if name == "year-suffix":
            context.suffixed = True
        if name == "page" or (name == "locator" and context.item.label in ("", "page")):
            value = numbers.pages(value, context.options.get("page-range-format", ""), _dash(context))
        elif name in NUMBERS and name not in ("number", "collection-number"):  # which may be names: 2010-7
            value = numbers.pages(value, "", _dash(context))
        tokens: Tokens = [value] if name in ("URL", "DOI") else rich(value)
        href = _RESOLVERS[name] + quote(value, safe="/:;()") if name in _RESOLVERS else ""
        if name == "URL":
            tokens = wrap(tokens, "link", context.address or value)
        elif href:
            prefix = element.get("prefix")
            if prefix.endswith(("/", ":")) and " " not in prefix:  # the link is what one would type
                tokens = wrap([prefix, *tokens], "link", href)
                element = Element(element.name, {**element.attributes, "prefix": ""}, element.line)
            else:
                tokens = wrap(tokens, "link", href)
        elif name in ("title", "container-title") and (lang := _foreign(context)):
            tokens = wrap(tokens, "lang", lang)
        if name == "title" and not context.linked:
            context.linked = True
            return dressed(tokens, element, _english(context), source=context.key)
        return dressed(tokens, element, _english(context))


class Group:
    """A ``cs:group``: dropped where it calls variables and all are empty."""

    def __init__(self, element: Element, children: list[Render]) -> None:
        self.element = element
        self.delimiter = element.get("delimiter")
        self.children = children

    def __call__(self, context: Context) -> Tokens:
        called, found = context.called, context.found
        joined = _joined(self.children, context, self.delimiter)
        own, ours = context.called - called, context.found - found
        if own and not ours:
            return []
        if not joined:
            return []
        if not own:  # a group that is shown is, to the group around it, a variable that is there
            context.called += 1
            context.found += 1
        return around(joined, self.element)


class Choose:
    """A ``cs:choose``; what the branch renders is delimited by the group around it."""

    def __init__(self, style: Style, element: Element, above: Names | None) -> None:
        for branch in element.children:
            if branch.name not in ("if", "else-if", "else"):
                raise StyleBroken(f"“{branch.name}” is no branch of a choice", branch.line, 1)
        self.branches = [
            (
                Condition(branch) if branch.name != "else" else None,
                [style.compile(child, above) for child in branch.children],
            )
            for branch in element.children
        ]

    def branch(self, context: Context) -> list[Render]:
        """Return what is to be rendered."""
        for condition, children in self.branches:
            if condition is None or condition(context):
                return children
        return []

    def __call__(self, context: Context) -> Tokens:
        return _joined(self.branch(context), context, "")


class Condition:
    """The tests of a ``cs:if`` (CSL 1.0.2, “Choose”)."""

    def __init__(self, element: Element) -> None:
        self.match = element.get("match", "all")
        self.tests: list[tuple[str, list[str]]] = [
            (name, value.split()) for name, value in element.attributes.items() if name != "match"
        ]

    def __call__(self, context: Context) -> bool:
        results = (self.holds(name, value, context) for name, values in self.tests for value in values)
        if self.match == "any":
            return any(results)
        if self.match == "none":
            return not any(results)
        return all(results)

    def holds(self, name: str, value: str, context: Context) -> bool:
        """Return whether one test holds."""
        match name:
            case "variable":
                return context.has(value)
            case "type":
                return context.record.type == value
            case "position":
                return _position(value, context)
            case "locator":
                return bool(context.item.locator) and (context.item.label or "page") == value.replace(
                    "sub verbo", "sub-verbo"
                )
            case "is-numeric":
                return (
                    numbers.numeric(context.variable(value)) if value in NUMBERS or context.variable(value) else False
                )
            case "is-uncertain-date":
                date = context.record.dates.get(value)
                return date is not None and date.circa
            case "disambiguate":
                return context.ambiguity.condition == (value == "true")
            case _:
                return False


def _position(value: str, context: Context) -> bool:
    known = context.known
    if known is None:
        return False
    match value:
        case "first":
            return known.position == FIRST
        case "subsequent":
            return known.position >= SUBSEQUENT
        case "ibid":
            return known.position in (IBID, IBID_WITH_LOCATOR)
        case "ibid-with-locator":
            return known.position == IBID_WITH_LOCATOR
        case "near-note":
            return known.position >= SUBSEQUENT and known.near
        case "far-note":
            return known.position >= SUBSEQUENT and not known.near
        case _:
            return False


def _joined(children: list[Render], context: Context, delimiter: str) -> Tokens:
    """Return what ``children`` render, those that render anything delimited."""
    joined: Tokens = []
    for child in children:
        tokens = _joined(child.branch(context), context, delimiter) if isinstance(child, Choose) else child(context)
        if tokens:
            if joined and delimiter:
                joined.append(delimiter)
            joined += tokens
    return joined


def _all(children: list[Render]) -> Render:
    return lambda context: _joined(children, context, "")


def _number(value: str, form: str, context: Context, name: str) -> str:
    """Return the numbers in ``value`` in ``form``."""
    if form == "numeric":
        return re.sub(r"\s*[-–]\s*", "–", value)

    def one(match: re.Match[str]) -> str:
        number = numbers.whole(match[0])
        if not number:
            return match[0]
        gender = context.locale.gender(name)
        if form == "roman":
            return numbers.roman(number)
        if form == "long-ordinal":
            return context.locale.long_ordinal(number, gender)
        return context.locale.ordinal(number, gender)

    if not re.fullmatch(r"\d+(\D+\d+)*", value):
        return value
    return re.sub(r"\s*[-–]\s*", "–", re.sub(r"\d+", one, value))


def _dash(context: Context) -> str:
    return context.locale.term("page-range-delimiter") or "–"


def _foreign(context: Context) -> str:
    """Return the language of the record, where it is another than that of citations."""
    language = context.record.variables.get("language", "").replace("_", "-")
    same = language.partition("-")[0].lower() == context.locale.language.partition("-")[0].lower()
    return "" if same or not re.fullmatch(TAG, language) else language


def _english(context: Context) -> bool:
    """Whether title case applies: where the record says its language, that decides (CSL 1.0.2, “Text-case”)."""
    language = context.record.variables.get("language", "")
    return language[:2].lower() == "en" if language else context.locale.english


def _inherited(element: Element) -> dict[str, str]:
    return {new: element.attributes[name] for name, new in INHERITED.items() if name in element.attributes}


def _uses(element: Element, name: str, attribute: str, value: str) -> bool:
    """Whether an element ``name`` anywhere in ``element`` has the ``attribute`` with the ``value``."""
    pending = [element]
    while pending:
        one = pending.pop()
        if one.name == name and one.get(attribute) == value:
            return True
        pending += one.children
    return False
