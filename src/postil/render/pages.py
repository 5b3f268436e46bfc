"""The pages of the site: views for the templates, and the templates filled."""

import json
import os
import sys
from collections import ChainMap
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import repeat
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from jinja2 import (
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    TemplateSyntaxError,
    UndefinedError,
)
from jinja2 import TemplateError as JinjaError
from markupsafe import Markup

from postil import nodes, tree
from postil.apparatus import (
    ADDRESS,
    NUMBER,
    VERSION,
    Apparatus,
    ChapterApparatus,
    Described,
    Ledger,
    Numbered,
    Outline,
    Place,
)
from postil.collation import filed, initial
from postil.edition import REGISTERS, Date, Entry, Name, Record, Register, Series, listed
from postil.languages import direction
from postil.nodes import Inlines
from postil.render.book_index import home_script
from postil.render.code import highlight
from postil.render.data import LISTED
from postil.render.exports import FORMATS, file_names
from postil.render.exports.marks import plain
from postil.render.index_page import PAGE as INDEX
from postil.render.index_page import IndexPage
from postil.render.mentions import mentions, mentions_file
from postil.render.notes import Notes
from postil.render.occurrences import MANY, SHOWN, addresses, leaves
from postil.render.passages import PassageView, outlined, parts, passage_views, preview
from postil.render.pinpoints import ID, PIN, File, Form, draw, page_address, pin, replaced
from postil.render.policy import policy
from postil.render.previews import PREVIEWS, preview_file, previews
from postil.render.referred import Referred
from postil.render.text import PASSAGES, TextWriter, attribute, escape, source_anchor
from postil.render.traces import Traces
from postil.render.versions import Brought, brought, concordance
from postil.render.words import changes
from postil.tongue import N_, Tongue

CITING = "data/citing"
"""Where the scripts are that bring how paragraphs are cited."""


class TemplateBroken(Exception):
    """A template cannot be used; says which, on which line, and why."""

    def __init__(self, path: str, line: int, problem: str) -> None:
        super().__init__(problem)
        self.path, self.line, self.problem = path, line, problem


class Link(NamedTuple):
    """A link of a page's furniture; ``here`` where it leads to the page it is on."""

    href: str
    words: str
    here: bool = False


class PlaceView(NamedTuple):
    """A place that rests on something: its address, how it is named, and the sentence with its words marked."""

    href: str
    label: str
    sentence: Markup
    chapter: str = ""


class NoteView(NamedTuple):
    """A note as its chapter has it."""

    id: str
    number: str
    body: Markup
    anchors: Sequence[str] = ()
    referred: Markup = Markup()


class SeriesView(NamedTuple):
    """The notes of one voice, its author's ``own`` or another's; ``type`` is the list's numbering as HTML says it."""

    title: str
    own: bool
    type: str
    notes: tuple[NoteView, ...]


class OutlineView(NamedTuple):
    """A section in the contents."""

    href: str
    words: Markup
    sections: "tuple[OutlineView, ...]"


class ChapterView(NamedTuple):
    """A chapter as its page, the contents and the notes page have it."""

    slug: str
    href: str
    number: str
    title: Markup
    subtitle: str
    authors: str
    outline: tuple[OutlineView, ...]
    citation: Markup
    description: str
    series: tuple[SeriesView, ...] = ()


class FileView(NamedTuple):
    """A file to be saved: its address, its format as it is called, and its media type."""

    href: str
    format: str
    type: str


class FormView(NamedTuple):
    """A citation in words, and how its form is called."""

    id: str
    name: str
    words: Markup


class SavedView(NamedTuple):
    """A citation as a file: its text, the name it is saved under, and an address that holds it."""

    id: str
    name: str
    text: Markup
    saved: str
    href: str


class CitingView(NamedTuple):
    """How any paragraph of a chapter is cited, with what differs between them in braces."""

    version: str
    address: str
    forms: tuple[FormView, ...]
    files: tuple[tuple[File, Markup], ...]


class SourceView(NamedTuple):
    """A source as the sources page has it."""

    id: str
    words: Markup
    rows: tuple[tuple[str, Markup], ...]
    places: tuple[PlaceView, ...]
    files: tuple[FileView, ...]
    title: str
    anchors: Sequence[str] = ()


class KindView(NamedTuple):
    """The sources of one kind; where they are not grouped, all of them, and it has no title."""

    id: str
    title: str
    sources: Iterator[SourceView]


class EntryView(NamedTuple):
    """An entry as its register has it, its ``term`` as its heading is, ``named`` so many times, in ``words``.

    Where not all its places are here, ``all`` leads to them.

    Each of its forms has the attributes of its language and, where that is said, what this is called.
    """

    id: str
    term: str
    tongue: Markup
    forms: tuple[tuple[str, Markup, str], ...]
    dates: str
    coordinates: str
    definition: Markup
    related: tuple[tuple[str, tuple[Link, ...]], ...]
    sources: tuple[Link, ...]
    same_as: tuple[str, ...]
    places: tuple[PlaceView, ...]
    named: int
    words: tuple[tuple[str, int], ...]
    all: str = ""
    anchors: Sequence[str] = ()
    referred: Markup = Markup()


class NamedInView(NamedTuple):
    """A chapter with the places in it that name an entry."""

    slug: str
    href: str
    title: Markup
    places: tuple[PlaceView, ...]


class EmendationView(NamedTuple):
    """An emendation as the colophon has it."""

    place: PlaceView
    old: Markup
    new: Markup
    why: str


