"""The apparatus: everything linked to the text that its author did not write in it.

Numbers, targets, formatted citations, and the places that rest on a note, a source or an entry. What was written is
in the tree; here it is looked up by the tree's ids, which are unique within a chapter, so a chapter's slug goes before.
"""

from collections.abc import Iterator
from typing import NamedTuple

from postil.edition import Edition, Entry, Front, Record, Series, Source
from postil.lock import GONE, Fate, Published
from postil.nodes import Blocks, Chapter, Inlines, Note


class Target(NamedTuple):
    """Where a reference leads: a page of the site, a fragment on it, and the words that say what is there."""

    page: str
    fragment: str
    words: str = ""


class Place(NamedTuple):
    """A place in the text that rests on something: in chapter ``slug``, at the id ``anchor``.

    Its own words are ``start:end`` of those of the block ``block``, the sentence around them ``begin:until``. Of a
    place that names an entry ``begin:until`` is a line of context, and in a note all four count in the note's words.
    ``note`` is the label of the note it stands in, ``entry`` the kind and id of the entry (and then there is no
    ``slug``). There are many places, so they hold nothing that can be looked up.
    """

    slug: str
    anchor: str
    block: str = ""
    start: int = 0
    end: int = 0
    begin: int = 0
    until: int = 0
    note: str = ""
    entry: tuple[str, str] = ("", "")


class Numbered(NamedTuple):
    """A note with its number in its series, and the ids of its calls in the order a reader meets them.

    ``called`` is how a screen reader says its call: ``note 3``, ``Editor’s notes, note b``.
    """

    note: Note
    number: str
    series: Series
    calls: tuple[str, ...]
    places: tuple[Place, ...]
    called: str = ""


class Outline(NamedTuple):
    """A section in a chapter's contents."""

    id: str
    words: Inlines
    level: int
    sections: "tuple[Outline, ...]" = ()


NUMBER, VERSION, ADDRESS = "\ue000", "\ue001", "\ue002"
"""In the words of a citation, what stands for a paragraph's number, its version as it is said, and its address."""


DRAFT = "draft after"
"""What goes before a release in the version of words that it did not publish yet: ``draft after 1.0``."""


class CitedAs(NamedTuple):
    """How a paragraph of a chapter is cited in one form: ``Chicago, note``.

    In its ``words`` NUMBER, VERSION and ADDRESS stand for those of the paragraph; ``version`` is what goes before a
    version.
    """

    id: str
    name: str
    words: Inlines
    version: str = "version"


class ChapterApparatus(NamedTuple):
    """What is derived from one chapter.

    Its numbers by block id, its notes by label in reading order, its targets by name, its blocks' words by id, the
    words of its citations by id as they stand in the text, and, for those that are shortened there, in full in
    ``expanded``; ``works`` are the keys of the sources it cites, in the order of the bibliography; ``own_citation``
    is how the chapter itself is cited, ``cited_as`` how its paragraphs are, ``record`` what a reference manager keeps.

    Of published ids whose words are not where they were: ``gone`` are, by the fragment of a block or heading, the ids
    of what stood after it (by nothing, at the beginning; by ``notes``, notes); ``away`` the ids of what stood in the
    chapter and stood in another last; ``anchors`` the fragments that lead to a line for one of these, by its id, and
    those that lead to something that stands on the page, beside its own, by its fragment.
    """

    slug: str
    front: Front
    title: Inlines
    numbers: dict[str, str]
    notes: dict[str, Numbered]
    targets: dict[str, Target]
    outline: tuple[Outline, ...]
    blocks: dict[str, Inlines]
    citations: dict[str, Inlines]
    expanded: dict[str, Inlines]
    works: tuple[str, ...]
    own_citation: Inlines
    anchors: dict[str, list[str]]
    gone: dict[str, list[str]]
    away: list[str]
    cited_as: tuple[CitedAs, ...] = ()
    record: Record = Record()

    @property
    def page(self) -> str:
        """The chapter's page."""
        return f"{self.slug}.html"


class Emended(NamedTuple):
    """An emendation, and where it stands."""

    place: Place
    old: Inlines
    new: Inlines
    why: str


RELATIONS = ("part_of", "parts", "earlier", "later", "see")
"""How entries stand to an entry: what it is part of, what is part of it, what came before and after, what else to see.

All but the last are known at both ends, whichever entry says it.
"""


class Described(NamedTuple):
    """An entry with its definition read, and the places in the text that lead to it.

    ``named`` are the words that do, each with the number of places, the commonest first. ``related`` are the kinds and
    ids of other entries, by how these stand to it: RELATIONS, as far as there are any.
    """

    entry: Entry
    definition: Blocks
    places: tuple[Place, ...]
    named: tuple[tuple[str, int], ...] = ()
    related: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()


