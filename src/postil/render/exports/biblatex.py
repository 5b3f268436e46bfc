r"""Sources as BibLaTeX.

- *Types.* Where an entry type is read back as another CSL type, ``entrysubtype``, which BibLaTeX leaves free, has the
  CSL type's name; for articles it is ``newspaper`` or ``magazine``, as usual. So it has where another field would say
  that a manuscript is a speech, or that the publisher of a page is the name of its site.
- *Container.* What is neither an article nor a part of a book has no place of its own for what it is in, such as a
  site or a series of reports: it is in ``journaltitle``, where Pandoc and Zotero find it.
- *Case.* BibLaTeX puts English titles into small letters where a style asks for it, proper nouns too, and a record
  does not say which of its capitals are those. So an English title stands in a second pair of braces, which BibLaTeX,
  Pandoc and Zotero take for “as it is”: too many capitals in the few styles that want less rather than a lost name.
  A title in another language, which no style changes, does without.
- *Names* are written in the classic form, which every program reads (``de Waal, Thomas``), with ``useprefix`` for the
  entry where particles stay with the family name; in the extended one (``family=…, given=…``) where that cannot say it.
  A last name that is the word “others” stands for those who are not named: ``and others``.
- *Languages* are known by Babel’s names; what it calls alike (``de`` and ``de-DE``) comes back as the shorter.
- *Dates* are EDTF, where years before ours are counted from 0: -0043 is 44 BC. Words for a date stand in ``year``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from postil.edition import Date, Name, Record, Source
from postil.render.exports.marks import CLOSES, NOCASE, marked

# CSL type: entry type, and subtype where the entry type alone says another.
TYPES = {
    "article": ("misc", "article"),
    "article-journal": ("article", ""),
    "article-magazine": ("article", "magazine"),
    "article-newspaper": ("article", "newspaper"),
    "bill": ("legislation", "bill"),
    "book": ("book", ""),
    "broadcast": ("misc", "broadcast"),
    "chapter": ("inbook", ""),  # with an editor: incollection
    "classic": ("misc", "classic"),
    "collection": ("misc", "collection"),
    "dataset": ("dataset", ""),
    "document": ("misc", ""),
    "entry": ("inreference", "entry"),
    "entry-dictionary": ("inreference", "entry-dictionary"),
    "entry-encyclopedia": ("inreference", ""),
    "event": ("misc", "event"),
    "figure": ("image", "figure"),
    "graphic": ("artwork", ""),
    "hearing": ("jurisdiction", "hearing"),
    "interview": ("misc", "interview"),
    "legal_case": ("jurisdiction", ""),
    "legislation": ("legislation", ""),
    "manuscript": ("unpublished", ""),
    "map": ("misc", "map"),
    "motion_picture": ("movie", ""),
    "musical_score": ("misc", "musical_score"),
    "pamphlet": ("booklet", ""),
    "paper-conference": ("inproceedings", ""),
    "patent": ("patent", ""),
    "performance": ("performance", "performance"),
    "periodical": ("periodical", "periodical"),
    "personal_communication": ("letter", ""),
    "post": ("online", "post"),
    "post-weblog": ("online", "post-weblog"),
    "regulation": ("legislation", "regulation"),
    "report": ("report", ""),
    "review": ("review", ""),
    "review-book": ("review", "review-book"),
    "software": ("software", "software"),
    "song": ("music", ""),
    "speech": ("unpublished", "speech"),
    "standard": ("standard", "standard"),
    "thesis": ("thesis", ""),
    "treaty": ("legal", ""),
    "webpage": ("online", ""),
}

# Field, and the variable it holds. For title, container, number and publisher see `_fields`.
TITLES = (
    ("shorttitle", "title-short"),
    ("series", "collection-title"),
    ("eventtitle", "event-title"),
    ("origtitle", "original-title"),
)
LISTS = (
    ("location", "publisher-place"),  # of a patent: its jurisdiction
    ("origpublisher", "original-publisher"),
    ("origlocation", "original-publisher-place"),
)
TEXTS = (
    ("shortjournal", "container-title-short"),
    ("type", "genre"),
    ("volume", "volume"),
    ("part", "part-number"),
    ("volumes", "number-of-volumes"),
    ("edition", "edition"),
    ("version", "version"),
    ("chapter", "chapter-number"),
    ("pages", "page"),
    ("pagetotal", "number-of-pages"),
    ("venue", "event-place"),
    ("pubstate", "status"),
    ("isbn", "ISBN"),
    ("issn", "ISSN"),
    ("library", "call-number"),
    ("pmid", "PMID"),
    ("pmcid", "PMCID"),
    ("keywords", "keyword"),
    ("abstract", "abstract"),
    ("note", "note"),
    ("annotation", "annote"),
)
VERBATIM = (("doi", "DOI"), ("url", "URL"))
DATES = (("date", "issued"), ("eventdate", "event-date"), ("origdate", "original-date"), ("urldate", "accessed"))
NAMES = (("author", "author"), ("bookauthor", "container-author"), ("translator", "translator"))
# Further roles stand as editors of a type, in `editor` where there is none, then in `editora` to `editorc`.
EDITORS = (
    ("", "editor"),
    ("compiler", "compiler"),
    ("director", "director"),
    ("organizer", "organizer"),
    ("collaborator", "contributor"),
    ("performer", "performer"),
    ("producer", "producer"),
    ("scriptwriter", "script-writer"),
)

PUBLISHERS = {"report": "institution", "thesis": "institution", "online": "organization"}

# What BibLaTeX has no place for. Nor has it one for the `number` of a book or a part in a series, which is that in the
# series, or the `collection-number` of anything else; for a `volume-title` but theirs and that of an issue; for a
# `jurisdiction` but that of a patent, whose place of publication has none.
PLACELESS = frozenset(
    """archive archive_collection archive_location archive-place authority citation-key citation-label citation-number
    dimensions division first-reference-note-number license locator medium page-first part-title printing-number
    references reviewed-genre reviewed-title scale section source supplement-number volume-title-short year-suffix
    available-date submitted
    chair collection-editor composer curator editor-translator editorial-director executive-producer guest host
    illustrator interviewer narrator original-author recipient reviewed-author series-creator""".split()
)

_ARTICLES = ("article", "review", "periodical")
_PARTS = ("inbook", "incollection", "inproceedings", "inreference")
_SERIAL = ("book", "booklet", *_PARTS)

# Language: its name in babel, which is how BibLaTeX knows it. Others stand as they are.
LANGUAGES = {
    "af": "afrikaans", "ar": "arabic", "az": "azerbaijani", "be": "belarusian", "bg": "bulgarian",
    "ca": "catalan", "cs": "czech", "cy": "welsh", "da": "danish", "de": "ngerman", "de-DE": "ngerman",
    "de-AT": "naustrian", "de-CH": "nswissgerman", "el": "greek", "en": "english", "en-AU": "australian",
    "en-CA": "canadian", "en-GB": "british", "en-NZ": "newzealand", "en-US": "american", "eo": "esperanto",
    "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish", "fr": "french",
    "fr-CA": "canadien", "ga": "irish", "gl": "galician", "he": "hebrew", "hi": "hindi", "hr": "croatian",
    "hu": "hungarian", "hy": "armenian", "id": "indonesian", "is": "icelandic", "it": "italian", "ja": "japanese",
    "ka": "georgian", "ko": "korean", "la": "latin", "lt": "lithuanian", "lv": "latvian", "mk": "macedonian",
    "mn": "mongolian", "nb": "norsk", "nl": "dutch", "nn": "nynorsk", "pl": "polish", "pt": "portuguese",
    "pt-BR": "brazilian", "pt-PT": "portuguese", "ro": "romanian", "ru": "russian", "sk": "slovak",
    "sl": "slovene", "sq": "albanian", "sr": "serbian", "sv": "swedish", "th": "thai", "tk": "turkmen",
    "tr": "turkish", "uk": "ukrainian", "ur": "urdu", "vi": "vietnamese", "zh": "chinese",
}  # fmt: skip

_COMMANDS = {
    "<i>": r"\emph{",
    "<b>": r"\textbf{",
    "<sup>": r"\textsuperscript{",
    "<sub>": r"\textsubscript{",
    NOCASE: "{",
}
_MARKS = {opening: (_COMMANDS.get(opening, r"\textsc{"), "}") for opening in CLOSES}

_SIGNS = {
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "`": r"\textasciigrave{}",
    "\\": r"\textbackslash{}",
}
_BRACED = str.maketrans(_SIGNS | {"{": r"\{", "}": r"\}"})
_UNBRACED = str.maketrans(_SIGNS | {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"})
_VERBATIM = str.maketrans({"\\": "%5C", " ": "%20"})


def file(entries: Iterable[str]) -> str:
    """Return a file that holds ``entries``."""
    return "\n".join(entries)


def entry(source: Source) -> str:
    """Return ``source`` as an entry, a field a line."""
    record = source.record
    kind, subtype = TYPES.get(record.type, ("misc", ""))
    if record.type == "chapter" and "editor" in record.names and "container-author" not in record.names:
        kind = "incollection"
    lines = [f"@{kind}{{{source.key}"]
    for field, value in (*_fields(record, kind), ("archiveurl", _verbatim(source.archived))):
        if value:
            lines.append(f"  {field} = {{{_quiet(value)}}}")
    if subtype := subtype or _subtype(record):
        lines.append(f"  entrysubtype = {{{subtype}}}")
    return ",\n".join(lines) + ",\n}\n"


def _subtype(record: Record) -> str:
    """Return the type where a reader would see another in the fields, or the site's name in the publisher's."""
    variables = record.variables
    if record.type == "manuscript":
        told = "event-title" in variables or "event" in variables or "event-date" in record.dates
        return record.type if told else ""
    nameless = "publisher" in variables and "container-title" not in variables
    return record.type if record.type == "webpage" and nameless else ""


def _fields(record: Record, kind: str) -> Iterator[tuple[str, str]]:
    variables, names = record.variables, record.names
    language = variables.get("language", "")
    title = _as_it_is if not language or language[:2].lower() == "en" else _text
    if names:
        yield from _people(names)
    yield from _titles(variables, kind, title)
    for field, name in TITLES:
        if name in variables:
            yield field, title(variables[name])
    if "event" in variables and "event-title" not in variables:  # its name before CSL 1.0.2
        yield "eventtitle", title(variables["event"])
    if "publisher" in variables:
        yield PUBLISHERS.get(kind, "publisher"), _list(variables["publisher"])
    for field, name in LISTS:
        if kind == "patent" and field == "location":
            name = "jurisdiction"
        if name in variables:
            yield field, _list(variables[name])
    yield from _dates(record.dates)
    yield from _numbers(variables, kind)
    for field, name in TEXTS:
        if name in variables:
            yield field, _text(variables[name])
    for field, name in VERBATIM:
        if name in variables:
            yield field, _verbatim(variables[name])
    if language:
        yield "langid", LANGUAGES.get(language) or LANGUAGES.get(language.partition("-")[0]) or _text(language)


def _titles(variables: Mapping[str, str], kind: str, title: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """Return title and container: what one volume of several is called stands between them."""
    own, container = variables.get("title", ""), variables.get("container-title", "")
    volume = variables.get("volume-title", "")
    if kind in _PARTS:
        yield "title", title(own)
        yield "booktitle", title(volume or container)
        if volume:
            yield "maintitle", title(container)
        return
    if kind == "book" and volume:
        yield "maintitle", title(own)
        own = volume
    yield "title", title(own)
    yield "journaltitle", _text(container)
    if kind in _ARTICLES:
        yield "issuetitle", title(volume)


def _numbers(variables: Mapping[str, str], kind: str) -> Iterator[tuple[str, str]]:
    """Return ``number``, which is an issue’s, a series’ or the work’s own, and ``eid``, an article’s."""
    issue, number = _text(variables.get("issue", "")), _text(variables.get("number", ""))
    if kind in _ARTICLES:
        yield "number", issue
        yield "eid", number
        return
    if kind in _SERIAL and "collection-title" in variables:
        number = _text(variables.get("collection-number", ""))
    yield "number", number
    yield "issue", issue


# Names


def _people(names: Mapping[str, tuple[Name, ...]]) -> Iterator[tuple[str, str]]:
    kept = any(name.particle for role in names.values() for name in role)
    for field, role in NAMES:
        if role in names:
            yield field, _names(names[role], kept)
    slots = iter(("editor", "editora", "editorb", "editorc"))
    for kind, role in EDITORS:
        if role in names and (field := next(slots, "")):
            yield field, _names(names[role], kept)
            yield f"{field}type", kind
    if kept:
        yield "options", "useprefix=true"


def _names(people: tuple[Name, ...], kept: bool) -> str:
    said = [_name(person, kept) for person in people]
    if len(people) > 1 and people[-1].literal == "others":
        said[-1] = "others"  # in braces it would be a body of that name
    return " and ".join(filter(None, said))


def _name(name: Name, kept: bool) -> str:
    """Return a name; ``kept`` says that the particles of the entry are such as stay with the family name."""
    if name.literal:
        return f"{{{_text(name.literal)}}}"
    particle = " ".join(part for part in (name.dropping, name.particle) if part)
    told = not particle or (bool(name.particle) == kept and _small(particle))
    alone = not name.given  # and then several words would be taken for a given and a family name
    if not told or not name.family or (alone and (particle or name.suffix or not name.family.isalnum())):
        return _extended(name, particle, kept)
    family = name.family.split()
    whole = any(word[0].islower() for word in family) or (len(family) > 1 and not family[0][0].isupper())
    last = _part(name.family, braced=whole)
    ends = name.given.split()[-1:]  # a word in small letters there would be a particle
    given = _part(name.given, braced=any(word[0].islower() for word in ends))
    parts = (f"{particle} {last}" if particle else last, _part(name.suffix), given)
    return ", ".join(part for part in parts if part)


def _small(particle: str) -> bool:
    """Return whether every program sees that ``particle`` is one: words in small letters, with a space after it."""
    words = particle.split()
    return all(word.isalpha() and word[0].islower() and word != "and" for word in words)


def _extended(name: Name, particle: str, kept: bool) -> str:
    parts = [
        f"{key}={_part(value)}"
        for key, value in (
            ("family", name.family),
            ("given", name.given),
            ("suffix", name.suffix),
            ("prefix", particle),
        )
        if value
    ]
    if particle and (name.particle or kept):
        parts.append(f"useprefix={'true' if name.particle else 'false'}")
    return ", ".join(parts)


def _part(text: str, *, braced: bool = False) -> str:
    """Return a part of a name, in braces where it would be taken for several."""
    said = _text(text)
    if braced or any(sign in text for sign in ',="') or "and" in text.lower().split():
        return f"{{{said}}}"
    return said


# Dates


def _dates(dates: Mapping[str, Date]) -> Iterator[tuple[str, str]]:
    for field, name in DATES:
        if name in dates:
            date = dates[name]
            if said := edtf(date):
                yield field, said
            elif name == "issued":
                yield "year", _text(date.literal)


def edtf(date: Date) -> str:
    """Return ``date``, or the span that it is, in EDTF (ISO 8601-2:2019, annex A); nothing where no year is known."""
    if date.until is not None:
        start, end = _day(date), _day(date.until)
        return f"{start}/{end}" if start or end else ""
    return _day(date)


def _day(date: Date) -> str:
    if not date.year:
        return ""
    year = date.year if date.year > 0 else date.year + 1
    said = f"{'-' * (year < 0)}{abs(year):04}" if abs(year) < 10_000 else f"Y{year}"
    if date.season:
        said = f"{said}-{20 + date.season}"
    elif date.month:
        said = f"{said}-{date.month:02}-{date.day:02}" if date.day else f"{said}-{date.month:02}"
    return f"{said}~" if date.circa else said


# Texts


def _as_it_is(text: str) -> str:
    """Return a title in braces of its own, where there is a capital after its first letter to lose."""
    said = _text(text)
    return f"{{{said}}}" if said[1:] != said[1:].lower() else said


def _list(text: str) -> str:
    """Return a name of a place or a house: “and” would make two of it."""
    said = _text(text)
    return f"{{{said}}}" if "and" in text.lower().split() else said


def _text(text: str) -> str:
    line = _line(text)
    if line.isalnum():
        return line
    signs = _BRACED if not ("{" in line or "}" in line) or _balanced(line) else _UNBRACED

    def write(part: str) -> str:
        said = part.translate(signs)
        for pair in ("--", "''"):  # which LaTeX would make one
            while pair in said:
                said = said.replace(pair, f"{pair[0]}{{}}{pair[0]}")
        return said

    return marked(line, write, _MARKS)


def _verbatim(text: str) -> str:
    said = _line(text).translate(_VERBATIM)
    if _balanced(said) and "@" not in said:  # see `_quiet`
        return said
    return said.replace("{", "%7B").replace("}", "%7D")


def _line(text: str) -> str:
    return " ".join(text.splitlines())


def _balanced(text: str) -> bool:
    """Return whether BibTeX, which does not see that a brace is escaped, finds each one closed."""
    depth = 0
    for sign in text:
        if sign == "{":
            depth += 1
        elif sign == "}":
            depth -= 1
            if depth < 0:
                return False
    return not depth


def _quiet(value: str) -> str:
    """Return ``value`` without what looks like the beginning of an entry: some programs find it anywhere."""
    return value.replace("@", "{@}") if "@" in value and "{" in value else value
