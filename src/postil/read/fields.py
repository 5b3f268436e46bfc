"""Taking a record's fields out of a mapping: each by its name and kind, and none left over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from postil.diagnostics import Report, Rule
from postil.manuscript import Span
from postil.read.files import read_text, shown
from postil.read.yaml import Mapping, Scalar, Sequence, Value, compose

_KINDS = {Scalar: "a text", Sequence: "a list", Mapping: "a mapping of keys"}


def kind_of(value: Value) -> str:
    """Return what ``value`` is, in an editor's words."""
    return _KINDS[type(value)]


class Fields:
    """The fields of one mapping.

    Each method takes a field by its key; a key that is absent or has no value gives the empty value. ``done()``
    reports the keys nobody took: what may stand here is said once, by taking it.
    """

    def __init__(self, mapping: Mapping, what: str, report: Report) -> None:
        self.mapping = mapping
        self.what = what
        self.report = report
        self.taken: list[str] = []
        self.others: list[str] = []
        self.missing: dict[str, str] = {}

    @property
    def span(self) -> Span:
        """Where the mapping begins."""
        return self.mapping.span

    def where(self, key: str) -> Span:
        """Return where the key ``key`` stands, or the mapping if it is not there."""
        return self.mapping.keys.get(key, self.mapping.span)

    def value(self, key: str) -> Value | None:
        """Return the value of ``key`` whatever it is, or None where there is none."""
        self.taken.append(key)
        value = self.mapping.items.get(key)
        if isinstance(value, Scalar) and value.plain and value.text in ("", "~", "null"):
            return None
        return value

    def scalar(self, key: str) -> Scalar | None:
        """Return the scalar of ``key``; anything else is reported."""
        value = self.value(key)
        if value is None or isinstance(value, Scalar):
            return value
        sign = "[" if isinstance(value, Sequence) else "{"
        advice = f"Write it after the colon. A text that begins with {sign} needs quotation marks around it."
        self.wrong(key, value, "a text", advice)
        return None

    def wrong(self, key: str, value: Value, wanted: str, advice: str) -> None:
        """Report that the value of ``key`` is not of the kind ``wanted``."""
        self.report.add(Rule.VALUE_KIND, value.span, key=key, wanted=wanted, found=kind_of(value), advice=advice)

    def invalid(self, key: str, value: Scalar, advice: str) -> None:
        """Report that ``key`` cannot have this value."""
        self.report.add(Rule.VALUE_INVALID, value.span, key=key, value=value.text, advice=advice)

    def text(self, key: str) -> str:
        """Return the text of ``key``, without space around it."""
        value = self.scalar(key)
        return value.text.strip() if value else ""

    def needed(self, key: str, example: str) -> str:
        """Return the text of ``key``, which must be there."""
        text = self.text(key)
        if not text and not isinstance(self.mapping.items.get(key), Sequence | Mapping):
            self.missing[key] = example
        return text

    def matching(self, key: str, pattern: str, advice: str) -> str:
        """Return the text of ``key``, which must match ``pattern`` whole."""
        value = self.scalar(key)
        if value is None:
            return ""
        if not re.fullmatch(pattern, value.text):
            self.invalid(key, value, advice)
            return ""
        return value.text

    def flag(self, key: str) -> bool:
        """Return whether ``key`` is ``true``."""
        value = self.scalar(key)
        if value is None:
            return False
        if value.text not in ("true", "false"):
            self.invalid(key, value, "Write true or false.")
        return value.text == "true"

    def list(self, key: str) -> tuple[Value, ...]:
        """Return the items of the list ``key``."""
        value = self.value(key)
        if value is None:
            return ()
        if isinstance(value, Sequence):
            return value.items
        self.wrong(key, value, "a list", f"Write each on a line of its own: {key}: and below it “  - …”")
        return ()

    def scalars(self, key: str) -> tuple[Scalar, ...]:
        """Return the scalars of the list ``key``."""
        found = []
        for item in self.list(key):
            if isinstance(item, Scalar):
                found.append(item)
            else:
                self.wrong(key, item, "a list of texts", "Write one text after each hyphen.")
        return tuple(found)

    def records(self, key: str, what: str) -> Iterator[Fields]:
        """Return the mappings of the list ``key``, each as Fields called ``what``."""
        for item in self.list(key):
            if isinstance(item, Mapping):
                yield Fields(item, what, self.report)
            else:
                self.wrong(key, item, "a list of mappings", "Write “- key: value” for each.")

    def known(self, *keys: str) -> None:
        """Say that ``keys`` may stand here, though nobody takes them one by one."""
        self.others += keys

    def done(self) -> None:
        """Report the keys that are missing, and those that nobody took; a missing one that is misspelt is told once."""
        for key, span in self.mapping.keys.items():
            if key not in self.taken and key not in self.others:
                close = self.report.nearest(key, [*self.taken, *self.others])
                self.missing.pop(close, None)
                known = ", ".join(sorted(set(self.taken))) + (", and the variables of CSL" if self.others else "")
                advice = f"Did you mean “{close}”?" if close else f"Known here: {known}."
                if ":" in key:
                    advice = "A space is missing after the colon."
                self.report.add(Rule.KEY_UNKNOWN, span, key=key, what=self.what, advice=advice)
        for key, example in self.missing.items():
            self.report.add(Rule.KEY_MISSING, self.where(key), what=self.what, key=key, example=example)
        self.missing = {}


def read_list(
    path: Path, key: str, one: str, report: Report, unread: set[str]
) -> tuple[Fields, list[str]] | tuple[None, list[str]]:
    """Return the file ``path``, a mapping with a list ``key``, as Fields, and its lines; None where nothing can be had.

    A list alone will do. A file that is there and cannot be read is reported, and its name added to ``unread``;
    ``one`` is what the list's items are called.
    """
    if not path.exists():
        return None, []
    text = read_text(path, report)
    before = report.errors
    value = compose(text, shown(path), report) if text is not None else None
    if isinstance(value, Sequence):
        value = Mapping({key: value}, {}, value.span)
    if isinstance(value, Scalar):
        report.add(
            Rule.VALUE_KIND,
            value.span,
            key=path.name,
            wanted=f"a list “{key}:”",
            found=kind_of(value),
            advice=f"Begin the file with the line {key}: and below it “- id: …” for each {one}.",
        )
    if not isinstance(value, Mapping) or key not in value.items:
        if text is None or report.errors > before or isinstance(value, Mapping):
            unread.add(path.name)
        if not isinstance(value, Mapping):
            return None, []
    return Fields(value, path.name, report), (text or "").split("\n")