class Pages:
    """Renders the pages of one edition with the templates in ``folder``.

    ``sheets`` and ``scripts`` are the paths of stylesheets (and the icon) and scripts on the site, by name; ``theme``
    is the script that stands within each page; ``writer`` makes what writes text.
    """

    def __init__(
        self,
        apparatus: Apparatus,
        folder: Path,
        sheets: Mapping[str, str],
        scripts: Mapping[str, str],
        theme: str = "",
        writer: Callable[..., TextWriter] = TextWriter,
    ) -> None:
        self.writer = writer
        self.apparatus = apparatus
        self.edition = apparatus.edition
        self.folder = folder
        self.tongue = _ = self.edition.tongue
        self.environment = _environment(str(folder), _)
        self.traces = Traces(apparatus)
        self.referred = Referred(apparatus, self.place)
        filled = {entry.kind for entry in self.edition.entries}
        filled |= {record.kind for record in self.edition.lock.records}
        self.files = file_names(source.key for source in self.edition.sources)
        self.changes = changes(apparatus)
        self.starts: dict[tuple[str, str], list[int]] = {}
        self.registers = [register for register in REGISTERS if register.kind in filled]
        self.fixed = {
            "rtl": direction(self.edition.language) == "rtl",
            "edition": self.edition,
            "sheets": sheets,
            "scripts": scripts,
            "theme": Markup(theme),
            "policy": policy([theme]),
            "editors": listed(self.edition.editors, _),
            "book": ": ".join(part for part in (self.edition.title, self.edition.subtitle) if part),
            "several": len(apparatus.chapters) > 1,
            "draft": bool(self.edition.lock.releases) and apparatus.draft,
            "version": apparatus.version,
        }
        said = _("draft after version %(version)s") if self.fixed["draft"] else _("version %(version)s")
        self.fixed["version_said"] = said % {"version": apparatus.version}
        self.concordance = concordance(apparatus, self.traces)

    def all(self) -> Iterator[tuple[str, bytes]]:
        """Return the path and content of each page, in a fixed order. Raises TemplateBroken."""
        yield self.page("index.html", "index.html", chapters=[self.chapter(one) for one in self.chapters])
        named = mentions(self.apparatus)
        for place, chapter in enumerate(self.chapters):
            shown = previews(self.apparatus, chapter)
            yield self.chapter_page(chapter, place, previewed=bool(shown))
            yield self.citing_file(chapter)
            if shown:
                yield preview_file(chapter.slug, shown)
            if chapter.slug in named:
                yield mentions_file(self.apparatus, chapter, named.pop(chapter.slug))
        yield self.notes_page()
        yield self.sources_page()
        for register in self.registers:
            yield self.register_page(register)
        if self.edition.entries:
            index = IndexPage(self.apparatus, self.writer(INDEX, self.apparatus))
            lists = self.lists(INDEX)
            yield self.page(INDEX, "book-index.html", letters=index.views(), count=index.count, registers=lists)
        yield from self.occurrence_pages()
        yield self.about_page()
        yield from self.moved_pages()
        if any(self.concordance):
            yield self.page("concordance.html", "concordance.html", concordance=self.concordance)
        yield from self.passage_pages()
        yield self.page("verify.html", "verify.html")
        yield self.search_page()
        yield self.lost_page()

    @cached_property
    def forwarding(self) -> set[str]:
        """The slugs of former chapters of which a page leads on: not where the site has another page of that name."""
        taken = {
            "index",
            "notes",
            "sources",
            "about",
            "concordance",
            "verify",
            "404",
            "book-index",
            "search",
            *self.apparatus.chapters,
        }
        taken |= {register.page.removesuffix(".html") for register in REGISTERS}
        folded = {name.casefold() for name in taken}
        slugs = {each.chapter for record in self.edition.lock.records for each in record.standings}
        return {slug for slug in slugs if slug and slug.casefold() not in folded}

    @property
    def chapters(self) -> list[ChapterApparatus]:
        return list(self.apparatus.chapters.values())

    def page(self, path: str, template: str, **context: object) -> tuple[str, bytes]:
        """Return the page ``path``, made of ``template``."""
        _ = self.tongue
        nav = [Link("index.html", _("Contents"), path == "index.html")]
        if len(self.chapters) == 1:
            nav.append(Link(self.chapters[0].page, _("Text"), path == self.chapters[0].page))
        nav += [
            Link("notes.html", _("Notes"), path == "notes.html"),
            Link("sources.html", _("Sources"), path == "sources.html"),
        ]
        if lists := self.lists(path):
            title = _("Registers") if len(lists) > 1 else lists[0].words
            nav.append(Link(lists[0].href, title, any(each.here for each in lists)))
        nav.append(Link("search.html", _("Search"), path == "search.html"))
        nav.append(Link("about.html", _("About"), path == "about.html"))
        canonical = self.edition.base_url + ("" if path == "index.html" else path) if self.edition.base_url else ""
        context = {"path": path, "nav": nav, "canonical": canonical, **context}
        try:
            pieces = self.environment.get_template(template).generate(**self.fixed, **context)
            content = b"".join(map(str.encode, pieces))  # the largest pages never stand in memory as text
        except JinjaError as error:
            raise self.broken(error, template) from error
        return path, content

    def small(self, template: str, fixed: Mapping[str, object], **context: object) -> str:
        """Return what is made of ``template``, at once and without what the larger pages have."""
        try:
            return self.environment.get_template(template).render(fixed, **context)
        except JinjaError as error:
            raise self.broken(error, template) from error

    def broken(self, error: JinjaError, template: str) -> TemplateBroken:
        """Return what is wrong with a template, and on which line."""
        problem = str(error.message or error)
        if isinstance(error, TemplateSyntaxError):
            return TemplateBroken(str(self.folder / (error.name or template)), error.lineno, problem)
        name, line = str(self.folder / template), 1
        if isinstance(error, UndefinedError):
            trace = error.__traceback__
            while trace is not None:
                if trace.tb_frame.f_code.co_filename.endswith(".html"):
                    name, line = trace.tb_frame.f_code.co_filename, trace.tb_lineno
                trace = trace.tb_next
        return TemplateBroken(name, line, problem)

    # Chapters

    def chapter_page(self, chapter: ChapterApparatus, place: int, *, previewed: bool) -> tuple[str, bytes]:
        after = self.after(chapter)
        first = after.pop("", "")
        writer = self.writer(chapter.page, self.apparatus, chapter, highlight, after=after)
        text = Markup(first + writer.blocks(self.apparatus.trees[chapter.slug].blocks))
        neighbours = [self.chapters[at] if 0 <= at < len(self.chapters) else None for at in (place - 1, place + 1)]
        links = [one and Link(one.page, tree.words(one.title)) for one in neighbours]
        return self.page(
            chapter.page,
            "chapter.html",
            chapter=self.chapter(chapter, chapter.page),
            text=text,
            previous=links[0],
            next=links[1],
            works=self.works(chapter),
            gone_notes=self.traces.notes(chapter),
            away=self.traces.away(chapter),
            metadata=self.metadata(chapter),
            linked_data=Markup(self.linked_data(chapter)),
            citing=quote(f"{CITING}/{chapter.slug}.js"),
            previews=quote(f"{PREVIEWS}/{chapter.slug}.js") if previewed else "",
        )

    def after(self, chapter: ChapterApparatus) -> dict[str, str]:
        """Return the lines that stand in the text of ``chapter``, by the fragment of what each comes after."""
        found = self.referred.after(chapter)
        for fragment, lines in self.traces.after(chapter).items():
            found[fragment] = found.get(fragment, "") + lines
        return found

    def citing_file(self, chapter: ChapterApparatus) -> tuple[str, bytes]:
        """Return the script that brings how a chapter's paragraphs are cited: a folder gives no other data."""
        template = self.small(
            "partials/citing.html",
            {},
            citing=self.citing(chapter),
            releases=" ".join(release.version for release in self.edition.lock.releases),
            changes=json.dumps(self.changes.get(chapter.slug, {}), separators=(",", ":")),
        )
        return f"{CITING}/{chapter.slug}.js", f"(window.postil??={{}}).forms={_encode(template)};\n".encode()

    def chapter(self, chapter: ChapterApparatus, notes_on: str = "") -> ChapterView:
        """Return a chapter's view; with its notes as they stand on the page ``notes_on``, where that is given."""
        writer = self.writer(notes_on or "index.html", self.apparatus, chapter, highlight)
        front = chapter.front
        series: tuple[SeriesView, ...] = ()
        if notes_on:
            voices: dict[Series, list[NoteView]] = {}
            for numbered in chapter.notes.values():
                voices.setdefault(numbered.series, []).append(self.note(numbered, chapter, writer))
            series = tuple(
                SeriesView(
                    voice.title if voice.name else self.tongue(voice.title),
                    not voice.name,
                    "a" if voice.numbering == "letters" else "1",
                    tuple(notes),
                )
                for voice, notes in voices.items()
            )
        return ChapterView(
            slug=chapter.slug,
            href=chapter.page,
            number=front.number,
            title=Markup(writer.inlines(chapter.title, linked=True)),
            subtitle=front.subtitle,
            authors=listed(front.authors or self.edition.authors, self.tongue),
            outline=_outline(chapter.outline, chapter.page if not notes_on else "", writer),
            citation=Markup(writer.inlines(chapter.own_citation)),
            description=front.description or preview(tree.words(next(iter(chapter.blocks.values()), ()))),
            series=series,
        )

    def note(self, numbered: Numbered, chapter: ChapterApparatus, writer: TextWriter) -> NoteView:
        """Return the view of a note in its chapter, with its back-links."""
        note = numbered.note
        back = _back_links(numbered, self.tongue, writer, rtl=direction(self.edition.language) == "rtl")
        blocks = note.blocks
        if back and blocks and isinstance(blocks[-1], nodes.Paragraph):
            words = blocks[-1].children
            words = (nodes.Foreign(blocks[-1].lang, words),) if blocks[-1].lang else words
            last = f"<p>{writer.inlines(words)}{back}</p>\n"
            body = writer.blocks(blocks[:-1], ids=False) + last
        else:
            body = writer.blocks(blocks, ids=False) + (f"<p>{back}</p>\n" if back else "")
        return NoteView(
            id=note.id,
            number=numbered.number,
            body=Markup(body),
            anchors=chapter.anchors.get(note.id, ()),
            referred=self.referred.note(chapter, note.id, chapter.page),
        )

    def shortened(self, note: nodes.Note, chapter: ChapterApparatus, writer: TextWriter) -> Markup:
        """Return a note as its chapter has it, where that shortens a citation; else nothing."""
        if not chapter.expanded:
            return Markup()
        if not any(node.id in chapter.expanded for node in tree.find(note.blocks, nodes.Citation)):
            return Markup()
        writer = self.writer(writer.page, self.apparatus, chapter)
        paragraphs = (block.children for block in note.blocks if isinstance(block, nodes.Paragraph | nodes.Verse))
        return Markup(" ").join(Markup(writer.inlines(words, linked=True)) for words in paragraphs)

    def label(self, key: str) -> str:
        """Return a source's title, which names it in links."""
        ledger = self.apparatus.sources.get(key)
        return plain(ledger.source.printed.variables.get("title", key)) if ledger else key

    # Places

    def place(self, place: Place, page: str) -> PlaceView:
        """Return a place's view, as seen from ``page``, with its sentence."""
        _, chapter = self.tongue, self.apparatus.chapters.get(place.slug)
        writer = self.writer(page, self.apparatus, chapter)
        if chapter is None and place.entry == ("", ""):
            return PlaceView(writer.href("about.html", place.anchor), _("Editorial statement"), Markup(""))
        if chapter is None:
            kind, id = place.entry
            register = next(each for each in REGISTERS if each.kind == kind)
            term = self.apparatus.entries[kind, id].entry.term
            return PlaceView(writer.href(register.page, place.anchor), _("Entry “%(term)s”", term=term), Markup(""))
        children = self.around(place, chapter)
        sentence = tree.cut(children, place.begin, place.until, self.beginnings(children, place))
        return self.placed(place, chapter, writer, Markup(writer.inlines(sentence, linked=True)))

    def occurrence(self, place: Place, page: str) -> PlaceView:
        """Return the view of a place that names an entry, as seen from ``page``: a line of context, words marked."""
        chapter = self.apparatus.chapters[place.slug]
        writer = self.writer(page, self.apparatus, chapter)
        children = self.around(place, chapter)
        begins = self.beginnings(children, place)

        def shown(start: int, end: int) -> str:
            return writer.inlines(tree.cut(children, start, end, begins), linked=True)

        before = tree.words(tree.cut(children, max(place.begin - 3, 0), place.begin, begins)) if place.begin else ""
        around = tree.words(tree.cut(children, place.until - 2, place.until + 2, begins))
        goes_on = around[2:].strip() and _unended(around[:2])
        line = Markup(
            f"{'… ' if _unended(before) else ''}{shown(place.begin, place.start)}"
            f"<mark>{shown(place.start, place.end)}</mark>{shown(place.end, place.until)}{' …' if goes_on else ''}"
        )
        return self.placed(place, chapter, writer, line)

    def around(self, place: Place, chapter: ChapterApparatus) -> Inlines:
        """Return the words among which a place stands: of its block, or of its note."""
        if place.note and not place.block and place.until:
            said = ChainMap(chapter.expanded, chapter.citations)
            return tree.flowing(chapter.notes[place.note].note.blocks, said)
        return chapter.blocks.get(place.block, ())

    def placed(self, place: Place, chapter: ChapterApparatus, writer: TextWriter, sentence: Markup) -> PlaceView:
        """Return the view of a place in ``chapter`` that ``sentence`` shows."""
        _ = self.tongue
        said = [f"¶ {chapter.numbers[place.block]}"] if place.block in chapter.numbers else []
        if not said and place.block:
            said = [_("heading")]
        if place.note:
            said.append(chapter.notes[place.note].called)
        title = tree.words(chapter.title) if self.fixed["several"] else ""
        return PlaceView(writer.href(chapter.page, place.anchor), _(", ").join(said), sentence, title)

    def beginnings(self, children: nodes.Inlines, place: Place) -> list[int] | None:
        """Return where the children of a block begin, kept for its other places; None where few."""
        if len(children) < 64:
            return None
        key = (place.slug, place.block or place.anchor)
        if key not in self.starts:
            self.starts[key] = tree.starts(children)
        return self.starts[key]

    # Notes

    def notes_page(self) -> tuple[str, bytes]:
        notes = Notes(self)
        return self.page(
            "notes.html",
            "notes.html",
            count=sum(notes.by_series.values()),
            counts=notes.counts,
            chapters=notes.chapters(),
            voices=notes.voices(),
            sources=notes.sources(),
            parts=notes.parts(),
        )

    # Sources

    def sources_page(self) -> tuple[str, bytes]:
        anchors, gone = self.traces.listed("sources")
        return self.page(
            "sources.html",
            "sources.html",
            count=len(self.apparatus.sources),
            files=_files("sources"),
            kinds=self.kinds(anchors),
            gone=gone,
        )

    def kinds(self, anchors: Mapping[str, Sequence[str]]) -> list[KindView]:
        """Return the sources by kind where the edition asks for it; one at a time, for they may be many."""
        ledgers = self.apparatus.sources.values()
        if not self.edition.citing.grouped:
            return [KindView("", "", (self.source(each, anchors) for each in ledgers))]
        found: dict[str, list[Ledger]] = {}
        for ledger in ledgers:
            found.setdefault(_KIND_OF.get(ledger.source.record.type, "other"), []).append(ledger)
        return [
            KindView(id, self.tongue(title), map(self.source, found[id], repeat(anchors)))
            for id, title, _ in _KINDS
            if id in found
        ]

    def source(self, ledger: Ledger, anchors: Mapping[str, Sequence[str]]) -> SourceView:
        """Return a source's view: its entry, what print and record say beyond it, and the places that rest on it."""
        writer = self.writer("sources.html", self.apparatus)
        source = ledger.source
        return SourceView(
            id=f"s-{source.key}",
            words=Markup(writer.inlines(_unlinked(ledger.words))),
            rows=tuple(_rows(ledger, self.tongue)),
            places=tuple(self.place(place, "sources.html") for place in dict.fromkeys(ledger.places)),
            files=_files(f"sources/{self.files[source.key]}"),
            title=self.label(source.key),
            anchors=anchors.get(f"s-{source.key}", ()),
        )

    def works(self, chapter: ChapterApparatus) -> list[Markup]:
        """Return the works that a chapter cites, each with a link to its source, where the edition lists them."""
        if not self.edition.citing.lists:
            return []
        writer = self.writer(chapter.page, self.apparatus)
        ledgers = (self.apparatus.sources[key] for key in chapter.works if key in self.apparatus.sources)
        return [Markup(writer.inlines(_led(ledger))) for ledger in ledgers]

    # Registers

    def register_page(self, register: Register) -> tuple[str, bytes]:
        described = self.described(register)
        letters: dict[str, str] = {}
        for each in described:
            letters.setdefault(initial(each.entry.heading) or each.entry.heading[:1], f"e-{each.entry.id}")
        anchors, gone = self.traces.listed(register.page.removesuffix(".html"))
        return self.page(
            register.page,
            "register.html",
            title=self.tongue(register.title),
            count=len(described),
            letters=letters,
            entries=(self.entry(each, register, anchors) for each in described),  # one at a time: they may be many
            gone=gone,
            registers=self.lists(register.page),
            **self.pictures(register, [each.entry for each in described]),
        )

    def pictures(self, register: Register, entries: Sequence[Entry]) -> dict[str, object]:
        """Return the timeline of the events, and the maps of the places: None of what ``register`` has not."""
        found: dict[str, object] = {"timeline": None, "atlas": None}
        if register.kind == "event":
            from postil.render.timeline import timelines  # not every edition has any

            found["timeline"] = timelines(entries, self.edition)
        elif register.kind == "place":
            from postil.render.maps import atlas

            found["atlas"] = atlas(entries, self.edition, _coordinates)
        return found

    def lists(self, page: str) -> list[Link]:
        """Return links to the registers and the index, as seen from ``page``."""
        found = [Link(each.page, self.tongue(each.title), page == each.page) for each in self.registers]
        return [*found, Link(INDEX, self.tongue("Index"), page == INDEX)] if self.edition.entries else found

    def described(self, register: Register) -> list[Described]:
        """Return the entries of ``register`` in the order of their headings."""
        found = [each for each in self.apparatus.entries.values() if each.entry.kind == register.kind]
        home = home_script(each.entry for each in found)
        return sorted(found, key=lambda each: (filed(each.entry.heading, home), each.entry.id))

    def entry(self, described: Described, register: Register, anchors: Mapping[str, Sequence[str]]) -> EntryView:
        entry = described.entry
        writer = self.writer(register.page, self.apparatus, None, highlight)
        words = dict(described.named)
        places = described.places if len(described.places) <= MANY else described.places[:SHOWN]
        return EntryView(
            id=f"e-{entry.id}",
            term=entry.heading,
            tongue=writer.tagged(entry.lang),
            forms=tuple(
                (form.form, writer.tagged(form.lang), form.lang and self.tongue.language_name(form.lang))
                for form in entry.forms
                if form.form != entry.term and (form.lang or form.form not in words)
            ),
            dates=entry.dates,
            coordinates=_coordinates(entry, self.tongue),
            definition=Markup(writer.blocks(described.definition)),
            related=tuple(
                (
                    self.tongue(_RELATED[name]),
                    tuple(
                        Link(Markup(writer.entry_href(*key)), self.apparatus.entries[key].entry.term) for key in keys
                    ),
                )
                for name, keys in described.related
            ),
            sources=tuple(
                Link(Markup(writer.href("sources.html", source_anchor(key))), self.label(key))
                for key, _ in entry.sources
            ),
            same_as=entry.same_as,
            places=tuple(self.occurrence(place, register.page) for place in places),
            named=len(described.places),
            words=described.named if len(words) > 1 or entry.term[1:] not in map(_rest, words) else (),
            all=Markup(writer.href(next(addresses(*entry.key, 1)))) if len(places) < len(described.places) else "",
            anchors=anchors.get(f"e-{entry.id}", ()),
            referred=self.referred.said(register.page, f"e-{entry.id}", register.page),
        )

    def occurrence_pages(self) -> Iterator[tuple[str, bytes]]:
        """Return the pages of the places that name an entry, of those entries that are named too often."""
        for described in self.apparatus.entries.values():
            if len(described.places) <= MANY:
                continue
            entry, divided = described.entry, leaves(described.places)
            paths = list(addresses(*entry.key, len(divided)))
            titles = [tree.words(self.apparatus.chapters[groups[0][0]].title) for groups in divided]
            for at, (path, groups) in enumerate(zip(paths, divided, strict=True)):
                writer = self.writer(path, self.apparatus)
                links = [
                    Link(writer.href(paths[other]), titles[other]) if 0 <= other < len(paths) else None
                    for other in (at - 1, at + 1)
                ]
                yield self.page(
                    path,
                    "occurrences.html",
                    up=writer.root,
                    root=writer.root,
                    term=entry.term,
                    entry=Markup(writer.entry_href(*entry.key)),
                    count=len(described.places),
                    chapters=(self.named_in(slug, places, writer) for slug, places in groups),
                    previous=links[0],
                    next=links[1],
                )

    def named_in(self, slug: str, places: Sequence[Place], writer: TextWriter) -> NamedInView:
        """Return the places of the chapter ``slug`` that name an entry, for the page that ``writer`` writes."""
        chapter = self.apparatus.chapters[slug]
        lines = tuple(self.occurrence(place, writer.page) for place in places)
        title = Markup(writer.inlines(chapter.title, linked=True))
        return NamedInView(slug, Markup(writer.href(chapter.page)), title, lines)

    # Paragraphs

    def passage_pages(self) -> Iterator[tuple[str, bytes]]:
        """Return the page of each block; what those of a chapter have in common is drawn once: see ``outlined``."""
        fixed = {key: self.fixed[key] for key in ("edition", "rtl", "book", "sheets", "theme", "policy")}
        quoted = {sign: quote(sign) for sign in (NUMBER, ID)}
        drawn: dict[tuple[str, str], str] = {}
        heads: dict[str, tuple[Markup, str]] = {}
        outlines: dict[object, list[str]] = {}
        for view in passage_views(self.apparatus, self.forwarding):
            key = (view.slug, view.version)
            if key not in drawn:
                drawn[key] = self.citations(*key)
            if view.slug not in heads:
                heads[view.slug] = self.passage_head(self.apparatus.chapters.get(view.slug))
            address = page_address(self.edition, view.id)
            pinned = escape(address + pin(self.edition, view.version))
            stands = {NUMBER: view.number, ADDRESS: pinned, ID: view.id}
            stands |= {quoted[NUMBER]: view.number, quoted[ID]: view.id}
            metadata, part_of = heads[view.slug]
            canonical = address if self.edition.base_url else ""
            linked_data = Markup(self.passage_data(view, part_of))
            referred = self.referred.places(f"{view.slug}.html", view.id, view.path)
            outline = None if referred else outlined(view)
            if outline is None:
                citations = Markup(replaced(drawn[key], stands))
                page = self.passage(fixed, view, metadata, canonical, citations, linked_data, referred)
            else:
                if outline.key not in outlines:
                    signs = ("\ue01d" if canonical else "", Markup(drawn[key]), Markup("\ue01e"))
                    outlines[outline.key] = parts(self.passage(fixed, outline.view, metadata, *signs), stands)
                own = {"\ue01d": Markup.escape(canonical), "\ue01e": linked_data}
                values = {**outline.values, **stands, **own}
                page = "".join([values.get(part, part) for part in outlines[outline.key]])
            yield view.path, page.encode()

    def passage(
        self,
        fixed: Mapping[str, object],
        view: PassageView,
        metadata: Markup,
        canonical: str,
        citations: Markup,
        linked_data: Markup,
        referred: tuple[PlaceView, ...] = (),
    ) -> str:
        """Return the page of a block."""
        return self.small(
            "passage.html",
            fixed,
            passage=view,
            canonical=canonical,
            gone=view.state in ("withdrawn", "merged-into", "split-into", "lost"),
            earlier=[each.version for wording in view.history if wording.changed for each in wording.versions],
            citations=citations,
            metadata=metadata,
            linked_data=linked_data,
            referred=referred,
        )

    def citations(self, slug: str, version: str) -> str:
        """Return the citations of any paragraph of the chapter ``slug`` in ``version``, as its own page has them."""
        pinpoints = draw(self.apparatus, slug, version)
        files = [
            SavedView(file.id, file.name, _shown(file.text), f"{ID}{file.ending}", _held(file))
            for file in pinpoints.files
        ]
        return self.small("partials/pinpoints.html", {}, forms=self.forms(pinpoints.forms), files=files)

    def forms(self, forms: tuple[Form, ...]) -> tuple[FormView, ...]:
        writer = self.writer("", self.apparatus)
        drawn = ((form, Markup(writer.inlines(form.words, linked=True))) for form in forms)
        return tuple(FormView(form.id, self.tongue(form.name), words) for form, words in drawn)

    def citing(self, chapter: ChapterApparatus) -> CitingView:
        """Return how the paragraphs of ``chapter`` are cited, for a script that fills in what is in braces."""
        pinpoints = draw(self.apparatus, chapter.slug, VERSION if self.apparatus.version else "")
        stands = {NUMBER: "{number}", VERSION: "{version}", ADDRESS: "{address}", ID: "{id}", PIN: "{pin}"}
        pinned = "{pin}" if self.edition.lock.releases else ""
        address = f"{self.edition.base_url}{PASSAGES}{{id}}.html{pinned}"
        return CitingView(
            self.apparatus.version,
            address,
            tuple(each._replace(words=Markup(replaced(each.words, stands))) for each in self.forms(pinpoints.forms)),
            tuple((each, _shown(replaced(each.text, stands))) for each in pinpoints.files),
        )

    def passage_head(self, chapter: ChapterApparatus | None) -> tuple[Markup, str]:
        """Return what the heads of a chapter's blocks have in common: Highwire tags, and what they are part of."""
        if chapter is None:
            return Markup(), _json(self.book_data())
        tags = [each for each in self.metadata(chapter) if each[0].startswith("citation_") and "_url" not in each[0]]
        tag = Markup('<meta name="{}" content="{}">\n')
        return Markup().join(tag.format(*each) for each in tags), _json(self.chapter_data(chapter))

    def passage_data(self, passage: PassageView, part_of: str) -> str:
        """Return a block as schema.org has it: a ``part_of`` a Chapter in a Book, for which it has no narrower word."""
        data: dict[str, object] = {
            "@context": "https://schema.org",
            "@type": "CreativeWork",
            "name": passage.name,
            "identifier": passage.id,
            "position": passage.number,
            "version": passage.version,
            "inLanguage": self.edition.language,
            "url": page_address(self.edition, passage.id) if self.edition.base_url else "",
            "text": passage.plain,
        }
        return f'{_json(data)[:-1]}, "isPartOf": {part_of}}}'

    # The colophon

    def about_page(self) -> tuple[str, bytes]:
        writer = self.writer("about.html", self.apparatus, None, highlight)
        return self.page(
            "about.html",
            "about.html",
            editorial=Markup(writer.blocks(self.apparatus.editorial)),
            emendations=self.emendations(writer),
            brought=self.brought(),
            tongue=self.tongue,
            data=LISTED,
            concordance=any(self.concordance),
            citations=[Markup(writer.inlines(chapter.own_citation)) for chapter in self.chapters],
        )

    def brought(self) -> list[tuple[Brought, str, str]]:
        """Return what each release brought, with its date and the rest in words."""
        return [(each, self.tongue.dated(each.date), each.said(self.tongue)) for each in brought(self.apparatus)]

    def emendations(self, writer: TextWriter) -> list[EmendationView]:
        return [
            EmendationView(
                self.place(each.place, "about.html"),
                Markup(writer.inlines(each.old, linked=True)),
                Markup(writer.inlines(each.new, linked=True)),
                each.why,
            )
            for each in self.apparatus.emendations
        ]

    # Searching

    def search_page(self) -> tuple[str, bytes]:
        _ = self.tongue
        ways = [Link("notes.html", _("Notes")), Link("sources.html", _("Sources"))]
        ways += self.lists("search.html")
        return self.page("search.html", "search.html", ways=ways)

    # What was there

    def moved_pages(self) -> Iterator[tuple[str, bytes]]:
        """Return a page for each chapter that was published and is no more, which leads on to where it is."""
        for moved in self.traces.moved():
            if moved.slug not in self.forwarding:
                continue
            heir = f"{moved.heir}.html" if moved.heir else ""
            canonical = quote(heir or f"{moved.slug}.html")
            canonical = self.edition.base_url + canonical if self.edition.base_url else quote(heir)
            yield self.page(f"{moved.slug}.html", "moved.html", moved=moved, heir=heir, canonical=canonical)

    # What is not there

    def lost_page(self) -> tuple[str, bytes]:
        """Return the page that hosts show for an address without one: its links must lead home from any depth."""
        path = urlsplit(self.edition.base_url).path.lstrip("/")  # two slashes would begin the name of a host
        root = f"/{path}" if self.edition.base_url else ""
        return self.page("404.html", "404.html", root=root, ups=["../", *filter(None, [root])])

    # Metadata

    def metadata(self, chapter: ChapterApparatus) -> list[tuple[str, str]]:
        """Return the chapter's Highwire and Dublin Core tags; Zotero makes a book section of them."""
        edition, front = self.edition, chapter.front
        title = ": ".join(part for part in (tree.words(chapter.title), front.subtitle) if part)
        people = front.authors or edition.authors
        date = edition.issued.iso if edition.issued.year else ""
        rows = [("citation_title", title)]
        rows += [("citation_author", person.inverted) for person in people]
        rows += [("citation_inbook_title", str(self.fixed["book"]))]
        rows += [("citation_editor", person.inverted) for person in edition.editors]
        rows += [
            ("citation_publisher", edition.publisher),
            ("citation_publication_date", date),
            ("citation_language", edition.language),
            ("citation_public_url", edition.base_url + chapter.page if edition.base_url else ""),
            ("DC.title", title),
        ]
        # Not DC.creator: of several, reader modes take the last for the whole byline, and pass over ``author`` for it.
        rows += [("DCTERMS.creator", person.inverted) for person in people]
        rows += [
            ("DC.publisher", edition.publisher),
            ("DC.date", date),
            ("DC.language", edition.language),
            ("DC.rights", edition.rights),
            ("DC.type", "Text"),
        ]
        return [(name, " ".join(value.split())) for name, value in rows if value]

    def linked_data(self, chapter: ChapterApparatus) -> str:
        """Return the chapter as schema.org has it: a Chapter in a Book. Only what is known is said."""
        return _json({"@context": "https://schema.org", **self.chapter_data(chapter)})

    def book_linked_data(self) -> str:
        """Return the book as schema.org has it."""
        return _json({"@context": "https://schema.org", **self.book_data()})

    def chapter_data(self, chapter: ChapterApparatus) -> dict[str, object]:
        edition, front = self.edition, chapter.front
        return {
            "@type": "Chapter",
            "name": tree.words(chapter.title),
            "alternativeHeadline": front.subtitle,
            "position": front.number,
            "author": [_person(person) for person in front.authors or edition.authors],
            "inLanguage": edition.language,
            "version": edition.version,
            "url": edition.base_url + chapter.page if edition.base_url else "",
            "isPartOf": self.book_data(),
        }

    def book_data(self) -> dict[str, object]:
        edition = self.edition
        return {
            "@type": "Book",
            "name": self.fixed["book"],
            "editor": [_person(person) for person in edition.editors],
            "publisher": {"@type": "Organization", "name": edition.publisher} if edition.publisher else None,
            "datePublished": edition.issued.iso if edition.issued.year else "",
            "url": edition.base_url,
        }


