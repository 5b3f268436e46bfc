"""The notes as annotations of the text (Web Annotation Data Model, W3C 2017): a collection, and a page of each chapter.

A note's targets are the places that call it. Each is told twice: by the words themselves, and by the words within the
paragraph's element. The words are those before the call, back to the one before it or to where the sentence begins;
what stands before and after them is told as far as the chapter has the same words elsewhere.

With the address of the edition all names are whole addresses. Without it they are relative to the file they stand in,
as JSON-LD reads them.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from postil.apparatus import Apparatus, Numbered, Place
from postil.edition import Name
from postil.languages import direction
from postil.render.data.files import FOLDER, schema_address, written
from postil.render.data.text import ChapterData, href
from postil.render.text import TextWriter

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
COLLECTION = "annotations.json"
PAGES = "annotations/"

NEAR = 32
"""How many signs before and after a quotation are told."""

MOST = 20_000_000
"""The most signs that are looked through for words that stand elsewhere too: those of a chapter, for each call."""


class Annotations:
    """Makes the annotations of an edition: first the pages, in the order of the chapters, then the collection."""

    def __init__(self, apparatus: Apparatus) -> None:
        self.apparatus = apparatus
        self.edition = edition = apparatus.edition
        self.annotated = [each.slug for each in apparatus.chapters.values() if each.notes]
        self.made = self.total = 0  # pages, and annotations in them
        self.version = {"schema:version": apparatus.version} if apparatus.version else {}
        self.base = edition.base_url

    def address(self, path: str, up: str = "") -> str:
        """Return the address of ``path`` in the folder of data; ``up`` leads there, where the edition has none."""
        return f"{self.base}{FOLDER}{path}" if self.base else up + path

    def page_address(self, slug: str, up: str = "") -> str:
        return self.address(f"{PAGES}{quote(slug)}.json", up)

    def collection(self) -> tuple[str, bytes]:
        """Return the file of the collection, once all its pages are made."""
        path = FOLDER + COLLECTION
        said: dict[str, object] = {
            "$schema": schema_address(path, "annotation-collection"),
            "@context": CONTEXT,
            "id": self.address(COLLECTION),
            "type": "AnnotationCollection",
            "label": self.edition.title,
            **self.version,
            "generator": {"type": "Software", "name": "Postil"},
            **_creators(self.edition.authors),
            "total": self.total,
        }
        if self.annotated:
            said["first"] = self.page_address(self.annotated[0])
            said["last"] = self.page_address(self.annotated[-1])
        lines = [f"{written(key)}: {written(value)}" for key, value in said.items()]
        return path, ("{\n" + ",\n".join(lines) + "\n}\n").encode()

    def page(self, data: ChapterData) -> Iterator[tuple[str, bytes]]:
        """Return the file of a chapter's notes, where it has any: an annotation a line."""
        slug = data.derived.slug
        if not data.derived.notes:
            return
        at, path = self.made, f"{FOLDER}{PAGES}{slug}.json"
        self.made += 1
        said: dict[str, object] = {
            "$schema": schema_address(path, "annotation-page"),
            "@context": CONTEXT,
            "id": self.page_address(slug, "../"),
            "type": "AnnotationPage",
            **self.version,
            "partOf": self.address(COLLECTION, "../"),
            "startIndex": self.total,
        }
        if at:
            said["prev"] = self.page_address(self.annotated[at - 1], "../")
        if at + 1 < len(self.annotated):
            said["next"] = self.page_address(self.annotated[at + 1], "../")
        notes = _Notes(self, data)
        items = [written(notes.annotation(label, each)) for label, each in data.derived.notes.items()]
        self.total += len(items)
        lines = ",\n".join([f"{written(key)}: {written(value)}" for key, value in said.items()])
        inside = ",\n".join(items)
        yield path, f'{{\n{lines},\n"items": [\n{inside}\n]\n}}\n'.encode()


