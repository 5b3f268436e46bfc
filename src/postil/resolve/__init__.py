"""Resolve: number notes, settle references, format citations. The only step that sees the whole edition."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from postil import nodes, tree
from postil.apparatus import (
    Apparatus,
    ChapterApparatus,
    Described,
    Emended,
    Ledger,
    Numbered,
    Place,
    Target,
)
from postil.csl import Style
from postil.diagnostics import Report, Rule
from postil.edition import REGISTERS, Edition, Entry, Front, Source
from postil.lock import Settled
from postil.manuscript import NOWHERE, Span
from postil.nodes import CITABLE, Blocks, Chapter, Text
from postil.resolve.citations import Cited, Citer, ranks
from postil.resolve.notes import number_notes
from postil.resolve.numbers import inherit, issued_numbers, number_blocks, renamed
from postil.resolve.occurrences import Matches, occurrences
from postil.resolve.own import Offer, chapter_record, own_citation
from postil.resolve.passages import keep, passages
from postil.resolve.places import Mark, marks, words_by_block
from postil.resolve.referring import Referring
from postil.resolve.relations import circles, relations
from postil.resolve.targets import name_targets, outline

_FILES = {register.kind: register.file for register in REGISTERS}
_ELSEWHERE = re.compile(r"(?!data:)[A-Za-z][A-Za-z0-9+.-]*:|//")
_TITLE = frozenset((Text, nodes.Emphasis, nodes.Strong, nodes.Foreign, nodes.Code))
_KINDS = {
    nodes.NoteCall: "a note",
    nodes.Citation: "a citation",
    nodes.Cite: "a citation",
    nodes.Image: "a picture",
    nodes.PageBreak: "a page of the print",
    nodes.Emendation: "an emendation",
    nodes.LineBreak: "a line break",
}
_REFERRING = frozenset(
    (nodes.CrossReference, nodes.Cite, nodes.NoteCall, nodes.EntryLink, nodes.SourceLink, nodes.Link)
)


class Written(NamedTuple):
    """What was written: chapters with their front matter, entries' definitions, the editorial statement.

    ``matches`` finds the forms of entries in a text; ``settled`` is what of it was published before.
    """

    chapters: tuple[tuple[Front, Chapter], ...]
    definitions: dict[tuple[str, str], Blocks]
    editorial: Blocks
    matches: Matches
    settled: Settled = Settled()


def resolve(edition: Edition, written: Written, report: Report, style: Style | None) -> Apparatus:
    """Return the apparatus of the whole edition; every reference in it is settled, or reported.

    Without a ``style``, which could not be read then, citations have no words.
    """
    return _Resolver(edition, written, report, style).apparatus()


class _Resolver:
    """The tables that resolving fills, chapter by chapter."""

    def __init__(self, edition: Edition, written: Written, report: Report, style: Style | None) -> None:
        self.edition = edition
        self.written = written
        self.report = report
        self.sources = {source.key: source for source in edition.sources}
        self.entries = {(entry.kind, entry.id): entry for entry in edition.entries}
        self.source_places: dict[str, list[Place]] = {key: [] for key in self.sources}
        self.entry_places: dict[tuple[str, str], list[Place]] = {key: [] for key in self.entries}
        self.entry_words: dict[tuple[str, str], Counter[str]] = {key: Counter() for key in self.entries}
        self.emendations: list[Emended] = []
        self.slugs = {chapter.slug: place for place, (_, chapter) in enumerate(written.chapters)}
        self.orders: dict[str, dict[str, int]] = {}
        self.crossing: dict[str, list[Mark]] = {}
        self.chapters: dict[str, ChapterApparatus] = {}
        self.citer = Citer(edition, style) if style else None
        self.offer = Offer(edition, self.citer.processor) if self.citer else None
        self.bibliography = self.citer.bibliography() if self.citer else dict.fromkeys(self.sources, ())
        self.ranks = ranks(self.bibliography)
        self.renamed = renamed(edition.lock, written.settled.present)
        self.issued, self.taken = inherit(*issued_numbers(edition.lock), self.renamed)

    def apparatus(self) -> Apparatus:
        for front, chapter in self.written.chapters:
            self.chapters[chapter.slug] = self.chapter(front, chapter)
        published = passages(self.edition.lock, self.written.settled, self.chapters, self.renamed)
        if self.edition.lock.records:
            for slug, kept in keep(published, self.chapters).items():
                self.chapters[slug] = self.chapters[slug]._replace(**kept._asdict())
        for _, chapter in self.written.chapters:
            self.references(chapter, chapter.slug)
        for key, definition in self.written.definitions.items():
            self.definition(self.entries[key], definition)
        self.references(self.written.editorial, "")
        self.cited(self.written.editorial, Place("", "editorial"))
        for source in self.edition.sources:
            if not self.source_places[source.key] and not self.edition.unread:
                self.report.add(Rule.SOURCE_UNCITED, source.span, key=source.key, mark=_mark(source.key))
        for circle in circles(self.entries):
            way = ", part of ".join(f"“{id}”" for _, id in (*circle.keys, circle.keys[0]))
            self.report.add(Rule.ENTRY_PART_OF_ITSELF, circle.pointer.span, id=circle.keys[0][1], way=way)
        related = relations(self.entries)
        entries = {
            key: Described(
                entry,
                self.formatted(self.written.definitions.get(key, ())),
                tuple(places),
                _named(self.entry_words[key]),
                related[key],
            )
            for (key, entry), places in zip(self.entries.items(), self.entry_places.values(), strict=True)
        }
        return Apparatus(
            edition=self.edition,
            chapters=self.chapters,
            entries=entries,
            sources={
                key: Ledger(
                    self.sources[key],
                    words,
                    tuple(sorted(self.source_places[key], key=self.order)),
                )
                for key, words in self.bibliography.items()
            },
            editorial=self.formatted(self.written.editorial),
            emendations=tuple(self.emendations),
            trees={chapter.slug: chapter for _, chapter in self.written.chapters},
            passages=published,
            referring=self.referring(entries),
        )

    def referring(self, entries: dict[tuple[str, str], Described]) -> dict[tuple[str, str], tuple[Place, ...]]:
        """Return the places that refer to each page and fragment."""
        referring = Referring(self.chapters, entries)
        for slug, found in self.crossing.items():
            referring.chapter(self.chapters[slug], found)
        for described in entries.values():
            referring.definition(described)
        referring.loose(self.written.editorial, Place("", "editorial"))
        return referring.result()

    def order(self, place: Place) -> tuple[int, int, int]:
        """Return where ``place`` stands in the order of the edition; what is in no chapter comes last."""
        if place.slug not in self.chapters:
            return (len(self.chapters), 0, 0)
        order = self.orders[place.slug]
        return (self.slugs[place.slug], order.get(place.block, len(order)), place.start)

    def chapter(self, front: Front, chapter: Chapter) -> ChapterApparatus:
        """Return what is derived from one chapter, and enter its places into the tables."""
        _ = self.edition.tongue
        ids = [node.id for node in tree.blocks(chapter.blocks) if isinstance(node, CITABLE) and node.id]
        given = {id: self.issued[chapter.slug, id] for id in ids if (chapter.slug, id) in self.issued}
        numbers = number_blocks(ids, given, self.taken.get(chapter.slug, ()))
        targets = name_targets(chapter, numbers, self.report, self.edition.tongue)
        numbered = number_notes(chapter, self.edition, self.report)
        self.title(front, chapter)
        if self.report.hints:
            from postil.resolve.quotations import check_quotations  # which no build wants

            check_quotations(chapter, self.edition.quotes, self.report)
        found = list(marks(chapter))
        by_id = {mark.node.id: mark.place for mark in found if type(mark.node) is nodes.NoteCall and not mark.note}
        notes = {}
        for label, (note, number, series, calls) in numbered.items():
            places = tuple(by_id[call] for call in calls if call in by_id)
            said = called = _("note %(number)s", number=number)
            if series.name:
                called = _("%(series)s, note %(number)s", series=series.title, number=number)
            notes[label] = Numbered(note, number, series, calls, places, called)
            targets[note.id] = Target(f"{chapter.slug}.html", note.id, said)
        for mark in found:
            if type(mark.node) is nodes.Cite and mark.note:
                self.source(mark.node.key, mark.node.span)
            elif type(mark.node) is nodes.Citation and not mark.note:
                for cite in mark.node.cites:
                    self.source(cite.key, cite.span)
            self.enter(mark, notes)
        if crossing := [mark for mark in found if type(mark.node) is nodes.CrossReference]:
            self.crossing[chapter.slug] = crossing
        citations, expanded = self.citer.chapter(_cited(found, notes)) if self.citer else ({}, {})
        told = {label: one.note for label, one in notes.items()}
        for entry, place, words in occurrences(chapter, told, {**citations, **expanded}, self.written.matches):
            if entry in self.entry_places:
                self.entry_places[entry].append(place)
                self.entry_words[entry][" ".join(words.split())] += 1
        keys = {node.key for node in tree.walk(chapter) if type(node) in (nodes.Cite, nodes.SourceLink)}
        self.orders[chapter.slug] = {id: place for place, id in enumerate(ids)}
        record = chapter_record(self.edition, front, tree.words(chapter.title))
        return ChapterApparatus(
            slug=chapter.slug,
            front=front,
            title=chapter.title,
            numbers=numbers,
            notes=notes,
            targets=targets,
            outline=outline(chapter.blocks),
            blocks=words_by_block(chapter),
            citations=citations,
            expanded=expanded,
            works=tuple(sorted(keys & self.ranks.keys(), key=self.ranks.__getitem__)),
            own_citation=own_citation(self.citer.processor, record) if self.citer else (),
            anchors={},
            gone={},
            away=[],
            cited_as=self.offer.forms_of(record) if self.offer else (),
            record=record,
        )

    def title(self, front: Front, chapter: Chapter) -> None:
        """Report marks in a chapter's title, which stands on many pages and in the metadata."""
        for node in tree.walk(chapter.title):
            if type(node) not in _TITLE:
                span = getattr(node, "span", NOWHERE)
                span = span if span.path else front.title_span
                self.report.add(Rule.TITLE_MARK, span, mark=_KINDS.get(type(node), "a link"))

    def enter(self, mark: Mark, notes: dict[str, Numbered]) -> None:
        """Enter the place of ``mark`` with what it rests on: of a note, the places that call it."""
        node = mark.node
        kind = type(node)
        if mark.note and mark.note not in notes:  # a note that nobody reads
            return
        if kind is nodes.Cite or kind is nodes.SourceLink:
            key = node.key
        elif kind is nodes.Emendation:
            if node.old or node.new:
                self.emendations.append(Emended(mark.place, node.old, node.new, node.why))
            return
        elif kind is nodes.Citation and not mark.note:
            for cite in node.cites:
                self.enter(mark._replace(node=cite), notes)
            return
        else:
            return
        if key not in self.source_places:
            return
        places = self.source_places[key]
        if not mark.note:
            places.append(mark.place)
        else:
            note = notes[mark.note]
            places.extend([place._replace(note=mark.note) for place in note.places] or [mark.place])

    def formatted(self, blocks: Blocks) -> Blocks:
        """Return ``blocks``, which are no chapter's, with the words of their citations in their places."""

        def visit(node: tree.Node) -> tree.Node:
            return (self.citer.inline(node) or node) if type(node) is nodes.Citation and self.citer else node

        return tree.rewrite(blocks, visit)

    def source(self, key: str, span: Span) -> Source | None:
        """Return the source ``key``; None where there is none, which is reported."""
        if key in self.sources or "sources.yaml" in self.edition.unread:
            return self.sources.get(key)
        close = self.report.nearest(key, self.sources)
        advice = (
            f"Did you mean @{close}?"
            if close
            else f"Add it to sources.yaml (“- id: {key}”), or write \\@ if no citation is meant."
        )
        self.report.add(Rule.SOURCE_UNKNOWN, span, key=key, advice=advice)
        return None

    def definition(self, entry: Entry, definition: Blocks) -> None:
        """Settle what an entry refers to."""
        here = Place("", f"e-{entry.id}", entry=(entry.kind, entry.id))
        self.cited(definition, here)
        for key, span in entry.sources:
            if self.source(key, span):
                self.source_places[key].append(here)
        for pointer in entry.pointers:
            self.entry(*pointer)
        self.references(definition, "")

    def cited(self, blocks: Blocks, here: Place) -> None:
        """Enter ``here`` with each source that ``blocks`` cite."""
        for node in tree.walk(blocks):
            if isinstance(node, nodes.Cite | nodes.SourceLink) and node.key in self.source_places:
                self.source_places[node.key].append(here)

    def entry(self, kind: str, id: str, span: Span) -> None:
        """Report the entry ``id`` where there is none of that kind."""
        if (kind, id) in self.entries or _FILES[kind] in self.edition.unread:
            return
        known = [other for of, other in self.entries if of == kind]
        close = self.report.nearest(id, known)
        elsewhere = next((of for of, other in self.entries if other == id), "")
        if elsewhere:
            advice = f"It is in {_FILES[elsewhere]}: write {elsewhere}:{id}."
        else:
            advice = f"Did you mean “{close}”?" if close else f"Add it to {_FILES[kind]}, or take the link away."
        self.report.add(Rule.ENTRY_UNKNOWN, span, id=id, file=_FILES[kind], advice=advice)

    def references(self, within: tree.Node, slug: str) -> None:
        """Report what leads nowhere ``within`` a chapter (or, with no ``slug``, within text that is none)."""
        for node in tree.walk(within):
            if type(node) not in _REFERRING:
                continue
            match node:
                case nodes.CrossReference():
                    self.reference(node, slug)
                case nodes.Cite() if not slug:
                    self.source(node.key, node.span)
                case nodes.NoteCall() if not slug:
                    self.report.add(Rule.NOTE_HOMELESS, node.span)
                case nodes.EntryLink(found=False):
                    self.entry(node.kind, node.entry, node.span)
                case nodes.SourceLink():
                    self.source(node.key, node.span)
                case nodes.Link() if not node.children:
                    self.report.add(Rule.LINK_EMPTY, node.span, href=node.href)
                case nodes.Link() if not _ELSEWHERE.match(node.href):
                    self.report.add(Rule.LINK_LOST, node.span, href=node.href)
                case _:
                    pass

    def reference(self, node: nodes.CrossReference, slug: str) -> None:
        if not node.file and not slug:
            file = next(
                (f"{name}.md" for name, one in self.chapters.items() if node.target in one.targets),
                "chapter.md",
            )
            self.report.add(Rule.REFERENCE_HOMELESS, node.span, target=node.target, file=file)
            return
        if node.file:
            other = node.file.removeprefix("./").removesuffix(".md")
            if f"{other}.md" in self.edition.unread:
                return
            if other not in self.chapters:
                names = [f"{name}.md" for name in self.chapters]
                close = self.report.nearest(node.file, names)
                advice = f"Did you mean “{close}”?" if close else f"Chapters are: {', '.join(names[:12])}."
                self.report.add(Rule.REFERENCE_FILE_UNKNOWN, node.span, file=node.file, advice=advice)
                return
            slug = other
        if not node.target:
            return
        targets = self.chapters[slug].targets
        if node.target not in targets:
            close = self.report.nearest(node.target, targets)
            name = f"{{#{node.target}}}"
            advice = f"Name what it leads to: {name} on a line above a block, or after a heading’s words."
            advice = f"Did you mean #{close}?" if close else advice
            self.report.add(Rule.REFERENCE_UNKNOWN, node.span, target=node.target, advice=advice)


