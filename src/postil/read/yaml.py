"""YAML as values that know where they stand. Nothing is guessed: a scalar is its own words."""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

import yaml

from postil.diagnostics import Report, Rule
from postil.manuscript import Span

DEPTH = 32
"""How deep values may be nested."""


class Scalar(NamedTuple):
    """A single value, as the words that were written; ``block`` where it has lines of its own.

    ``start`` and ``end`` are the parser's marks.
    """

    text: str
    plain: bool
    block: bool
    start: Any
    end: Any
    path: str
    first_line: int

    @property
    def span(self) -> Span:
        """Where the value stands; few are ever asked."""
        return _span(self.start, self.end, self.path, self.first_line)


class Sequence(NamedTuple):
    """A list."""

    items: tuple[Value, ...]
    span: Span


class Mapping(NamedTuple):
    """Keys and values; ``keys`` says where each key stands."""

    items: dict[str, Value]
    keys: dict[str, Span]
    span: Span


Value: TypeAlias = Scalar | Sequence | Mapping

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def compose(text: str, path: str, report: Report, *, first_line: int = 1) -> Value | None:
    """Return the value of the YAML document ``text`` (YAML 1.1, core scalars only), or None.

    None is for an empty document and for one that cannot be read, which is reported.
    Anchors, aliases and tags are refused, as is nesting deeper than ``DEPTH``; so what comes back
    is no larger than what was written. ``first_line`` is the line of ``path`` on which ``text`` begins.
    """
    try:
        return _Composer(path, report, first_line).compose(text)
    except _Refused:
        return None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        span = Span(path, mark.line + first_line, mark.column + 1) if mark else Span(path, first_line)
        problem = str(error.problem or error.context or "unreadable")
        if mark and "".join(text.split("\n")[mark.line : mark.line + 1])[mark.column : mark.column + 1] == "\t":
            problem = "a tab stands before the first word of the line"
        advice = _advice(problem, text.split("\n"), mark.line if mark else 0, mark.column if mark else 0)
        report.add(Rule.YAML_SYNTAX, span, problem=problem, advice=advice)
    except yaml.reader.ReaderError as error:
        before = _before(text, error.position) if isinstance(error.position, int) else ""
        span = Span(path, before.count("\n") + first_line, len(before) - before.rfind("\n"))
        report.add(Rule.YAML_SYNTAX, span, problem="a character that no text holds", advice="Take it away.")
    return None


def _span(start: Any, end: Any, path: str, first_line: int) -> Span:
    """Return the place between two marks of the parser, which count from 0."""
    length = end.column - start.column if end.line == start.line else 1
    return Span(path, start.line + first_line, start.column + 1, max(1, length))


class _Refused(Exception):
    """What was read is reported, and reading on would help nobody."""


