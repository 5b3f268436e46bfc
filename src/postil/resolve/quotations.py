"""Long quotations that no note follows: notices, looked for only where hints are asked for.

What tells where a quotation is from may stand in it, after it in its sentence, or directly after that sentence; of a
block quotation also at the end of the paragraph that introduces it. In doubt nothing is said.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import NamedTuple

from postil import nodes, tree
from postil.diagnostics import Report, Rule
from postil.languages import UNSPACED
from postil.manuscript import Span
from postil.nodes import Blocks, Chapter, Inlines
from postil.resolve.sentences import sentence_ends

LONG = 25
"""How many words a quotation may have without a note."""

SHOWN = 5
"""How many of its words are said."""

_LETTER = rf"[^\W_{UNSPACED}]"
# Two letters of Chinese are a word. Compiled where it is wanted: it takes milliseconds.
_WORD = rf"{_LETTER}+(?:[-’'.,]{_LETTER}+)*|[{UNSPACED}]{{1,2}}"
_AFTER = re.compile(r"\s*(?:[(\[][^()\[\]]{0,300}[)\]])?\s*")
_ATTRIBUTION = re.compile(r"(?:^|\n)\s*[—–―][^\n]*\s*\Z")
_BESIDE = re.compile(r"\s*(?:[—–―(\[])")
_SOURCED = (nodes.Citation, nodes.SourceLink)
_LEADING = (nodes.NoteCall, nodes.Citation, nodes.SourceLink, nodes.Link, nodes.CrossReference)


def check_quotations(chapter: Chapter, marks: tuple[str, ...], report: Report) -> None:
    """Report the long quotations in the text of ``chapter`` without a note; ``marks`` are the edition's."""
    _Reader(marks, report).blocks(chapter.blocks, nested=False)


class _Open(NamedTuple):
    """A quotation that is open: where, the words it begins with, and how much of it stood in paragraphs before."""

    start: int
    span: Span
    words: str
    before: int = 0
    noted: bool = False


class _Reader:
    """Reads the blocks of a chapter; ``carried`` is a quotation that was open at the end of a paragraph."""

    def __init__(self, marks: tuple[str, ...], report: Report) -> None:
        self.open, self.close = marks[:2]
        self.signs = re.compile("|".join(re.escape(mark) for mark in dict.fromkeys((*marks[:2], '"'))))
        self.report = report
        self.carried: _Open | None = None

    def blocks(self, blocks: Blocks, *, nested: bool, noted: bool = False) -> None:
        """Look through ``blocks``: ``nested`` in others, ``noted`` where what introduces them ends with a note."""
        before: _Flow | None = None
        quoted: list[nodes.BlockQuote] = []
        for block in blocks:
            if isinstance(block, nodes.BlockQuote):
                quoted.append(block)
                continue
            flow = (
                _Flow(block, nested=nested) if isinstance(block, nodes.Paragraph | nodes.Plain | nodes.Verse) else None
            )
            self.block_quotation(quoted, before, flow)
            if quoted or flow is None:
                self.carried = None
            quoted = []
            if flow is not None:
                self.paragraph(flow, noted=noted)
            elif isinstance(block, nodes.Section):
                self.blocks(block.blocks, nested=nested)
            elif isinstance(block, nodes.List):
                told = before is not None and before.text.rstrip().endswith(":") and before.ends_noted()
                for item in block.items:
                    self.blocks(item.blocks, nested=True, noted=noted or told)
            before = flow
        self.block_quotation(quoted, before, None)
        self.carried = None

    def block_quotation(self, quoted: list[nodes.BlockQuote], before: _Flow | None, after: _Flow | None) -> None:
        """Look at block quotations that stand side by side, between two paragraphs, as one."""
        flows = [
            _Flow(block, nested=True)
            for quote in quoted
            for block in tree.blocks(quote.blocks)
            if isinstance(block, nodes.Paragraph | nodes.Plain | nodes.Verse)
        ]
        count = sum(len(flow.words) for flow in flows)
        if count <= LONG or any(flow.leading for flow in flows) or _ATTRIBUTION.search(flows[-1].text):
            return
        if (before is not None and before.ends_noted()) or (after is not None and after.begins_noted()):
            return
        first = next(flow for flow in flows if flow.words)
        self.tell(quoted[0].span, first.beginning(0), count)

    def paragraph(self, flow: _Flow, *, noted: bool) -> None:
        """Look at the quotations of a paragraph: each mark that closes belongs to the last that opened."""
        text, carried = flow.text, self.carried
        stack: list[_Open] = []
        found: list[tuple[int, int, _Open]] = []
        for sign in self.signs.finditer(text):
            at = sign.start()
            if self.opens(text, at, sign.end()):
                if carried is not None and not text[:at].strip():
                    stack.append(carried._replace(start=at))
                else:
                    stack.append(_Open(at, flow.span, ""))
            elif stack and not re.match(_LETTER, text[sign.end() : sign.end() + 1]):
                one = stack.pop()
                if one.before + flow.count(one.start, at) > LONG:
                    found.append((one.start, sign.end(), one))
        self.carried = flow.carry(stack[-1]) if stack else None
        until = 0
        for start, end, one in sorted(found):
            if end < until:  # within another, which was looked at
                continue
            until = end
            if not (noted or one.noted or flow.is_noted(start, end)):
                words = one.words or flow.beginning(start + 1)
                self.tell(one.span if one.words else flow.place(start), words, one.before + flow.count(start, end))

    def opens(self, text: str, at: int, end: int) -> bool:
        """Return whether the mark at ``at`` opens a quotation, where its shape does not say, by what stands around."""
        mark = text[at:end]
        if mark in (self.open, self.close) and self.open != self.close:
            return mark == self.open
        before, after = text[at - 1 : at], text[end : end + 1]
        return bool(after.strip()) and (not before.strip() or before in "([{—–-/‘“«„")

    def tell(self, span: Span, words: str, count: int) -> None:
        self.report.add(Rule.QUOTATION_UNNOTED, span._replace(length=1), words=words, count=count)


