"""The way an edition goes: read, parse, enrich, resolve, render, publish."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from postil import nodes, tree
from postil.apparatus import Apparatus
from postil.csl import Style, StyleBroken
from postil.diagnostics import Report, Rule
from postil.edition import REGISTERS, Edition, Source
from postil.enrich import (
    Lexicon,
    anchor,
    figures,
    identify,
    mark_terms,
    place_citations,
    sections,
    settle,
    tell_ambiguous,
    title,
)
from postil.lock import Present, address, fragment
from postil.manuscript import Span
from postil.parse import parse, parse_blocks, parse_plain, parse_words
from postil.publish import Foreign, Published, publish, publish_file
from postil.read import Pictures, read_edition, read_manuscript, read_schemas, read_scripts, read_styles, shown
from postil.render import FontBroken, TemplateBroken, render, render_whole, schema_files
from postil.resolve import Written, resolve

TIDY = 32
"""After how many chapters the parser's litter, which ties knots, is swept out."""


class Furniture(NamedTuple):
    """Where the templates lie, and the stylesheets and scripts."""

    templates: Path
    static: Path


def furniture() -> Furniture:
    """Return the furniture that came with Postil: in the package, or beside it in a checkout."""
    package = Path(__file__).parent
    root = package if (package / "templates").is_dir() else package.parent.parent
    return Furniture(root / "templates", root / "static")


def build(
    content: Path,
    out: Path,
    report: Report,
    *,
    strict: bool = False,
    single_file: bool = False,
    preview: bool = False,
) -> Published | None:
    """Build the edition in ``content`` as the site ``out``; None where it cannot be published, which is reported.

    With ``single_file`` it is one page that has all of the edition, and ``out`` is its file. A ``preview`` has nothing
    that is for hosts, and for readers who come back.

    The site is a pure function of ``content`` and the furniture.
    """
    checked = check(content, report)
    if checked is None or report.fails(strict=strict):
        return None
    try:
        if single_file:
            return publish_file(out, _whole(checked, furniture()))
        return publish(out, _files(checked, furniture(), preview=preview))
    except TemplateBroken as broken:
        span = Span(shown(Path(broken.path)), broken.line, 1)
        report.add(Rule.TEMPLATE_BROKEN, span, problem=broken.problem)
    except FontBroken as broken:
        report.add(Rule.FONT_BROKEN, broken.font.span, name=broken.font.name, problem=broken.problem)
    except Foreign as foreign:
        folder = out.parent if single_file else out
        report.add(Rule.OUT_FOREIGN, Span(shown(out), 0), folder=shown(folder), file=foreign.file)
    except OSError as error:
        reason = error.strerror or str(error)
        report.add(Rule.OUT_UNWRITABLE, Span(shown(out), 0), reason=reason, folder=shown(out))
    return None


def outcome_of(published: Published | None, out: Path) -> str:
    """Return what came of a build, in a line."""
    if published is None:
        return f"Nothing was published; {shown(out)} is as it was."
    if published.files == 1:  # a site has more
        return f"{shown(out)}: {'written anew' if published.written else 'as it was'}."
    return f"{shown(out)}: {published.files} files, {published.written} of them new."


class Checked(NamedTuple):
    """An edition that could be read: its apparatus, and its pictures by their paths."""

    apparatus: Apparatus
    pictures: dict[str, bytes]


def check(content: Path, report: Report) -> Checked | None:
    """Return the edition in ``content`` with its apparatus, reporting what is wrong; None if it cannot be read."""
    edition = read_edition(content, report)
    if edition is None:
        return None
    edition = _set(edition)
    style = _style(edition, report)
    written, unread = _written(edition, content, report, as_notes=style is not None and style.in_notes)
    edition = edition._replace(unread=edition.unread | unread)
    try:
        apparatus = resolve(edition, written, report, style)
    except StyleBroken as broken:  # in a macro that was first called now
        _broken(edition, broken, report)
        apparatus = resolve(edition, written, report, None)
    pictures = Pictures(content, report)
    for node in tree.walk((*apparatus.trees.values(), *written.definitions.values(), written.editorial)):
        if isinstance(node, nodes.Image | nodes.Figure):
            pictures.read(node.src, node.span)
    return Checked(apparatus, pictures.found)


def _style(edition: Edition, report: Report) -> Style | None:
    """Return the style the edition cites in, or None where it cannot be used, which is reported."""
    if not edition.citing.path:
        return None
    try:
        return Style(edition.citing.xml)
    except StyleBroken as broken:
        _broken(edition, broken, report)
        return None


def _broken(edition: Edition, broken: StyleBroken, report: Report) -> None:
    span = Span(edition.citing.path, broken.line, broken.column) if broken.line else edition.citing.span
    report.add(Rule.STYLE_BROKEN, span, problem=broken.problem)