# How an entry says what another is to it.
_RELATED = {
    "part_of": N_("Part of"),
    "parts": N_("Parts:"),
    "earlier": N_("Preceded by"),
    "later": N_("Followed by"),
    "see": N_("See also"),
}

# How a variable of a record is called, where its CSL name says it badly.
_FIELDS = {
    "URL": N_("Address"),
    "issued": N_("Date"),
    "container-title": N_("Published in"),
    "collection-title": N_("Series"),
    "publisher-place": N_("Place"),
    "page": N_("Pages"),
    "title": N_("Title"),
    "author": N_("Author"),
    "editor": N_("Editor"),
    "translator": N_("Translator"),
    "publisher": N_("Publisher"),
    "edition": N_("Edition"),
    "volume": N_("Volume"),
    "issue": N_("Issue"),
    "accessed": N_("Accessed"),
}
_IDENTIFIERS = ("DOI", "ISBN", "ISSN", "PMID", "PMCID")
_SEASONS = ("", N_("spring %(year)s"), N_("summer %(year)s"), N_("autumn %(year)s"), N_("winter %(year)s"))

# The kinds of sources in the order a reader finds them, and the CSL types of each.
_KINDS = (
    (
        "books",
        N_("Books and chapters"),
        "book chapter classic collection pamphlet",
    ),
    ("reference", N_("Encyclopedias and dictionaries"), "entry entry-dictionary entry-encyclopedia"),
    ("articles", N_("Articles and papers"), "article article-journal paper-conference review review-book"),
    ("press", N_("Newspapers and magazines"), "article-newspaper article-magazine periodical"),
    ("theses", N_("Theses and manuscripts"), "thesis manuscript"),
    ("reports", N_("Reports"), "report standard"),
    (
        "documents",
        N_("Documents, treaties, and law"),
        "document bill hearing legal_case legislation patent regulation treaty",
    ),
    ("spoken", N_("Interviews, letters, and speeches"), "interview personal_communication speech"),
    ("web", N_("Websites"), "webpage post post-weblog"),
    (
        "pictures",
        N_("Pictures, maps, and recordings"),
        "broadcast figure graphic map motion_picture musical_score performance song",
    ),
    ("data", N_("Data and software"), "dataset software"),
    ("other", N_("Other sources"), ""),
)
_KIND_OF = {type: id for id, _, types in _KINDS for type in types.split()}


