"""Entries found in the text by their forms: whole words, the longest form first, once in each section."""

import re
from typing import NamedTuple

from postil import nodes, tree
from postil.diagnostics import Report, Rule
from postil.edition import Entry
from postil.languages import UNSPACED
from postil.manuscript import Manuscript, Span
from postil.nodes import Block, Blocks, Chapter, EntryLink, Inline, Inlines, Section, Text

_WORD = re.compile(r"\w+(?:[-.&\N{HYPHEN}\N{NON-BREAKING HYPHEN}]\w+)*")
_AFTER = re.compile(r"[\w\N{HYPHEN}\N{NON-BREAKING HYPHEN}-]")

# The same in a text with letters of scripts that put no spaces between words: these are not words' letters here.
# Compiled where they are wanted: each takes milliseconds.
_UNSPACED = f"[{UNSPACED}]"
_LETTER = rf"[^\W{UNSPACED}]"
_WORD_AMONG = _WORD.pattern.replace(r"\w", _LETTER)
_AFTER_AMONG = rf"{_LETTER}|[\N{{HYPHEN}}\N{{NON-BREAKING HYPHEN}}-]"

_KATAKANA = "ァ-ヺー"
_SIGNS = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd\u102b-\u103e\u17b6-\u17d3"
"""Vowels and tones that hang on the letter before them."""


class Found(NamedTuple):
    """A form of an entry: how it is matched, and whose it is.

    ``shared`` are the kinds and ids of all entries that claim it, where these are several: then nobody can tell which
    is meant, and it is nobody's.
    """

    form: str
    any_case: bool
    kind: str
    id: str
    once: bool
    shared: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """The entry's kind and id."""
        return self.kind, self.id

    def begins(self, text: str, start: int) -> bool:
        """Return whether the form stands at ``start`` in ``text``, which is plain as ``_plain`` makes it."""
        if not self.any_case:
            return text.startswith(self.form, start)
        return text.startswith(self.form[1:], start + 1) and text[start].lower() == self.form[0]


class Lexicon:
    """The forms of all entries, by their first word; those in scripts without spaces between words as one pattern.

    A form in lower case is found with a capital first letter too; otherwise capitals must agree. Words joined by a
    hyphen are one word. A line break between words does not hinder a form, nor does a possessive after it. A form in
    Chinese letters, or others written without spaces, is found wherever its letters stand.
    """

    def __init__(self, entries: tuple[Entry, ...]) -> None:
        self.by_word: dict[str, list[Found]] = {}
        self.unspaced: dict[str, Found] = {}
        claims: dict[str, dict[tuple[str, str], Entry]] = {}
        for entry in entries:
            for form in (entry.term, *(each.form for each in entry.forms)):
                claims.setdefault(_plain(" ".join(form.split())), {})[entry.key] = entry
        for form, owners in claims.items():
            self._add(form, tuple(owners.values()))
        self.shares = any(len(owners) > 1 for owners in claims.values())
        for found in self.by_word.values():
            found.sort(key=lambda each: (-len(each.form), each.any_case))  # as it is written before in any case
        longest_first = sorted(self.unspaced, key=lambda form: (-len(form), form))
        self.running = re.compile("|".join(map(_running, longest_first))) if longest_first else None

    def _add(self, form: str, owners: tuple[Entry, ...]) -> None:
        first_of = owners[0]
        shared = tuple(each.key for each in owners) if len(owners) > 1 else ()
        found = Found(form, False, *first_of.key, first_of.first_mention_only, shared)
        if max(form, default="") >= "\u0e00" and re.search(_UNSPACED, form):
            self.unspaced[form] = found
            return
        first = _WORD.search(form)
        if first is None:
            return
        form = form[first.start() :]
        any_case = form == form.lower()
        found = found._replace(form=form, any_case=any_case)
        word = first[0]
        for each in {word, word[0].upper() + word[1:]} if any_case else {word}:
            self.by_word.setdefault(each, []).append(found)

    def matches(self, text: str) -> list[tuple[int, int, Found]]:
        """Return the places of forms in ``text``, start, end and form, none within another."""
        text = _plain(text)
        if self.running and not text.isascii():
            return self._among(text, self.running)
        return self._spaced(text, _WORD, _AFTER)

    def named(self, text: str) -> list[tuple[int, int, tuple[str, str]]]:
        """Return the places of forms in ``text`` that are one entry's, start, end, and the entry's kind and id."""
        return [(start, end, found.key) for start, end, found in self.matches(text) if not found.shared]

    def _among(self, text: str, running: re.Pattern[str]) -> list[tuple[int, int, Found]]:
        """Return the places of forms in a text with letters of scripts that put no spaces between words."""
        places = [(match.start(), match.end(), self.unspaced[match[0]]) for match in running.finditer(text)]
        taken = [one[:2] for one in places]
        at = 0
        for one in self._spaced(text, re.compile(_WORD_AMONG), re.compile(_AFTER_AMONG)):
            while at < len(taken) and taken[at][1] <= one[0]:
                at += 1
            if at == len(taken) or taken[at][0] >= one[1]:
                places.append(one)
        return sorted(places, key=lambda one: one[0])

    def _spaced(self, text: str, words: re.Pattern[str], after: re.Pattern[str]) -> list[tuple[int, int, Found]]:
        matches: list[tuple[int, int, Found]] = []
        until = 0
        by_word = self.by_word
        for word in words.finditer(text):
            candidates = by_word.get(word[0])
            if candidates is None or (start := word.start()) < until:
                continue
            for found in candidates:
                end = start + len(found.form)
                if found.begins(text, start) and not after.match(text, end):
                    matches.append((start, end, found))
                    until = end
                    break
        return matches


