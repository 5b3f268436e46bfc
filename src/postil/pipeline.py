"""The way an edition goes: read, parse, enrich, resolve, render, publish."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from postil import nodes, tree
from postil.apparatus import Apparatus
from postil.diagnostics import Report, Rule
from postil.edition import Edition
from postil.enrich import Lexicon, figures, identify, mark_terms, sections, title
from postil.manuscript import Span
from postil.parse import parse, parse_blocks, parse_words
from postil.publish import Foreign, Published, publish
from postil.read import Pictures, read_edition, read_manuscript, read_styles, shown
from postil.render import TemplateBroken, render
from postil.resolve import Written, resolve

TIDY = 32
"""After how many chapters the parser's litter, which ties knots, is swept out."""


class Furniture(NamedTuple):
    """Where the templates and the stylesheets lie."""

    templates: Path
    static: Path


def furniture() -> Furniture:
    """Return the furniture that came with Postil: in the package, or beside it in a checkout."""
    package = Path(__file__).parent
    root = package if (package / "templates").is_dir() else package.parent.parent
    return Furniture(root / "templates", root / "static")


def build(content: Path, out: Path, report: Report, *, strict: bool = False) -> Published | None:
    """Build the edition in ``content`` as the site ``out``; None where it cannot be published, which is reported.

    The site is a pure function of ``content`` and the furniture.
    """
    apparatus = check(content, report)
    if apparatus is None or report.fails(strict=strict):
        return None
    try:
        return publish(out, _files(apparatus, content, furniture(), report))
    except TemplateBroken as broken:
        span = Span(shown(Path(broken.path)), broken.line, 1)
        report.add(Rule.TEMPLATE_BROKEN, span, problem=broken.problem)
    except Foreign:
        report.add(Rule.OUT_FOREIGN, Span(shown(out), 0), folder=shown(out))
    except OSError as error:
        reason = error.strerror or str(error)
        report.add(Rule.OUT_UNWRITABLE, Span(shown(out), 0), reason=reason, folder=shown(out))
    return None


def outcome_of(published: Published | None, out: Path) -> str:
    """Return what came of a build, in a line."""
    if published is None:
        return f"Nothing was published; {shown(out)} is as it was."
    return f"{shown(out)}: {published.files} files, {published.written} of them new."


def check(content: Path, report: Report) -> Apparatus | None:
    """Return the apparatus of the edition in ``content``, reporting what is wrong; None if it cannot be read."""
    edition = read_edition(content, report)
    if edition is None:
        return None
    apparatus = resolve(edition, _written(edition, content, report), report)
    _pictures(apparatus, content, report)
    return apparatus


def _written(edition: Edition, content: Path, report: Report) -> Written:
    lexicon = Lexicon(edition.entries)
    issued: set[str] = set()
    chapters = []
    for name in edition.manuscripts:
        read = read_manuscript(content / name, report)
        if read is None:
            continue
        chapter = parse(read.manuscript, report, quotes=edition.quotes)
        chapter = title(chapter, parse_words(read.front.title, quotes=edition.quotes))
        chapter = sections(chapter)
        chapter = figures(chapter)
        chapter = mark_terms(chapter, lexicon)
        chapter = identify(chapter, issued)
        chapters.append((read.front, chapter))
        if len(chapters) % TIDY == 0:  # what is kept is not looked through again, so the time stays linear
            gc.collect()
            gc.freeze()
    definitions = {
        (entry.kind, entry.id): parse_blocks(entry.definition, report, quotes=edition.quotes)
        for entry in edition.entries
    }
    return Written(tuple(chapters), definitions, parse_blocks(edition.editorial, report, quotes=edition.quotes))


def _pictures(apparatus: Apparatus, content: Path, report: Report) -> Iterator[tuple[str, bytes]]:
    """Return the pictures that the chapters show, by their paths."""
    pictures = Pictures(content, report)
    for chapter in apparatus.trees.values():
        for node in tree.walk(chapter):
            if isinstance(node, nodes.Image | nodes.Figure):
                pictures.read(node.src, node.span)
    return iter(pictures.found.items())


def _files(apparatus: Apparatus, content: Path, from_: Furniture, report: Report) -> Iterator[tuple[str, bytes]]:
    yield from render(apparatus, from_.templates, read_styles(from_.static))
    yield from _pictures(apparatus, content, report)
