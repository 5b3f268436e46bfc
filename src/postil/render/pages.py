"""The pages of the site: views for the templates, and the templates filled."""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

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
from postil.apparatus import Apparatus, ChapterApparatus, Described, Ledger, Numbered, Outline, Place
from postil.edition import REGISTERS, Entry, Name, Record, Register, Series, listed
from postil.render.code import highlight
from postil.render.text import TextWriter, attribute


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
    """A note as a list has it."""

    id: str
    number: str
    body: Markup
    href: str
    places: tuple[PlaceView, ...]


class SeriesView(NamedTuple):
    """The notes of one voice; ``type`` is the list's numbering as HTML says it."""

    title: str
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


class SourceView(NamedTuple):
    """A source as the sources page has it."""

    id: str
    words: Markup
    rows: tuple[tuple[str, Markup], ...]
    places: tuple[PlaceView, ...]


class EntryView(NamedTuple):
    """An entry as its register has it."""

    id: str
    term: str
    forms: tuple[tuple[str, str], ...]
    dates: str
    coordinates: str
    definition: Markup
    see: tuple[Link, ...]
    sources: tuple[Link, ...]
    same_as: tuple[str, ...]
    places: tuple[PlaceView, ...]


class EmendationView(NamedTuple):
    """An emendation as the colophon has it."""

    place: PlaceView
    old: Markup
    new: Markup
    why: str


