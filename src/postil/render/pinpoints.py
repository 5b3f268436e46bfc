"""A paragraph's citations: in the forms that readers are offered, and as files for reference managers."""

from __future__ import annotations

import re
from typing import NamedTuple

from postil import tree
from postil.apparatus import ADDRESS, DRAFT, NUMBER, VERSION, Apparatus, ChapterApparatus, CitedAs, Passage
from postil.edition import Edition, Name, Record, Source
from postil.lock import Standing, standing_in, wording_in
from postil.nodes import Inlines, Text
from postil.render.exports import FORMATS, alone
from postil.render.text import PASSAGES
from postil.tongue import ENGLISH, N_, Tongue

ID = "\ue003"
"""What stands for the id of a paragraph, beside NUMBER, VERSION and ADDRESS."""

PIN = "\ue004"
"""What stands for the end of an address that leads to the words of VERSION: ``#v1.0``, or nothing."""


class Form(NamedTuple):
    """A citation in words: ``Chicago, note``."""

    id: str
    name: str
    words: Inlines


class File(NamedTuple):
    """A citation as a file: how its format is called, how its name ends, its media type, and its text."""

    id: str
    name: str
    ending: str
    type: str
    text: str


class Pinpoints(NamedTuple):
    """How a paragraph is cited: as ``number`` of the chapter ``slug``, with the ``words`` that it had in ``version``.

    ``address`` is that of these words on its own page; its id, where the edition does not know its own.
    """

    number: str
    slug: str
    version: str
    words: str
    address: str
    forms: tuple[Form, ...]
    files: tuple[File, ...]


class NeverPublished(LookupError):
    """A paragraph was not in the version that was asked for."""


def pinpoints(apparatus: Apparatus, passage: Passage, version: str = "") -> Pinpoints:
    """Return how ``passage`` is cited: as it stands, or in the published ``version``. Raises NeverPublished."""
    number, slug, words = passage.number, passage.slug, passage.words
    if version and version != apparatus.version_of(passage):
        standing, words = in_force(apparatus, passage, version)
        number, slug = standing.number, standing.chapter
    version = version or apparatus.version_of(passage)
    address = page_address(apparatus.edition, passage.id) + pin(apparatus.edition, version)
    drawn = draw(apparatus, slug, version)
    lasting = address if version != apparatus.version_of(passage) else page_address(apparatus.edition, passage.id)
    stands = {NUMBER: number, ADDRESS: address, ID: passage.id}
    shown = {page_address(apparatus.edition, ID): lasting, **stands}
    return drawn._replace(
        number=number,
        words=words,
        address=address,
        forms=tuple(form._replace(words=filled(form.words, shown)) for form in drawn.forms),
        files=tuple(file._replace(text=replaced(file.text, stands)) for file in drawn.files),
    )


def in_force(apparatus: Apparatus, passage: Passage, version: str) -> tuple[Standing, str]:
    """Return where ``passage`` stood in ``version``, and with which words. Raises NeverPublished."""
    record, lock = passage.record, apparatus.edition.lock
    standing = standing_in(record, version, lock) if record else None
    words = wording_in(record, version, lock) if record else None
    if standing is None or words is None:
        raise NeverPublished(version)
    return standing, words


def page_address(edition: Edition, id: str) -> str:
    """Return the address of the page of the paragraph ``id``; the id, where the edition does not know its own."""
    return f"{edition.base_url}{PASSAGES}{id}.html" if edition.base_url else id


def pin(edition: Edition, version: str) -> str:
    """Return how the address of a paragraph's page ends that leads to its words in ``version``, if that was released.

    A draft has no such place, and an id is no address.
    """
    if not edition.base_url or not edition.lock.releases or version.startswith(DRAFT):
        return ""
    return PIN if version == VERSION else f"#v{version}"


