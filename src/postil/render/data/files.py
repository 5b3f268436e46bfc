"""JSON files that can be read as text: what is said of all of it first, then a record a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from postil.apparatus import Apparatus

FORMAT = 1
"""Goes up where a program that reads the files would have to be changed."""

FOLDER = "data/"

SCHEMAS = "schema/"
"""Where, in that folder, the schemas of the files are."""

written = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Files:
    """Makes the files of one edition, of which each says the same."""

    def __init__(self, apparatus: Apparatus) -> None:
        self.said = {
            "format": FORMAT,
            "edition": apparatus.edition.title,
            "version": apparatus.version,
            "draft": bool(apparatus.edition.lock.releases) and apparatus.draft,
        }

    def file(self, path: str, schema: str, what: str, records: Iterable[object], **more: object) -> tuple[str, bytes]:
        """Return the file ``path`` with ``records`` as the list ``what``; ``more`` is said before them."""
        return path, self.content(path, schema, what, "[]", map(written, records), more)

    def table(self, path: str, what: str, records: Iterable[tuple[str, object]], **more: object) -> tuple[str, bytes]:
        """Return the file ``path`` with ``records`` by their keys under ``what``, in the order of the edition."""
        lines = (f"{written(key)}: {written(record)}" for key, record in records)
        name = path.rpartition("/")[2].removesuffix(".json")
        return path, self.content(path, name, what, "{}", lines, more)

    def content(
        self, path: str, schema: str, what: str, marks: str, lines: Iterable[str], more: Mapping[str, object]
    ) -> bytes:
        head = {"$schema": schema_address(path, schema), **self.said, **more}
        first = ",\n".join([f"{json.dumps(key)}: {written(value)}" for key, value in head.items()])
        inside = ",\n".join(lines)
        return f"{{\n{first},\n{json.dumps(what)}: {marks[0]}\n{inside}\n{marks[1]}\n}}\n".encode()


def schema_address(path: str, schema: str) -> str:
    """Return the address of ``schema`` as seen from the file ``path``."""
    return f"{'../' * (path.count('/') - 1)}{SCHEMAS}{schema}.json"


def known(record: Mapping[str, object]) -> dict[str, object]:
    """Return what of ``record`` says something: not what is empty, nor 0, nor false."""
    return {name: value for name, value in record.items() if value}
