"""The records of a BibTeX file as they are written, each field with its place."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import NamedTuple

from bibtexparser.model import (
    Block,
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Entry,
    ExplicitComment,
    ParsingFailedBlock,
    String,
)
from bibtexparser.splitter import Splitter

from postil.diagnostics import Report, Rule
from postil.read.json import Places
from postil.read.latex import braced, decoded
from postil.read.marks import NO_CASE

logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # what is wrong is told in the report

MONTHS = {
    name[:3].lower(): name
    for name in """January February March April May June July August September October November
    December""".split()
}

CHAIN = 8
"""How many records one may inherit from, each from the next."""

JOINED = 10_000
"""How long a text may be that ``@string`` and ``#`` make longer than it was written."""

NOT_INHERITED = frozenset(
    """crossref entryset entrysubtype execute ids keywords label options presort related relatedoptions relatedstring
    relatedtype shorthand sortkey xdata xref""".split()
)
OF_WHOLES = frozenset("mvbook mvcollection mvproceedings mvreference".split())
WHOLES = frozenset("book collection proceedings reference periodical".split()) | OF_WHOLES
PARTS = frozenset(
    """bookinbook conference inbook incollection inproceedings inreference suppbook suppcollection""".split()
)


class Written(NamedTuple):
    """A field: its value as it is written, but for ``@string``; where its key stands, and where its value."""

    key: str
    text: str
    key_at: int
    at: int
    end: int


class Work(NamedTuple):
    """A record: its kind and its key as they are written, and its fields by their keys in small letters."""

    kind: str
    kind_at: int
    key: str
    key_at: int
    fields: dict[str, Written]


class Person(NamedTuple):
    """The words of a name, as they are written, in the four parts that BibTeX knows."""

    first: list[str]
    von: list[str]
    last: list[str]
    jr: list[str]


def read_works(text: str, places: Places, report: Report) -> tuple[list[Work], bool]:
    """Return the records of the BibTeX file ``text``, and whether all could be read; what could not is reported.

    ``@string`` is put in place, ``#`` joins, and what ``crossref`` and ``xdata`` name is inherited as BibLaTeX does
    (manual 3.20, appendix B): the title of the whole is the ``booktitle`` of its part, or the ``maintitle`` of a
    volume. ``@comment``, ``@preamble`` and text between the records mean nothing.
    """
    entries: list[tuple[Entry, str, int]] = []
    strings = dict(MONTHS)
    whole, cursor = True, 0
    for block in Splitter(text).split().blocks:
        raw = block.raw or ""
        at = max(text.find(raw, cursor), 0)
        block = _meant(block)
        if isinstance(block, ParsingFailedBlock) or _kept_out(block):
            whole = False
            _tell(block, at, places, report)
            cursor = at + 1
            continue
        cursor = at + len(raw)
        if isinstance(block, String):
            value = at + raw.find(block.value, raw.find("=") + 1)
            written = _written(block.key, block.value, at, value, strings, places, report)
            strings[block.key.lower()] = written.text
        elif isinstance(block, Entry):
            entries.append((block, raw, at))
    works = [_work(block, raw, at, strings, places, report) for block, raw, at in entries]
    by_key = {work.key.lower(): work for work in reversed(works)}
    return [_heir(work, by_key, places, report) for work in works if work.kind.lower() != "xdata"], whole


_AND = re.compile(r"\\.|[{}]| and(?= )", re.I)


def people(text: str) -> list[str]:
    """Return the names of the list ``text``, each as it is written: “and” stands between them, unless in braces."""
    text = " ".join(text.split())
    found, begin, depth = [], 0, 0
    for match in _AND.finditer(text):
        depth = max(depth + {"{": 1, "}": -1}.get(match[0], 0), 0)
        if match[0][0] == " " and not depth:
            found.append(text[begin : match.start()])
            begin = match.end()
    return [name for one in (*found, text[begin:]) if (name := one.strip())]


def person(name: str) -> Person:
    """Return the parts of ``name``, which is ``First von Last``, ``von Last, First`` or ``von Last, Jr, First``.

    What is ``von`` are words whose first letter, decoded, is a small one; words in braces are none, nor are those of
    a script without capitals.
    """
    sections = _sections(name)
    if len(sections) > 1 and not sections[-1]:
        sections.pop()
    (words, *_), first = sections, sections[-1]
    if len(sections) > 1:
        return Person(first, *_led(words), sections[1] if len(sections) == 3 else [])
    if len(words) < 3:
        return Person(words[:-1], [], words[-1:], [])
    begin = next((place for place, word in enumerate(words) if _small(word)), len(words))
    begin = min(begin, len(words) - 1)
    return Person(words[:begin], *_led(words[begin:]), [])