class Ledger(NamedTuple):
    """A source, and the places that rest on it.

    ``words`` are its entry in the bibliography, made of what is known of it; they end as the style ends them, and its
    title, if they have it, is a link to the source.
    """

    source: Source
    words: Inlines
    places: tuple[Place, ...]


class Passage(NamedTuple):
    """A published id, or one that the next release publishes, and what it is now.

    ``kind`` is one of ``lock.KINDS``. It stands in the chapter ``slug`` as ``number``, with these ``words``; of what is
    gone, these are the last. ``here`` are the ids at which its words are now: its own, those it was merged into or
    divided among, or none. ``record`` is what the lock remembers, None of what is new. ``fates`` are the record's and
    those that await the next release; ``names`` the names it has or had beside its id.
    """

    id: str
    kind: str
    slug: str
    number: str
    words: str
    here: tuple[str, ...]
    record: Published | None = None
    fates: tuple[Fate, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def gone(self) -> bool:
        """Whether it has no words of its own any more; so it is too where nobody has said yet what became of it."""
        return not self.here or (bool(self.fates) and self.fates[-1].what in GONE)

    def addresses(self) -> Iterator[tuple[str, str]]:
        """Return where it was published: the slug of each page, and the fragment that led to it there."""
        if self.record is None:
            return
        slugs = dict.fromkeys(standing.chapter for standing in self.record.standings)
        for id in (self.id, *self.record.names):
            page, _, fragment = id.rpartition("#")
            for slug in (page,) if page else slugs:
                yield slug, fragment

    @property
    def stands(self) -> bool:
        """Whether it is still in the text under its own id: it is not gone, nor divided among others."""
        return not self.gone and (self.id in self.here or not self.fates or self.fates[-1].what != "split-into")

    @property
    def changed(self) -> bool:
        """Whether something is to be said of it that no release has published."""
        record = self.record
        if record is None or any(not fate.version for fate in self.fates):
            return True
        if self.gone:
            return False
        was = (record.words, record.chapter, record.number, record.names)
        return (self.words, self.slug, self.number, self.names) != was


class Apparatus(NamedTuple):
    """The whole edition's apparatus; its sources stand in the order of the bibliography.

    ``passages`` are all ids ever published or to be, in the order of the edition: in each chapter blocks and sections
    as they stand, what is gone where it stood, then notes; then sources and entries. ``referring`` are the places that
    refer to a page and a fragment of it (none where they mean all of it), in the order of the edition: text, notes,
    entries, the editorial statement.
    """

    edition: Edition
    chapters: dict[str, ChapterApparatus]
    entries: dict[tuple[str, str], Described]
    sources: dict[str, Ledger]
    editorial: Blocks
    emendations: tuple[Emended, ...]
    trees: dict[str, Chapter]
    passages: dict[str, Passage]
    referring: dict[tuple[str, str], tuple[Place, ...]]

    @property
    def version(self) -> str:
        """The version that is cited where nothing has changed since: the last release, or what the edition says."""
        return self.edition.lock.version or self.edition.version

    def version_of(self, passage: Passage) -> str:
        """Return the version in which the words of ``passage`` stand: of what is gone, the last that had them."""
        lock, record = self.edition.lock, passage.record
        if not lock.releases:
            return self.edition.version
        if record is None:
            return f"{DRAFT} {lock.version}"
        if not passage.stands:
            ended = passage.fates[-1].version if passage.fates else ""
            versions = [release.version for release in lock.releases]
            return versions[versions.index(ended) - 1] if ended in versions[1:] else lock.version
        if (passage.words, passage.slug, passage.number) != (record.words, record.chapter, record.number):
            return f"{DRAFT} {lock.version}"
        return lock.version

    @property
    def titles(self) -> list[str]:
        """The titles that a citation may name: the edition's, then those of its chapters, each with its subtitle."""
        own = ": ".join(part for part in (self.edition.title, self.edition.subtitle) if part)
        return [own, *(chapter.record.variables.get("title", "") for chapter in self.chapters.values())]

    @property
    def people(self) -> list[str]:
        """The family names of those whose text the edition is."""
        front = (name for chapter in self.chapters.values() for name in chapter.front.authors)
        return sorted({name.family or name.literal for name in (*self.edition.authors, *front)} - {""})

    @property
    def versions_said(self) -> list[str]:
        """What may stand before a version in a citation of this edition, in its language and in English."""
        return sorted({form.version for own in self.chapters.values() for form in own.cited_as} | {"version"})

    @property
    def draft(self) -> bool:
        """Whether anything stands otherwise than it was released."""
        return any(passage.changed for passage in self.passages.values())
