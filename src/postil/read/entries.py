"""Entries of the glossary and of the registers."""

from __future__ import annotations

from pathlib import Path

from postil.diagnostics import Report, Rule
from postil.edition import REGISTERS, Entry, Form, Pointer, Register
from postil.languages import ADVICE, TAG
from postil.manuscript import NO_TEXT, UNKNOWN, Manuscript
from postil.read.dates import read_date
from postil.read.fields import Fields, read_list
from postil.read.sources import cited
from postil.read.yaml import Mapping, Scalar

_KINDS = {register.kind for register in REGISTERS}

ID = r"[a-z0-9][a-z0-9-]*"


def read_entries(folder: Path, report: Report, unread: set[str]) -> tuple[Entry, ...]:
    """Return the entries of all registers whose file lies in ``folder``, in the files' order.

    The names of files that cannot be read are added to ``unread``.
    """
    return tuple(
        entry for register in REGISTERS for entry in _register(folder / register.file, register, report, unread)
    )


def _register(path: Path, register: Register, report: Report, unread: set[str]) -> list[Entry]:
    top, lines = read_list(path, "entries", "entry", report, unread)
    if top is None:
        return []
    found: dict[str, Entry] = {}
    for fields in top.records("entries", "an entry"):
        entry = _entry(fields, register, lines)
        if entry is None:
            continue
        if entry.id in found:
            first = found[entry.id].span
            report.add(Rule.ID_TWICE, fields.where("id"), what="entry", id=entry.id, line=first.line, path=first.path)
            continue
        found[entry.id] = entry
    top.done()
    return list(found.values())


def _entry(fields: Fields, register: Register, lines: list[str]) -> Entry | None:
    fields.needed("id", "minsk-group")
    id = fields.matching("id", ID, "Use lower-case letters, digits and hyphens, such as minsk-group.")
    term = fields.needed("term", "Minsk Group")
    definition = fields.scalar("definition")
    entry = Entry(
        kind=register.kind,
        id=id,
        term=term,
        forms=_forms(fields),
        definition=written(definition, lines) if definition else NO_TEXT,
        heading=fields.text("heading") or term,
        see=_pointers(fields, "see", register.kind),
        part_of=_pointers(fields, "part_of", register.kind),
        before=_pointers(fields, "before", register.kind),
        after=_pointers(fields, "after", register.kind),
        sources=cited(fields.scalars("sources")),
        same_as=_addresses(fields),
        dates=fields.text("dates"),
        when=read_date(fields, "when"),
        coordinates=_coordinates(fields),
        first_mention_only=fields.flag("first_mention_only"),
        lang=_tongue(fields),
        span=fields.where("id"),
    )
    if definition is None and "definition" not in fields.mapping.items:
        fields.report.add(
            Rule.KEY_MISSING, fields.span, what="an entry", key="definition", example="What the term means."
        )
    fields.done()
    return entry if id and term else None


def written(scalar: Scalar, lines: list[str]) -> Manuscript:
    """Return Markdown that stands in YAML as a manuscript of its own, its lines where the file has them.

    A block scalar, literal or folded, keeps its own lines: a line break inside a paragraph means nothing in Markdown.
    """
    span = scalar.span
    if not scalar.block:
        quote = 0 if scalar.plain else 1
        as_written = scalar.end.line == scalar.start.line and span.length == len(scalar.text) + 2 * quote
        indent = span.column - 1 + quote if as_written else UNKNOWN
        return Manuscript(span.path, "", scalar.text, span.line - 1, indent)
    first = span.line
    while first < len(lines) and not lines[first].strip():
        first += 1
    if not scalar.text.strip() or first == len(lines):
        return NO_TEXT
    indent = len(lines[first]) - len(lines[first].lstrip(" "))
    own = []
    for line in lines[first:]:
        if line.strip() and len(line) - len(line.lstrip(" ")) < indent:
            break
        own.append(line[indent:])
    return Manuscript(span.path, "", "\n".join(own), first, indent)


def _forms(fields: Fields) -> tuple[Form, ...]:
    found = []
    for item in fields.list("forms"):
        if isinstance(item, Scalar):
            found.append(Form(" ".join(item.text.split())))
        elif isinstance(item, Mapping):
            parts = Fields(item, "a form", fields.report)
            found.append(Form(parts.needed("form", "Xankəndi"), _tongue(parts)))
            parts.done()
        else:
            fields.wrong("forms", item, "a list of texts", "Write one form after each hyphen.")
    return tuple(form for form in found if form.form)


def _pointers(fields: Fields, key: str, kind: str) -> tuple[Pointer, ...]:
    """Return the entries that ``key`` names: of the register of ``kind``, or of one that is said, ``place:shusha``."""
    found = []
    for id, span in cited(fields.scalars(key)):
        of, colon, name = id.partition(":")
        found.append(Pointer(of, name, span) if colon and of in _KINDS else Pointer(kind, id, span))
    return tuple(found)


def _tongue(fields: Fields) -> str:
    return fields.matching("lang", TAG, ADVICE)


def _addresses(fields: Fields) -> tuple[str, ...]:
    found = []
    for scalar in fields.scalars("same_as"):
        if scalar.text.startswith(("https://", "http://")):
            found.append(scalar.text)
        else:
            fields.invalid("same_as", scalar, "Write a whole address, beginning with https://")
    return tuple(found)


def _coordinates(fields: Fields) -> tuple[float, ...]:
    scalars = fields.scalars("coordinates")
    if not scalars:
        return ()
    try:
        latitude, longitude = (float(scalar.text) for scalar in scalars)
    except ValueError:
        pass
    else:
        if abs(latitude) <= 90 and abs(longitude) <= 180:
            return (latitude, longitude)
    fields.invalid("coordinates", scalars[0], "Write latitude and longitude in degrees: [39.76, 46.75]")
    return ()