_SIGN = re.compile(r"""\\(?:[A-Za-z]+\*?|[`'^"~=.])\s*|\\.|[{},~\s]|[^\\{},~\s]+|\\""", re.S)


def _sections(name: str) -> list[list[str]]:
    """Return the words of ``name`` between its commas; a command and what it is about are not parted."""
    sections: list[list[str]] = [[]]
    word, depth = "", 0
    for sign in (*_SIGN.findall(name), " "):
        depth = max(depth + {"{": 1, "}": -1}.get(sign, 0), 0)
        if depth or not (sign in ",~" or sign.isspace()):
            word += sign
            continue
        sections[-1] += [word] * bool(word)
        word = ""
        if sign == "," and len(sections) < 3:
            sections.append([])
    if word:  # a brace is open
        sections[-1].append(word)
    return sections


def _led(words: list[str]) -> tuple[list[str], list[str]]:
    """Return the words to the last small one, and those after it, which is one at least if there is any."""
    end = max((place for place, word in enumerate(words[:-1], 1) if _small(word)), default=0)
    return words[:end], words[end:]


def _small(word: str) -> bool:
    if braced(word) and word[1] != "\\":
        return False
    said = re.sub(rf"{re.escape(NO_CASE)}.*?</span>|<[^<>]*>", "", decoded(word, titled=True))
    letter = next(filter(str.isalpha, said), "")
    return letter.islower() and letter != letter.title()


def _meant(block: Block) -> Block:
    """Return the record or string of a block that the parser set aside because it is there twice."""
    while isinstance(block, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock):
        inner = block.ignore_error_block
        if inner is None:
            return block
        block = inner
    return block


def _kept_out(block: Block) -> bool:
    """Return whether ``block`` is a record of a kind such as ``@commentary``, which the parser takes for a comment."""
    return isinstance(block, ExplicitComment) and bool(re.match(r"@comment\w", block.raw or "", re.I))


_PROBLEMS = (
    ("end of file", "the record has no end", "Close it with a brace: }"),
    ('closing `"`', "the quotation mark is never closed", 'Close the value with ", or put braces around it.'),
    ("closing", "the record has no end before the next begins", "Look for a brace that is open: each { needs its }."),
    ("comma after entry key, but found =", "the record has no key", "Write it as: @book{smith2020, title = {A Title}}"),
    ("comma after entry key", "there is no comma after the record’s key", "Write it as: @book{smith2020,"),
    ("after entry key", "a field has no equals sign", "Write fields as: title = {A Title},"),
)


def _tell(block: Block, at: int, places: Places, report: Report) -> None:
    reason = str(getattr(getattr(block, "error", None), "abort_reason", ""))
    raw = block.raw or ""
    if re.match(r"@\w+\s*[{(]\s*[^\s=]+\s+[^\s=]+\s*=", raw):  # a key and the name of a field
        reason = reason.removesuffix(", but found =")
    problem, advice = next(
        ((problem, advice) for words, problem, advice in _PROBLEMS if words in reason),
        ("the record cannot be read", "Write it as: @book{smith2020, title = {A Title}}"),
    )
    head = re.match(r"@\w*", raw)
    span = places.span(at, at + (head.end() if head else 1))
    report.add(Rule.BIBTEX_SYNTAX, span, problem=problem, advice=advice)


def _work(entry: Entry, raw: str, at: int, strings: dict[str, str], places: Places, report: Report) -> Work:
    here = raw.find(entry.key, 1 + len(entry.entry_type))
    key_at = at + here
    here += len(entry.key)
    fields: dict[str, Written] = {}
    for field in entry.fields:
        key, value = field.key, str(field.value)
        start = raw.find(key, here)
        equals = raw.find("=", start + len(key))
        begin = raw.find(value, equals + 1)
        here = begin + len(value)
        for part in _fields(key, value, at + start, at + begin, places, report):
            written = _written(*part, strings, places, report)
            name = written.key.lower()
            if name in fields:
                first = places.span(fields[name].key_at).line
                span = places.span(written.key_at, written.key_at + len(written.key))
                report.add(Rule.YAML_KEY_TWICE, span, key=name, first=first)
            elif written.text.strip():
                fields[name] = written
    return Work(entry.entry_type, at, entry.key, key_at, fields)


