"""What is wrong, where, and what to write instead: one table of rules, and the report they are collected in."""

from __future__ import annotations

from collections.abc import Callable, Collection
from enum import Enum
from typing import NamedTuple

from postil.manuscript import Span

ERROR, WARNING, NOTICE = "error", "warning", "notice"
"""The severities. An error publishes nothing; a warning is said; a notice is a hint, said only to those who ask."""


class Rule(Enum):
    """The rules. Each is a severity, a message and a hint; callers give the facts in braces."""

    # Files
    CONTENT_MISSING = (
        ERROR,
        "there is no edition here: “{folder}” has no edition.yaml",
        "Name the folder of your edition with --content, or make an edition.yaml in it, with a line such as: "
        "title: My Edition",
    )
    FILE_MISSING = (
        ERROR,
        "the manuscript “{name}” is not there",
        "{advice}",
    )
    FILE_UNREADABLE = (
        ERROR,
        "the file cannot be read: {reason}",
        "See that it is a file, and that you may read it.",
    )
    FILE_NOT_UTF8 = (
        ERROR,
        "the file is not UTF-8 text: byte {byte} cannot be read",
        "Save the file as UTF-8 in your editor.",
    )
    FILE_TOO_LARGE = (
        ERROR,
        "the file has {size:,} bytes; at most {most:,} are read",
        "Divide it: a manuscript holds one chapter.",
    )
    CHAPTERS_NONE = (
        ERROR,
        "the edition has no chapter",
        "Put a manuscript, a file whose name ends in .md, beside edition.yaml.",
    )
    CHAPTER_EMPTY = (ERROR, "the chapter is empty", "Write its text here, or take the file away.")
    CHAPTER_TWICE = (ERROR, "the page “{slug}.html” is already taken", "{advice}")
    CHAPTER_NAME = (
        ERROR,
        "“{name}” cannot be the name of a manuscript: it becomes the page’s address",
        "Use letters, digits, hyphens, underscores and dots.",
    )
    FILE_IGNORED = (WARNING, "the file “{name}” is not read", "{advice}")
    FRONT_MATTER_OPEN = (
        ERROR,
        "the front matter has no end",
        "Close it with a line of three hyphens: ---",
    )
    # YAML, JSON, BibTeX
    YAML_SYNTAX = (ERROR, "this is not YAML: {problem}", "{advice}")
    JSON_SYNTAX = (ERROR, "this is not JSON: {problem}", "{advice}")
    BIBTEX_SYNTAX = (ERROR, "this is not BibTeX: {problem}", "{advice}")
    YAML_KEY_TWICE = (
        ERROR,
        "the key “{key}” stands twice; first on line {first}",
        "Keep one of the two.",
    )
    YAML_ALIAS = (
        ERROR,
        "anchors and aliases (&name, *name) are not read",
        "Write the value out where it is wanted. A text that begins with & or * needs quotation marks around it.",
    )
    YAML_TAG = (
        ERROR,
        "tags (here “{tag}”) are not read",
        "Take the tag away. A text that begins with ! needs quotation marks around it.",
    )
    YAML_DEPTH = (
        ERROR,
        "the values are nested more than {most} deep",
        "Nothing an edition says needs so many brackets or steps: look for one that was never closed.",
    )
    KEY_UNKNOWN = (ERROR, "unknown key “{key}” in {what}", "{advice}")
    KEY_MISSING = (ERROR, "{what} needs “{key}”", "Add a line such as: {key}: {example}")
    VALUE_KIND = (ERROR, "“{key}” must be {wanted}; this is {found}", "{advice}")
    VALUE_INVALID = (ERROR, "“{key}” cannot be “{value}”", "{advice}")
    ID_TWICE = (
        ERROR,
        "the {what} “{id}” is already there, on line {line} of {path}",
        "Give this one an id of its own.",
    )
    SOURCE_TYPE = (WARNING, "no kind of source is called “{type}”: it is read as a document", "{advice}")
    SOURCE_TWICE = (
        WARNING,
        "the source “{key}” has the {what} of “{other}”, on line {line} of {path}",
        "If the two are one, keep one record. If they are parts of one work, give each its author or its pages.",
    )
    FIELD_UNREAD = (WARNING, "the field “{key}” is not read: CSL has no place for it", "{advice}")
    ADDRESS_SIGN = (WARNING, "an address cannot have {sign} in it", "{advice}")
    ENTRY_AMBIGUOUS = (
        WARNING,
        "“{form}” may be {names}: it is linked with neither",
        "Write {marks}.",
    )
    # Marks
    NOTE_UNDEFINED = (ERROR, "there is no note “{label}”", "{advice}")
    NOTE_UNCALLED = (
        WARNING,
        "no place in the text calls the note “{label}”",
        "Write [^{label}] where it belongs, or take the note away.",
    )
    NOTE_TWICE = (
        ERROR,
        "the note “{label}” is already there, on line {line}",
        "Give this one a name of its own, and call it by that name.",
    )
    NOTE_SERIES_UNKNOWN = (ERROR, "no series of notes is called “{series}”", "{advice}")
    NOTE_EMPTY = (ERROR, "the note “{label}” has no words", "Write them after the colon.")
    NOTE_HOMELESS = (
        ERROR,
        "a note cannot stand here: this text belongs to no chapter",
        "Say it in the text itself.",
    )
    TITLE_MARK = (
        ERROR,
        "a title has no place for “{mark}”",
        "Put it into the first sentence; a title holds words, emphasis and code.",
    )
    NOTE_NAME = (
        ERROR,
        "the note’s name “{label}” cannot stand in an address",
        "Use letters, digits, hyphens, underscores and dots.",
    )
    SOURCE_UNKNOWN = (ERROR, "there is no source “{key}”", "{advice}")
    SOURCE_UNCITED = (
        WARNING,
        "nothing cites the source “{key}”",
        "Cite it as [{mark}], or take the record away.",
    )
    LOCATOR_UNKNOWN = (
        WARNING,
        "“{label}” is no locator that a style knows: “{label} {number}” is shown as it stands",
        "{advice} If these are only words, say so with empty braces: {instead}",
    )
    CITATION_HALF = (WARNING, "the citation is only half read: {problem}", "{advice}")
    QUOTATION_UNNOTED = (
        NOTICE,
        "the quotation “{words} …” has {count} words, and is followed by no note",
        "Say where the words are from: call a note after them, [^name], or cite the source, [@key].",
    )
    REFERENCE_UNKNOWN = (ERROR, "nothing here is called “{target}”", "{advice}")
    REFERENCE_FILE_UNKNOWN = (ERROR, "no chapter of the edition is “{file}”", "{advice}")
    ENTRY_PART_OF_ITSELF = (
        ERROR,
        "the entry “{id}” is part of itself: {way}",
        "Take one of these lines of part_of away.",
    )
    ENTRY_UNKNOWN = (ERROR, "there is no entry “{id}” in {file}", "{advice}")
    LINK_EMPTY = (ERROR, "this link has no words", "Put words between the brackets: [words]({href})")
    LINK_LOST = (
        ERROR,
        "the edition has no page “{href}”",
        "Link to a chapter as [words](other.md), to a place as [words](#name), to another site with its whole address.",
    )
    NAME_TWICE = (
        ERROR,
        "the name “{name}” is already given, on line {line}",
        "Give this one a name of its own.",
    )
    NAME_RESERVED = (
        ERROR,
        "the name “{name}” is kept for the edition’s own use",
        "Choose another: names must not be {reserved}, nor begin with {prefixes}.",
    )
    HEADING_EMPTY = (ERROR, "this heading has no words", "Write them after the number signs.")
    MARK_UNREAD = (WARNING, "“{mark}” is no mark as it is written, and is shown as it stands", "{advice}")
    TABLE_ROW_LONG = (
        ERROR,
        "this row has {cells} cells, and the table {columns} columns: the rest would be lost",
        "Give the header as many cells, or join two of the row’s. A bar that is a sign is written \\|.",
    )
    LANGUAGE_TAG = (
        WARNING,
        "“{tag}” is no language tag",
        "Write the code of the language, with its script where that is not the usual one: ru, az-Arab, zh-Hant.",
    )
    LANGUAGE_LOST = (
        WARNING,
        "the language “{tag}” stands above nothing that has one",
        "Put {{lang={tag}}} directly above a paragraph, quotation, list, table or picture.",
    )
    NAME_LOST = (
        WARNING,
        "the name “{name}” stands above nothing that can bear it",
        "Put {{#{name}}} directly above a paragraph, quotation, list item, table or picture.",
    )
    REFERENCE_HOMELESS = (
        ERROR,
        "“#{target}” could be in any chapter: this text stands in none",
        "Name the manuscript too: [words]({file}#{target})",
    )
    PAGE_NUMBER = (
        ERROR,
        "a page mark needs the number of the page",
        "Write it after the colon: [](page:187)",
    )
    HTML_SHOWN = (
        WARNING,
        "HTML is not read in a manuscript: “{html}” is shown as it stands",
        "Use Markdown, or put a backslash before the < if the sign itself is meant.",
    )
    NESTING_DEEP = (
        ERROR,
        "marks are nested more than {most} deep",
        "Look for a quotation, list or emphasis that is opened again and again.",
    )
    BLOCK_LONG = (
        ERROR,
        "this block has {size:,} characters; at most {most:,} are read",
        "Divide it by empty lines.",
    )
    # Pictures
    IMAGE_MISSING = (ERROR, "the picture “{src}” is not there", "Paths begin at the folder of edition.yaml.")
    IMAGE_OUTSIDE = (
        ERROR,
        "the picture “{src}” lies outside the edition",
        "Put it into the folder of edition.yaml, and name it from there. Pictures of other sites are not shown.",
    )
    IMAGE_KIND = (ERROR, "“{src}” is not a picture that pages show", "Use {kinds}.")
    # Fonts
    FONT_MISSING = (ERROR, "the font “{name}” is not there", "Paths begin at the folder of edition.yaml.")
    FONT_OUTSIDE = (
        ERROR,
        "the font “{name}” lies outside the edition",
        "Put it into the folder of edition.yaml, and name it from there.",
    )
    FONT_BROKEN = (
        ERROR,
        "the font “{name}” cannot be used: {problem}",
        "Fetch it again from where it comes, as a whole .otf, .ttf, .woff or .woff2 file.",
    )
    FONTS_UNREADY = (
        ERROR,
        "what makes fonts ready is not installed: fonttools and brotli",
        "Install it: python3 build.py fonts, or for an installed Postil pip install 'postil[fonts]'",
    )
    # Styles of citations
    STYLE_MISSING = (ERROR, "there is no style of citations “{name}”", "{advice}")
    STYLE_DEPENDENT = (
        ERROR,
        "the style “{name}” is only another name for one that is not here, {address}",
        "Put the file {file} beside edition.yaml, and write style: {file}",
    )
    STYLE_VERSION = (
        WARNING,
        "the style is written for CSL {version}; what is read is CSL 1.0.2",
        "Look for a version of the style for CSL 1.0. What this one has beyond that is not read as it is meant.",
    )
    LOCALE_BROKEN = (
        ERROR,
        "the locale cannot be used: {problem}",
        "Mend the file, or take it away: Postil’s own locale, or English, stands in for it.",
    )
    STYLE_BROKEN = (
        ERROR,
        "the style cannot be used: {problem}",
        "Mend the style, or fetch it again from where it comes.",
    )
    # The lock
    LOCK_SYNTAX = (ERROR, "this is not a lock: {problem}", "{advice}")
    LOCK_CONFLICT = (
        ERROR,
        "a git merge is not finished: two branches released different things here",
        "Keep the lines of both sides, an empty line between records, take away the lines <<<<<<<, ======= and "
        ">>>>>>>, and build again. Or take one side whole, with git checkout --ours {path}, then release what the "
        "other has.",
    )
    LOCK_ID_TWICE = (
        ERROR,
        "{what} “{id}” is already there, on line {line}",
        "{advice}",
    )
    LOCK_NUMBER_TWICE = (
        ERROR,
        "“{id}” and “{other}”, on line {line}, were both given the number {number} of “{chapter}”",
        "{advice}",
    )
    LOCK_VERSION = (
        ERROR,
        "no release is called “{version}”",
        "Its line was lost in a merge: put it back, as the branch that released it has it, where its date belongs.",
    )
    LOCK_ORDER = (ERROR, "{problem}", "{advice}")
    LOCK_TARGET = (ERROR, "“{id}” leads to “{target}”, {problem}", "{advice}")
    LOCK_CHANGED = (
        ERROR,
        "the records of version {version} are not those that it was released with",
        "Lines were lost, changed, or put under another record. Take the file as it was, with git checkout HEAD -- "
        "{path}; after a merge, as one branch had it, with git checkout BRANCH -- {path}",
    )
    VERSION_DIFFERS = (
        WARNING,
        "the version is {released}, that of the last release, and not “{version}”",
        "Take the line away: `release` alone makes versions.",
    )
    DISPOSITION_UNCLEAR = (
        ERROR,
        "what became of “{id}” is {said}",
        "Say it once: reworded: p-…, moved: p-…, merged-into: p-…, split-into: [p-…, p-…], or withdrawn: true.",
    )
    # What became of published ids
    ID_LOST = (
        ERROR,
        "{what}, published as {id}, is in the text no more: “{words}”",
        "Say in dispositions.yaml what became of it, and why:{lines}",
    )
    ID_DOUBTFUL = (
        ERROR,
        "{what}, published as {id}, may be one thing or another now: “{words}”",
        "Say in dispositions.yaml what became of it, and why:{lines}",
    )
    ID_REUSED = (ERROR, "“{name}” was published for other words: “{words}”", "{advice}")
    DISPOSITION_EARLY = (
        WARNING,
        "“{id}” cannot have become anything yet: nothing is published",
        "Take the record away. What is published is known once `release` has written edition.lock.",
    )
    DISPOSITION_UNKNOWN = (ERROR, "nothing was published as “{id}”", "{advice}")
    DISPOSITION_TARGET = (ERROR, "nothing stands in the edition as “{target}”", "{advice}")
    DISPOSITION_TAKEN = (
        ERROR,
        "“{target}” has been cited as what it is itself: {id} cannot be that, {what}",
        "If its words are in {target} now, write merged-into: {target}",
    )
    DISPOSITION_NEEDLESS = (
        ERROR,
        "nothing need be said of {id}: {why}",
        "Take the record away.",
    )
    # Making the site
    TEMPLATE_BROKEN = (ERROR, "the template cannot be used: {problem}", "Mend the template on this line.")
    OUT_FOREIGN = (
        ERROR,
        "“{folder}” holds a file that Postil did not write, “{file}”, and would be replaced whole",
        "Name another folder with --out, or move what is yours out of this one.",
    )
    COMPRESSOR_MISSING = (
        ERROR,
        "the site cannot be compressed: the package “brotli” is not installed",
        "Write python3 build.py fonts, or for an installed Postil pip install 'postil[compress]'; or take this line "
        "away.",
    )
    OUT_UNWRITABLE = (ERROR, "the site cannot be written: {reason}", "See that “{folder}” may be written to.")

    @property
    def code(self) -> str:
        """The rule's name in diagnostics: ``note-undefined``."""
        return self.name.lower().replace("_", "-")

    @property
    def severity(self) -> str:
        """``error``, ``warning`` or ``notice``."""
        return self.value[0]

    @property
    def message(self) -> str:
        """What is wrong, with the facts in braces."""
        return self.value[1]

    @property
    def hint(self) -> str:
        """What to write instead, with the facts in braces."""
        return self.value[2]