class _Flow:
    """The text of a paragraph, with the places in it that lead to sources, and those of its lines in the file.

    Texts have no spans: line and column are counted from the last mark that has one. Where they cannot be known, as
    after the signs of a list, the column is 0.
    """

    def __init__(self, block: nodes.Paragraph | nodes.Plain | nodes.Verse, *, nested: bool) -> None:
        self.span = block.span
        self.leading: list[int] = []
        self.sourced: list[int] = []
        self.places: list[tuple[int, int, int]] = []
        self._margin = 0 if nested else 1
        self._line, self._column = block.span.line, 0 if nested else block.span.column
        self._parts: list[str] = []
        self._at = 0
        self._read(block.children)
        self.leading.sort()
        self.text = "".join(self._parts)

    @cached_property
    def words(self) -> list[int]:
        """Where the words begin."""
        return [word.start() for word in re.finditer(_WORD, self.text)]

    @cached_property
    def ends(self) -> list[int]:
        """Where the sentences end."""
        return sentence_ends(self.text)

    def count(self, start: int, end: int) -> int:
        """Return how many words begin in ``start:end``."""
        return bisect_left(self.words, end) - bisect_left(self.words, start)

    def beginning(self, start: int) -> str:
        """Return the first words after ``start``."""
        at = bisect_left(self.words, start)
        end = self.words[at + SHOWN] if at + SHOWN < len(self.words) else len(self.text)
        return re.sub(r"\W+$", "", " ".join(self.text[self.words[at] if at < len(self.words) else start : end].split()))

    def carry(self, one: _Open) -> _Open:
        """Return ``one``, which stays open, with what this paragraph has of it."""
        count = one.before + self.count(one.start, len(self.text))
        noted = one.noted or bisect_left(self.leading, one.start) < len(self.leading)
        if one.words:
            return one._replace(before=count, noted=noted)
        return _Open(0, self.place(one.start), self.beginning(one.start), count, noted)

    def is_noted(self, start: int, end: int) -> bool:
        """Return whether the quotation at ``start:end`` says where it is from."""
        sourced = bisect_left(self.sourced, self._after(bisect_right(self.ends, start) - 1))
        return self._leads(start, self._limit(end)) or sourced < bisect_left(self.sourced, start)

    def begins_noted(self) -> bool:
        """Return whether this begins with what belongs to a quotation before it: a bracket or a dash, and a note."""
        begins = _BESIDE.match(self.text) or not self.text[: next(iter(self.leading), len(self.text))].strip()
        return bool(begins) and self._leads(0, self._limit(0))

    def ends_noted(self) -> bool:
        """Return whether its last sentence says where something is from."""
        last = bisect_left(self.ends, len(self.text.rstrip()))
        return self._leads(self._after(last - 1), len(self.text) + 1)

    def place(self, at: int) -> Span:
        """Return where the text at ``at`` stands in the file."""
        begin, line, column = self.places[bisect_right(self.places, (at, 1 << 60)) - 1]
        return self.span._replace(line=line, column=column + at - begin if column else 0)

    def _limit(self, end: int) -> int:
        """Return up to where a note still belongs to what ends at ``end``."""
        until = self.ends[bisect_left(self.ends, end)]
        after = _AFTER.match(self.text, until) if until < len(self.text) else None
        return after.end() if after else until + 1

    def _after(self, sentence: int) -> int:
        """Return where what follows a sentence begins: a note directly at its end is its own."""
        return self.ends[sentence] + 1 if sentence >= 0 else 0

    def _leads(self, start: int, end: int) -> bool:
        return bisect_left(self.leading, start) < bisect_right(self.leading, end)

    def _read(self, children: Inlines) -> None:
        for node in children:
            match node:
                case nodes.Text():
                    self._write(node.content)
                case nodes.LineBreak():
                    self._write("\n")
                case nodes.Code():  # quotation marks in code quote nothing
                    self._column += bool(self._column)
                    self._write("x" * len(node.content))
                    self._column += bool(self._column)
                case nodes.Emphasis() | nodes.Strong():
                    signs = 1 if isinstance(node, nodes.Emphasis) else 2
                    self._column += signs * bool(self._column)
                    self._read(node.children)
                    self._column += signs * bool(self._column)
                case _:
                    self._mark(node)

    def _mark(self, node: tree.Node) -> None:
        span = getattr(node, "span", Span("", 0))
        if span.line:
            self._line, self._column = span.line, span.column + 1
        if isinstance(node, _LEADING):
            # what has words leads from within them: it may begin the next sentence
            worded = getattr(node, "children", ()) or getattr(node, "in_text", False)
            self.leading.append(self._at + bool(worded))
        if isinstance(node, _SOURCED):
            self.sourced.append(self._at)
        if getattr(node, "in_text", False):
            self._write("A")  # the author's name, which the edition writes
        elif isinstance(node, nodes.Emendation):
            self._column = 0
            self._read(node.new)
        elif not isinstance(node, nodes.Image):
            self._read(getattr(node, "children", ()))
        if span.line:
            self._column = span.column + span.length if self._line == span.line else 0

    def _write(self, text: str) -> None:
        self._parts.append(text)
        for number, line in enumerate(text.split("\n")):
            if number:
                self._at += 1
                self._line, self._column = self._line + 1, self._margin
            self.places.append((self._at, self._line, self._column))
            self._at += len(line)
            self._column += len(line) * bool(self._column)