class _Notes:
    """The notes of one chapter as annotations."""

    def __init__(self, annotations: Annotations, data: ChapterData) -> None:
        edition = annotations.edition
        derived = data.derived
        self.data = data
        self.here = annotations.page_address(derived.slug, "../")
        root = annotations.base or "../../"
        self.source = root + href(derived.page)
        self.writer = TextWriter("", data.apparatus, derived, expanded=True)
        self.writer.root = root
        language = edition.language
        self.body = {"type": "TextualBody", "purpose": "commenting", "format": "text/html", "language": language}
        if direction(language) == "rtl":
            self.body["textDirection"] = "rtl"
        self.creators = _creators(derived.front.authors or edition.authors)
        self.rights = {"rights": edition.rights} if edition.rights.startswith(("https://", "http://")) else {}
        self.text = " ".join([data.wording(id).text for id in derived.blocks]).replace("\n", " ")
        calls = sum(len(each.calls) for each in derived.notes.values())
        self.sought = len(self.text) * calls <= MOST

    def annotation(self, label: str, numbered: Numbered) -> dict[str, object]:
        note = numbered.note
        placed = {place.anchor: place for place in numbered.places}
        targets = [self.target(id, placed.get(id)) for id in numbered.calls]
        own = self.creators if not numbered.series.name else {}  # whose the notes of another voice are, nobody says
        return {
            "id": f"{self.here}#{href('', note.id)[1:]}",
            "type": "Annotation",
            "motivation": "commenting",
            **own,
            **self.rights,
            "body": {**self.body, "value": self.writer.blocks(note.blocks, ids=False)},
            "target": targets[0] if len(targets) == 1 else targets,
        }

    def target(self, call: str, place: Place | None) -> dict[str, object]:
        """Return the place of a call; of one in a note, that note."""
        fragment = {"type": "FragmentSelector", "conformsTo": "http://tools.ietf.org/rfc/rfc3236"}
        if place is None:
            label = self.data.calling.get(call, "")
            note = self.data.derived.notes.get(label)
            value = note.note.id if note else call
            return {"source": self.source, "selector": {**fragment, "value": value}}
        quoted = self.quote(call, place)
        within = {**fragment, "value": place.block, **({"refinedBy": quoted} if quoted["exact"] else {})}
        return {"source": self.source, "selector": [quoted, within] if quoted["exact"] else within}

    def quote(self, call: str, place: Place) -> dict[str, str]:
        """Return the words that a call hangs on."""
        found = self.data.wording(place.block)
        text = found.text
        at = found.called(call)
        start = found.at(place.begin)
        earlier = [before for _, before in found.calls if start <= before < at and text[before:at].strip()]
        start = max([start, *earlier[-1:]])
        start += len(text[start:at]) - len(text[start:at].lstrip())
        if not text[start:at].strip():
            start, at = found.at(place.begin), found.until(place.until)  # nothing before it: the sentence
        return self.told(text, start, at)

    def told(self, text: str, start: int, end: int) -> dict[str, str]:
        """Return the words ``start:end`` of ``text`` with as much of what is around as makes them one place's."""
        first = text.rfind("\n", 0, start) + 1  # cells of a table, and lines, need not stand one after the other
        last = text.find("\n", end)
        last = last if last >= 0 else len(text)
        near = NEAR
        while True:
            low, high = max(first, start - near), min(last, end + near)
            if (low, high) == (first, last) or not self.sought or not self.twice(text[low:high].replace("\n", " ")):
                break
            near *= 2
        quoted = {
            "exact": text[start:end].replace("\n", " "),
            "prefix": text[low:start],
            "suffix": text[end:high],
        }
        return {"type": "TextQuoteSelector", **{key: value for key, value in quoted.items() if value or key == "exact"}}

    def twice(self, words: str) -> bool:
        """Return whether the chapter has ``words`` in two places."""
        return self.text.find(words, self.text.find(words) + 1) >= 0


def _creators(people: tuple[Name, ...]) -> dict[str, object]:
    """Return who wrote something, as far as it is known."""
    found = [{"type": "Organization" if each.literal else "Person", "name": each.full} for each in people]
    return {"creator": found[0] if len(found) == 1 else found} if found else {}