_PIECE = re.compile(r"""\s*#?\s*(?:([{"])|([^\s#{}"]+))""")
_NEXT = re.compile(r"\s*([A-Za-z][\w:.+/-]*)\s*=\s*")
_BRACE = re.compile(r"\\.|[{}\"]", re.S)


def _fields(
    key: str, value: str, key_at: int, at: int, places: Places, report: Report
) -> Iterator[tuple[str, str, int, int]]:
    """Return the field ``key``, and what is in its ``value`` though it is the next: a comma is missing, and told."""
    here = begin = 0
    while match := _PIECE.match(value, here):
        here = match.end() if match[2] else _closing(value, match.end(), match[1]) + 1
        if following := _NEXT.match(value, here):
            yield key, value[begin:here], key_at, at + begin
            advice = f"Write it as: {key} = {{…}}, {following[1]} = {{…}}"
            problem = f"there is no comma after the field “{key}”"
            report.add(Rule.BIBTEX_SYNTAX, places.span(at + here), problem=problem, advice=advice)
            key, key_at = following[1], at + following.start(1)
            here = begin = following.end()
    yield key, value[begin:], key_at, at + begin


def _written(
    key: str, value: str, key_at: int, at: int, strings: dict[str, str], places: Places, report: Report
) -> Written:
    """Return the field ``key`` with its ``value``: texts in braces or quotation marks, numbers and names of strings."""
    parts: list[str] = []
    here, begin, end = 0, at, at + len(value)
    while match := _PIECE.match(value, here):
        word = match[2]
        here = match.end()
        if not word:
            close = _closing(value, here, match[1])
            parts.append(value[here:close])
            if match.start() == 0:
                begin, end = at + here, at + close
            here = close + 1
        elif word.isdigit() or word.lower() in strings:
            parts.append(strings.get(word.lower(), word))
        else:
            parts.append(word)
            start = at + match.start(2)
            advice = f"No @string is called “{word}”: put braces around a text, as in {{{word}}}."
            span = places.span(start, start + len(word))
            report.add(Rule.VALUE_INVALID, span, key=key, value=word, advice=advice)
    text = "".join(parts)
    if len(parts) > 1 and len(text) > max(JOINED, len(value)):
        advice = f"Texts that are joined may have {JOINED:,} characters."
        report.add(Rule.VALUE_INVALID, places.span(at, end), key=key, value=value, advice=advice)
        text = ""
    return Written(key, text, key_at, begin, end if len(parts) == 1 else at + len(value))


def _closing(value: str, at: int, opening: str) -> int:
    """Return where the text that begins at ``at`` ends: at the closing brace, or the quotation mark in no brace."""
    depth = 0
    for match in _BRACE.finditer(value, at):
        if match[0] == "{":
            depth += 1
        elif match[0] == "}":
            depth -= 1
            if depth < 0 and opening == "{":
                return match.start()
        elif match[0] == '"' and opening == '"' and depth <= 0:
            return match.start()
    return len(value)


def _heir(work: Work, by_key: dict[str, Work], places: Places, report: Report) -> Work:
    """Return ``work`` with what it inherits."""
    fields = dict(work.fields)
    for key in ("xdata", "crossref"):
        heir, seen = work, {work.key.lower()}
        while (named := heir.fields.get(key)) and len(seen) <= CHAIN:
            others = named.text.split(",") if key == "xdata" else [named.text]
            found = [by_key[name] for other in others if (name := other.strip().lower()) in by_key]
            if len(found) < len(others) and heir is work:
                advice = "No record of this file has that key."
                span = places.span(named.at, named.end)
                report.add(Rule.VALUE_INVALID, span, key=key, value=named.text, advice=advice)
            for parent in found:
                for name, written in parent.fields.items():
                    if name not in NOT_INHERITED:
                        fields.setdefault(name if key == "xdata" else _renamed(name, parent, work), written)
            if not found or found[0].key.lower() in seen:
                break
            heir = found[0]
            seen.add(heir.key.lower())
    return work._replace(fields=fields) if len(fields) > len(work.fields) else work


def _renamed(name: str, parent: Work, heir: Work) -> str:
    """Return what the field ``name`` of the whole ``parent`` is called in its part ``heir``."""
    whole, part = parent.kind.lower(), heir.kind.lower()
    if whole in OF_WHOLES and name in ("title", "subtitle", "titleaddon"):
        return "main" + name
    if part in PARTS and name in ("title", "subtitle", "titleaddon"):
        return "book" + name
    if whole == "periodical" and name in ("title", "subtitle"):
        return "journal" + name
    if part in ("inbook", "bookinbook", "suppbook") and name == "author" and whole in WHOLES:
        return "bookauthor"
    return name