class Diagnostic(NamedTuple):
    """One thing that is wrong: the rule, where, in words, and what to do."""

    rule: Rule
    span: Span
    message: str
    hint: str


COMPARED = 200_000
"""How many names are compared with what was written, in search of what was meant."""


class Report:
    """The diagnostics of one build, in the order they were found; notices only where ``hints`` are asked for.

    ``today`` is the date for lines to paste, where it is not the clock’s.
    """

    def __init__(self, *, hints: bool = False, today: str = "") -> None:
        self.hints = hints
        self._today = today
        self.diagnostics: list[Diagnostic] = []
        self._seen: set[Diagnostic] = set()
        self._compared = 0

    @property
    def today(self) -> str:
        """The date (ISO 8601) that lines to paste bear."""
        if not self._today:
            from datetime import date  # only wanted when something is lost

            self._today = date.today().isoformat()
        return self._today

    def nearest(self, wrong: str, known: Collection[str]) -> str:
        """Return the member of ``known`` most like ``wrong``, or nothing where none is near.

        After ``COMPARED`` comparisons nobody waits for more: a text in which so much is wrong is wrong in one way.
        """
        from difflib import get_close_matches  # only wanted when something is wrong

        self._compared += len(known)
        return next(iter(get_close_matches(wrong, known, 1, 0.6)), "") if self._compared < COMPARED else ""

    def add(self, rule: Rule, span: Span, **facts: object) -> None:
        """Add a diagnostic of ``rule`` at ``span``, whose words ``facts`` fill. The same is not said twice."""
        if rule.severity == NOTICE and not self.hints:
            return
        one = Diagnostic(rule, span, rule.message.format(**facts), rule.hint.format(**facts))
        if one not in self._seen:
            self._seen.add(one)
            self.diagnostics.append(one)

    @property
    def errors(self) -> int:
        """How many of the diagnostics are errors."""
        return self.count(ERROR)

    @property
    def warnings(self) -> int:
        """How many of the diagnostics are warnings."""
        return self.count(WARNING)

    def count(self, severity: str) -> int:
        """Return how many of the diagnostics are of ``severity``."""
        return sum(one.rule.severity == severity for one in self.diagnostics)

    def fails(self, *, strict: bool) -> bool:
        """Whether nothing may be published: there are errors, or warnings where ``strict``."""
        return bool(self.errors or (strict and self.warnings))

    def sorted(self) -> list[Diagnostic]:
        """Return the diagnostics by file and place."""
        return sorted(self.diagnostics, key=lambda one: (one.span, one.rule.code, one.message))