def draw(apparatus: Apparatus, slug: str, version: str) -> Pinpoints:
    """Return how any paragraph of the chapter ``slug`` is cited in ``version``: NUMBER, ADDRESS and ID stand in it.

    ``version`` may be VERSION, which then stands in it too, as may PIN. In the files, the address is that of a page
    with the ID.
    """
    chapter = apparatus.chapters.get(slug)
    tongue = apparatus.edition.tongue
    forms = [_form(each, version, tongue) for each in chapter.cited_as] if chapter else []
    title = tree.words(chapter.title) if chapter else apparatus.edition.title
    lasting = page_address(apparatus.edition, ID) if apparatus.edition.base_url else ADDRESS  # these name no version
    if apparatus.edition.base_url:
        escaped = re.sub(r"([\\\[\]*_`<>])", r"\\\1", title)
        linked = f"[{escaped}, ¶ {NUMBER}]({lasting})"
        forms.append(Form("markdown", N_("Link in Markdown"), (Text(linked),)))
    forms.append(Form("plain", N_("Plain text"), (Text(f"{title}, ¶ {NUMBER}: {lasting}"),)))
    files = _files(apparatus.edition, chapter, version)
    return Pinpoints(NUMBER, slug, version, "", ADDRESS, tuple(forms), files)


def _form(cited: CitedAs, version: str, tongue: Tongue) -> Form:
    return Form(cited.id, cited.name, filled(cited.words, {VERSION: said(version, cited.version, tongue)}))


def said(version: str, word: str = "version", _: Tongue = ENGLISH) -> str:
    """Return a version as it is said: ``version 1.0``, ``draft after 1.0``; ``word`` is “version” in its language."""
    if version.startswith(DRAFT):
        draft = _("draft after %(version)s", version=version.removeprefix(DRAFT).strip())
        return draft[:1].upper() + draft[1:] if word[:1].isupper() else draft
    return f"{word} {version}"


def filled(words: Inlines, stands: dict[str, str]) -> Inlines:
    """Return ``words`` with what each of the keys of ``stands`` stands for."""

    def visit(node: tree.Node) -> tree.Node:
        return Text(replaced(node.content, stands)) if type(node) is Text else node

    return tree.rewrite(words, visit)


def replaced(text: str, stands: dict[str, str]) -> str:
    """Return ``text`` with what each of the keys of ``stands`` stands for."""
    for key, value in stands.items():
        text = text.replace(key, value)
    return text


# Files

_FILES = ("bibtex", "ris", "csl-json")  # the formats in the order of FORMATS


def _files(edition: Edition, chapter: ChapterApparatus | None, version: str) -> tuple[File, ...]:
    record = chapter.record if chapter else Record("book", {"title": edition.title}, {}, {"issued": edition.issued})
    record = _pinpointed(record, edition, version)
    files = []
    for id, format in zip(_FILES, FORMATS, strict=True):
        one = record
        if id != "csl-json":  # RIS has a tag for editions only, BibLaTeX none for a part of a book: it is in the note
            one = record._replace(variables={key: each for key, each in record.variables.items() if key != "version"})
        text = alone(Source(_key(record), one, one), format)
        name = format.name
        if id == "bibtex":  # what every program of that name reads
            name, text = "BibTeX", _YEAR.sub(r"  year = {\1},", text)
        files.append(File(id, name, format.ending, format.type, text))
    return tuple(files)


_YEAR = re.compile(r"^  date = \{(\d{4})\},$", re.MULTILINE)  # BibLaTeX reads `year` too, BibTeX no other


def _pinpointed(record: Record, edition: Edition, version: str) -> Record:
    """Return the record of a chapter as that of a paragraph of it.

    No format has a field for a paragraph. What stands in ``note`` is kept by all: it is BibLaTeX’s ``note`` and the
    N1 of RIS, which Zotero shows as extra and as a note. So a version is said there too.
    """
    note = ", ".join(
        part for part in (f"¶ {NUMBER}", said(version) if version else "", "" if edition.base_url else ID) if part
    )
    if edition.text_source:
        note += f". Text: {edition.text_source}"
    variables = {
        "version": version,
        "URL": page_address(edition, ID) + pin(edition, version) if edition.base_url else "",
        "language": edition.language,
        "note": f"{note}.",
    }
    known = {key: value for key, value in variables.items() if value}
    return record._replace(variables={**record.variables, **known})


def _key(record: Record) -> str:
    """Return the key of a paragraph's record: ``valiyev2021-p-7k3mx``."""
    people = record.names.get("author") or record.names.get("editor") or ()
    date = record.dates.get("issued")
    year = str(date.year) if date and date.year > 0 else ""
    return "-".join(part for part in (_plain(people[0]) + year if people else "", ID) if part)


def _plain(name: Name) -> str:
    """Return a family name in small letters that every program takes for a key."""
    from unicodedata import normalize

    letters = normalize("NFKD", name.family or name.literal).lower()
    return re.sub(r"[^a-z0-9]", "", letters)
