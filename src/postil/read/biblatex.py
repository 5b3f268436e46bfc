"""Records of BibTeX and BibLaTeX as CSL has them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from postil.diagnostics import Report, Rule
from postil.manuscript import Span
from postil.read.bibtex import Work, Written, people, person, read_works
from postil.read.dates import ADVICE, edtf
from postil.read.json import Places
from postil.read.latex import argument, braced, decoded
from postil.read.sources import TYPES
from postil.read.vocabulary import (
    ARCHIVES,
    COUNTRIES,
    DATES,
    GENRES,
    HOMELESS,
    HOUSEKEEPING,
    ISSUES,
    KINDS,
    KNOWN,
    LANGUAGES,
    NAMES,
    PAPERS,
    ROLES,
    SERIAL,
    SERIES,
    STATES,
    SUBTYPES,
    TEXTS,
    TIMES,
    TITLES,
    TOOLS,
    VAGUE,
    VERBATIM,
)
from postil.read.yaml import Mapping, Sequence, Value


def compose_bibtex(text: str, path: str, report: Report) -> tuple[list[Mapping], bool]:
    """Return the records of the BibTeX file ``text`` as values such as CSL-YAML has, and whether all could be read.

    What cannot be read, and fields that no variable of CSL is for, are reported.
    """
    places = Places(text, path)
    works, whole = read_works(text, places, report)
    records = []
    for work in works:
        if work.kind.lower() == "set":  # it only says which records are cited together
            _Record(work, places, report).tell("entryset")
            continue
        record = _Record(work, places, report).composed()
        if work.key:
            records.append(record)
        else:
            advice = f"Write it as: @{work.kind}{{smith2020,"
            report.add(Rule.BIBTEX_SYNTAX, record.span, problem="the record has no key", advice=advice)
    return records, whole


class _Record:
    def __init__(self, work: Work, places: Places, report: Report) -> None:
        self.fields = dict(work.fields)
        self.work = work
        self.kind = work.kind.lower()
        self.usual = KINDS.get(self.kind, "document")
        self.places = places
        self.report = report
        self.items: dict[str, Value] = {}
        self.keys: dict[str, Span] = {}

    def composed(self) -> Mapping:
        """Return the record; each part takes the fields it is made of, and what is left is told."""
        work = self.work
        start = self.places.span(work.kind_at, work.kind_at + 1 + len(work.kind))
        key = Written("id", work.key, work.key_at, work.key_at, work.key_at + len(work.key))
        self.put("id", work.key, key)
        type = self.type(start)
        self.put("type", type, Written("", "", work.kind_at, work.kind_at, work.kind_at + 1 + len(work.kind)))
        self.titles(type)
        self.numbers()
        for one in self.take("location") if type == "patent" else ():
            self.put("jurisdiction", COUNTRIES.get(one.text.strip().lower()) or decoded(one.text), one)
        for variable, names in TEXTS.items():
            there = [name for name in names.split() if name in self.fields]
            for one in self.take(*there[:1]):
                self.put(variable, SERIES.get(one.text) or decoded(one.text), one)
        for variable, name in VERBATIM.items():
            for one in self.take(name):
                self.put(variable, one.text.strip(), one)
        self.address()
        if type == "webpage" and not self.subtype:  # Zotero has the name of the site there; our export says webpage
            for one in self.take("organization") if "container-title" not in self.items else ():
                self.put("container-title", decoded(one.text), one)
        self.join("publisher", "; ", "school", "institution", "organization", "howpublished", "publisher")
        self.join("note", ". ", "note", "addendum")
        self.words(type)
        self.people()
        self.dates()
        self.rest()
        return Mapping(self.items, self.keys, start)

    def take(self, *names: str) -> list[Written]:
        """Return the fields ``names`` that are there, in this order; they count as read."""
        return [one for name in names if (one := self.fields.pop(name, None))]

    def put(self, variable: str, text: str, written: Written) -> None:
        """Give ``variable`` the value ``text``, which stands where ``written`` does."""
        if text and variable not in self.items:
            self.items[variable] = self.places.scalar(text, written.at, written.end)
            self.keys[variable] = self.place(written)

    def place(self, written: Written) -> Span:
        return self.places.span(written.key_at, written.key_at + max(len(written.key), 1))

    def join(self, variable: str, sign: str, *names: str) -> None:
        """Give ``variable`` the words of the fields ``names``, with ``sign`` between them."""
        found = self.take(*names)
        if found:
            texts = list(dict.fromkeys(text for one in found if (text := decoded(one.text))))
            stop = sign.strip()
            self.put(variable, sign.join([*(text.rstrip(stop) for text in texts[:-1]), *texts[-1:]]), found[0])

    def type(self, start: Span) -> str:
        type = KINDS.get(self.kind, "")
        if not type:
            close = self.report.nearest(self.kind, KINDS)
            advice = f"Did you mean “@{close}”?" if close else f"Known are: {', '.join(KINDS)}."
            self.report.add(Rule.SOURCE_TYPE, start, type=f"@{self.work.kind}", advice=advice)
        self.subtype = ""
        for one in self.take("entrysubtype"):
            self.subtype = self.narrowed(one.text.strip().lower())
            type = self.subtype or type
        if type == "manuscript" and not self.subtype and ("eventtitle" in self.fields or "eventdate" in self.fields):
            type = "speech"
        return type or "document"

    def narrowed(self, subtype: str) -> str:
        """Return the type of CSL that ``subtype`` makes of a record of this kind, or nothing."""
        if self.usual == "article-journal":
            subtype = PAPERS.get(subtype, subtype)
        if self.usual in SUBTYPES:
            return subtype if subtype in SUBTYPES[self.usual].split() else ""
        return subtype if subtype in TYPES and (self.usual == "document" or subtype not in VAGUE) else ""

    def titles(self, type: str) -> None:
        """Titles: of the work, of what it is in, and of the volume, each with what follows it."""
        own, subtitle = self.titled("")
        main, _ = self.titled("main")
        book, _ = self.titled("book")
        if own and book and own[0] == book[0] and (type == "book" or self.kind == "inbook"):
            book = None  # it says once more what the book is called
        journal, _ = self.titled("journal")
        if "journal" in self.fields:
            (written,) = self.take("journal")
            journal = journal or (decoded(written.text, titled=True), written)
        issue, _ = self.titled("issue")
        if main and (type == "book" or book is None):
            own, volume = (main, own) if type == "book" else (own, None)
            container = None if type == "book" else main
        else:
            container, volume = (main, book) if main else (book, None)
        if journal and container:
            volume = volume or container
        for variable, found in (
            ("title", own or book or issue),
            ("container-title", journal or (container if own else None)),
            ("volume-title", volume or (issue if own else None)),
            ("event-title", self.titled("event")[0]),
        ):
            if found:
                self.put(variable, *found)
        if subtitle and "shorttitle" not in self.fields and not main:
            self.put("title-short", *subtitle)

    def titled(self, what: str) -> tuple[tuple[str, Written] | None, tuple[str, Written] | None]:
        """Return the title called ``what`` with its subtitle and what is added to it; and itself, where it has one."""
        title, subtitle, addon = (self.take(f"{what}{name}") for name in TITLES)
        if not title:
            return None, None
        own = text = decoded(title[0].text, titled=True)
        if subtitle:
            text += (" " if text.endswith(("?", "!", ":")) else ": ") + decoded(subtitle[0].text, titled=True)
        if addon:
            text += (" " if text.endswith((".", "?", "!")) else ". ") + decoded(addon[0].text, titled=True)
        return (text, title[0]), ((own, title[0]) if subtitle else None)

    def numbers(self) -> None:
        """The number of an issue, of a volume in a series, or of the work itself."""
        issue, number = self.take("issue"), self.take("number")
        if self.usual in ISSUES:
            found = [*number, *issue]
            if found:
                self.put("issue", ", ".join(decoded(one.text) for one in found), found[0])
            for one in self.take("eid", "articleno"):
                self.put("number", decoded(one.text), one)
            return
        serial = self.usual in SERIAL and "series" in self.fields
        for one in number:
            self.put("collection-number" if serial else "number", decoded(one.text), one)
        for one in issue:
            self.put("issue", decoded(one.text), one)

    def address(self) -> None:
        """The address: as it is given, or as a published or printed form, or an archive's number has it."""
        for one in self.take("url"):
            self.put("URL", argument(one.text, "url") or one.text.strip(), one)
        for name in ("howpublished", "note"):
            written = self.fields.get(name)
            address = argument(written.text, "url") if written else ""
            if written and address:
                self.put("URL", address, written)
                if decoded(written.text) == decoded(address):
                    del self.fields[name]
        kinds = [self.fields[name].text.strip() for name in ("eprinttype", "archiveprefix") if name in self.fields]
        for one in self.take("eprint"):
            archive = kinds[0].lower() if kinds else ""
            if archive in ARCHIVES and "URL" not in self.items:
                self.put("URL", ARCHIVES[archive] + one.text.strip(), one)
                continue
            self.put("archive", decoded(kinds[0]) if kinds else "", one)
            self.put("archive_location", decoded(one.text), one)
        for one in self.take("archiveurl"):
            value = self.places.scalar(one.text.strip(), one.at, one.end)
            self.items["custom"] = Mapping({"archived": value}, {"archived": self.place(one)}, value.span)
            self.keys["custom"] = self.place(one)

    def words(self, type: str) -> None:
        """What is said with a word of BibLaTeX's own: kind of work, language, state."""
        for one in self.take("type"):
            self.put("genre", GENRES.get(one.text.strip().lower()) or decoded(one.text), one)
        if type == "thesis" and self.kind in GENRES:
            here = Written("", "", self.work.kind_at, self.work.kind_at, self.work.kind_at + 1)
            self.put("genre", GENRES[self.kind], here)
        variant = self.fields.get("langidopts")
        dialect = re.search(r"variant\s*=\s*(\w+)", variant.text) if variant else None
        for one in self.take("langid", "language", "hyphenation"):
            name = dialect[1] if dialect and dialect[1] in LANGUAGES else one.text.strip()
            self.put("language", LANGUAGES.get(name.lower().removeprefix("lang")) or decoded(name), one)
        for one in self.take("pubstate"):
            self.put("status", STATES.get(one.text.strip().lower()) or decoded(one.text), one)

    def people(self) -> None:
        """Names, in the part that the record's kind or ``editortype`` says they have."""
        options = self.fields["options"].text if "options" in self.fields else ""
        stays = bool(re.search(r"useprefix\s*(=\s*true|,|$)", options))
        for name, usual in NAMES.items():
            for one in self.take(name):
                role = self.fields.get(f"{name}type")
                variable = ROLES.get(role.text.strip().lower(), usual) if role else usual
                found = Sequence(tuple(self.named(one, stays)), self.place(one))
                before = self.items.get(variable)
                if isinstance(before, Sequence):
                    found = Sequence((*before.items, *found.items), before.span)
                if found.items:
                    self.items[variable] = found
                    self.keys.setdefault(variable, self.place(one))

    def named(self, written: Written, stays: bool) -> Iterable[Mapping]:
        for name in people(written.text):
            parts = _parts(name, stays)
            if parts:
                values: dict[str, Value] = {
                    part: self.places.scalar(text, written.at, written.end) for part, text in parts.items() if text
                }
                yield Mapping(values, dict.fromkeys(values, self.place(written)), self.place(written))

    def dates(self) -> None:
        """Dates: BibLaTeX’s, which are EDTF, or BibTeX’s year and month."""
        for variable, name in DATES.items():
            for one in self.take(name):
                self.dated(variable, one)
        years, months, days = self.take("year"), self.take("month"), self.take("day")
        dates = self.take("date")
        if dates and not (months and re.fullmatch(r"\d{4}", _plain(dates[0].text))):
            self.dated("issued", dates[0])
            return
        for year in dates or years:
            text = re.sub(r"^(\d{4})\s*[-–]{1,3}\s*(\d{4})$", r"\1/\2", _plain(year.text))
            if not edtf(text):  # “forthcoming”, “c. 1900”: BibTeX prints whatever stands here
                literal = self.places.scalar(_said(year.text), year.at, year.end)
                span = self.place(year)
                self.items["issued"] = Mapping({"literal": literal}, {"literal": span}, literal.span)
                self.keys["issued"] = span
                return
            whole = [text]
            for month in months if len(text) == 4 else ():
                whole = [f"{text}-{part}" for part in self.month(month, days)] or whole
            self.put("issued", "/".join(whole), year)

    def dated(self, variable: str, written: Written) -> None:
        if edtf(_plain(written.text)):
            self.put(variable, _plain(written.text), written)
        else:
            span = self.places.span(written.at, written.end)
            self.report.add(Rule.VALUE_INVALID, span, key=written.key, value=written.text, advice=ADVICE)

    def month(self, written: Written, more: list[Written]) -> list[str]:
        """Return month and day, or the first and the last, as EDTF has them after the year; none where it is none."""
        text = decoded(written.text).lower()
        names = [TIMES[word[:3]] for word in re.findall(r"[a-z]{3,}", text) if word[:3] in TIMES]
        numbers = re.findall(r"(?<!\d)\d{1,2}(?!\d)", text)
        if not names and numbers and 1 <= int(numbers[0]) <= 12:
            names, numbers = [f"{int(numbers[0]):02}"], numbers[1:]
        numbers = numbers or [day for one in more for day in re.findall(r"\d{1,2}", one.text)]
        ends = names * 2 if len(names) == 1 and len(numbers) == 2 else names
        days = [f"{name}-{int(number):02}" for name, number in zip(ends, numbers, strict=False)]
        days = [day for day in days if edtf(f"2000-{day}")]
        if len(days) == 2 and len(numbers) == 2 and days[0] < days[1]:
            return days
        if len(names) == 1 and days:
            return days[:1]
        if not names:
            span = self.places.span(written.at, written.end)
            advice = "Write the month as jan, feb … dec without braces, or as its number."
            self.report.add(Rule.VALUE_INVALID, span, key=written.key, value=written.text, advice=advice)
        return [names[0], names[-1]] if len(names) > 1 and names[0] < names[-1] else names[:1]

    def rest(self) -> None:
        """Report the fields that nothing was made of."""
        for name in self.fields:
            if name not in HOUSEKEEPING and not name.startswith(TOOLS):
                self.tell(name)

    def tell(self, name: str) -> None:
        """Report that the field ``name`` is not read."""
        one = self.fields.get(name)
        if one:
            close = "" if name in HOMELESS else self.report.nearest(name, KNOWN)
            advice = f"Did you mean “{close}”?" if close else "Put its words into “note”, or take the field away."
            self.report.add(Rule.FIELD_UNREAD, self.place(one), key=name, advice=advice)