def _set(edition: Edition) -> Edition:
    """Return ``edition`` with its own words set as its text is: straight quotes made typographic."""

    def typographic(text: str) -> str:
        return parse_plain(text, quotes=edition.quotes)

    return edition._replace(
        title=typographic(edition.title),
        subtitle=typographic(edition.subtitle),
        description=typographic(edition.description),
        rights=typographic(edition.rights),
        text_source=typographic(edition.text_source),
        sources=tuple(each._replace(remark=typographic(each.remark)) for each in edition.sources),
        entries=tuple(
            each._replace(term=typographic(each.term), heading=typographic(each.heading), dates=typographic(each.dates))
            for each in edition.entries
        ),
    )


def _written(edition: Edition, content: Path, report: Report, *, as_notes: bool) -> tuple[Written, set[str]]:
    """Return what was written, and the names of the manuscripts that could not be read."""
    lexicon = Lexicon(edition.entries)
    locales = edition.citing.locales
    issued: set[str] = set()
    unread: set[str] = set()
    published = {fragment(record.id): record.words for record in edition.lock.records}
    fronts = []
    chapters = []
    records = {source.key: source.printed for source in edition.sources}
    for name in edition.manuscripts:
        read = read_manuscript(content / name, report)
        if read is None:
            unread.add(name)
            continue
        chapter = parse(read.manuscript, report, quotes=edition.quotes, locales=locales)
        chapter = title(chapter, parse_words(read.front.title, quotes=edition.quotes))
        chapter = sections(chapter)
        chapter = figures(chapter)
        tell_ambiguous(chapter, lexicon, read.manuscript, report)
        chapter = mark_terms(chapter, lexicon)
        chapter = identify(chapter, issued, published)
        subtitle = parse_plain(read.front.subtitle, quotes=edition.quotes)
        fronts.append(read.front._replace(subtitle=subtitle))
        chapters.append(chapter)
        if len(chapters) % TIDY == 0:  # what is kept is not looked through again, so the time stays linear
            gc.collect()
            gc.freeze()
    definitions = {
        (entry.kind, entry.id): parse_blocks(entry.definition, report, quotes=edition.quotes, locales=locales)
        for entry in edition.entries
    }
    editorial = parse_blocks(edition.editorial, report, quotes=edition.quotes, locales=locales)
    _told_case(edition, chapters, report)
    of, said = edition.lock, edition.dispositions
    found, settled = settle(chapters, registered(edition), of, said, issued, edition.unread | unread, report)
    placed = (place_citations(chapter, records, issued, as_notes=as_notes) for chapter in found)
    anchored = map(anchor, placed)
    return Written(tuple(zip(fronts, anchored, strict=True)), definitions, editorial, lexicon.named, settled), unread


def _told_case(edition: Edition, chapters: Sequence[nodes.Chapter], report: Report) -> None:
    """Report chapters whose name differs from a published one in its case alone: some systems hold both for one."""
    published = dict.fromkeys(standing.chapter for record in edition.lock.records for standing in record.standings)
    folded = {slug.casefold(): slug for slug in published if slug}
    for chapter in chapters:
        slug = folded.get(chapter.slug.casefold(), chapter.slug)
        if slug != chapter.slug and slug not in {other.slug for other in chapters}:
            advice = f"It was published as {slug}.md, which some systems hold for the same: give it that name again."
            report.add(Rule.CHAPTER_TWICE, Span(chapter.path, 0), slug=slug, advice=advice)


def registered(edition: Edition) -> list[Present]:
    """Return the sources and entries of ``edition``, which are published under their names."""
    pages = {register.kind: register.page.removesuffix(".html") for register in REGISTERS}
    sources = (
        Present(address("sources", f"s-{each.key}"), "source", "", _title(each), each.span, named=True)
        for each in edition.sources
    )
    entries = (
        Present(address(pages[each.kind], f"e-{each.id}"), each.kind, "", each.term, each.span, named=True)
        for each in edition.entries
    )
    return [*sources, *entries]


def _title(source: Source) -> str:
    return " ".join(source.record.variables.get("title", source.key).split())


def _files(checked: Checked, from_: Furniture, *, preview: bool) -> Iterable[tuple[str, bytes]]:
    edition = checked.apparatus.edition
    styles, scripts = read_styles(from_.static), read_scripts(from_.static, edition.language)
    offline = None if preview else edition.offline
    pages = render(checked.apparatus, from_.templates, styles, scripts, offline=bool(offline))
    schemas = schema_files(edition, read_schemas(from_.static))
    files: Iterable[tuple[str, bytes]] = chain(pages, schemas, checked.pictures.items())
    if offline is not None:
        from postil.render.worker import with_worker

        files = with_worker(files, scripts, offline=offline)
    if edition.compress and not preview:
        from postil.compress import compressed  # brings Brotli, which an edition must have asked for

        files = compressed(files)
    return files


def _whole(checked: Checked, from_: Furniture) -> bytes:
    styles, scripts = read_styles(from_.static), read_scripts(from_.static)
    return render_whole(checked.apparatus, from_.templates, styles, scripts, checked.pictures)
