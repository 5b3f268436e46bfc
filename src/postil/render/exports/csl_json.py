"""Sources as CSL JSON (CSL 1.0.2, csl-data.json): the record whole, in the order in which it was written."""

from __future__ import annotations

import json
from collections.abc import Iterable

from postil.edition import Date, Name, Source

_write = json.JSONEncoder(ensure_ascii=False, separators=(", ", ": ")).encode


def file(entries: Iterable[str]) -> str:
    """Return a file that holds ``entries``."""
    return "[\n" + ",\n".join(entries) + "\n]\n"


def entry(source: Source) -> str:
    """Return ``source`` as an object, a variable a line."""
    lines = [f"    {_write(key)}: {_write(value)}" for key, value in item(source).items()]
    return "  {\n" + ",\n".join(lines) + "\n  }"


def item(source: Source) -> dict[str, object]:
    """Return ``source`` as a CSL item; ``custom`` has the archived address and the remark, where there are."""
    record = source.record
    said: dict[str, object] = {"id": source.key, "type": record.type or "document", **record.variables}
    for role, people in record.names.items():
        said[role] = [name(each) for each in people]
    for variable, date in record.dates.items():
        if date.known:
            said[variable] = _date(date)
    custom = {"archived": source.archived, "remark": source.remark}
    if own := {key: value for key, value in custom.items() if value}:
        said["custom"] = own
    return said


def name(name: Name) -> dict[str, str | bool]:
    """Return ``name`` as CSL has it."""
    parts: dict[str, str | bool] = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "dropping-particle": name.dropping,
        "suffix": name.suffix,
        "comma-suffix": name.comma,
        "static-ordering": name.static,
        "literal": name.literal,
    }
    said: dict[str, str | bool] = {key: value for key, value in parts.items() if value}
    if _would_be_parsed(name):
        said["parse-names"] = False
    return said


def _would_be_parsed(name: Name) -> bool:
    """Return whether a reader would find a particle or a suffix in a part that holds none."""
    return (
        (name.family[:1].islower() and not name.particle)
        or name.family[:1] == '"'
        or ("," in name.given and not name.suffix)
        or (name.given.rpartition(" ")[2][:1].islower() and not name.dropping)
    )


def _date(date: Date) -> dict[str, object]:
    """Return ``date`` in parts; an end that is not known is the year 0, as citeproc-js has it."""
    said: dict[str, object] = {}
    if date.year or date.until is not None:
        ranged = date.until is not None
        said["date-parts"] = [_parts(each, ranged) for each in (date, date.until) if each is not None]
        if date.season and not ranged:
            said["season"] = date.season
    if date.circa or (date.until is not None and date.until.circa):
        said["circa"] = True
    if date.literal:
        said["literal"] = date.literal
    return said


def _parts(date: Date, ranged: bool) -> list[int]:
    """Return year, month and day as far as they are known; a season is month 21 to 24 where there are two of them."""
    if date.season and ranged:
        return [date.year, 20 + date.season]
    return [date.year, date.month, date.day][: 3 if date.day else 2 if date.month else 1]