def _parts(name: str, stays: bool) -> dict[str, str]:
    """Return the parts of one name, as CSL calls them; “others” is a name taken whole, as in Pandoc.

    So are names in braces. A particle drops unless ``useprefix`` is set, as in BibLaTeX and Pandoc.
    """
    if name.lower() == "others":
        return {"literal": "others"}
    if braced(name):
        return {"literal": _said(name)}
    particle = "non-dropping-particle" if stays else "dropping-particle"
    if re.match(r"\s*(family|given|prefix|suffix|useprefix)(-i)?\s*=", name):
        pairs = (part.partition("=") for part in re.split(r",\s*(?=[a-z-]+\s*=)", name))
        said = {key.strip(): _said(text.strip().strip('"')) for key, _, text in pairs}
        if "useprefix" in said:
            particle = "non-dropping-particle" if said["useprefix"] == "true" else "dropping-particle"
        return {
            "family": said.get("family", ""),
            "given": said.get("given", ""),
            particle: said.get("prefix", ""),
            "suffix": said.get("suffix", ""),
        }
    split = person(name)
    first, von, last, jr = (_said(" ".join(part)) for part in split)
    if not last:
        return {"literal": _said(name)}
    whole = any(braced(" ".join(part)) for part in (split.first, split.last))
    return {
        "family": last,
        "given": first,
        particle: von,
        "suffix": jr,
        "parse-names": "false" if whole else "",  # what stands in braces holds no particle
    }


def _plain(text: str) -> str:
    """Return a date without braces; the sign ~ is EDTF's there, not LaTeX's."""
    return re.sub(r"[{}]", "", text.replace("\\textasciitilde", "~")).strip()


def _said(text: str) -> str:
    return decoded(text).replace("\N{NO-BREAK SPACE}", " ")
