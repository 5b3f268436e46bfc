"""The page of notes: each with the sentence it hangs on, and what it is grouped and filtered by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from postil import nodes, tree
from postil.apparatus import ChapterApparatus, Numbered, Place
from postil.edition import Series
from postil.render.code import highlight
from postil.render.text import TextWriter, source_anchor

if TYPE_CHECKING:
    from postil.render.pages import Link, Pages, PlaceView

PAGE = "notes.html"


class CitedView(NamedTuple):
    """A source that a note cites: its place in the page's list of them, and the notes before and after that cite it."""

    number: int
    title: str
    href: str
    previous: Link | None
    next: Link | None


class RowView(NamedTuple):
    """A note: its ``places`` have their sentences with the call marked, ``section`` is that of the first.

    ``shortened`` are the citations that are in full here and are not in the text.
    """

    id: str
    number: str
    called: str
    body: Markup
    href: str
    places: tuple[PlaceView, ...]
    section: Link | None
    cited: tuple[CitedView, ...]
    linked: bool
    archived: bool
    shortened: Markup
    referred: Markup


class SeriesView(NamedTuple):
    """The notes of one voice in a chapter; ``number`` is its place in the edition, ``type`` its numbering in HTML."""

    number: int
    title: str
    own: bool
    type: str
    rows: tuple[RowView, ...]


class ChapterView(NamedTuple):
    """A chapter with its notes, and the sections that have some."""

    slug: str
    href: str
    title: Markup
    series: tuple[SeriesView, ...]


class ChoiceView(NamedTuple):
    """A choice of the reader's: its value in the page's address, its words, how ``many`` notes it leaves, and which."""

    value: str
    words: str
    many: int
    notes: tuple[Link, ...] = ()
    href: str = ""


class SectionsView(NamedTuple):
    """The sections of a chapter that have notes."""

    title: str
    sections: tuple[ChoiceView, ...]