def _environment(folder: str, tongue: Tongue) -> Environment:
    cache = Path(__file__).parent / "__pycache__"
    compiled = None
    if not sys.dont_write_bytecode and cache.is_dir() and os.access(cache, os.W_OK):
        compiled = FileSystemBytecodeCache(str(cache), "%s.jinja")  # as Python keeps its own modules
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        bytecode_cache=compiled,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(tongue.one, tongue.of, newstyle=True)  # type: ignore[attr-defined]  # the extension brings it
    return environment


def _back_links(numbered: Numbered, _: Tongue, writer: TextWriter, *, rtl: bool) -> str:
    """Return a link from a note to each of its calls, each with a name of its own; its arrow turns back."""
    arrow = "↪" if rtl else "↩"
    several = len(numbered.calls) > 1
    links = []
    for place, call in enumerate(numbered.calls, 1):
        name = _("Back to the text, %(note)s", note=numbered.called)
        if several:
            count = len(numbered.calls)
            name = _("Back to call %(place)s of %(count)s, %(note)s", place=place, count=count, note=numbered.called)
        mark = f"{arrow}\N{VARIATION SELECTOR-15}" + (f"<sup>{place}</sup>" if several else "")
        said = f'href="{writer.href(writer.page, call)}" aria-label="{attribute(name)}"'
        links.append(f' <a class="back" role="doc-backlink" {said} data-apparatus="">{mark}</a>')
    return "".join(links)