def _running(form: str) -> str:
    """Return the pattern of a form in a script without spaces; what is spaced, or in Katakana, is whole words."""
    before, after = "", f"(?![{_SIGNS}])"
    for run in (rf"[{_KATAKANA}]", _LETTER):
        if re.match(run, form):
            before = f"(?<!{run})"
        if re.match(run, form[-1]):
            after = f"(?!{run})"
    return before + re.escape(form) + after


def _plain(text: str) -> str:
    """Return ``text`` with plain spaces, apostrophes and quotation marks in the places of the others."""
    for other, plain in _PLAIN:
        text = text.replace(other, plain)
    return text


_PLAIN = (
    ("\n", " "),
    ("\t", " "),
    ("\N{NO-BREAK SPACE}", " "),
    ("’", "'"),
    ("‘", "'"),
    ("“", '"'),
    ("”", '"'),
)


def mark_terms(chapter: Chapter, lexicon: Lexicon) -> Chapter:
    """Return ``chapter`` with the first place of each entry in each section as an EntryLink.

    An explicit link is such a place too. Words in headings, links, code and notes are left; so are those within another
    entry's form, whether it is marked there or not. Entries that are marked only once are marked once in the chapter.
    """
    if not (lexicon.by_word or lexicon.unspaced):
        return chapter
    marked_ever: set[tuple[str, str]] = set()

    def section(blocks: Blocks) -> Blocks:
        seen: set[tuple[str, str]] = set()
        # sections inside come after the words of their own, so each begins anew
        return tuple(Section(b.heading, section(b.blocks)) if isinstance(b, Section) else mark(b, seen) for b in blocks)

    def mark(block: Block, seen: set[tuple[str, str]]) -> Block:
        def inlines(children: Inlines) -> Inlines:
            changed: list[Inline] = []
            for child in tree.runs(children):
                if type(child) is tuple:
                    changed += words(child)
                elif isinstance(child, nodes.Emphasis | nodes.Strong | nodes.Foreign):
                    changed.append(child._replace(children=inlines(child.children)))
                else:
                    changed.append(child)
                    if type(child) is EntryLink:
                        seen.add((child.kind, child.entry))
                        marked_ever.add((child.kind, child.entry))
            return tuple(changed)

        def words(run: Inlines) -> Inlines:
            text, at = tree.words(run), 0
            parts: list[Inline] = []
            for start, end, found in lexicon.matches(text):
                key = found.key
                if key in seen or found.shared or (found.once and key in marked_ever):
                    continue
                seen.add(key)
                marked_ever.add(key)
                parts += _part(run, at, start)
                parts.append(EntryLink(found.kind, found.id, _part(run, start, end, linked=True), found=True))
                at = end
            return (*parts, *_part(run, at, len(text))) if parts else run

        def visit(node: tree.Node) -> tree.Node:
            if type(node) in (nodes.Paragraph, nodes.Plain, nodes.Verse, nodes.Cell):
                return node._replace(children=inlines(node.children))
            if type(node) is nodes.Figure:
                return node._replace(caption=inlines(node.caption))
            return node

        return tree.rewrite(block, visit, leave=(nodes.Heading,))

    return chapter._replace(blocks=section(chapter.blocks))


def _part(run: Inlines, start: int, end: int, *, linked: bool = False) -> Inlines:
    """Return what stands at ``start:end`` in a run of texts and page breaks; breaks at its ends where nothing links."""
    at, parts = 0, []  # type: int, list[Inline]
    for node in run:
        if type(node) is Text:
            content = node.content[max(start - at, 0) : max(end - at, 0)]
            parts += [Text(content)] if content else []
            at += len(node.content)
        elif start < at < end or (not linked and start <= at <= end):
            parts.append(node)
    return tuple(parts)


_EXPLICIT = re.compile(r"\[[^\]]*\]\([^)]*\)|`[^`]*`")
"""Links and code, as they are written."""


def tell_ambiguous(chapter: Chapter, lexicon: Lexicon, manuscript: Manuscript, report: Report) -> None:
    """Report each place of ``chapter`` where a form stands that several entries claim, with what to write instead."""
    if not lexicon.shares:
        return
    lines = manuscript.text.split("\n")
    for node in (*tree.blocks(chapter.blocks), *tree.blocks(tuple(b for note in chapter.notes for b in note.blocks))):
        if not isinstance(
            node, nodes.Paragraph | nodes.Plain | nodes.Verse | nodes.Table | nodes.Figure | nodes.Heading
        ):
            continue
        found = [
            (text[start:end], each)
            for children in (children for _, children in tree.lines(node))
            for _, text in tree.texts(children)
            if isinstance(text, str)
            for start, end, each in lexicon.matches(text)
            if each.shared
        ]
        if found:
            spans = _written_at(node.span, lines, manuscript.above, lexicon, len(found))
            for place, (words, each) in enumerate(found):
                span = spans[place] if len(spans) == len(found) else node.span
                marks = " or ".join(f"[{words}]({kind}:{id})" for kind, id in each.shared)
                names = " or ".join(id for _, id in each.shared)
                report.add(Rule.ENTRY_AMBIGUOUS, span, form=words, names=names, marks=marks)


def _written_at(block: Span, lines: list[str], above: int, lexicon: Lexicon, most: int) -> list[Span]:
    """Return where forms that several entries claim stand in ``block`` as it is written, none in links or in code."""
    spans: list[Span] = []
    for number in range(block.line - 1 - above, len(lines)):
        if not lines[number].strip() or len(spans) >= most:
            break
        line = _EXPLICIT.sub(lambda link: "_" * len(link[0]), lines[number])
        spans += [
            Span(block.path, number + 1 + above, start + 1, end - start)
            for start, end, found in lexicon.matches(line)
            if found.shared
        ]
    return spans