class Pages:
    """Renders the pages of one edition with the templates in ``folder``; ``stylesheet`` is its path on the site."""

    def __init__(self, apparatus: Apparatus, folder: Path, stylesheet: str) -> None:
        self.apparatus = apparatus
        self.edition = apparatus.edition
        self.folder = folder
        self.environment = _environment(str(folder))
        filled = {entry.kind for entry in self.edition.entries}
        self.starts: dict[tuple[str, str], list[int]] = {}
        self.registers = [register for register in REGISTERS if register.kind in filled]
        language = self.edition.language.split("-")[0].lower()
        self.fixed = {
            "rtl": language in ("ar", "fa", "he", "ps", "sd", "ug", "ur", "yi"),
            "edition": self.edition,
            "stylesheet": stylesheet,
            "editors": listed(self.edition.editors),
            "book": ": ".join(part for part in (self.edition.title, self.edition.subtitle) if part),
            "several": len(apparatus.chapters) > 1,
        }

    def all(self) -> Iterator[tuple[str, bytes]]:
        """Return the path and content of each page, in a fixed order. Raises TemplateBroken."""
        yield self.page("index.html", "index.html", chapters=[self.chapter(one) for one in self.chapters])
        for place, chapter in enumerate(self.chapters):
            yield self.chapter_page(chapter, place)
        yield self.page("notes.html", "notes.html", chapters=(self.chapter(one, "notes.html") for one in self.chapters))
        ledgers = sorted(self.apparatus.sources.values(), key=_source_order)
        yield self.page("sources.html", "sources.html", sources=[self.source(ledger) for ledger in ledgers])
        for register in self.registers:
            yield self.register_page(register)
        yield self.about_page()

    @property
    def chapters(self) -> list[ChapterApparatus]:
        return list(self.apparatus.chapters.values())

    def page(self, path: str, template: str, **context: object) -> tuple[str, bytes]:
        """Return the page ``path``, made of ``template``."""
        nav = [Link("index.html", "Contents", path == "index.html")]
        if len(self.chapters) == 1:
            nav.append(Link(self.chapters[0].page, "Text", path == self.chapters[0].page))
        nav += [
            Link("notes.html", "Notes", path == "notes.html"),
            Link("sources.html", "Sources", path == "sources.html"),
        ]
        nav += [Link(each.page, each.title, path == each.page) for each in self.registers]
        nav.append(Link("about.html", "About", path == "about.html"))
        canonical = self.edition.base_url + ("" if path == "index.html" else path) if self.edition.base_url else ""
        try:
            pieces = self.environment.get_template(template).generate(
                **self.fixed, path=path, nav=nav, canonical=canonical, **context
            )
            content = b"".join(map(str.encode, pieces))  # the largest pages never stand in memory as text
        except JinjaError as error:
            raise self.broken(error, template) from error
        return path, content

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

    def chapter_page(self, chapter: ChapterApparatus, place: int) -> tuple[str, bytes]:
        writer = TextWriter(chapter.page, self.apparatus, chapter, highlight)
        text = Markup(writer.blocks(self.apparatus.trees[chapter.slug].blocks))
        neighbours = [self.chapters[at] if 0 <= at < len(self.chapters) else None for at in (place - 1, place + 1)]
        links = [one and Link(one.page, tree.words(one.title)) for one in neighbours]
        return self.page(
            chapter.page,
            "chapter.html",
            chapter=self.chapter(chapter, chapter.page),
            text=text,
            previous=links[0],
            next=links[1],
            metadata=self.metadata(chapter),
            linked_data=Markup(self.linked_data(chapter)),
        )

    def chapter(self, chapter: ChapterApparatus, notes_on: str = "") -> ChapterView:
        """Return a chapter's view; with its notes as they stand on the page ``notes_on``, where that is given."""
        writer = TextWriter(notes_on or "index.html", self.apparatus, chapter, highlight)
        front = chapter.front
        series: tuple[SeriesView, ...] = ()
        if notes_on:
            voices: dict[Series, list[NoteView]] = {}
            for numbered in chapter.notes.values():
                voices.setdefault(numbered.series, []).append(self.note(numbered, chapter, writer))
            series = tuple(
                SeriesView(voice.title, "a" if voice.numbering == "letters" else "1", tuple(notes))
                for voice, notes in voices.items()
            )
        return ChapterView(
            slug=chapter.slug,
            href=chapter.page,
            number=front.number,
            title=Markup(writer.inlines(chapter.title, linked=True)),
            subtitle=front.subtitle,
            authors=listed(front.authors or self.edition.authors),
            outline=_outline(chapter.outline, chapter.page if not notes_on else "", writer),
            citation=Markup(writer.inlines(chapter.own_citation)),
            description=front.description,
            series=series,
        )

    def note(self, numbered: Numbered, chapter: ChapterApparatus, writer: TextWriter) -> NoteView:
        """Return a note's view: in its chapter with its back-links, elsewhere with the sentences it hangs on."""
        note = numbered.note
        own = writer.page == chapter.page
        back = _back_links(numbered) if own else ""
        blocks = note.blocks
        if back and blocks and isinstance(blocks[-1], nodes.Paragraph):
            last = f"<p>{writer.inlines(blocks[-1].children)}{back}</p>\n"
            body = writer.blocks(blocks[:-1], ids=False) + last
        else:
            body = writer.blocks(blocks, ids=False) + (f"<p>{back}</p>\n" if back else "")
        return NoteView(
            id=note.id if own else f"{chapter.slug}.{note.id}",
            number=numbered.number,
            body=Markup(body),
            href=writer.href(chapter.page, note.id),
            places=() if own else tuple(self.place(place, writer.page) for place in numbered.places),
        )

    def label(self, key: str) -> str:
        """Return a source's title, which names it in links."""
        ledger = self.apparatus.sources.get(key)
        return ledger.source.printed.variables.get("title", key) if ledger else key

    # Places

    def place(self, place: Place, page: str, *, marked: tuple[str, str] = ("", "")) -> PlaceView:
        """Return a place's view, as seen from ``page``, the words that lead to the entry ``marked`` marked in it."""
        chapter = self.apparatus.chapters.get(place.slug)
        writer = TextWriter(page, self.apparatus, chapter, marked=marked)
        if chapter is None and place.entry == ("", ""):
            return PlaceView(writer.href("about.html", place.anchor), "Editorial statement", Markup(""))
        if chapter is None:
            kind, id = place.entry
            register = next(each for each in REGISTERS if each.kind == kind)
            term = self.apparatus.entries[kind, id].entry.term
            return PlaceView(writer.href(register.page, place.anchor), f"Entry “{term}”", Markup(""))
        said = [f"¶ {chapter.numbers[place.block]}"] if place.block in chapter.numbers else []
        if not said and place.block:
            said = ["heading"]
        if place.note:
            numbered = chapter.notes[place.note]
            said.append(numbered.called)
        children = chapter.blocks.get(place.block, ())
        sentence = tree.cut(children, place.begin, place.until, self.beginnings(children, place))
        words = Markup(writer.inlines(sentence, linked=True))
        title = tree.words(chapter.title) if self.fixed["several"] else ""
        return PlaceView(writer.href(chapter.page, place.anchor), ", ".join(said), words, title)

    def beginnings(self, children: nodes.Inlines, place: Place) -> list[int] | None:
        """Return where the children of a block begin, kept for its other places; None where few."""
        if len(children) < 64:
            return None
        key = (place.slug, place.block)
        if key not in self.starts:
            self.starts[key] = tree.starts(children)
        return self.starts[key]

    # Sources

    def source(self, ledger: Ledger) -> SourceView:
        """Return a source's view: what is printed of it, and what is known beyond that."""
        writer = TextWriter("sources.html", self.apparatus)
        source = ledger.source
        rows: list[tuple[str, Markup]] = []
        for name in source.differs:
            printed = _value(source.printed, name).removeprefix("https://").removeprefix("http://")
            rows.append((f"{_FIELDS.get(name, name)} as printed", Markup.escape(printed)))
            rows.append((f"{_FIELDS.get(name, name)} as found", _linked(_value(source.record, name))))
        for name in ("DOI", "ISBN", "ISSN"):
            if value := source.record.variables.get(name, ""):
                rows.append((name, _linked(f"https://doi.org/{value}") if name == "DOI" else Markup.escape(value)))
        if source.remark:
            rows.append(("Remark", Markup.escape(source.remark)))
        words = tuple(one.children if isinstance(one, nodes.SourceLink) else (one,) for one in ledger.words)
        return SourceView(
            id=f"s-{source.key}",
            words=Markup(writer.inlines(tuple(child for children in words for child in children)) + "."),
            rows=tuple(rows),
            places=tuple(self.place(place, "sources.html") for place in ledger.places),
        )

    # Registers

    def register_page(self, register: Register) -> tuple[str, bytes]:
        described = [each for each in self.apparatus.entries.values() if each.entry.kind == register.kind]
        described.sort(key=lambda each: (each.entry.term.casefold(), each.entry.id))
        letters: dict[str, str] = {}
        for each in described:
            letters.setdefault(each.entry.term[:1].upper(), f"e-{each.entry.id}")
        return self.page(
            register.page,
            "register.html",
            register=register,
            count=len(described),
            letters=letters,
            entries=(self.entry(each, register) for each in described),  # one at a time: they may be many
        )

    def entry(self, described: Described, register: Register) -> EntryView:
        entry = described.entry
        writer = TextWriter(register.page, self.apparatus, None, highlight)
        return EntryView(
            id=f"e-{entry.id}",
            term=entry.term,
            forms=tuple((form.form, form.lang) for form in entry.forms if form.form != entry.term),
            dates=entry.dates,
            coordinates=_coordinates(entry),
            definition=Markup(writer.blocks(self.formatted(described.definition))),
            see=tuple(
                Link(f"#e-{id}", self.apparatus.entries[entry.kind, id].entry.term)
                for id, _ in entry.see
                if (entry.kind, id) in self.apparatus.entries
            ),
            sources=tuple(Link(f"sources.html#s-{key}", self.label(key)) for key, _ in entry.sources),
            same_as=entry.same_as,
            places=tuple(self.place(place, register.page, marked=(entry.kind, entry.id)) for place in described.places),
        )

    def formatted(self, blocks: nodes.Blocks) -> nodes.Blocks:
        """Return ``blocks`` that are no chapter's with each citation as a link to its source, with its locator."""

        def visit(node: tree.Node) -> tree.Node:
            if type(node) is not nodes.Citation:
                return node
            links: list[nodes.Inline] = []
            for cite in node.cites:
                tail = (nodes.Text(f", {cite.locator}"),) if cite.locator else ()
                links += [
                    nodes.Text("; " if links else "("),
                    nodes.SourceLink(cite.key, (nodes.Text(self.label(cite.key)),)),
                ]
                links += tail
            return (*links, nodes.Text(")"))

        return tree.rewrite(blocks, visit)

    # The colophon

    def about_page(self) -> tuple[str, bytes]:
        writer = TextWriter("about.html", self.apparatus, None, highlight)
        emendations = [
            EmendationView(
                self.place(each.place, "about.html"),
                Markup(writer.inlines(each.old, linked=True)),
                Markup(writer.inlines(each.new, linked=True)),
                each.why,
            )
            for each in self.apparatus.emendations
        ]
        return self.page(
            "about.html",
            "about.html",
            editorial=Markup(writer.blocks(self.formatted(self.apparatus.editorial))),
            emendations=emendations,
            citations=[Markup(writer.inlines(chapter.own_citation)) for chapter in self.chapters],
        )

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
        rows += [("DC.creator", person.inverted) for person in people]
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
        edition, front = self.edition, chapter.front
        publisher = {"@type": "Organization", "name": edition.publisher} if edition.publisher else None
        book = {
            "@type": "Book",
            "name": self.fixed["book"],
            "editor": [_person(person) for person in edition.editors],
            "publisher": publisher,
            "datePublished": edition.issued.iso if edition.issued.year else "",
            "url": edition.base_url,
        }
        data = {
            "@context": "https://schema.org",
            "@type": "Chapter",
            "name": tree.words(chapter.title),
            "alternativeHeadline": front.subtitle,
            "position": front.number,
            "author": [_person(person) for person in front.authors or edition.authors],
            "inLanguage": edition.language,
            "version": edition.version,
            "url": edition.base_url + chapter.page if edition.base_url else "",
            "isPartOf": {key: value for key, value in book.items() if value},
        }
        text = json.dumps({key: value for key, value in data.items() if value}, ensure_ascii=False)
        return text.replace("<", "\\u003c")