def _outline(sections: tuple[Outline, ...], page: str, writer: TextWriter) -> tuple[OutlineView, ...]:
    return tuple(
        OutlineView(
            f"{page}#{each.id}",
            Markup(writer.inlines(each.words, linked=True)),
            _outline(each.sections, page, writer),
        )
        for each in sections
    )


def _files(path: str) -> tuple[FileView, ...]:
    return tuple(FileView(quote(path + each.ending), each.name, each.type) for each in FORMATS)


def _unlinked(words: Inlines) -> Inlines:
    """Return ``words`` without links to sources: they stand in the entry that these lead to."""
    return tree.rewrite(words, lambda node: node.children if type(node) is nodes.SourceLink else node)


def _led(ledger: Ledger) -> Inlines:
    """Return the words of a source with a link to its entry, on its title or, where it has none, on all of them."""
    if any(tree.find(ledger.words, nodes.SourceLink)):
        return ledger.words
    return (nodes.SourceLink(ledger.source.key, ledger.words),)


def _rows(ledger: Ledger, _: Tongue) -> Iterator[tuple[str, Markup]]:
    """Return what is to be said of a source beyond its entry: what print and record say otherwise comes first."""
    source, variables = ledger.source, ledger.source.record.variables
    for name in source.differs:
        field = _(_FIELDS.get(name) or name[0].upper() + name[1:].replace("-", " "))
        if printed := _value(source.printed, name, _):
            yield (
                _("%(field)s as printed", field=field),
                Markup.escape(printed.removeprefix("https://").removeprefix("http://")),
            )
        if found := _value(source.record, name, _):
            yield _("%(field)s as found", field=field), _linked(found)
    said = tree.words(ledger.words)
    for name in _IDENTIFIERS:
        if (value := variables.get(name, "")) and name not in source.differs and value not in said:
            yield name, _doi(value) if name == "DOI" else Markup.escape(value)
    url = variables.get("URL", "")
    if url and "URL" not in source.differs and all(link.href != url for link in tree.find(ledger.words, nodes.Link)):
        yield _("Address"), _linked(url)
    if source.archived:
        yield _("Archived copy"), _linked(source.archived)
    if source.remark:
        yield _("Remark"), Markup.escape(source.remark)


