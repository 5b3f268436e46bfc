"""What a chapter's references can lead to."""

from __future__ import annotations

from postil import nodes, tree
from postil.apparatus import Outline, Target
from postil.diagnostics import Report, Rule
from postil.manuscript import Span
from postil.nodes import CITABLE, Block, Blocks, Chapter
from postil.tongue import ENGLISH, Tongue

OWN = (
    "text",
    "notes",
    "notes-heading",
    "works",
    "contents",
    "main",
    "cite",
    "citing-title",
    "citing-form",
    "goto",
    "settings-title",
    "slip-words",
)
"""Ids that pages use for themselves."""

PREFIXES = ("p-", "n-", "s-", "e-", "h-", "call-", "cite-", "page-", "em-")
"""How ids begin that the edition gives."""


def name_targets(chapter: Chapter, numbers: dict[str, str], report: Report, _: Tongue = ENGLISH) -> dict[str, Target]:
    """Return what each name and id of the chapter's text leads to, with the words a reference to it has."""
    page = f"{chapter.slug}.html"
    found: dict[str, Target] = {}
    given: dict[str, Span] = {}
    if chapter.name:
        found[chapter.name] = Target(page, "", tree.words(chapter.title).strip())
    count = {nodes.Figure: 0, nodes.Table: 0}
    for node in tree.walk(chapter.blocks):
        kind = type(node)
        if kind is nodes.Heading:
            if not tree.words(node).strip():
                report.add(Rule.HEADING_EMPTY, node.span)
            target = Target(page, node.id, tree.words(node).strip())
        elif kind is nodes.Figure or kind is nodes.Table:
            count[kind] += 1
            number = count[kind]
            words = (
                _("figure %(number)s", number=number) if kind is nodes.Figure else _("table %(number)s", number=number)
            )
            target = Target(page, node.id, words)
        elif kind in CITABLE and node.id:
            target = Target(page, node.id, f"¶ {numbers[node.id]}")
        elif kind is nodes.PageBreak:
            id = f"page-{node.number}"
            if id in given:
                report.add(Rule.NAME_TWICE, node.span, name=id, line=given[id].line)
            given.setdefault(id, node.span)
            found[id] = Target(page, id, _("p. %(number)s", number=node.number))
            continue
        else:
            if getattr(node, "name", ""):
                report.add(Rule.NAME_LOST, node.span, name=node.name)
            continue
        found.setdefault(node.id, target)
        if node.name:
            if node.name in given:
                report.add(Rule.NAME_TWICE, node.span, name=node.name, line=given[node.name].line)
            elif node.name in OWN or node.name.startswith(PREFIXES):
                report.add(
                    Rule.NAME_RESERVED,
                    node.span,
                    name=node.name,
                    reserved=", ".join(OWN),
                    prefixes=", ".join(PREFIXES),
                )
            given.setdefault(node.name, node.span)
            found[node.name] = target
    for node in tree.walk(chapter.notes):
        if getattr(node, "name", ""):
            report.add(Rule.NAME_LOST, node.span, name=node.name)
    return found


def outline(blocks: Blocks) -> tuple[Outline, ...]:
    """Return the sections among ``blocks`` and in them, for the chapter's contents."""
    return tuple(_section(block) for block in blocks if isinstance(block, nodes.Section))


def _section(section: nodes.Section) -> Outline:
    heading = section.heading
    return Outline(heading.id, _silent(heading), heading.level, outline(section.blocks))


def _silent(heading: Block) -> nodes.Inlines:
    words = tree.words(heading)
    children = getattr(heading, "children", ())
    return tree.cut(children, 0, len(words))
