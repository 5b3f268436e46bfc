"""Chapters, their blocks, and their notes, as records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from urllib.parse import quote

from postil import nodes, tree
from postil.apparatus import Apparatus, ChapterApparatus, Numbered, Outline, Place
from postil.lock import address
from postil.nodes import CITABLE, Blocks
from postil.render.data.files import known
from postil.render.data.registers import Occurrence, entry_key
from postil.render.data.wording import Wording, wording
from postil.render.exports.csl_json import name
from postil.render.text import PASSAGES, TextWriter

_SAFE = "/?:@!$&'()*+,;=~-._"


def href(page: str, fragment: str = "") -> str:
    """Return an address below the site's."""
    return f"{quote(page)}#{quote(fragment, safe=_SAFE)}" if fragment else quote(page)


class ChapterData:
    """The records of one chapter, ``chapter`` as its ``apparatus`` has it; ``named`` are its occurrences of entries."""

    def __init__(self, apparatus: Apparatus, chapter: ChapterApparatus, named: Sequence[Occurrence]) -> None:
        self.apparatus = apparatus
        self.derived = chapter
        self.named = named
        self.tree = apparatus.trees[chapter.slug]
        self.writer = TextWriter(chapter.page, apparatus, chapter)
        self.said = {**chapter.citations, **chapter.expanded}
        self.wordings: dict[str, Wording] = {}
        self.note_wordings: dict[str, Wording] = {}

    def id(self, fragment: str) -> str:
        """Return what a note or a section is called in the whole edition."""
        return address(self.derived.slug, fragment)

    def wording(self, id: str) -> Wording:
        """Return the wording of a block or heading."""
        if id not in self.wordings:
            self.wordings[id] = wording(self.derived.blocks.get(id, ()), self.writer)
        return self.wordings[id]

    def note_wording(self, label: str) -> Wording:
        """Return the wording of a note, its citations in full."""
        if label not in self.note_wordings:
            flow = tree.flow(self.derived.notes[label].note.blocks)
            self.note_wordings[label] = wording(flow, self.writer, self.said)
        return self.note_wordings[label]

    # The chapter

    def chapter(self) -> dict[str, object]:
        derived, edition = self.derived, self.apparatus.edition
        slug = derived.slug
        return known(
            {
                "slug": slug,
                "href": href(derived.page),
                "number": derived.front.number,
                "title": wording(derived.title, self.writer).text,
                "subtitle": derived.front.subtitle,
                "authors": [name(each) for each in derived.front.authors or edition.authors],
                "language": edition.language,
                "description": derived.front.description,
                "sections": [self.section(each) for each in derived.outline],
                "blocks": [block.id for _, block in self.citable],
                "notes": [self.id(each.note.id) for each in derived.notes.values()],
                "sources": list(derived.works),
            }
        )

    def section(self, outline: Outline) -> dict[str, object]:
        return known(
            {
                "id": self.id(outline.id),
                "href": href(self.derived.page, outline.id),
                "level": outline.level,
                "title": self.wording(outline.id).text or wording(outline.words, self.writer).text,
                "sections": [self.section(each) for each in outline.sections],
            }
        )

    # Its blocks

    @cached_property
    def citable(self) -> list[tuple[str, nodes.Paragraph | nodes.Verse | nodes.ListItem | nodes.Table | nodes.Figure]]:
        """The blocks that can be cited, each with the id of the section it stands in, if any."""
        return list(_citable(self.tree.blocks, ""))

    def blocks(self) -> Iterator[dict[str, object]]:
        passages, slug = self.apparatus.passages, self.derived.slug
        entries: dict[str, dict[str, None]] = {}
        for each in self.named:
            if not each.place.note:
                entries.setdefault(each.place.block, {})[entry_key(each.entry)] = None
        for section, block in self.citable:
            id = block.id
            passage = passages.get(id)
            found = self.wording(id)
            record = passage.record if passage else None
            yield known(
                {
                    "id": id,
                    "chapter": slug,
                    "section": self.id(section) if section else "",
                    "kind": _KINDS[type(block)],
                    "number": self.derived.numbers.get(id, ""),
                    "words": found.text,
                    "href": href(self.derived.page, id),
                    "page": f"{PASSAGES}{id}.html",
                    "name": block.name,
                    "language": getattr(block, "lang", ""),
                    "version": self.apparatus.version_of(passage) if passage else "",
                    "since": record.standings[0].version if record and record.standings else "",
                    "notes": self.called(found),
                    "sources": list(found.sources),
                    "entries": list(entries.get(id, ())),
                }
            )

    def called(self, found: Wording) -> list[str]:
        """Return the ids of the notes that are called, each once."""
        labels = dict.fromkeys(call.label for call, _ in found.calls)
        return [self.id(self.derived.notes[label].note.id) for label in labels if label in self.derived.notes]

    # Its notes

    def notes(self) -> Iterator[dict[str, object]]:
        derived = self.derived
        for label, numbered in derived.notes.items():
            note, found = numbered.note, self.note_wording(label)
            cites = [node for node in tree.walk(note.blocks) if type(node) in _CITING]
            yield known(
                {
                    "id": self.id(note.id),
                    "chapter": derived.slug,
                    "name": "" if label.startswith("^") else label,
                    "series": numbered.series.name,
                    "number": numbered.number,
                    "words": found.text,
                    "href": href(derived.page, note.id),
                    "calls": self.calls(numbered),
                    "notes": self.called(found),
                    "sources": list(dict.fromkeys(each.key for each in cites)),
                    "cites": [self.cite(each) for each in cites],
                    "links": list(found.links),
                    "entries": list(self.of_notes.get(label, ())),
                }
            )

    @cached_property
    def of_notes(self) -> dict[str, dict[str, None]]:
        """The entries that notes name, by the notes' labels."""
        found: dict[str, dict[str, None]] = {}
        for each in self.named:
            if each.place.note:
                found.setdefault(each.place.note, {})[entry_key(each.entry)] = None
        return found

    @cached_property
    def calling(self) -> dict[str, str]:
        """The labels of the notes that call others, by the ids of their calls."""
        return {
            call.id: label
            for label, numbered in self.derived.notes.items()
            for call in tree.find(numbered.note.blocks, nodes.NoteCall)
        }

    def calls(self, numbered: Numbered) -> list[dict[str, object]]:
        """Return the places that call a note, in the order a reader meets them."""
        placed = {place.anchor: place for place in numbered.places}
        return [self.call(id, placed.get(id)) for id in numbered.calls]

    def call(self, id: str, place: Place | None) -> dict[str, object]:
        """Return the place of a call: in a block the sentence it hangs on, or the note it stands in."""
        there: dict[str, object] = {"id": id, "href": href(self.derived.page, id)}
        if place is None:
            label = self.calling.get(id, "")
            if label not in self.derived.notes:
                return there
            note = self.id(self.derived.notes[label].note.id)
            return {**there, "note": note, "at": self.note_wording(label).called(id)}
        found = self.wording(place.block)
        start, end = found.at(place.begin), found.until(place.until)
        sentence = {"start": start, "end": end, "words": found.text[start:end]}
        return {**there, "block": self.place_id(place.block), "at": found.called(id), "sentence": sentence}

    def place_id(self, block: str) -> str:
        """Return what a block, or a section whose heading it is, is called in the whole edition."""
        return block if block in self.derived.numbers else self.id(block)

    def cite(self, cite: nodes.Cite | nodes.SourceLink) -> dict[str, object]:
        if isinstance(cite, nodes.SourceLink):
            return {"source": cite.key, "printed": wording(cite.children, self.writer).text}
        return known(
            {
                "source": cite.key,
                "label": cite.locator_kind if cite.locator else "",
                "locator": cite.locator,
                "prefix": tree.words(cite.prefix),
                "suffix": tree.words(cite.suffix),
            }
        )

    # Its occurrences

    def occurrences(self) -> Iterator[dict[str, object]]:
        explicit: dict[str, set[int]] = {}
        for each in self.named:
            place = each.place
            found = self.note_wording(place.note) if place.note else self.wording(place.block)
            where = place.note or place.block
            if where not in explicit:
                explicit[where] = self.explicit(place)
            start, end = found.at(place.start), found.until(place.end)
            there = {"note": self.id(place.anchor)} if place.note else {"block": self.place_id(place.block)}
            yield {
                "entry": entry_key(each.entry),
                "chapter": place.slug,
                **there,
                "start": start,
                "end": end,
                "words": found.text[start:end],
                "explicit": place.start in explicit[where],
            }

    def explicit(self, place: Place) -> set[int]:
        """Return where in the block or note of ``place`` the author links to entries."""
        children = self.derived.blocks.get(place.block, ())
        if place.note:
            children = tree.flowing(self.derived.notes[place.note].note.blocks, self.said)
        return {at for at, node in tree.texts(children) if type(node) is nodes.EntryLink and not node.found}


_CITING = (nodes.Cite, nodes.SourceLink)
_KINDS = {
    nodes.Paragraph: "paragraph",
    nodes.Verse: "verse",
    nodes.ListItem: "item",
    nodes.Table: "table",
    nodes.Figure: "figure",
}


def _citable(blocks: Blocks, section: str) -> Iterator[tuple[str, tree.Node]]:
    for block in blocks:
        if isinstance(block, nodes.Section):
            yield from _citable(block.blocks, block.heading.id)
        else:
            yield from ((section, one) for one in tree.blocks((block,)) if isinstance(one, CITABLE) and one.id)
