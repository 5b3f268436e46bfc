"""What is searched, as scripts: from a folder a page loads no other data.

The words of blocks, headings and notes stand in a file for each chapter, as readers see them; those of sources and
entries in files beside these. A book is small enough to be read whole. Of a library there is an index too, in files of
bounded size: a search loads those that its words fall in, and the words of the chapters that it shows.
"""

from __future__ import annotations

import json
import re
import unicodedata
from array import array
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice
from operator import sub
from typing import NamedTuple

from postil import nodes, tree
from postil.apparatus import Apparatus, ChapterApparatus
from postil.edition import REGISTERS
from postil.languages import UNSPACED
from postil.lock import BLOCKS
from postil.nodes import Inlines
from postil.render.text import source_anchor

FOLDER = "data/search"

SMALL = 600_000
"""An edition of so many characters is read whole, for that takes a browser no time."""

SHARD = 48_000
"""How large a file of the index is, unless one word alone has more places."""

LEAF = 250
"""How many sources or entries stand in one file."""

MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0"
)
"""Diacritics and points, as ranges of a pattern: they are nothing to a search."""

_INDIC = "\u0900-\u0963\u0966-\u0dff"
_SILENT = "\u00ad\u200b-\u200d\u2060\u0640"
_PLAIN = re.compile(rf"[^\W_](?:[^\W_]|[{MARKS}{_SILENT}])*")


