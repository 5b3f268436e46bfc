"""JSON as the same values as YAML, each with its place."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from typing import NamedTuple, NoReturn

from postil.diagnostics import Report, Rule
from postil.manuscript import Span
from postil.read.yaml import DEPTH, Mapping, Scalar, Sequence, Value


class Mark(NamedTuple):
    """A place in a text, line and column counted from 0, as the YAML parser's marks are."""

    line: int
    column: int


class Places:
    """The lines of one text, for finding where an offset stands."""

    def __init__(self, text: str, path: str) -> None:
        self.path = path
        self.begins = [0, *(match.end() for match in re.finditer("\n", text))]

    def mark(self, at: int) -> Mark:
        """Return the line and column of the offset ``at``."""
        line = bisect_right(self.begins, at) - 1
        return Mark(line, at - self.begins[line])

    def span(self, at: int, end: int = 0) -> Span:
        """Return the place from ``at`` to ``end``, or of one character where it ends on another line."""
        start, stop = self.mark(at), self.mark(end or at + 1)
        length = stop.column - start.column if stop.line == start.line else 1
        return Span(self.path, start.line + 1, start.column + 1, max(1, length))

    def scalar(self, text: str, at: int, end: int, *, plain: bool = False) -> Scalar:
        """Return ``text`` as a value that stands from ``at`` to ``end``."""
        return Scalar(text, plain, False, self.mark(at), self.mark(end), self.path, 1)


def compose_json(text: str, path: str, report: Report) -> Value | None:
    """Return the value of the JSON text ``text`` (RFC 8259), or None.

    None is for an empty text and for one that cannot be read, which is reported. Numbers, ``true`` and ``false`` are
    the words that were written; ``null`` is no value, as in YAML.
    """
    if not text.strip():
        return None
    try:
        return _Composer(text, path, report).compose()
    except _Refused:
        return None


class _Refused(Exception):
    """What was read is reported, and reading on would help nobody."""


_SPACE = re.compile(r"[ \t\n\r]*")
_WORD = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?(?![\w.+-])|(?:true|false|null)(?!\w)")


_TEXTS = json.JSONDecoder()


class _Open:
    """A list or an object whose end has not been read."""

    def __init__(self, at: int, *, keyed: bool) -> None:
        self.at = at
        self.keyed = keyed
        self.values: list[Value] = []
        self.keys: list[Scalar] = []


class _Composer:
    def __init__(self, text: str, path: str, report: Report) -> None:
        self.text = text
        self.report = report
        self.places = Places(text, path)
        self.at = 0

    def compose(self) -> Value:
        """Build the value, without recursion."""
        open_: list[_Open] = []
        while True:
            value = self.opened(open_) if self.sign() in ("{", "[") else self.single()
            while value is not None:
                if not open_:
                    if self.sign():
                        self.fail("something follows the end of the value", "Take it away: a file holds one value.")
                    return value
                open_[-1].values.append(value)
                sign = self.sign()
                if sign == ",":
                    self.at += 1
                    if self.sign() in ("]", "}"):
                        self.fail("a comma stands after the last value", "Take the comma away.")
                    self.key(open_[-1])
                    break
                value = self.closed(open_)

    def sign(self) -> str:
        """Return the next character that is no space; nothing at the end."""
        match = _SPACE.match(self.text, self.at)
        self.at = match.end() if match else self.at
        return self.text[self.at : self.at + 1]

    def opened(self, open_: list[_Open]) -> Value | None:
        """Open a list or an object; return it where it ends at once."""
        one = _Open(self.at, keyed=self.text[self.at] == "{")
        if len(open_) == DEPTH:
            self.report.add(Rule.YAML_DEPTH, self.places.span(self.at), most=DEPTH)
            raise _Refused
        open_.append(one)
        self.at += 1
        if self.sign() == ("}" if one.keyed else "]"):
            return self.closed(open_)
        self.key(one)
        return None

    def closed(self, open_: list[_Open]) -> Value:
        """Return the list or object that ends here."""
        one = open_[-1]
        end = "}" if one.keyed else "]"
        if self.sign() != end:
            self.fail("there is no comma between two values", f"Write a comma here, or {end} if this is the end.")
        self.at += 1
        open_.pop()
        span = self.places.span(one.at)
        if not one.keyed:
            return Sequence(tuple(one.values), span)
        items: dict[str, Value] = {}
        spans: dict[str, Span] = {}
        for key, value in zip(one.keys, one.values, strict=True):
            if key.text in items:
                self.report.add(Rule.YAML_KEY_TWICE, key.span, key=key.text, first=spans[key.text].line)
                continue
            items[key.text], spans[key.text] = value, key.span
        return Mapping(items, spans, span)

    def key(self, one: _Open) -> None:
        """Read a key and its colon, in an object."""
        if not one.keyed:
            return
        if self.sign() != '"':
            self.fail("a key in quotation marks is missing", 'Write keys as "key": with straight quotation marks.')
        one.keys.append(self.string())
        if self.sign() != ":":
            self.fail("there is no colon after the key", "Write a colon between a key and its value.")
        self.at += 1

    def single(self) -> Scalar:
        """Return the text or the word that stands here."""
        if self.sign() == '"':
            return self.string()
        match = _WORD.match(self.text, self.at)
        if not match:
            self.fail("a value is missing", 'Write a text in straight quotation marks: "…"')
        at, self.at = self.at, match.end()
        return self.places.scalar(match[0], at, self.at, plain=True)

    def string(self) -> Scalar:
        at = self.at
        try:
            text, self.at = _TEXTS.raw_decode(self.text, at)
        except json.JSONDecodeError as error:
            if "Unterminated" in error.msg:
                self.fail("the quotation mark is never closed", 'Close it with another: "')
            self.at = error.pos
            if "control" in error.msg:
                self.fail(
                    "a line ends, or a tab stands, within a text", "Write \\n for a line’s end and \\t for a tab."
                )
            self.fail("the backslash begins nothing that is known", "Write \\\\ for a backslash.")
        # Half of a surrogate pair is no character, and could not be written to any file.
        text = re.sub("[\ud800-\udfff]", "\N{REPLACEMENT CHARACTER}", text)
        return self.places.scalar(text, at, self.at)

    def fail(self, problem: str, advice: str) -> NoReturn:
        if not self.text[self.at : self.at + 1]:
            problem, advice = "the file ends too early", "Look for a bracket, brace or quotation mark that is open."
        at = min(self.at, len(self.text.rstrip("\n")))
        self.report.add(Rule.JSON_SYNTAX, self.places.span(at), problem=problem, advice=advice)
        raise _Refused
