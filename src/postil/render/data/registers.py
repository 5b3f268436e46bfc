"""Sources and entries as records, and where entries are named."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from postil import tree
from postil.apparatus import Apparatus, Described, Ledger, Place
from postil.edition import REGISTERS
from postil.lock import address
from postil.render.data.files import known
from postil.render.data.wording import wording
from postil.render.exports.biblatex import edtf
from postil.render.exports.csl_json import item
from postil.render.text import TextWriter, source_anchor

_PAGES = {register.kind: register.page for register in REGISTERS}


class Occurrence(NamedTuple):
    """A place that names an entry."""

    entry: tuple[str, str]
    place: Place


def entry_key(entry: tuple[str, str]) -> str:
    """Return an entry as a manuscript links to it: ``person:tahir``."""
    return ":".join(entry)


class Occurrences:
    """The places that name entries, given out a chapter at a time: of many chapters there are very many."""

    def __init__(self, apparatus: Apparatus) -> None:
        self.apparatus = apparatus
        self.waiting: dict[str, list[tuple[tuple[str, str], Iterator[Place], Place]]] = {}
        for key, described in apparatus.entries.items():
            places = iter(described.places)
            self.wait(key, places, next(places, None))

    def wait(self, entry: tuple[str, str], places: Iterator[Place], first: Place | None) -> None:
        if first is not None:
            self.waiting.setdefault(first.slug, []).append((entry, places, first))

    def of(self, slug: str) -> list[Occurrence]:
        """Return those of the chapter ``slug`` in reading order, its notes last; to be asked in the chapters' order."""
        chapter = self.apparatus.chapters[slug]
        order = {id: at for at, id in enumerate(chapter.blocks)}
        order.update((each.note.id, len(order) + at) for at, each in enumerate(chapter.notes.values()))
        found: list[Occurrence] = []
        for entry, places, first in self.waiting.pop(slug, ()):
            place: Place | None = first
            while place is not None and place.slug == slug:
                found.append(Occurrence(entry, place))
                place = next(places, None)
            self.wait(entry, places, place)
        found.sort(key=lambda each: (order.get(each.place.anchor, 0), each.place.start))
        return found


def source_records(apparatus: Apparatus) -> Iterator[dict[str, object]]:
    """Return the sources in the order of the bibliography."""
    writer = TextWriter("sources.html", apparatus)
    for key, ledger in apparatus.sources.items():
        yield known(
            {
                "key": key,
                "href": f"sources.html#{source_anchor(key)}",
                "words": wording(ledger.words, writer).text,
                "item": item(ledger.source),
                "places": [_place(apparatus, place) for place in _places(ledger)],
            }
        )


def _places(ledger: Ledger) -> list[Place]:
    """Return where the source is cited, a place for each block and note."""
    first = {(each.slug, each.block, each.note, each.entry): each for each in reversed(ledger.places)}
    return list(first.values())[::-1]


def _place(apparatus: Apparatus, place: Place) -> dict[str, object]:
    """Return a place that rests on a source: a block, and the note that cites it there; an entry; or neither."""
    chapter = apparatus.chapters.get(place.slug)
    if chapter is None:
        return {"entry": entry_key(place.entry)} if place.entry != ("", "") else {"page": "about.html"}
    note = chapter.notes.get(place.note)
    block = place.block if place.block in chapter.numbers or not place.block else address(place.slug, place.block)
    return known({"chapter": place.slug, "block": block, "note": address(place.slug, note.note.id) if note else ""})


def entry_records(apparatus: Apparatus) -> Iterator[dict[str, object]]:
    """Return the entries of all registers, in the order in which they are written."""
    for described in apparatus.entries.values():
        yield known(_entry(apparatus, described)) | {"occurrences": len(described.places)}


def _entry(apparatus: Apparatus, described: Described) -> dict[str, object]:
    entry = described.entry
    writer = TextWriter("", apparatus)  # its addresses are those below the site's
    return {
        "key": entry_key(entry.key),
        "kind": entry.kind,
        "id": entry.id,
        "href": f"{_PAGES[entry.kind]}#e-{entry.id}",
        "term": entry.term,
        "language": entry.lang,
        "heading": entry.heading,
        "forms": [known({"form": form.form, "language": form.lang}) for form in entry.forms],
        "definition": wording(tree.flow(described.definition), writer).text,
        "html": writer.blocks(described.definition, ids=False),
        "dates": entry.dates,
        "when": edtf(entry.when),
        "coordinates": list(entry.coordinates),
        "related": {name: [entry_key(key) for key in keys] for name, keys in described.related},
        "sources": list(dict.fromkeys(key for key, _ in entry.sources)),
        "same_as": list(entry.same_as),
    }