_FIELDS = {"title": "Title", "URL": "Address", "author": "Author", "issued": "Date"}


def _environment(folder: str) -> Environment:
    cache = Path(__file__).parent / "__pycache__"
    compiled = None
    if not sys.dont_write_bytecode and cache.is_dir() and os.access(cache, os.W_OK):
        compiled = FileSystemBytecodeCache(str(cache), "%s.jinja")  # as Python keeps its own modules
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        bytecode_cache=compiled,
        auto_reload=False,
    )


def _back_links(numbered: Numbered) -> str:
    """Return a link from a note to each of its calls, each with a name of its own."""
    several = len(numbered.calls) > 1
    links = []
    for place, call in enumerate(numbered.calls, 1):
        which = f"call {place} of {len(numbered.calls)}" if several else "the text"
        name = f"Back to {which}, {numbered.called}"
        mark = "↩\N{VARIATION SELECTOR-15}" + (f"<sup>{place}</sup>" if several else "")
        said = f'href="#{call}" aria-label="{attribute(name)}"'
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


def _source_order(ledger: Ledger) -> tuple[str, str, str]:
    """Sources stand by first author, or by title without its article or opening mark, then by date."""
    record = ledger.source.printed  # as the reader sees it
    people = record.names.get("author") or record.names.get("editor") or ()
    title = record.variables.get("title", "").lstrip("“‘\"'").casefold()
    for article in ("the ", "a ", "an "):
        title = title.removeprefix(article)
    issued = record.dates["issued"].iso if "issued" in record.dates else ""
    return (people[0].inverted.casefold() if people else title, issued, title)


def _value(record: Record, name: str) -> str:
    variables, people, dates = record.variables, record.names, record.dates
    if name in variables:
        return str(variables[name])
    if name in people:
        return listed(people[name])
    return dates[name].iso if name in dates else ""


def _linked(value: str) -> Markup:
    if value.startswith(("https://", "http://")):
        return Markup('<a href="{0}">{0}</a>').format(value)
    return Markup.escape(value)


def _coordinates(entry: Entry) -> str:
    if not entry.coordinates:
        return ""
    latitude, longitude = entry.coordinates
    return f"{abs(latitude):g}° {'N' if latitude >= 0 else 'S'}, {abs(longitude):g}° {'E' if longitude >= 0 else 'W'}"


def _person(person: Name) -> dict[str, str]:
    if person.literal:
        return {"@type": "Organization", "name": person.literal}
    family = " ".join(part for part in (person.particle, person.family) if part)
    parts = {"@type": "Person", "name": person.full, "givenName": person.given, "familyName": family}
    return {key: value for key, value in parts.items() if value}
