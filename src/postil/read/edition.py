"""The edition as its files say it is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from postil.diagnostics import Report, Rule
from postil.edition import REGISTERS, Edition, Front, Series
from postil.languages import quotes
from postil.lock import LOCK, Lock
from postil.manuscript import NO_TEXT, Manuscript, Span
from postil.read.citing import read_citing
from postil.read.dates import read_date
from postil.read.dispositions import read_dispositions
from postil.read.entries import read_entries, written
from postil.read.fields import Fields
from postil.read.files import read_text, shown
from postil.read.fonts import read_fonts
from postil.read.lock import read_lock
from postil.read.messages import read_tongue
from postil.read.names import read_names
from postil.read.sources import read_sources
from postil.read.yaml import Mapping, compose

PAGES = (
    "index",
    "notes",
    "sources",
    "about",
    "search",
    "404",
    "verify",
    "concordance",
    "book-index",
    *(each.page.removesuffix(".html") for each in REGISTERS),
)
"""The names of the edition's own pages, which no chapter can have."""

CHAPTER = r"\w(?:[\w.-]*\w)?\.md"
"""The names of manuscripts: they become addresses."""

SOURCES = ("sources.json", "sources.bib")
"""The files of sources beside sources.yaml."""


def read_edition(folder: Path, report: Report) -> Edition | None:
    """Return the edition in ``folder``, or None where its ``edition.yaml`` cannot be read."""
    path = folder / "edition.yaml"
    if not path.is_file():
        report.add(Rule.CONTENT_MISSING, Span(shown(path), 0), folder=shown(folder))
        return None
    before = report.errors
    text = read_text(path, report)
    value = compose(text, shown(path), report) if text is not None else None
    told = report.errors > before
    unread: set[str] = set()
    sources = read_sources(folder, report, unread)
    entries = read_entries(folder, report, unread)
    dispositions = read_dispositions(folder, report, unread)
    lock = _lock(folder, report, unread)
    _ignored(folder, report, unread)
    if text is None or not isinstance(value, Mapping):
        if not told:
            value = Mapping({}, {}, Span(shown(path), 1, 1))
            empty = Fields(value, "the edition", report)
            empty.needed("title", "My Edition")
            empty.done()
        return None
    fields = Fields(value, "the edition", report)
    editorial = fields.scalar("editorial")
    edition = Edition(
        title=fields.needed("title", "My Edition"),
        subtitle=fields.text("subtitle"),
        authors=read_names(fields, "authors"),
        editors=read_names(fields, "editors"),
        publisher=fields.text("publisher"),
        publisher_place=fields.text("publisher_place"),
        issued=read_date(fields, "issued"),
        language=fields.matching("language", r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", "Use a language tag: en, az, de-AT.")
        or "en",
        version=_version(fields, lock),
        rights=fields.text("rights"),
        base_url=_base_url(fields),
        text_source=fields.text("text_source"),
        description=fields.text("description"),
        editorial=written(editorial, text.split("\n")) if editorial else NO_TEXT,
        series=_series(fields),
        manuscripts=_manuscripts(fields, folder, report, unread),
        citing=read_citing(fields, folder, report),
        fonts=read_fonts(fields, folder, report),
        compress=_compress(fields),
        offline=fields.flag("offline") if "offline" in fields.mapping.items else None,
        span=value.span,
    )
    edition = edition._replace(
        quotes=_quotes(fields, edition.language),
        tongue=read_tongue(edition.language, report),
        sources=sources,
        entries=entries,
        lock=lock,
        dispositions=dispositions,
        unread=frozenset(unread),
    )
    fields.done()
    return edition


def _lock(folder: Path, report: Report, unread: set[str]) -> Lock:
    """Return the lock; where it cannot be read, its name is added to ``unread``."""
    before = report.errors
    lock = read_lock(folder, report)
    if report.errors > before:
        unread.add(LOCK)
    return lock


def _version(fields: Fields, lock: Lock) -> str:
    """Return the version that was released last, or else the one that is written."""
    value = fields.scalar("version")
    said = value.text.strip() if value else ""
    if value and lock.version not in ("", said):
        fields.report.add(Rule.VERSION_DIFFERS, value.span, released=lock.version, version=said)
    return lock.version or said


def _ignored(folder: Path, report: Report, unread: set[str]) -> None:
    """Report files that look like an edition's and are not read for their names; what they hold is not missed."""
    known = {"edition.yaml", "sources.yaml", "dispositions.yaml", *(register.file for register in REGISTERS)}
    for path in sorted(folder.iterdir()):
        name = path.name
        meant = {".yml": path.stem + ".yaml", ".yaml": name, ".markdown": path.stem + ".md"}.get(
            path.suffix.lower(), ""
        )
        meant = meant.lower() if meant.lower() in known else meant
        if name[0] != "." and meant not in ("", name) and (meant in known or path.suffix == ".markdown"):
            unread.add(meant)
            report.add(Rule.FILE_IGNORED, Span(shown(path), 0), name=name, advice=f"Rename it to {meant}.")
        elif name[0] != "." and name not in SOURCES and re.fullmatch(r"(?i)sources\.json|.*\.bib", name):
            unread.add("sources.yaml")
            meant = SOURCES[path.suffix.lower() == ".bib"]
            advice = f"Rename it to {meant}, or put its records there."
            report.add(Rule.FILE_IGNORED, Span(shown(path), 0), name=name, advice=advice)


def _base_url(fields: Fields) -> str:
    value = fields.scalar("base_url")
    if value and not value.text.startswith(("https://", "http://")):
        fields.invalid("base_url", value, "Write the whole address of the site, beginning with https://")
        return ""
    return value.text.rstrip("/") + "/" if value else ""


def _compress(fields: Fields) -> bool:
    asked = fields.flag("compress")
    if asked:
        from importlib.util import find_spec  # few ask

        if find_spec("brotli") is None:
            fields.report.add(Rule.COMPRESSOR_MISSING, fields.where("compress"))
    return asked


def _quotes(fields: Fields, language: str) -> tuple[str, ...]:
    value = fields.scalar("quotes")
    if value is None:
        return quotes(language)
    marks = tuple(value.text.split()) if " " in value.text.strip() else tuple(value.text.strip())
    if len(marks) != 4:
        fields.invalid("quotes", value, "Write four marks, outer pair and inner pair, such as “”‘’ or «»„“.")
        return tuple("“”‘’")
    return marks


def _series(fields: Fields) -> tuple[Series, ...]:
    found = []
    for each in fields.records("note_series", "a series of notes"):
        each.needed("name", "ed")
        name = each.matching("name", r"[A-Za-z][\w-]*", "Use letters, digits and hyphens, such as ed.")
        title = each.needed("title", "Editor’s notes")
        numbering = each.matching("numbering", "numbers|letters", "Write numbers or letters.") or "letters"
        each.done()
        if name and title:
            found.append(Series(name, title, numbering))
    return tuple(found)


def _manuscripts(fields: Fields, folder: Path, report: Report, unread: set[str]) -> tuple[str, ...]:
    there = sorted(path.name for path in folder.iterdir() if path.suffix == ".md" and path.is_file())
    there = [name for name in there if name[0] != "."]
    named = fields.scalars("chapters")
    chosen = []
    for scalar in named:
        if scalar.text in there:
            chosen.append((scalar.text, scalar.span))
            continue
        close = report.nearest(scalar.text, there)
        advice = f"Did you mean “{close}”?" if close else f"Put the file into {shown(folder)}, or take the line away."
        report.add(Rule.FILE_MISSING, scalar.span, name=scalar.text, advice=advice)
        unread.add(scalar.text)
    if "chapters" not in fields.mapping.items:
        chosen = [(name, Span(shown(folder / name), 0)) for name in there]
        if not there:
            report.add(Rule.CHAPTERS_NONE, Span(shown(folder / "edition.yaml"), 0))
    elif not named and not report.errors:
        report.add(Rule.CHAPTERS_NONE, fields.where("chapters"))
    slugs: set[str] = set()
    for name, span in chosen:
        slug = name.removesuffix(".md").casefold()  # some systems take One.md and one.md for the same
        if not re.fullmatch(CHAPTER, name):
            report.add(Rule.CHAPTER_NAME, span, name=name)
        elif slug in PAGES:
            advice = f"Rename the manuscript: the edition’s own pages are {', '.join(PAGES)}."
            report.add(Rule.CHAPTER_TWICE, span, slug=slug, advice=advice)
        elif slug in slugs:
            report.add(Rule.CHAPTER_TWICE, span, slug=slug, advice="Name each manuscript once.")
        slugs.add(slug)
    return tuple(name for name, _ in chosen)


class Read(NamedTuple):
    """A manuscript as it was read, with its front matter."""

    front: Front
    manuscript: Manuscript


def read_manuscript(path: Path, report: Report) -> Read | None:
    """Return the manuscript in the file ``path``; None where it cannot be read or is empty, which is reported."""
    text = read_text(path, report)
    if text is None:
        return None
    name = shown(path)
    front, front_lines = "", 0
    begin = len(text) - len(text.lstrip("\n"))
    lines = text.split("\n")
    fenced = text.startswith("---\n", begin)
    if fenced and (not begin or re.match(r"[\w-]+:", lines[begin + 1])):  # further down, a rule may be meant
        end = next((at for at, line in enumerate(lines[begin + 1 :], begin + 1) if line.rstrip() in ("---", "...")), 0)
        if not end:
            report.add(Rule.FRONT_MATTER_OPEN, Span(name, begin + 1, 1, 3))
            return None
        front = "\n" * begin + "\n".join(lines[begin + 1 : end])
        front_lines = end + 1
        text = "\n".join(lines[front_lines:])
    if not text.strip():
        report.add(Rule.CHAPTER_EMPTY, Span(name, front_lines + 1))
        return None
    return Read(_front(front, name, report), Manuscript(name, path.name.removesuffix(".md"), text, front_lines))


def _front(text: str, path: str, report: Report) -> Front:
    value = compose(text, path, report, first_line=2) if text.strip() else None
    if value is None:
        return Front()
    if not isinstance(value, Mapping):
        report.add(
            Rule.VALUE_KIND,
            value.span,
            key="front matter",
            wanted="a mapping of keys",
            found="a text or a list",
            advice="Write lines such as title: …",
        )
        return Front()
    fields = Fields(value, "the front matter", report)
    front = Front(
        title=fields.text("title"),
        title_span=fields.where("title"),
        subtitle=fields.text("subtitle"),
        number=fields.text("number"),
        authors=read_names(fields, "authors"),
        description=fields.text("description"),
    )
    fields.done()
    return front