def _value(record: Record, name: str, _: Tongue) -> str:
    variables, people, dates = record.variables, record.names, record.dates
    if name in variables:
        return plain(variables[name])
    if name in people:
        return listed(people[name], _)
    return _dated(dates[name], _) if name in dates else ""


def _dated(date: Date, _: Tongue) -> str:
    """Return a date as far as it is known: ``2020-11-10``, ``winter 2020 – 2021``, ``about 44 BC``."""
    if date.literal:
        return date.literal
    said = _("%(year)s BC", year=-date.year) if date.year < 0 else date.iso if date.year else ""
    said = _(_SEASONS[date.season], year=said) if date.season else said
    said = _("about %(date)s", date=said) if date.circa else said
    return said if date.until is None else f"{said} – {_dated(date.until, _)}".strip()


def _linked(value: str) -> Markup:
    if value.startswith(("https://", "http://")):
        return Markup('<a href="{0}">{0}</a>').format(value)
    return Markup.escape(value)


def _doi(value: str) -> Markup:
    """Return a DOI as the address that resolves it, however the record has it."""
    doi = value[max(value.find("10."), 0) :]
    return Markup('<a href="https://doi.org/{}">https://doi.org/{}</a>').format(quote(doi, safe="/:;().,-_~"), doi)


def _unended(words: str) -> bool:
    """Return whether there are ``words``, and no sentence ends with them."""
    last = words.rstrip(_CLOSING)[-1:]
    return bool(last) and last not in _ENDING


