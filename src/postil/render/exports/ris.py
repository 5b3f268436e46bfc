"""Sources as RIS, with the tags as Zotero reads them, which are those of the format's list of 2011."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from postil.edition import Date, Name, Record, Source
from postil.render.exports.marks import plain

# CSL type: type of reference.
TYPES = {
    "article": "UNPB",
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "bill": "BILL",
    "book": "BOOK",
    "broadcast": "MPCT",
    "chapter": "CHAP",
    "classic": "CLSWK",
    "collection": "GEN",
    "dataset": "DATA",
    "document": "GEN",
    "entry": "ENCYC",
    "entry-dictionary": "DICT",
    "entry-encyclopedia": "ENCYC",
    "event": "GEN",
    "figure": "FIGURE",
    "graphic": "ART",
    "hearing": "HEAR",
    "interview": "PCOMM",
    "legal_case": "CASE",
    "legislation": "STAT",
    "manuscript": "MANSCPT",
    "map": "MAP",
    "motion_picture": "MPCT",
    "musical_score": "MUSIC",
    "pamphlet": "PAMP",
    "paper-conference": "CONF",
    "patent": "PAT",
    "performance": "GEN",
    "periodical": "JFULL",
    "personal_communication": "PCOMM",
    "post": "ICOMM",
    "post-weblog": "BLOG",
    "regulation": "LEGAL",
    "report": "RPRT",
    "review": "JOUR",
    "review-book": "JOUR",
    "software": "COMP",
    "song": "SOUND",
    "speech": "SLIDE",
    "standard": "STAND",
    "thesis": "THES",
    "treaty": "LEGAL",
    "webpage": "ELEC",
}

# Tag: the variables it may hold; the first that there is stands in it.
TAGS = {
    "TI": ("title",),
    "ST": ("title-short",),
    "T2": ("container-title", "event-title", "event"),
    "J2": ("container-title-short",),
    "T3": ("collection-title",),
    "VL": ("volume",),
    "IS": ("issue",),
    "M1": ("number", "collection-number"),
    "NV": ("number-of-volumes",),
    "ET": ("edition", "version"),
    "SE": ("section", "chapter-number"),
    "PB": ("publisher", "authority"),
    "CY": ("publisher-place", "event-place", "archive-place"),
    "SN": ("ISBN", "ISSN"),
    "DO": ("DOI",),
    "UR": ("URL",),
    "LA": ("language",),
    "M3": ("genre", "medium"),
    "OP": ("original-title",),
    "CN": ("call-number",),
    "DB": ("archive",),
    "AN": ("archive_location",),
    "DP": ("source",),
    "AB": ("abstract",),
}

# Types of reference in which tags hold something else.
_NUMBERED: dict[str, tuple[str, ...]] = {"SN": ("number", "ISBN", "ISSN"), "M1": ("collection-number",)}
_SERIAL: dict[str, tuple[str, ...]] = {"SN": ("ISSN", "ISBN")}
EXCEPTIONS: dict[str, dict[str, tuple[str, ...]]] = {
    "RPRT": _NUMBERED,
    "PAT": _NUMBERED,
    "JOUR": _SERIAL,
    "JFULL": _SERIAL,
    "MGZN": _SERIAL,
    "NEWS": _SERIAL,
    "CONF": {"T2": ("event-title", "event", "container-title"), "C3": ("container-title",)},
}

# Types of reference whose SP is how many pages there are, where no page is cited.
_WHOLE = {"BOOK", "THES", "MANSCPT", "PAMP"}

# Tag, and the role it has names of. Where nobody is the author, the first there is of the others leads.
ROLES = (
    ("A2", "editor"),
    ("A2", "interviewer"),
    ("A2", "recipient"),
    ("A3", "collection-editor"),
    ("A4", "translator"),
    ("C2", "container-author"),
)
_BOOKS = {"editor": "ED", "collection-editor": "A2"}  # a BOOK's A2 is the editor of its series
LEADING = ("author", "composer", "director", "performer", "host", "curator", "compiler", "series-creator")

# What RIS has no place for.
PLACELESS = frozenset(
    """archive_collection citation-key citation-label citation-number dimensions division first-reference-note-number
    jurisdiction license locator original-publisher original-publisher-place page-first part-number part-title PMCID
    PMID printing-number references reviewed-genre reviewed-title scale status supplement-number volume-title
    volume-title-short year-suffix
    available-date event-date original-date submitted
    chair contributor editor-translator editorial-director executive-producer guest illustrator narrator organizer
    original-author producer reviewed-author script-writer""".split()
)

_SEASONS = ("", "Spring", "Summer", "Autumn", "Winter")


def file(entries: Iterable[str]) -> str:
    """Return a file that holds ``entries``."""
    return "".join(entries)


def entry(source: Source) -> str:
    """Return ``source`` as a record: a tag and its value a line, without marks."""
    kind = TYPES.get(source.record.type, "GEN")
    lines = [f"TY  - {kind}\r\n"]
    for tag, value in _tagged(source, kind):
        # A line break would end the value; other space, such as that before a French colon, stays as it is.
        if value and (line := " ".join(value.splitlines()).strip()):
            lines.append(f"{tag}  - {line}\r\n")
    lines.append("ER  - \r\n")
    return "".join(lines)


def _tagged(source: Source, kind: str) -> Iterator[tuple[str, str]]:
    record = source.record
    variables = record.variables
    yield "ID", source.key
    yield from _people(record, kind)
    tags = TAGS | EXCEPTIONS[kind] if kind in EXCEPTIONS else TAGS
    for tag, names in tags.items():
        for name in names:
            if name in variables:
                yield tag, plain(variables[name])
                break
    yield from _pages(record, kind)
    if "keyword" in variables:
        for word in plain(variables["keyword"]).replace(";", ",").split(","):
            yield "KW", word
    if "issued" in record.dates:
        yield from _issued(record.dates["issued"])
    if "accessed" in record.dates:
        yield "Y2", _date(record.dates["accessed"])
    for note in (variables.get("note", ""), variables.get("annote", ""), source.remark):
        yield "N1", plain(note)
    yield "N1", source.archived and f"Archived: {source.archived}"


def _people(record: Record, kind: str) -> Iterator[tuple[str, str]]:
    names = record.names
    for role in LEADING:
        if role in names:
            yield from (("AU", name) for name in _names(names[role]))
            break
    for tag, role in ROLES:
        if role in names:
            tag = _BOOKS.get(role, tag) if kind == "BOOK" else tag
            yield from ((tag, name) for name in _names(names[role]))


def _names(people: tuple[Name, ...]) -> Iterator[str]:
    """Return the names of ``people``, without the word for those who are not named: here it would be one of them."""
    unnamed = len(people) > 1 and people[-1].literal == "others"
    return map(_name, people[:-1] if unnamed else people)


def _name(name: Name) -> str:
    """Return a name as ``Family, Given, Suffix``: particles stand before the one or after the other."""
    if name.literal:
        return name.literal
    family = _joined(name.particle, name.family)
    given = " ".join(part for part in (name.given, name.dropping) if part)
    if not family:
        return ", ".join(part for part in (given, name.suffix) if part)
    return f"{family}, {given}, {name.suffix}" if name.suffix else f"{family}, {given}" if given else family


def _joined(particle: str, family: str) -> str:
    return particle + family if particle.endswith(("'", "’", "-")) else f"{particle} {family}".strip()


def _pages(record: Record, kind: str) -> Iterator[tuple[str, str]]:
    """Return first and last page; pages that are no simple range stand in one."""
    page = record.variables.get("page", "")
    if not page:
        if kind in _WHOLE:
            yield "SP", record.variables.get("number-of-pages", "")
        return
    first, _, last = page.replace("–", "-").replace("--", "-").partition("-")
    if not first or not last or "," in page or "-" in last:
        first, last = page, ""
    first, last = first.strip(), last.strip()
    if first.isdigit() and last.isdigit() and len(last) < len(first):  # 101–8
        last = first[: -len(last)] + last
    yield "SP", first
    yield "EP", last


def _issued(date: Date) -> Iterator[tuple[str, str]]:
    if date.year > 0:
        yield "PY", f"{date.year:04}"
    yield "DA", _date(date)


def _date(date: Date) -> str:
    """Return ``YYYY/MM/DD/other``: a season, what is before our era, a range's end or a date in words is other."""
    said = [date.literal]
    if date.year > 0:
        said.append(_SEASONS[date.season] if 0 <= date.season <= 4 else "")
    elif date.year < 0:
        said.append(f"{-date.year} BC")
    if date.circa:
        said.append("circa")
    if date.until is not None:
        said.append(_end(date, date.until))
    other = " ".join(part for part in said if part)
    if date.year <= 0:
        return f"///{other}" if other else ""
    month = f"{date.month:02}" if date.month else ""
    day = f"{date.day:02}" if date.day else ""
    return f"{date.year:04}/{month}/{day}/{other}"


def _end(date: Date, until: Date) -> str:
    if not until.year:
        return "and later"
    end = until.iso if until.year > 0 else f"{-until.year} BC"
    if 0 < until.season <= 4:
        end = f"{_SEASONS[until.season]} {end}"
    return f"to {end}" if date.year else f"until {end}"