def _named(words: Counter[str]) -> tuple[tuple[str, int], ...]:
    """Return ``words``, which may differ in a capital at a sentence's beginning, as the most places have them."""
    found: dict[str, Counter[str]] = {}
    for form, count in words.items():
        found.setdefault(form[:1].lower() + form[1:], Counter())[form] = count
    merged = ((forms.most_common(1)[0][0], forms.total()) for forms in found.values())
    return tuple(sorted(merged, key=lambda one: -one[1]))


def _mark(key: str) -> str:
    """Return how the source ``key`` is written in a citation."""
    return f"@{key}" if re.fullmatch(r"\w(?:[\w:.#$%&+?<>~/-]*\w)?", key) and "//" not in key else f"@{{{key}}}"


def _cited(found: Iterable[Mark], notes: dict[str, Numbered]) -> list[Cited]:
    """Return the citations of a chapter as a reader meets them: those of the text, then note after note."""
    inner: dict[str, list[nodes.Citation]] = {label: [] for label in notes}
    cited = []
    for mark in found:
        if type(mark.node) is nodes.Citation:
            if not mark.note:
                cited.append(Cited(mark.node))
            elif mark.note in inner:
                inner[mark.note].append(mark.node)
    counts: dict[str, int] = {}
    for label, citations in inner.items():
        series = notes[label].series.name
        counts[series] = counts.get(series, 0) + 1
        cited += [Cited(citation, counts[series], series, notes[label].note.id) for citation in citations]
    return cited