def as_text(one: Diagnostic, line: str) -> str:
    """Return ``one`` as the terminal shows it; ``line`` is the line of the file it speaks of, or nothing."""
    span = one.span
    place = span.path
    if span.line:
        place += f":{span.line}:{max(span.column, 1)}"
    shown = [f"{place}: {one.rule.severity}: {one.message} [{one.rule.code}]"]
    if span.line and line.strip():
        text, caret = _excerpt(line.expandtabs(1), max(span.column, 1), span.length)
        shown += [f"{span.line:>6} | {text}", f"       | {caret}"]
    shown.append(f"  hint: {one.hint}")
    return "\n".join(shown)


SHOWN = 50
"""How many diagnostics of a report are told; the rest are counted."""


class Told(NamedTuple):
    """A report in words: each diagnostic that is shown, and the lines that count them all."""

    texts: tuple[str, ...]
    counts: tuple[str, ...]

    def __str__(self) -> str:
        """The whole as the terminal has it."""
        return "\n".join((*(f"{text}\n" for text in self.texts), *self.counts))


def tell(report: Report, line_of: Callable[[str, int], str]) -> Told:
    """Return ``report`` in words; ``line_of`` gives a line of a file by the file's path and the line's number."""
    found = report.sorted()
    texts = tuple(as_text(one, line_of(one.span.path, one.span.line) if one.span.line else "") for one in found[:SHOWN])
    more = (f"… and {len(found) - SHOWN} more.",) if len(found) > SHOWN else ()
    counts = [(report.count(severity), severity) for severity in (ERROR, WARNING, NOTICE)]
    said = ", ".join(f"{count} {word}{'' if count == 1 else 's'}" for count, word in counts if count)
    return Told(texts, (*more, f"{said}.") if found else ())


WIDTH = 100
"""The most characters of a line that are shown around a caret."""


def _excerpt(line: str, column: int, length: int) -> tuple[str, str]:
    line = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in line.rstrip("\r\n"))
    start = max(0, min(column - 1 - WIDTH // 3, len(line) - WIDTH)) if len(line) > WIDTH else 0
    text = line[start : start + WIDTH]
    before, after = "…" if start else "", "…" if start + WIDTH < len(line) else ""
    at = column - 1 - start + len(before)
    carets = max(1, min(length, len(text) + len(before) - at))
    return before + text + after, " " * at + "^" * carets