@cache
def _any() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds words of all scripts, and what tells those without spaces: to compile them takes a while."""
    bare = rf"[^\W_{UNSPACED}]|[{_INDIC}]"
    words = re.compile(rf"[{UNSPACED}]+|(?:{bare})(?:{bare}|[{MARKS}{_SILENT}])*")
    return words, re.compile(f"[{UNSPACED}]")


def _plain(text: str) -> bool:
    """Whether ``text`` has no letters that want more than ``_PLAIN``: those of India, or of scripts without spaces."""
    return not any("\u0900" <= sign < "\u2000" or sign >= "\u2e80" for sign in set(text))


_UNHEARD = re.compile(f"[{MARKS}{_SILENT}]")
_LETTERS = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ł": "l",
        "ŧ": "t",
        "ŋ": "n",
        "ı": "i",
        "ə": "e",
        "ς": "σ",
        "ى": "ي",
        "ی": "ي",
        "ک": "ك",
        "ة": "ه",
        "ѣ": "е",
    }
)
"""Letters that are another, or others, to a search, beside what their diacritics make of them."""


class Token(NamedTuple):
    """A word as it is written, small, and where it stands in its text."""

    raw: str
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """Return the words of ``text`` in small letters.

    Of scripts without spaces they are each two signs that follow one another, and the last of them.
    """
    if _plain(text):
        for match in _PLAIN.finditer(text):
            yield Token(match[0].lower(), match.start(), match.end())
        return
    words, unspaced = _any()
    for match in words.finditer(text):
        raw, start = match[0], match.start()
        if not unspaced.match(raw):
            yield Token(raw.lower(), start, match.end())
        else:
            for at in range(len(raw)):
                pair = raw[at : at + 2]
                yield Token(pair, start + at, start + at + len(pair))


def fold(raw: str) -> str:
    """Return a word in small letters as it is compared: without diacritics and what is not seen, in basic letters."""
    if raw.isascii():
        return raw
    # й is no и
    kept = raw.replace("й", "\ue000")
    bare = _UNHEARD.sub("", unicodedata.normalize("NFKD", kept)).translate(_LETTERS)
    return unicodedata.normalize("NFC", bare).replace("\ue000", "й")


class _Doc(NamedTuple):
    """What is found: where it is, its number or what it is called, its words, and for a note the number it hangs on."""

    id: str
    name: str
    words: str
    at: str = ""


def search_files(apparatus: Apparatus) -> Iterator[tuple[str, bytes]]:
    """Return the scripts that are searched, in a fixed order: words, a large edition's index, and the head.

    Each calls ``postilSearch`` with its name and what it holds: a chapter its title, its blocks and headings, and its
    notes. The head tells in ``runs`` the kind of what is searched, the file it is in, and how many of it; what is
    searched is counted through all of them, and an index has words with their places, each as the difference to the
    one before. ``firsts`` are the words that its files begin with. ``gone`` are published ids that stand no more.
    """
    runs: list[tuple[str, str, int]] = []
    places: dict[str, array[int]] = {}
    size = sum(len(passage.words) for passage in apparatus.passages.values())
    large = size > SMALL
    at = 0
    for slug, chapter in apparatus.chapters.items():
        blocks, notes = list(_blocks(chapter)), list(_notes(chapter))
        for kind, sign, docs in (("text", "¶", blocks), ("notes", "#", notes)):
            runs.append((kind, f"text/{slug}", len(docs)))
            if large:
                at = _place(docs, sign, at, places)
        yield _file(f"text/{slug}", [_even(tree.words(chapter.title)), blocks, notes])
    for kind, found in (("sources", _sources(apparatus)), ("entries", _entries(apparatus))):
        for number, leaf in enumerate(_leaves(found), 1):
            runs.append((kind, f"{kind}-{number}", len(leaf)))
            if large:
                at = _place(leaf, "", at, places)
            yield _file(f"{kind}-{number}", leaf)
    head: dict[str, object] = {
        "format": 1,
        "several": len(apparatus.chapters) > 1,
        "runs": runs,
        "gone": [id for id, each in apparatus.passages.items() if each.kind in BLOCKS and not each.stands],
    }
    if large:
        firsts = []
        for number, (first, shard) in enumerate(_shards(places)):
            firsts.append(first)
            yield _file(f"words-{number}", shard)
        head["firsts"] = firsts
    yield _file("index", head)


def _blocks(chapter: ChapterApparatus) -> Iterator[_Doc]:
    for id, children in chapter.blocks.items():
        if words := _even(tree.words(_said(children, chapter.citations))):
            yield _Doc(id, chapter.numbers.get(id, ""), words)


def _said(children: Inlines, said: Mapping[str, Inlines]) -> Inlines:
    """Return ``children`` with citations as they stand in the text."""
    if not any(tree.find(children, nodes.Citation)):
        return children
    return tree.rewrite(children, lambda node: said.get(node.id, ()) if type(node) is nodes.Citation else node)


def _notes(chapter: ChapterApparatus) -> Iterator[_Doc]:
    for numbered in chapter.notes.values():
        words = _even(tree.words(tree.flowing(numbered.note.blocks, chapter.citations)))
        hangs = next((chapter.numbers.get(place.block, "") for place in numbered.places), "")
        yield _Doc(numbered.note.id, numbered.number, words, hangs)


def _sources(apparatus: Apparatus) -> Iterator[_Doc]:
    for ledger in apparatus.sources.values():
        yield _Doc(f"sources.html#{source_anchor(ledger.source.key)}", "", _even(tree.words(ledger.words)))


def _entries(apparatus: Apparatus) -> Iterator[_Doc]:
    pages = {register.kind: register.page for register in REGISTERS}
    for described in apparatus.entries.values():
        entry = described.entry
        forms = ", ".join(dict.fromkeys(form.form for form in entry.forms if form.form != entry.term))
        definition = _even(" ".join(tree.words(block) for block in described.definition))
        words = " – ".join(part for part in (entry.term, forms, definition) if part)
        yield _Doc(f"{pages[entry.kind]}#e-{entry.id}", entry.term, words)


def _leaves(docs: Iterator[_Doc]) -> Iterator[list[_Doc]]:
    while leaf := list(islice(docs, LEAF)):
        yield leaf


def _even(words: str) -> str:
    return " ".join(words.split())


def _place(docs: list[_Doc], sign: str, at: int, places: dict[str, array[int]]) -> int:
    """Put the words of ``docs``, which are counted from ``at`` on, among the ``places``; return the next count.

    Their numbers with a ``sign`` before them, and the ids of blocks, are found as words are.
    """
    for number, doc in enumerate(docs, at):
        found = {token.raw for token in tokens(doc.words)}
        if sign and doc.name:
            found.add(sign + doc.name)
        if sign == "¶":
            found.add(doc.id)
        for word in found:
            places.setdefault(word, array("I")).append(number)
    return at + len(docs)


def _shards(places: dict[str, array[int]]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Return the index in files of some SHARD characters, each with the word, as it is compared, that it begins with.

    What is compared alike stands in one file. The order is that of scripts: by units of UTF-16.
    """
    ordered = sorted((fold(word).encode("utf-16-be"), word) for word in places)
    shard: list[tuple[str, str]] = []
    first, last, room = b"", b"", SHARD
    for key, word in ordered:
        numbers = places.pop(word)
        told = " ".join(map(str, [numbers[0], *map(sub, numbers[1:], numbers)]))
        if shard and key != last and room < len(told):
            yield first.decode("utf-16-be"), shard
            shard, room = [], SHARD
        if not shard:
            first = key
        shard.append((word, told))
        room -= len(word) + len(told) + 8
        last = key
    if shard:
        yield first.decode("utf-16-be"), shard


def _file(name: str, told: object) -> tuple[str, bytes]:
    said = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return f"{FOLDER}/{name}.js", f"postilSearch({json.dumps(name, ensure_ascii=False)},{said});\n".encode()
