"""Sources: CSL-YAML as Pandoc reads it (CSL 1.0.2, appendices III and IV)."""

from __future__ import annotations

import datetime as calendar
import re
from pathlib import Path

from postil.diagnostics import Report, Rule
from postil.edition import Date, Name, Record, Source
from postil.manuscript import Span
from postil.read.fields import Fields, read_list
from postil.read.yaml import Mapping, Scalar, Sequence, Value

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

KEY = r"[\w][\w:.#$%&+?<>~/-]*"


def read_sources(path: Path, report: Report, unread: set[str]) -> tuple[Source, ...]:
    """Return the sources of the CSL-YAML file ``path``: its list ``references``; none where there is none.

    The name of a file that cannot be read is added to ``unread``.
    """
    top, _ = read_list(path, "references", "source", report, unread)
    if top is None:
        return ()
    found: dict[str, Source] = {}
    for fields in top.records("references", "a source"):
        source = _source(fields)
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
    top.done()
    return tuple(found.values())


def _source(fields: Fields) -> Source | None:
    fields.needed("id", "smith2020")
    key = fields.matching("id", KEY, "Use letters, digits, and hyphens, such as smith2020.")
    record = _record(fields)
    if not record.variables.get("title"):
        fields.needed("title", "The Title of the Work")
    printed, remark = record, ""
    custom = fields.value("custom")
    if isinstance(custom, Mapping):
        own = Fields(custom, "custom", fields.report)
        remark = own.text("remark")
        over = own.value("printed")
        if isinstance(over, Mapping):
            printed = _over(record, Fields(over, "printed", fields.report))
        elif over is not None:
            own.wrong("printed", over, "a mapping of keys", "Write “title: …” and the like below it.")
        own.done()
    elif custom is not None:
        fields.wrong("custom", custom, "a mapping of keys", "Write “remark: …” or “printed:” below it.")
    fields.done()
    if not key:
        return None
    return Source(key, record, printed, _differing(record, printed), remark, span=fields.where("id"))


def _record(fields: Fields) -> Record:
    kind = fields.text("type")
    if kind and kind not in TYPES:
        value = fields.scalar("type")
        if value:
            fields.invalid("type", value, f"Use a CSL type: {', '.join(TYPES)}.")
    there = fields.mapping.items
    variables = {name: text for name in VARIABLES if name in there and (text := fields.text(name))}
    if not variables.get("URL", "https://").startswith(("https://", "http://")):
        value = fields.scalar("URL")
        if value:
            fields.invalid("URL", value, "Write the whole address, beginning with https://")
        del variables["URL"]
    names = {name: found for name in NAMES if name in there and (found := read_names(fields, name))}
    dates = {name: date for name in DATES if name in there and (date := read_date(fields, name)).year}
    fields.known(*VARIABLES, *NAMES, *DATES)
    return Record(kind or "document", variables, names, dates)


def _over(record: Record, fields: Fields) -> Record:
    over = _record(fields)
    fields.done()
    return Record(
        fields.text("type") or record.type,
        record.variables | over.variables,
        record.names | over.names,
        record.dates | over.dates,
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


def read_names(fields: Fields, key: str) -> tuple[Name, ...]:
    """Return the names of the list ``key``: mappings of name parts as CSL has them, or texts taken whole."""
    value = fields.value(key)
    if value is None:
        return ()
    items = value.items if isinstance(value, Sequence) else (value,)
    return tuple(name for item in items if (name := _name(fields, key, item)) is not None)


def _name(fields: Fields, key: str, item: Value) -> Name | None:
    if isinstance(item, Scalar):
        return Name(literal=item.text.strip())
    if not isinstance(item, Mapping):
        fields.wrong(key, item, "a list of names", "Write “- family: …” and “given: …” for each.")
        return None
    parts = Fields(item, f"a name under “{key}”", fields.report)
    particles = [parts.text(each) for each in ("non-dropping-particle", "dropping-particle")]
    name = Name(
        family=parts.text("family"),
        given=parts.text("given"),
        particle=" ".join(part for part in particles if part),
        suffix=parts.text("suffix"),
        literal=parts.text("literal") or parts.text("name"),
    )
    parts.done()
    if not name.full:
        fields.report.add(Rule.KEY_MISSING, item.span, what="a name", key="family", example="Waal")
        return None
    return name


_SEASONS = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}
_DATE_ADVICE = "Write a date as 2021, 2021-03 or 2021-03-26; a season as 2021-24 (21 spring to 24 winter)."


def read_date(fields: Fields, key: str) -> Date:
    """Return the date ``key``; one of year 0 where there is none.

    Read are EDTF level 0 (ISO 8601-2:2019, annex A) without times or intervals, EDTF seasons 21 to 24, and
    CSL's own mappings (``date-parts``, or ``year``, ``month``, ``day``, with ``season``).
    """
    value = fields.value(key)
    if value is None:
        return Date(0)
    if isinstance(value, Sequence) and len(value.items) == 1:  # Pandoc writes a list of one
        value = value.items[0]
    if isinstance(value, Scalar):
        date = _edtf(value.text)
    elif isinstance(value, Mapping):
        date = _date_mapping(Fields(value, f"the date “{key}”", fields.report))
    else:
        date = None
    if date is None:
        fields.report.add(
            Rule.VALUE_INVALID,
            value.span,
            key=key,
            value=value.text if isinstance(value, Scalar) else "…",
            advice=_DATE_ADVICE,
        )
        return Date(0)
    return date


def _edtf(text: str) -> Date | None:
    match = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", text.strip())
    if not match:
        return None
    year, month, day = (int(part or 0) for part in match.groups())
    if 21 <= month <= 24 and not day:
        return _valid(Date(year, season=month - 20))
    return _valid(Date(year, month, day))


def _date_mapping(fields: Fields) -> Date | None:
    parts = fields.value("date-parts")
    numbers = [fields.text(part) for part in ("year", "month", "day")]
    if isinstance(parts, Sequence) and parts.items and isinstance(parts.items[0], Sequence):
        numbers = [item.text for item in parts.items[0].items if isinstance(item, Scalar)]
    season = fields.text("season").lower()
    fields.done()
    season = str(_SEASONS.get(season, season or 0))
    numbers = [number or "0" for number in [*numbers, "0", "0", "0"][:3]]
    if not all(re.fullmatch(r"[0-9]{1,4}", number) for number in (*numbers, season)):
        return None
    year, month, day = (int(number) for number in numbers)
    return _valid(Date(year, month, day, int(season)))


def _valid(date: Date) -> Date | None:
    if not 0 <= date.season <= 4 or (date.day and not date.month):
        return None
    try:
        calendar.date(date.year, date.month or 1, date.day or 1)
    except ValueError:
        return None
    return date


def cited(scalars: tuple[Scalar, ...]) -> tuple[tuple[str, Span], ...]:
    """Return the keys or ids that ``scalars`` name, each with its place."""
    return tuple((scalar.text, scalar.span) for scalar in scalars)