class _Composer:
    def __init__(self, path: str, report: Report, first_line: int) -> None:
        self.path = path
        self.report = report
        self.first_line = first_line

    def span(self, event: Any) -> Span:
        return _span(event.start_mark, event.end_mark, self.path, self.first_line)

    def compose(self, text: str) -> Value | None:
        """Build the value from the parser's events, without recursion."""
        open_: list[tuple[yaml.Event, list[Value], list[Scalar]]] = []
        root: Value | None = None
        event: Any  # its kind says what it has
        parser = _Loader(text)
        path, first_line = self.path, self.first_line
        while (event := parser.get_event()) is not None:
            kind = type(event)
            value: Value
            if kind is yaml.ScalarEvent:
                if event.anchor is not None or event.tag is not None:
                    self.refuse_marks(event)
                style = event.style
                block = style == "|" or style == ">"
                value = Scalar(event.value, not style, block, event.start_mark, event.end_mark, path, first_line)
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                self.refuse_marks(event)
                if len(open_) == DEPTH:
                    self.report.add(Rule.YAML_DEPTH, self.span(event), most=DEPTH)
                    raise _Refused
                open_.append((event, [], []))
                continue
            elif kind is yaml.MappingEndEvent:
                start, values, keys = open_.pop()
                value = self.mapping(start, values, keys)
            elif kind is yaml.SequenceEndEvent:
                start, values, _ = open_.pop()
                value = Sequence(tuple(values), self.span(start))
            elif kind is yaml.AliasEvent:
                self.report.add(Rule.YAML_ALIAS, self.span(event))
                raise _Refused
            else:
                continue
            if not open_:
                if root is not None:
                    self.report.add(
                        Rule.YAML_SYNTAX,
                        value.span,
                        problem="a second document begins in the same file",
                        advice="Take away the line --- above it.",
                    )
                    raise _Refused
                root = value
                continue
            start, values, keys = open_[-1]
            if type(start) is yaml.MappingStartEvent and len(keys) == len(values):
                if not isinstance(value, Scalar):
                    self.report.add(
                        Rule.YAML_SYNTAX,
                        value.span,
                        problem="a list or mapping stands where a key should",
                        advice="Write a word followed by a colon, or put quotation marks around the text.",
                    )
                    raise _Refused
                keys.append(value)
            else:
                values.append(value)
        if isinstance(root, Scalar) and root.plain and not root.text:
            return None
        return root

    def refuse_marks(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor is not None:
            self.report.add(Rule.YAML_ALIAS, self.span(event))
            raise _Refused
        if event.tag is not None:
            self.report.add(Rule.YAML_TAG, self.span(event), tag=event.tag.replace("tag:yaml.org,2002:", "!!"))
            raise _Refused

    def mapping(self, start: yaml.Event, values: list[Value], keys: list[Scalar]) -> Mapping:
        items: dict[str, Value] = {}
        spans: dict[str, Span] = {}
        for key, value in zip(keys, values, strict=True):
            if key.text in items:
                self.report.add(Rule.YAML_KEY_TWICE, key.span, key=key.text, first=spans[key.text].line)
                continue
            items[key.text] = value
            spans[key.text] = key.span
        return Mapping(items, spans, self.span(start))


def _before(text: str, position: int) -> str:
    """Return ``text`` before ``position``, which libyaml counts in bytes and PyYAML's own reader in characters."""
    if _Loader is yaml.SafeLoader:
        return text[:position]
    return text.encode()[:position].decode(errors="ignore")


def _advice(problem: str, lines: list[str], at: int, column: int) -> str:
    """Return what to do about ``problem``, met in line ``at`` and column ``column`` of ``lines``, counted from 0."""
    line = lines[at] if at < len(lines) else ""
    above = next((each for each in reversed(lines[:at]) if each.strip()), "")
    value = line.partition(":")[2].strip()
    if "a tab " in problem:
        return "Indent with spaces: YAML does not allow tabs."
    if any(each[: len(each) - len(each.lstrip())].strip(" \t") for each in (line, above)):
        return "A no-break space stands at the beginning of this line or the one above: type plain spaces."
    if value[:1] in ("“", "„", "«", "‘", "”"):
        return 'Typographic quotation marks do not count here: put straight ones (") around the whole.'
    if value.startswith("'") and value.count("'") > 2:
        return 'The quotation ends at the apostrophe: put " around the whole instead.'
    if value.startswith('"') and value.count('"') % 2 == 0 and not value.endswith(('"', '",', "}", "]")):
        return "The quotation ends before the last words: put ' around the whole, or \\ before each \" within."
    if "mapping values are not allowed" in problem:
        if ":" not in line[:column] and ":" in above:
            return "Look at the spaces before this line: it begins further right than the line above."
        return "A text in which a colon is followed by a space needs quotation marks around it."
    if "could not find expected ':'" in problem or "simple key" in problem:
        return "Each line of this kind is a key, a colon, a space, and the value."
    if "expected <block end>" in problem or "did not find expected key" in problem or "expected '-'" in problem:
        open_ = next((number for number, each in enumerate(lines[:at], 1) if each.count('"') % 2), 0)
        if open_ and '"' in line:
            return f"A quotation mark on line {open_} is never closed: close it there."
        return "Look at the spaces before this line and the lines above it: keys of one record begin in one column."
    if "scanning a quoted scalar" in problem or "end of stream" in problem or "expected ','" in problem:
        return "Close the quotation mark or bracket that is opened here or above."
    if "cannot start any token" in problem or "alphabetic or numeric" in problem or "not allowed" in problem:
        return "Put quotation marks around a text that begins with this sign."
    return "Compare this line with the ones around it: spaces, colons, quotation marks."
