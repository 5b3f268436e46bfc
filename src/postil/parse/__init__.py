"""Parse: a manuscript becomes a tree. Any text is a chapter; parsing never fails."""

from __future__ import annotations

import re
from typing import Any

from postil import tree
from postil.diagnostics import Report, Rule
from postil.manuscript import Manuscript
from postil.nodes import Blocks, Chapter, Inlines, Paragraph
from postil.parse.build import Builder
from postil.parse.rules import DEPTH, LONGEST_BLOCK, engine

__all__ = ["parse", "parse_blocks", "parse_plain", "parse_words"]


def parse(
    manuscript: Manuscript, report: Report, *, quotes: tuple[str, ...] = (), locales: tuple[str, ...] = ()
) -> Chapter:
    """Return the tree of ``manuscript``.

    The markup is CommonMark 0.31.2 with GFM tables and the marks of an edition. Straight quotes become the four
    marks ``quotes``; without them they stay. Locators are told in English, and in the language of ``locales``, texts of
    CSL locale files. What cannot be read as it was meant is reported, and its words are kept.
    """
    builder = Builder(manuscript, report, locales)
    blocks = _blocks(builder, manuscript, quotes)
    return Chapter(manuscript.slug, manuscript.path, blocks, tuple(builder.notes))


def parse_blocks(
    manuscript: Manuscript, report: Report, *, quotes: tuple[str, ...] = (), locales: tuple[str, ...] = ()
) -> Blocks:
    """Return the blocks of Markdown that is no chapter, such as an entry's definition: it can have no notes."""
    builder = Builder(manuscript, report, locales)
    blocks = _blocks(builder, manuscript, quotes)
    for note in builder.notes:
        report.add(Rule.NOTE_HOMELESS, note.span)
    return blocks


def parse_words(text: str, *, quotes: tuple[str, ...] = ()) -> Inlines:
    """Return the inlines of one line of Markdown, such as a title."""
    blocks = parse_blocks(Manuscript("", "", " ".join(text.split())), Report(), quotes=quotes)
    return blocks[0].children if len(blocks) == 1 and isinstance(blocks[0], Paragraph) else ()


def parse_plain(text: str, *, quotes: tuple[str, ...] = ()) -> str:
    """Return one line of plain text with its quotes made typographic; what would be a mark in Markdown stays."""
    if "'" not in text and '"' not in text:
        return " ".join(text.split())
    plain = re.sub(r"([\\`*_\[\]{}<>()#+.!|~^@&:-])", r"\\\1", " ".join(text.split()))
    return tree.words(parse_words(plain, quotes=quotes)) or text


def _blocks(builder: Builder, manuscript: Manuscript, quotes: tuple[str, ...]) -> Blocks:
    env: dict[str, Any] = {"locales": builder.locales}
    report = builder.report
    tokens = engine(quotes).parse(manuscript.text, env)
    if "deep" in env:
        report.add(Rule.NESTING_DEEP, builder.positions.line(env["deep"]), most=DEPTH)
    if "long" in env:
        line, size = env["long"]
        report.add(Rule.BLOCK_LONG, builder.positions.line(line)._replace(length=1), size=size, most=LONGEST_BLOCK)
    return builder.blocks(tokens)
