"""Data for programs: the edition's text, notes, sources and registers, where each id is, and what each number meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from postil.apparatus import Apparatus
from postil.edition import Edition
from postil.render.data.annotations import Annotations
from postil.render.data.files import FOLDER, SCHEMAS, Files
from postil.render.data.ids import id_files
from postil.render.data.registers import Occurrences, entry_records, source_records
from postil.render.data.text import ChapterData

DIVIDED = ("blocks", "notes", "occurrences")
"""What grows with the text: a file for each chapter, and one that names these."""

LISTED = ("chapters", *DIVIDED, "sources", "entries", "annotations")
"""The files that lead to all others."""


def data_files(apparatus: Apparatus) -> Iterator[tuple[str, bytes]]:
    """Return the files of data, their schemas aside: a chapter at a time, then those of the whole edition."""
    files = Files(apparatus)
    yield from id_files(apparatus, files)
    occurrences = Occurrences(apparatus)
    annotations = Annotations(apparatus)
    chapters = []
    parts: dict[str, list[dict[str, object]]] = {what: [] for what in DIVIDED}
    for slug, chapter in apparatus.chapters.items():
        data = ChapterData(apparatus, chapter, occurrences.of(slug))
        chapters.append(data.chapter())
        for what in DIVIDED:
            records = list(getattr(data, what)())
            path = f"data/{what}/{slug}.json"
            yield files.file(path, what, what, records, chapter=slug)
            parts[what].append({"chapter": slug, "file": path, "count": len(records)})
        yield from annotations.page(data)
    yield annotations.collection()
    yield files.file("data/chapters.json", "chapters", "chapters", chapters)
    for what, listed in parts.items():
        yield files.file(f"data/{what}.json", "parts", "parts", listed, of=what)
    yield files.file("data/sources.json", "sources", "sources", source_records(apparatus))
    yield files.file("data/entries.json", "entries", "entries", entry_records(apparatus))


def schema_files(edition: Edition, schemas: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """Return the schemas of the files, ``schemas`` by name; each says its address, where the edition has one."""
    base = edition.base_url and f"{edition.base_url}{FOLDER}{SCHEMAS}"
    for name, text in schemas.items():
        yield f"{FOLDER}{SCHEMAS}{name}", text.replace(f'"$id": "{name}"', f'"$id": "{base}{name}"', 1).encode()