class Notes:
    """The views of the page of notes of ``pages``; what it asks of all notes is asked once, here."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        self.apparatus = apparatus = pages.apparatus
        self.titles: dict[str, str] = {}
        self.by_source: dict[str, list[tuple[ChapterApparatus, Numbered]]] = {}
        self.by_series: dict[Series, int] = {}
        self.sections: dict[tuple[str, str], list[tuple[ChapterApparatus, Numbered]]] = {}
        self.at: dict[tuple[str, str, str], int] = {}
        self.counts = {"links": 0, "archived": 0}
        for chapter in apparatus.chapters.values():
            homes = _sections(chapter)
            for numbered in chapter.notes.values():
                self.by_series[numbered.series] = self.by_series.get(numbered.series, 0) + 1
                section = homes.get(numbered.places[0].block, "") if numbered.places else ""
                self.sections.setdefault((chapter.slug, section), []).append((chapter, numbered))
                keys = self.keys(numbered)
                self.counts["links"] += self.linked(chapter, numbered)
                self.counts["archived"] += self.archived(keys)
                for key in keys:
                    same = self.by_source.setdefault(key, [])
                    self.at[chapter.slug, numbered.note.id, key] = len(same)
                    same.append((chapter, numbered))
        self.numbers = {key: place for place, key in enumerate(k for k in apparatus.sources if k in self.by_source)}
        self.series = {series: place for place, series in enumerate(self.by_series)}

    # What a note has

    def keys(self, numbered: Numbered) -> list[str]:
        """Return the sources that a note cites, each once, in its order."""
        found = (node.key for node in tree.walk(numbered.note.blocks) if type(node) in (nodes.Cite, nodes.SourceLink))
        return [key for key in dict.fromkeys(found) if key in self.apparatus.sources]

    def linked(self, chapter: ChapterApparatus, numbered: Numbered) -> bool:
        """Whether the note, as it is read here, has a link that leads out of the edition."""
        words = tree.flowing(numbered.note.blocks, {**chapter.citations, **chapter.expanded})
        return any(True for _ in tree.find(words, nodes.Link))

    def archived(self, keys: list[str]) -> bool:
        """Whether there is a kept copy of a source that the note cites."""
        return any(self.apparatus.sources[key].source.archived for key in keys)

    def link(self, chapter: ChapterApparatus, numbered: Numbered) -> Link:
        """Return a link to the note on this page, which says its number."""
        from postil.render.pages import Link

        return Link(f"#{row_id(chapter, numbered)}", numbered.number)

    # Views

    def chapters(self) -> Iterator[ChapterView]:
        """Return the chapters that have notes, one at a time: they may be many."""
        for chapter in self.apparatus.chapters.values():
            if not chapter.notes:
                continue
            writer = self.pages.writer(PAGE, self.apparatus, chapter, highlight, expanded=True)
            homes = _sections(chapter)
            voices: dict[Series, list[RowView]] = {}
            for numbered in chapter.notes.values():
                voices.setdefault(numbered.series, []).append(self.row(chapter, numbered, writer, homes))
            yield ChapterView(
                chapter.slug,
                chapter.page,
                Markup(writer.inlines(chapter.title, linked=True)),
                tuple(
                    SeriesView(
                        self.series[voice],
                        self.title(voice),
                        not voice.name,
                        "a" if voice.numbering == "letters" else "1",
                        tuple(rows),
                    )
                    for voice, rows in voices.items()
                ),
            )

    def title(self, voice: Series) -> str:
        return voice.title if voice.name else self.pages.tongue(voice.title)

    def row(self, chapter: ChapterApparatus, numbered: Numbered, writer: TextWriter, homes: dict[str, str]) -> RowView:
        keys = self.keys(numbered)
        section = homes.get(numbered.places[0].block, "") if numbered.places else ""
        return RowView(
            id=row_id(chapter, numbered),
            number=numbered.number,
            called=numbered.called,
            body=Markup(writer.blocks(numbered.note.blocks, ids=False)),
            href=writer.href(chapter.page, numbered.note.id),
            places=tuple(self.place(place, chapter, numbered, writer) for place in numbered.places),
            section=self.section(chapter, section, writer) if section else None,
            cited=tuple(self.cited(chapter, numbered, key) for key in keys),
            linked=self.linked(chapter, numbered),
            archived=self.archived(keys),
            shortened=self.pages.shortened(numbered.note, chapter, writer),
            referred=self.pages.referred.note(chapter, numbered.note.id, PAGE),
        )

    def place(self, place: Place, chapter: ChapterApparatus, numbered: Numbered, writer: TextWriter) -> PlaceView:
        """Return the view of a place that calls the note, its call marked in its sentence."""
        children = chapter.blocks.get(place.block, ())
        begins = self.pages.beginnings(children, place)
        before, after = (
            Markup(writer.inlines(tree.cut(children, start, end, begins), linked=True)) if start < end else Markup()
            for start, end in ((place.begin, place.start), (place.start, place.until))
        )
        call = Markup('<sup class="note-call"><mark>{}</mark></sup>').format(numbered.number)
        return self.pages.placed(place._replace(note=""), chapter, writer, before + call + after)

    def section(self, chapter: ChapterApparatus, id: str, writer: TextWriter) -> Link:
        from postil.render.pages import Link

        return Link(writer.href(chapter.page, id), tree.words(chapter.blocks[id]))

    def cited(self, chapter: ChapterApparatus, numbered: Numbered, key: str) -> CitedView:
        same = self.by_source[key]
        at = self.at[chapter.slug, numbered.note.id, key]
        previous = self.link(*same[at - 1]) if at else None
        following = self.link(*same[at + 1]) if at + 1 < len(same) else None
        href = f"sources.html#{source_anchor(key)}"
        return CitedView(self.numbers[key], self.label(key), href, previous, following)

    def label(self, key: str) -> str:
        if key not in self.titles:
            self.titles[key] = self.pages.label(key)
        return self.titles[key]

    # What they are grouped by

    def voices(self) -> list[ChoiceView]:
        return [
            ChoiceView(str(self.series[voice]), self.title(voice), count) for voice, count in self.by_series.items()
        ]

    def sources(self) -> list[ChoiceView]:
        """Return the sources that notes cite, in the order of the bibliography, each with these notes."""
        return [
            ChoiceView(
                key,
                self.label(key),
                len(self.by_source[key]),
                tuple(self.link(*one) for one in self.by_source[key]),
                f"sources.html#{source_anchor(key)}",
            )
            for key in self.numbers
        ]

    def parts(self) -> list[SectionsView]:
        """Return the sections that have notes, by chapter; what stands before the first is named by its chapter."""
        found: dict[str, list[ChoiceView]] = {}
        for (slug, id), noted in self.sections.items():
            chapter = self.apparatus.chapters[slug]
            words = tree.words(chapter.blocks[id]) if id else tree.words(chapter.title)
            href = f"{chapter.page}#{id}" if id else chapter.page
            choice = ChoiceView(f"{slug}#{id}", words, len(noted), tuple(self.link(*one) for one in noted), href)
            found.setdefault(slug, []).append(choice)
        return [
            SectionsView(tree.words(self.apparatus.chapters[slug].title), tuple(sections))
            for slug, sections in found.items()
        ]


def row_id(chapter: ChapterApparatus, numbered: Numbered) -> str:
    """Return the id of a note on the page of notes: names are unique in their chapter only."""
    return f"{chapter.slug}.{numbered.note.id}"


def _sections(chapter: ChapterApparatus) -> dict[str, str]:
    """Return by the id of each block that of the heading it stands under."""
    headings = {id for id in chapter.blocks if id not in chapter.numbers}
    found: dict[str, str] = {}
    present = ""
    for id in chapter.blocks:
        present = id if id in headings else present
        found[id] = present
    return found
