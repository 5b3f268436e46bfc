"""The index at the back of a book: the headings of all entries, and where the text speaks of each. As data, no page.

What stands here is what every output prints: a page of the site, and the end of an e-book or of a printed book.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

from postil import nodes, tree
from postil.apparatus import Apparatus, ChapterApparatus, Described, Place
from postil.collation import LATIN, filed, folded, initial, script_of
from postil.edition import Entry

Key = tuple[str, str]

NEAR = 5
"""How many letters two headings share at their beginning where who looks for one finds the other."""

_WORD = re.compile(r"\w+")


class Locator(NamedTuple):
    """A paragraph, by its id and number, or a run of them up to ``last``; a note, by its ``label`` then, and its id."""

    id: str
    number: str
    last: str = ""
    last_number: str = ""
    label: str = ""


class Located(NamedTuple):
    """The locators in the chapter ``slug``: paragraphs as they stand there, then notes."""

    slug: str
    locators: tuple[Locator, ...]


class See(NamedTuple):
    """A reference to the heading of an entry, by its kind and id."""

    key: Key
    words: str
    lang: str = ""


class Heading(NamedTuple):
    """A heading of the index, in the language ``lang`` where that is not the edition's.

    It is of the entry ``key``, or of none, and then says what to ``see``. ``also`` is what else to see; of a
    sub-heading, itself, where more stands under it as a heading of its own: nothing is nested deeper.
    """

    words: str
    lang: str = ""
    key: Key = ("", "")
    located: tuple[Located, ...] = ()
    see: tuple[See, ...] = ()
    also: tuple[See, ...] = ()
    parts: tuple[Heading, ...] = ()


class Letter(NamedTuple):
    """The headings that begin with a letter; with something else, where it is empty."""

    initial: str
    headings: tuple[Heading, ...]


def book_index(apparatus: Apparatus) -> tuple[Letter, ...]:
    """Return the index of an edition: signs and numbers, letters, then letters of other scripts than most headings'.

    An entry stands there if the text speaks of it or of a part of it; another only as what leads to such. Of the other
    forms of a name those lead to its heading that a reader would look for elsewhere in the alphabet.
    """
    standing = _standing(apparatus.entries)
    orders = {
        slug: _Order(rank, chapter, apparatus.trees[slug].blocks)
        for rank, (slug, chapter) in enumerate(apparatus.chapters.items())
    }
    located = {key: _located(apparatus.entries[key].places, orders) for key in standing}
    home = home_script(apparatus.entries[key].entry for key in standing)
    headings = [_heading(apparatus.entries[key], apparatus.entries, standing, located, home) for key in standing]
    headings += _leading(apparatus.entries, standing)
    taken = {folded(heading.words) for heading in headings}
    headings += _forms((apparatus.entries[key].entry for key in standing), taken)
    headings.sort(key=lambda heading: (filed(heading.words, home), heading.key))
    groups = groupby(_apart(headings), lambda heading: initial(heading.words))
    return tuple(Letter(letter, tuple(group)) for letter, group in groups)


def home_script(entries: Iterable[Entry]) -> str:
    """Return the script in which most headings are."""
    counts = Counter(filter(None, (script_of(entry.heading) for entry in entries)))
    return min(counts, key=lambda script: (-counts[script], script), default=LATIN)


def _related(described: Described, relation: str) -> tuple[Key, ...]:
    return next((keys for name, keys in described.related if name == relation), ())


def _standing(entries: Mapping[Key, Described]) -> dict[Key, None]:
    """Return the entries of which the text speaks, and those that have a part of which it does."""
    found = {key: None for key, described in entries.items() if any(place.slug for place in described.places)}
    pending = list(found)
    while pending:
        for whole in _related(entries[pending.pop()], "part_of"):
            if whole not in found:
                found[whole] = None
                pending.append(whole)
    return found


def _heading(
    described: Described,
    entries: Mapping[Key, Described],
    standing: Mapping[Key, None],
    located: Mapping[Key, tuple[Located, ...]],
    home: str,
) -> Heading:
    """Return the heading of an entry, with those of its parts under it."""
    entry = described.entry
    parts = []
    for key in _related(described, "parts"):
        if key in standing:
            part = entries[key]
            more = any(each in standing and each != entry.key for each in _related(part, "parts"))
            parts.append(
                Heading(
                    part.entry.heading,
                    part.entry.lang,
                    key,
                    located[key],
                    also=(_see(part.entry),) if more else (),
                )
            )
    parts.sort(key=lambda heading: (filed(heading.words, home), heading.key))
    also = sorted(
        (_see(entries[key].entry) for key in _related(described, "see") if key in standing),
        key=lambda see: (filed(see.words, home), see.key),
    )
    return Heading(entry.heading, entry.lang, entry.key, located[entry.key], (), tuple(also), tuple(parts))


def _see(entry: Entry) -> See:
    return See(entry.key, entry.heading, entry.lang)


def _leading(entries: Mapping[Key, Described], standing: Mapping[Key, None]) -> Iterator[Heading]:
    """Return the headings of entries of which the text does not speak, and which lead to others of which it does."""
    for key, described in entries.items():
        if key not in standing:
            seen = [other for other in _related(described, "see") if other in standing]
            if seen:
                see = tuple(_see(entries[other].entry) for other in seen)
                yield Heading(described.entry.heading, described.entry.lang, see=see)


def _forms(entries: Iterable[Entry], taken: set[str]) -> Iterator[Heading]:
    """Return the forms of entries under which a reader would look for them in vain; of alike ones, the first.

    What has a heading of its own, in ``taken``, leads nowhere else.
    """
    found: dict[str, Heading] = {}
    for entry in entries:
        kept = [entry.heading]
        for form, lang in ((entry.term, entry.lang), *((each.form, each.lang) for each in entry.forms)):
            if folded(form) in taken or _names(entry.heading, form) or any(_near(form, other) for other in kept):
                continue
            kept.append(form)
            before = found.get(folded(form), Heading(form, lang))
            found[folded(form)] = before._replace(see=(*before.see, _see(entry)))
    return iter(found.values())


def _names(heading: str, form: str) -> bool:
    """Whether ``form`` says a name that is turned round in ``heading``, such as ``President Aliyev``."""
    family, comma, _ = folded(heading).partition(",")
    return bool(comma) and set(_WORD.findall(family)) <= set(_WORD.findall(folded(form)))


def _near(form: str, other: str) -> bool:
    """Whether the two begin alike, as the plural of a word does, so that one is found beside the other."""
    one, two = ("".join(_WORD.findall(folded(each))) for each in (form, other))
    shorter = min(len(one), len(two))
    most = min(NEAR, shorter if shorter < 4 else shorter - 1)
    return one[:most] == two[:most]


def _apart(headings: list[Heading]) -> Iterator[Heading]:
    """Return ``headings`` without those forms that stand beside what they lead to, under the same letter."""
    for at, heading in enumerate(headings):
        near = (headings[other] for other in (at - 1, at + 1) if 0 <= other < len(headings))
        beside = {each.key for each in near if initial(each.words) == initial(heading.words)}
        if heading.key != ("", "") or len(heading.see) != 1 or heading.see[0].key not in beside:
            yield heading


class _Order:
    """How the blocks and notes of a chapter follow one another."""

    def __init__(self, rank: int, chapter: ChapterApparatus, blocks: nodes.Blocks) -> None:
        self.rank = rank
        self.numbers = chapter.numbers
        self.ids = list(chapter.numbers)
        self.places = {id: place for place, id in enumerate(self.ids)}
        self.notes = {label: place for place, label in enumerate(chapter.notes)}
        self.numbered = chapter.notes
        self.first: dict[str, str] = {}  # of a heading, the paragraph with which its section begins
        waiting: list[str] = []
        for block in tree.blocks(blocks):
            if type(block) is nodes.Heading:
                waiting.append(block.id)
            elif (id := getattr(block, "id", "")) in self.places:
                self.first.update(dict.fromkeys(waiting, id))
                waiting = []

    def locators(self, places: Iterable[Place]) -> Iterator[Locator]:
        """Return where ``places``, which are in the chapter, are: runs of paragraphs, then notes."""
        at: set[int] = set()
        notes: set[str] = set()
        for place in places:
            if place.note:
                notes.add(place.note)
            elif (id := self.first.get(place.block, place.block)) in self.places:
                at.add(self.places[id])
        for run in _runs(sorted(at)):
            first, last = self.ids[run[0]], self.ids[run[-1]]
            whole = (last, self.numbers[last]) if last != first else ()
            yield Locator(first, self.numbers[first], *whole)
        for label in sorted(notes & self.notes.keys(), key=self.notes.__getitem__):
            numbered = self.numbered[label]
            yield Locator(numbered.note.id, numbered.number, label=label)


def _located(places: tuple[Place, ...], orders: Mapping[str, _Order]) -> tuple[Located, ...]:
    by_chapter: dict[str, list[Place]] = {}
    for place in places:
        if place.slug in orders:
            by_chapter.setdefault(place.slug, []).append(place)
    slugs = sorted(by_chapter, key=lambda slug: orders[slug].rank)
    found = (Located(slug, tuple(orders[slug].locators(by_chapter[slug]))) for slug in slugs)
    return tuple(each for each in found if each.locators)


def _runs(places: list[int]) -> Iterator[list[int]]:
    """Return ``places`` in runs of those that follow one another."""
    for _, run in groupby(enumerate(places), lambda pair: pair[1] - pair[0]):
        yield [place for _, place in run]
