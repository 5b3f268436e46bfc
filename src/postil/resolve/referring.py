"""What refers to what: the places from which each paragraph, section, note and entry is referred to."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Mapping

from postil import nodes, tree
from postil.apparatus import ChapterApparatus, Described, Place
from postil.edition import REGISTERS
from postil.nodes import Blocks, Inlines
from postil.resolve.places import Mark
from postil.resolve.sentences import sentence, sentence_ends

_PAGES = {register.kind: register.page for register in REGISTERS}


class Referring:
    """Collects references by where they lead: a page of the site and a fragment of it, which is empty for all of it."""

    def __init__(self, chapters: Mapping[str, ChapterApparatus], entries: Mapping[tuple[str, str], Described]) -> None:
        self.chapters, self.entries = chapters, entries
        self.found: dict[tuple[str, str], dict[Place, None]] = {}

    def result(self) -> dict[tuple[str, str], tuple[Place, ...]]:
        """Return the places that refer to each target, each sentence once, in the order in which they were entered."""
        return {target: tuple(places) for target, places in self.found.items()}

    def enter(self, target: tuple[str, str], place: Place) -> None:
        """Enter ``place`` with what it refers to; what refers to itself is not worth a word."""
        page = f"{place.slug}.html" if place.slug else _PAGES.get(place.entry[0], "")
        if target not in ((page, place.block or place.anchor), (page, place.anchor)):
            self.found.setdefault(target, {})[place] = None

    def chapter(self, chapter: ChapterApparatus, found: Iterable[Mark]) -> None:
        """Enter the references among the marks of the text of ``chapter``, then those of its notes as they are read."""
        referring: set[str] = set()
        for mark in found:
            if mark.note:
                referring.add(mark.note)
            elif target := self.target(mark.node, chapter):
                self.enter(target, mark.place)
        for label, numbered in chapter.notes.items():
            if label in referring:
                here = Place(chapter.slug, numbered.note.id, note=label)
                said = ChainMap(chapter.expanded, chapter.citations)
                self.within(tree.flowing(numbered.note.blocks, said), here, chapter)

    def within(self, children: Inlines, here: Place, chapter: ChapterApparatus) -> None:
        """Enter the references in the words of a note, each with its sentence among these."""
        text = tree.words(children)
        ends = sentence_ends(text)
        for start, end, node in tree.marks(children):
            if type(node) is nodes.CrossReference and (target := self.target(node, chapter)):
                begin, until = sentence(text, ends, start, end)
                self.enter(target, here._replace(start=start, end=end, begin=begin, until=until))

    def definition(self, described: Described) -> None:
        """Enter what an entry refers to: in its definition, and as what else to see.

        Where the other says itself how the two stand to one another, it need not be said again.
        """
        entry = described.entry
        here = Place("", f"e-{entry.id}", entry=entry.key)
        self.loose(described.definition, here)
        for pointer in entry.see:
            self.entry(pointer.key, here)

    def loose(self, blocks: Blocks, here: Place) -> None:
        """Enter the references of ``blocks``, which are no chapter's: to places in the text, and to entries."""
        for node in tree.walk(blocks, struck=False):
            if type(node) is nodes.CrossReference and node.file and (target := self.target(node, None)):
                self.enter(target, here)
            elif type(node) is nodes.EntryLink:
                self.entry((node.kind, node.entry), here)

    def entry(self, key: tuple[str, str], here: Place) -> None:
        other = self.entries.get(key)
        if other and all(here.entry not in keys for _, keys in other.related):
            self.enter((_PAGES[key[0]], f"e-{key[1]}"), here)

    def target(self, node: nodes.CrossReference, chapter: ChapterApparatus | None) -> tuple[str, str] | None:
        """Return where ``node`` leads; None where that is nowhere, which is reported elsewhere."""
        if node.file:
            chapter = self.chapters.get(node.file.removeprefix("./").removesuffix(".md"))
        if chapter is None:
            return None
        if not node.target:
            return chapter.page, ""
        target = chapter.targets.get(node.target)
        return target and (target.page, target.fragment)
