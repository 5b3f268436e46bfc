"""Sources: CSL-YAML as Pandoc reads it, CSL JSON, BibTeX and BibLaTeX (CSL 1.0.2, appendices III and IV)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from postil.diagnostics import Report, Rule
from postil.edition import Date, Record, Source
from postil.manuscript import Span
from postil.read.dates import NO_DATE, read_date
from postil.read.fields import Fields, kind_of, read_list
from postil.read.files import read_text, shown
from postil.read.names import read_names
from postil.read.yaml import Mapping, Scalar, Sequence

TYPES = tuple(
    """article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection
    dataset document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case
    legislation manuscript map motion_picture musical_score pamphlet paper-conference patent performance periodical
    personal_communication post post-weblog regulation report review review-book software song speech standard thesis
    treaty webpage""".split()
)
VARIABLES = tuple(
    """abstract annote archive archive_collection archive_location archive-place authority call-number
    chapter-number citation-key citation-label citation-number collection-number collection-title container-title
    container-title-short dimensions division DOI edition event event-title event-place first-reference-note-number
    genre ISBN ISSN issue jurisdiction keyword language license locator medium note number number-of-pages
    number-of-volumes original-publisher original-publisher-place original-title page page-first part-number part-title
    PMCID PMID printing-number publisher publisher-place references reviewed-genre reviewed-title scale section source
    status supplement-number title title-short URL version volume volume-title volume-title-short year-suffix""".split()
)
NAMES = tuple(
    """author chair collection-editor compiler composer container-author contributor curator director editor
    editor-translator editorial-director executive-producer guest host illustrator interviewer narrator organizer
    original-author performer producer recipient reviewed-author script-writer series-creator translator""".split()
)
DATES = ("accessed", "available-date", "event-date", "issued", "original-date", "submitted")

# Names that older CSL JSON has for variables, and Zotero still writes (CSL JSON schema 1.0.2).
OLDER = {"shortTitle": "title-short", "journalAbbreviation": "container-title-short"}
# Variables in which a sign is that sign: no marks are read in them.
PLAIN = frozenset(
    """archive_location call-number citation-key citation-label DOI ISBN ISSN language PMCID PMID URL""".split()
)

KEY = r"[\w][\w:.#$%&+?<>~/-]*"


def read_sources(folder: Path, report: Report, unread: set[str]) -> tuple[Source, ...]:
    """Return the sources of ``sources.yaml``, ``sources.json`` and ``sources.bib`` in ``folder``, in this order.

    Where one of them cannot be read, or not whole, ``sources.yaml`` is added to ``unread``.
    """
    found: dict[str, Source] = {}
    alike: dict[tuple[str, str, Date], Source] = {}
    for fields, marks in _records(folder, report, unread):
        source = _source(fields, marks)
        if source is None:
            continue
        if source.key in found:
            first = found[source.key].span
            report.add(
                Rule.ID_TWICE,
                fields.where("id"),
                what="source",
                id=source.key,
                line=first.line,
                path=first.path,
            )
            continue
        found[source.key] = source
        _compare(source, alike, report)
    return tuple(found.values())


def _records(folder: Path, report: Report, unread: set[str]) -> Iterator[tuple[Fields, bool]]:
    """Return the records of all files, and whether Markdown is read in their texts."""
    top, _ = read_list(folder / "sources.yaml", "references", "source", report, unread)
    if top is not None:
        for fields in top.records("references", "a source"):
            yield fields, True
        top.done()
    for name in ("sources.json", "sources.bib"):
        path = folder / name
        if not path.exists():
            continue
        text = read_text(path, report)
        if text is None:
            unread.add("sources.yaml")
            continue
        read = _json if name == "sources.json" else _bibtex
        for fields in read(text, path, report, unread):
            yield fields, False


def _json(text: str, path: Path, report: Report, unread: set[str]) -> Iterator[Fields]:
    """Return the records of a CSL JSON file: of a list, or of the list that an object has as references or items."""
    from postil.read.json import compose_json  # not every edition has such a file

    before = report.errors
    value = compose_json(text, shown(path), report)
    if isinstance(value, Sequence):
        value = Mapping({"references": value}, {}, value.span)
    key = "items" if isinstance(value, Mapping) and "items" in value.items else "references"
    if not isinstance(value, Mapping) or key not in value.items:
        if value is not None:
            report.add(
                Rule.VALUE_KIND,
                value.span,
                key=path.name,
                wanted="a list of sources",
                found=kind_of(value),
                advice='Begin the file with [ and end it with ]; between them stands {"id": "…"} for each source.',
            )
        if report.errors > before:
            unread.add("sources.yaml")
        return
    top = Fields(value, path.name, report)
    yield from top.records(key, "a source")
    top.done()


def _bibtex(text: str, path: Path, report: Report, unread: set[str]) -> Iterator[Fields]:
    from postil.read.biblatex import compose_bibtex  # its libraries cost more than a small edition

    records, whole = compose_bibtex(text, shown(path), report)
    if not whole:
        unread.add("sources.yaml")
    for record in records:
        yield Fields(record, "a source", report)


UNTITLED = frozenset(("personal_communication", "interview", "review", "review-book", "entry-dictionary"))
"""The types of records that may have no title: they are known by who wrote, and of what."""


def _source(fields: Fields, marks: bool) -> Source | None:
    fields.needed("id", "smith2020")
    key = fields.matching("id", KEY, "Use letters, digits, and hyphens, such as smith2020.")
    record = _record(fields, marks)
    if not record.variables.get("title") and record.type not in UNTITLED:
        fields.needed("title", "The Title of the Work")
    printed, remark, archived = record, "", ""
    custom = fields.value("custom")
    if isinstance(custom, Mapping):
        own = Fields(custom, "custom", fields.report)
        remark, archived = own.text("remark"), _address(own, "archived")
        over = own.value("printed")
        if isinstance(over, Mapping):
            printed = _over(record, Fields(over, "printed", fields.report), marks)
        elif over is not None:
            own.wrong("printed", over, "a mapping of keys", "Write “title: …” and the like below it.")
        own.done()
    elif custom is not None:
        fields.wrong("custom", custom, "a mapping of keys", "Write “remark: …” or “printed:” below it.")
    fields.known("categories")
    fields.done()
    if not key:
        return None
    return Source(key, record, printed, _differing(record, printed), remark, archived, fields.where("id"))


def _record(fields: Fields, marks: bool) -> Record:
    there = fields.mapping.items
    variables = {name: text for name in VARIABLES if name in there and (text := fields.text(name))}
    for older, name in OLDER.items():
        if older in there and (text := fields.text(older)):
            variables.setdefault(name, text)
    if marks:
        for name, text in variables.items():
            if name not in PLAIN and _MARKS.search(text):
                from postil.read.marks import marked  # few titles have any

                variables[name] = marked(text)
    for name, read in (("URL", _address), ("DOI", _doi)):
        if name in variables:
            variables[name] = read(fields, name)
            if not variables[name]:
                del variables[name]
    names = {name: found for name in NAMES if name in there and (found := read_names(fields, name))}
    dates = {name: date for name in DATES if name in there and (date := read_date(fields, name)).known}
    fields.known(*VARIABLES, *NAMES, *DATES, *OLDER)
    return Record(_type(fields), variables, names, dates)


_MARKS = re.compile(r"[*_^~\\\[]")


def _type(fields: Fields) -> str:
    """Return the type of a record; one that is not known is told and read as a document."""
    type = fields.text("type")
    if not type or type in TYPES:
        return type or "document"
    close = fields.report.nearest(type, TYPES)
    advice = f"Did you mean “{close}”?" if close else f"Known are: {', '.join(TYPES)}."
    value = fields.scalar("type")
    fields.report.add(Rule.SOURCE_TYPE, value.span if value else fields.span, type=type, advice=advice)
    return "document"


def _address(fields: Fields, key: str) -> str:
    """Return the address ``key``, which must be whole; what cannot stand in one is told, and mended as may be."""
    value = fields.scalar(key)
    text = value.text.strip() if value else ""
    if not value or not text:
        return ""
    if not text.startswith(("https://", "http://")):
        fields.invalid(key, value, "Write the whole address, beginning with https://")
        return ""
    text = _unescaped(text, value, fields)
    if re.search(r"\s", text):
        advice = "Take it away if a line was broken there; if it belongs to the address, write %20."
        fields.report.add(Rule.ADDRESS_SIGN, value.span, sign="a space", advice=advice)
        text = re.sub(r"\s", "%20", text)
    return text


def _doi(fields: Fields, key: str) -> str:
    """Return a DOI bare (``10.1000/182``), whether it is given so or as an address."""
    value = fields.scalar(key)
    text = re.sub(r"(?i)^(https?://(dx\.)?doi\.org/|doi:\s*)", "", value.text.strip()) if value else ""
    if value and not re.match(r"10\.[0-9.]+/\S", text):
        fields.invalid(key, value, "Write it as 10.1000/182, or as https://doi.org/10.1000/182.")
        return ""
    return _unescaped(text, value, fields) if value else ""


def _unescaped(text: str, value: Scalar, fields: Fields) -> str:
    """Return the address ``text`` without what LaTeX wants before an underscore, which is told."""
    if "\\_" in text:
        fields.report.add(
            Rule.ADDRESS_SIGN, value.span, sign="“\\_”", advice="Write _ alone: it needs no backslash here."
        )
        text = re.sub(r"\\+_", "_", text)
    return text


def _over(record: Record, fields: Fields, marks: bool) -> Record:
    over = _record(fields, marks)
    fields.done()
    return Record(
        over.type if fields.text("type") else record.type,
        {**record.variables, **over.variables},
        {**record.names, **over.names},
        {**record.dates, **over.dates},
    )


def _differing(one: Record, other: Record) -> tuple[str, ...]:
    differing = []
    for mine, theirs in (
        (one.variables, other.variables),
        (one.names, other.names),
        (one.dates, other.dates),
    ):
        differing += [name for name in theirs if theirs[name] != mine.get(name)]
    return tuple(differing)


def _compare(source: Source, alike: dict[tuple[str, str, Date], Source], report: Report) -> None:
    """Report ``source`` where one before it seems to be the same; ``alike`` has those, by what they are compared by.

    Two records are one source that have the same DOI, or the same address, or the same title and date – unless
    they say that they are parts of one work, or works of one name (see ``_apart``).
    """
    told = False
    for sign in _signs(source.record):
        first = alike.setdefault(sign, source)
        if first is source or told or _apart(source.record, first.record, titles=sign[0] != "title and date"):
            continue
        told = True
        report.add(
            Rule.SOURCE_TWICE,
            source.span,
            key=source.key,
            other=first.key,
            what=sign[0],
            line=first.span.line,
            path=first.span.path,
        )


def _signs(record: Record) -> Iterator[tuple[str, str, Date]]:
    """Return what ``record`` is known by: each is what it is called, words and a date."""
    variables = record.variables
    if "DOI" in variables:
        yield "DOI", variables["DOI"].casefold(), NO_DATE
    if "URL" in variables:
        host, _, path = variables["URL"].partition("://")[2].rstrip("/").partition("/")
        yield "address", f"{host.lower().removeprefix('www.')}/{path}", NO_DATE
    if "issued" in record.dates and "title" in variables:
        title = variables["title"].casefold()
        title = re.sub(r"<[^<>]*>", "", title) if "<" in title else title
        yield "title and date", " ".join(re.findall(r"\w+", title)) or title, record.dates["issued"]


_WHEREABOUTS = ("container-title", "volume", "issue", "number", "page", "publisher")
_PARTS = ("volume-title", "part-number", "part-title", "chapter-number", "section")


def _apart(one: Record, other: Record, *, titles: bool) -> bool:
    """Return whether the records are of different works: both say whose they are, or where they stand, and differ.

    One may be a part of the other, and only the part says which.

    Where ``titles`` may differ too, as those of one address or DOI may, they must: a title that was shortened or
    mistyped makes no other work of what its author wrote.
    """
    if titles and one.variables.get("title") == other.variables.get("title"):
        return False
    authors = [record.names.get("author") or record.names.get("editor") or () for record in (one, other)]
    families = [[name.literal or name.family for name in names] for names in authors]
    if all(families) and families[0] != families[1]:
        return True
    if any(one.variables.get(name) != other.variables.get(name) for name in _PARTS):
        return True
    return any(
        one.variables[name] != other.variables[name]
        for name in _WHEREABOUTS
        if name in one.variables and name in other.variables
    )


def cited(scalars: tuple[Scalar, ...]) -> tuple[tuple[str, Span], ...]:
    """Return the keys or ids that ``scalars`` name, each with its place."""
    return tuple((scalar.text, scalar.span) for scalar in scalars)
