"""The words of blocks, notes and definitions as their page has them, and where in them is what rests on them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from postil import nodes, tree
from postil.nodes import Inlines
from postil.render.text import TextWriter, node_words

NOTHING: Mapping[str, Inlines] = {}

_HARD = tree.BREAK
"""What is written for a break that was asked for: no text of a manuscript is this."""

Call = tuple[nodes.NoteCall, int]
"""A call, and where in the words it stands."""


class Wording(NamedTuple):
    """Words without the apparatus: white space made even, a newline where a line, a cell or a paragraph ends.

    All places are counted in Unicode code points. ``runs`` are the stretches that came through whole: where each
    begins in ``tree.words``, where in ``text``, and how long it is. ``calls``, the keys of ``sources`` cited, and
    ``links``, addresses elsewhere, stand in reading order.
    """

    text: str
    runs: tuple[tuple[int, int, int], ...]
    calls: tuple[Call, ...]
    sources: tuple[str, ...]
    links: tuple[str, ...]

    def at(self, place: int) -> int:
        """Return where in ``text`` stands what begins at ``place`` in ``tree.words``."""
        return self._of(place, place)

    def until(self, place: int) -> int:
        """Return where in ``text`` ends what ends at ``place`` in ``tree.words``."""
        return self._of(place - 1, place)

    def called(self, id: str) -> int:
        """Return where the call ``id`` stands."""
        return next(at for call, at in self.calls if call.id == id)

    def _of(self, near: int, place: int) -> int:
        """Return where ``place`` is in ``text``, by the run that has what is ``near`` it."""
        step = bisect_right(self.runs, (near, len(self.text), 0)) - 1
        if step < 0:
            return 0
        before, start, length = self.runs[step]
        return start + min(place - before, length)


def wording(children: Inlines, writer: TextWriter, said: Mapping[str, Inlines] = NOTHING) -> Wording:
    """Return the wording of ``children``; what the edition says for citations and references ``writer`` knows.

    Where it is ``said`` for citations, by their ids, its words count in ``tree.words`` too: see ``tree.flowing``.
    """
    found = _Found(writer, said)
    return found.wording(found.pieces(children))


class _Found:
    """What is met in the words: calls, citations, links."""

    def __init__(self, writer: TextWriter, said: Mapping[str, Inlines]) -> None:
        self.writer = writer
        self.given = said
        self.calls: list[Call] = []
        self.sources: dict[str, None] = {}
        self.links: list[str] = []
        self.end = 0  # of what is written

    def pieces(self, children: Inlines) -> Iterator[tuple[int, str]]:
        """Return the words in pieces: how many signs ``tree.words`` has for each, and what the page has."""
        pending: list[tree.Node] = list(reversed(children))
        while pending:
            node = pending.pop()
            kind = type(node)
            if kind is nodes.Text or kind is nodes.Code:
                content = node.content
                yield len(content), content
            elif kind is nodes.LineBreak:
                yield 1, _HARD
            elif kind is nodes.NoteCall:
                self.calls.append((node, self.end))
            elif kind is nodes.Citation:
                self.sources.update(dict.fromkeys([cite.key for cite in node.cites]))
                words = self.said(self.citation(node))
                yield len(words) if node.id in self.given else 0, words
            elif kind is nodes.Image:  # its words stand for it where it is not seen
                yield len(tree.words(node.children)), ""
            elif kind is nodes.Emendation:
                pending.extend(reversed(node.new))
            elif kind is nodes.Quoted:
                pending += (nodes.Text(node.close), *reversed(node.children), nodes.Text(node.open))
            else:
                if kind is nodes.SourceLink:
                    self.sources[node.key] = None
                elif kind is nodes.Link and "://" in node.href:
                    self.links.append(node.href)
                elif kind is nodes.CrossReference and not node.children:
                    target = self.writer.target(node)
                    yield 0, self.writer.said(target) if target else ""
                pending.extend(reversed(getattr(node, "children", ())))

    def citation(self, node: nodes.Citation) -> Inlines:
        chapter = self.writer.chapter
        words = self.given.get(node.id, ()) or (chapter.citations.get(node.id, ()) if chapter else ())
        return words or node_words(node)

    def said(self, words: Inlines) -> str:
        self.links += [link.href for link in tree.find(words, nodes.Link) if "://" in link.href]
        return tree.words(words)

    def wording(self, pieces: Iterator[tuple[int, str]]) -> Wording:
        written: list[str] = []
        runs: list[tuple[int, int, int]] = []
        before, gap = 0, ""
        for length, text in pieces:
            if text == _HARD:
                gap = "\n"
            elif text:
                for start, run in _runs(text):
                    if start and not gap:
                        gap = " "
                    if gap and written:
                        written.append(gap)
                        self.end += 1
                    runs.append((before + (start if length else 0), self.end, len(run)))
                    written.append(run)
                    self.end += len(run)
                    gap = ""
                if text[-1] in " \n\t\r\f":
                    gap = gap or " "
            before += length
        links = tuple(dict.fromkeys(self.links))
        return Wording("".join(written), tuple(runs), tuple(self.calls), tuple(self.sources), links)


def _runs(text: str) -> list[tuple[int, str]]:
    """Return the stretches of ``text`` that have no white space but single spaces between words, and their places.

    Only white space that HTML makes even counts: a no-break space stays.
    """
    if not ("\n" in text or "  " in text or "\t" in text or "\r" in text or "\f" in text):
        start = text[0] == " "
        run = text.strip(" ")
        return [(int(start), run)] if run else []
    found, at = [], 0
    for line in text.replace("\n", " ").replace("\t", " ").replace("\r", " ").replace("\f", " ").split("  "):
        lead = len(line) - len(line.lstrip(" "))
        if run := line.strip(" "):
            found.append((at + lead, run))
        at += len(line) + 2
    return found