def _rest(words: str) -> str:
    """Return ``words`` without the letter that is a capital where a sentence begins."""
    return words[1:]


def _coordinates(entry: Entry, _: Tongue) -> str:
    if not entry.coordinates:
        return ""
    latitude, longitude = entry.coordinates
    north, east = f"{abs(latitude):g}", f"{abs(longitude):g}"
    return _(", ").join(
        (
            _("%(degrees)s° N", degrees=north) if latitude >= 0 else _("%(degrees)s° S", degrees=north),
            _("%(degrees)s° E", degrees=east) if longitude >= 0 else _("%(degrees)s° W", degrees=east),
        )
    )


def _shown(text: str) -> Markup:
    """Return the text of a file as a page shows it."""
    return Markup(escape(text.replace("\r\n", "\n")))


def _held(file: File) -> str:
    """Return an address that holds ``file`` itself."""
    return f"data:{file.type};charset=utf-8,{quote(file.text, safe='/:,;=@!*()?$')}"


_ENDING = ".?!…؟۔।॥。！？｡።"
_CLOSING = " \n”’」』）》〉】»\"')]"
"""Signs that end a sentence, and what may stand after them."""

_encode = json.JSONEncoder(ensure_ascii=False).encode


def _json(data: dict[str, object]) -> str:
    """Return ``data`` as JSON that may stand in a page, without what is not known."""
    return _encode(_known(data)).replace("<", "\\u003c")


def _known(data: dict[str, object]) -> dict[str, object]:
    return {key: _known(value) if isinstance(value, dict) else value for key, value in data.items() if value}


def _person(person: Name) -> dict[str, str]:
    if person.literal:
        return {"@type": "Organization", "name": person.literal}
    family = " ".join(part for part in (person.particle, person.family) if part)
    parts = {"@type": "Person", "name": person.full, "givenName": person.given, "familyName": family}
    return {key: value for key, value in parts.items() if value}
